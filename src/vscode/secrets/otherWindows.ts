import { watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbandoned, readHolder } from './fileHolder';
import { codeOf, removeFile } from './privateFiles';

/** What was forgotten in this window, for the others to follow. */
export interface ToFollow {
  /** Where all windows have their files. */
  readonly directory: string;
  /** Name of this window's file. */
  readonly own: string;
  /** Number of the forgetting. */
  readonly number: number;
}

/** What other windows have to say. */
export interface OtherWindows {
  /** How many are open. */
  readonly count: number;
  /** How many of them did not say that they have forgotten it too. */
  readonly silent: number;
}

/** A file that was not touched for this long belongs to no window any more, milliseconds; it is touched each minute. */
const STALE_AFTER = 10 * 60_000;
/** Where changes cannot be watched, they are looked for this often, milliseconds. */
const LOOK_EVERY = 250;

/** Waits until all other windows have followed, `patience` milliseconds at most. */
export async function untilFollowed(told: ToFollow, patience: number): Promise<OtherWindows> {
  const deadline = Date.now() + patience;
  for (;;) {
    // Before it looks, so that nothing happens in between.
    const change = nextChange(told.directory, Math.min(LOOK_EVERY, Math.max(0, deadline - Date.now())));
    try {
      const heard = await saidByOthers(told);
      const silent = heard.filter((number) => number < told.number).length;
      if (silent === 0 || Date.now() >= deadline) return { count: heard.length, silent };
      await change.happened;
    } finally {
      change.dispose();
    }
  }
}

/** Up to where the others have forgotten; files of windows that are gone are deleted by the way. */
async function saidByOthers({ directory, own }: ToFollow): Promise<number[]> {
  const found = await readdir(directory).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const names = found.filter((name) => name.endsWith('.json') && name !== own);
  const heard = await Promise.all(
    names.map(async (name) => {
      const file = join(directory, name);
      if (await isAbandoned(file, STALE_AFTER)) {
        await removeFile(file).catch(() => undefined);
        return undefined;
      }
      const number = (await readHolder(file))?.['forgotten'];
      return typeof number === 'number' ? number : undefined;
    }),
  );
  return heard.filter((number) => number !== undefined);
}

function nextChange(directory: string, milliseconds: number): { readonly happened: Promise<void>; dispose(): void } {
  let dispose = (): void => undefined;
  const happened = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const watcher = watchQuietly(directory, resolve);
    dispose = () => {
      clearTimeout(timer);
      watcher?.close();
    };
  });
  return { happened, dispose: () => dispose() };
}

function watchQuietly(directory: string, onChange: () => void): { close(): void } | undefined {
  try {
    const watcher = watch(directory, { persistent: false }, onChange);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
