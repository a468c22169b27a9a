import { toAppError, type AppError } from '../../support/errors';
import { endsSession } from '../endedSession';

/** Requests under way at once. */
const IN_FLIGHT = 8;

/** What could not be done to one of several. */
export interface Failure<T> {
  readonly item: T;
  readonly error: AppError;
}

/** How far it is. */
export interface Progress {
  /** Items done, those that failed included. */
  readonly finished: number;
  readonly total: number;
}

/**
 * Does `work` for all items, some at a time; one that fails does not stop the others, unless its session has ended, which
 * stops those of the same session.
 * @param profileOf the profile whose session an item needs
 * @param signal begins no more when it aborts
 * @returns those that failed, and how many were not begun or were given up half-way
 */
export async function runForAll<T>(
  items: readonly T[],
  profileOf: (item: T) => string,
  work: (item: T) => Promise<void>,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<{ readonly failures: readonly Failure<T>[]; readonly left: number }> {
  const failures: Failure<T>[] = [];
  const ended = new Set<string>();
  const queue = items.values();
  let [finished, done] = [0, 0];
  const takeTurns = async (): Promise<void> => {
    for (const item of queue) {
      if (signal.aborted) return;
      if (ended.has(profileOf(item))) continue;
      try {
        await work(item);
        done++;
      } catch (error) {
        const known = toAppError(error);
        if (endsSession(known)) ended.add(profileOf(item));
        if (known.kind !== 'cancelled') failures.push({ item, error: known });
      }
      onProgress({ finished: ++finished, total: items.length });
    }
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, items.length) }, takeTurns));
  return { failures, left: items.length - done - failures.length };
}
