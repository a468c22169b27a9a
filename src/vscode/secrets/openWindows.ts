import { randomUUID } from 'node:crypto';
import { watch } from 'node:fs';
import { unlinkSync } from 'node:fs';
import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable } from '../../core/support/disposable';
import { isAbandoned, readHolder, thisProcess } from './fileHolder';
import { makePrivateDirectory, removeFile, writePrivately } from './privateFiles';

/** What other windows have to say. */
export interface OtherWindows {
  /** How many are open. */
  readonly count: number;
  /** How many of them did not say that they have forgotten it too. */
  readonly silent: number;
}

/** Milliseconds; the file of a window of this machine also goes with its process. */
const TOUCH_EVERY = 60_000;
const STALE_AFTER = 10 * TOUCH_EVERY;
/** Where changes cannot be watched, they are looked for this often, milliseconds. */
const LOOK_EVERY = 250;

/** The windows of this person on this machine: a small file for each says up to which forgetting it has forgotten. */
export class OpenWindows implements Disposable {
  readonly #name = `${randomUUID()}.json`;
  readonly #touching: ReturnType<typeof setInterval>;
  #isDisposed = false;

  constructor(private readonly directory: string) {
    this.#touching = setInterval(() => {
      const now = new Date();
      utimes(this.#own, now, now).catch(() => undefined);
    }, TOUCH_EVERY);
    this.#touching.unref();
  }

  /** Says that this window is open and has forgotten up to that number. */
  async announce(number: number): Promise<void> {
    await makePrivateDirectory(this.directory);
    await writePrivately(this.#own, JSON.stringify({ ...thisProcess(this.#name), forgotten: number }));
    if (this.#isDisposed) this.#remove();
  }

  /** Waits until all other windows have forgotten up to that number, `patience` milliseconds at most. */
  async untilForgotten(number: number, patience: number): Promise<OtherWindows> {
    const deadline = Date.now() + patience;
    for (;;) {
      const changed = this.#nextChange(Math.min(LOOK_EVERY, Math.max(0, deadline - Date.now())));
      const said = await this.#others();
      const silent = said.filter((heard) => heard < number).length;
      if (silent > 0 && Date.now() < deadline) await changed.happened;
      changed.dispose();
      if (silent === 0 || Date.now() >= deadline) return { count: said.length, silent };
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    clearInterval(this.#touching);
    this.#remove();
  }

  get #own(): string {
    return join(this.directory, this.#name);
  }

  /** What the others have forgotten; files of windows that are gone are deleted by the way. */
  async #others(): Promise<number[]> {
    const names = (await readdir(this.directory)).filter((name) => name.endsWith('.json') && name !== this.#name);
    const heard = await Promise.all(
      names.map(async (name) => {
        const file = join(this.directory, name);
        if (await isAbandoned(file, STALE_AFTER)) return void (await removeFile(file).catch(() => undefined));
        const number = (await readHolder(file))?.['forgotten'];
        return typeof number === 'number' ? number : undefined;
      }),
    );
    return heard.filter((number) => number !== undefined);
  }

  #nextChange(milliseconds: number): Disposable & { readonly happened: Promise<void> } {
    let dispose = (): void => undefined;
    const happened = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      const watcher = watchQuietly(this.directory, resolve);
      dispose = () => {
        clearTimeout(timer);
        watcher?.close();
      };
    });
    return { happened, dispose: () => dispose() };
  }

  /** At once: a window that closes has no time to wait. */
  #remove(): void {
    try {
      unlinkSync(this.#own);
    } catch {
      // It was never made, or is left for others to find abandoned.
    }
  }
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
