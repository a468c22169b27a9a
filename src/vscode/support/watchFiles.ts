import { existsSync, realpathSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Disposable } from '../../core/support/disposable';

/** Milliseconds of quiet after a change; editors write a file in several steps. */
const QUIET = 100;

/**
 * Calls `onChange` soon after any of the files was written, replaced, removed or made. Their folders need not exist yet,
 * and the files may be links. VS Code's own watchers are for files of the workspace. Where the operating system tells
 * nothing, as on some network drives, neither does this.
 * @param paths absolute
 */
export function watchFiles(paths: readonly string[], onChange: () => void): Disposable {
  let watchers: FSWatcher[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = (): void => {
    for (const watcher of watchers.splice(0)) watcher.close();
  };
  const open = (): void => {
    close();
    watchers = [...namesToWatch(paths)].flatMap(([folder, names]) => watchNames(folder, names, changed) ?? []);
  };
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // Folders may have come or gone, links may lead elsewhere; what changes from here on is seen.
      open();
      onChange();
    }, QUIET);
  };
  open();
  return {
    dispose: () => {
      clearTimeout(timer);
      close();
    },
  };
}

/** Folders to watch, with the names in them that matter. */
function namesToWatch(paths: readonly string[]): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>();
  const add = (path: string): void => {
    const { folder, name } = nearest(path);
    // A folder that is removed tells its own name.
    const names = folders.get(folder) ?? new Set([basename(folder)]);
    folders.set(folder, names.add(name));
  };
  for (const path of paths) {
    add(path);
    const target = linkTarget(path);
    if (target !== undefined && target !== path) add(target);
  }
  return folders;
}

/** The nearest folder above `path` that exists, and what is looked for in it. */
function nearest(path: string): { readonly folder: string; readonly name: string } {
  let name = basename(path);
  let folder = dirname(path);
  while (!existsSync(folder) && dirname(folder) !== folder) {
    name = basename(folder);
    folder = dirname(folder);
  }
  return { folder, name };
}

function linkTarget(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function watchNames(folder: string, names: ReadonlySet<string>, changed: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (name === null || names.has(name)) changed();
    });
    // Such as no more watches allowed: the files are read again when the window is looked at.
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
