import { setTimeout as delay } from 'node:timers/promises';
import { cancelled } from '../core/support/errors';

/** Waits that many milliseconds; rejects as cancelled at `signal`. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Waits by the machine's clock. */
export const wait: Wait = async (milliseconds, signal) => {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch {
    throw cancelled();
  }
};
