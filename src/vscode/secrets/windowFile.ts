import { randomUUID } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable } from '../../core/support/disposable';
import { thisProcess } from './fileHolder';
import { makePrivateDirectory, writePrivately } from './privateFiles';

/** How often a window touches its file, milliseconds. */
const TOUCH_EVERY = 60_000;

/** The file by which a window says that it is open, and up to which forgetting it has forgotten. */
export class WindowFile implements Disposable {
  /** Of the file, in the directory. */
  readonly name = `${randomUUID()}.json`;
  readonly #touching: ReturnType<typeof setInterval>;
  #isDisposed = false;

  /** @param directory all windows of this person on this machine have their files there */
  constructor(readonly directory: string) {
    this.#touching = setInterval(() => {
      const now = new Date();
      utimes(this.#own, now, now).catch(() => undefined);
    }, TOUCH_EVERY);
    this.#touching.unref();
  }

  /** Says that this window is open and has forgotten up to that number. */
  async announce(number: number): Promise<void> {
    await makePrivateDirectory(this.directory);
    await writePrivately(this.#own, JSON.stringify({ ...thisProcess(this.name), forgotten: number }));
    if (this.#isDisposed) this.#remove();
  }

  dispose(): void {
    this.#isDisposed = true;
    clearInterval(this.#touching);
    this.#remove();
  }

  get #own(): string {
    return join(this.directory, this.name);
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
