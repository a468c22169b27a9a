import { isAppError } from '../support/errors';
import type { WindowLock } from './ports';

/** Runs `work` while no other window holds `key`; a lock that is missing or fails counts as free. */
export async function exclusively<T>(
  lock: WindowLock | undefined,
  key: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  if (!lock) return work();
  const progress = { began: false };
  try {
    return await lock.run(key, signal, () => {
      progress.began = true;
      return work();
    });
  } catch (error) {
    if (progress.began || isAppError(error, 'cancelled')) throw error;
    return work();
  }
}
