import { createHash, randomUUID } from 'node:crypto';
import { watch } from 'node:fs';
import { lstat, open, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { WindowLock } from '../../core/sessions/ports';
import { cancelled } from '../../core/support/errors';
import { isAbandoned, readHolder, thisProcess } from '../secrets/fileHolder';
import { codeOf, makePrivateDirectory, removeFile } from '../secrets/privateFiles';

/** Times of the lock, milliseconds. */
export interface LockTimes {
  /** A holder touches its file this often. */
  readonly touchEvery: number;
  /** A file that was not touched for this long belongs to nobody any more. */
  readonly staleAfter: number;
}

const TIMES: LockTimes = { touchEvery: 5_000, staleAfter: 20_000 };

/**
 * Lock files in a directory that all windows of this person share. A file is made by whoever comes first; the others
 * wait for the directory to change. The file of a process that died, or that stopped touching it, is removed.
 */
export class FileWindowLock implements WindowLock {
  constructor(
    private readonly directory: string,
    private readonly times: LockTimes = TIMES,
  ) {}

  async run<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const file = join(this.directory, `${createHash('sha256').update(key).digest('hex')}.lock`);
    const token = await this.#take(file, signal);
    const touching = setInterval(() => {
      const now = new Date();
      // Without a touch others take over in the end; there is nothing else to do about it.
      utimes(file, now, now).catch(() => undefined);
    }, this.times.touchEvery);
    touching.unref();
    try {
      return await work();
    } finally {
      clearInterval(touching);
      await this.#release(file, token);
    }
  }

  async #take(file: string, signal: AbortSignal): Promise<string> {
    await makePrivateDirectory(this.directory);
    const token = randomUUID();
    while (!signal.aborted) {
      if (await create(file, token)) return token;
      await this.#removeStale(file);
      await this.#untilGone(file, signal);
    }
    throw cancelled();
  }

  /** Somebody who took longer than the lock lasts must not remove the next holder's file. */
  async #release(file: string, token: string): Promise<void> {
    const holder = await readHolder(file);
    if (holder === undefined || holder.token === token) await removeFile(file);
  }

  /** One process at a time, so that none removes the file another has just made in place of the stale one. */
  async #removeStale(file: string): Promise<void> {
    if (!(await this.#isStale(file))) return;
    const guard = `${file}.stale`;
    if (!(await create(guard, randomUUID()))) {
      if (await this.#isStale(guard)) await removeFile(guard);
      return;
    }
    try {
      if (await this.#isStale(file)) await removeFile(file);
    } finally {
      await removeFile(guard);
    }
  }

  #isStale(file: string): Promise<boolean> {
    return isAbandoned(file, this.times.staleAfter);
  }

  /** Until the file may be gone: the directory changed, or it is time to look whether it is stale. */
  async #untilGone(file: string, signal: AbortSignal): Promise<void> {
    const waiting = new AbortController();
    await new Promise<void>((resolve) => {
      const done = (): void => resolve();
      const timer = setTimeout(done, this.times.touchEvery);
      const watcher = watchDirectory(this.directory, done);
      signal.addEventListener('abort', done, { signal: waiting.signal });
      waiting.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        watcher.close();
      });
      // What happened before the watch began.
      lstat(file).catch(done);
      if (signal.aborted) done();
    });
    waiting.abort();
  }
}

/** Where changes cannot be watched, waiters look from time to time. */
function watchDirectory(directory: string, onChange: () => void): { close(): void } {
  try {
    const watcher = watch(directory, { persistent: false }, onChange);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return { close: () => undefined };
  }
}

/** Makes the file if there is none. */
async function create(file: string, token: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(JSON.stringify(thisProcess(token)));
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}
