import { createHash, randomUUID } from 'node:crypto';
import { watch } from 'node:fs';
import { mkdir, open, readFile, stat, unlink, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { WindowLock } from '../../core/sessions/ports';
import { cancelled } from '../../core/support/errors';
import { parseJsonObject } from '../../core/support/json';

/** Times of the lock, milliseconds. */
export interface LockTimes {
  /** A holder touches its file this often. */
  readonly touchEvery: number;
  /** A file that was not touched for this long belongs to nobody any more. */
  readonly staleAfter: number;
}

const TIMES: LockTimes = { touchEvery: 5_000, staleAfter: 20_000 };

/** Who holds a lock, as its file says. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  /** Different for every time the lock is taken. */
  readonly token: string;
}

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
    await mkdir(this.directory, { recursive: true });
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
    if (holder === undefined || holder.token === token) await remove(file);
  }

  /** One process at a time, so that none removes the file another has just made in place of the stale one. */
  async #removeStale(file: string): Promise<void> {
    if (!(await this.#isStale(file))) return;
    const guard = `${file}.stale`;
    if (!(await create(guard, randomUUID()))) {
      if (await this.#isStale(guard)) await remove(guard);
      return;
    }
    try {
      if (await this.#isStale(file)) await remove(file);
    } finally {
      await remove(guard);
    }
  }

  async #isStale(file: string): Promise<boolean> {
    const [touched, holder] = await Promise.all([
      stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => undefined,
      ),
      readHolder(file),
    ]);
    if (touched === undefined) return false;
    if (Math.abs(Date.now() - touched) > this.times.staleAfter) return true;
    return holder?.host === hostname() && !isRunning(holder.pid);
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
      stat(file).catch(done);
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
  const holder: Holder = { host: hostname(), pid: process.pid, token };
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(JSON.stringify(holder));
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when there is no such file, or while it is being written. */
async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const { host, pid, token } = parseJsonObject(await readFile(file, 'utf8')) ?? {};
    return typeof host === 'string' && typeof pid === 'number' && typeof token === 'string'
      ? { host, pid, token }
      : undefined;
  } catch {
    return undefined;
  }
}

async function remove(file: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process of another user cannot be signalled, but is there.
    return codeOf(error) !== 'ESRCH';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
