import { lstat, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { parseJsonObject } from '../../core/support/json';
import { codeOf } from './privateFiles';

/** The process a file of this person's windows belongs to, as the file says. */
export interface Holder {
  readonly host: string;
  readonly pid: number;
  /** Different for every file that is made. */
  readonly token: string;
}

/** This process as a holder. */
export function thisProcess(token: string): Holder {
  return { host: hostname(), pid: process.pid, token };
}

/** Who holds a file, with what else it says; undefined when there is no such file, or while it is being written. */
export async function readHolder(file: string): Promise<(Holder & Readonly<Record<string, unknown>>) | undefined> {
  try {
    const value = parseJsonObject(await readFile(file, 'utf8')) ?? {};
    const { host, pid, token } = value;
    return typeof host === 'string' && typeof pid === 'number' && typeof token === 'string'
      ? { ...value, host, pid, token }
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a file belongs to nobody any more: its process has ended, nobody touched it for `staleAfter` milliseconds, or
 * it is a link, which no window makes. Not so when there is no file.
 */
export async function isAbandoned(file: string, staleAfter: number): Promise<boolean> {
  const [found, holder] = await Promise.all([lstat(file).catch(() => undefined), readHolder(file)]);
  if (!found) return false;
  if (found.isSymbolicLink() || Math.abs(Date.now() - found.mtimeMs) > staleAfter) return true;
  return holder?.host === hostname() && !isRunning(holder.pid);
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
