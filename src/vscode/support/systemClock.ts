import type { Clock } from '../../core/support/clock';

/** Longest delay `setTimeout` takes, milliseconds. */
const MAX_DELAY = 2 ** 31 - 1;

/** The computer's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, action) => {
    const timer = setTimeout(action, Math.min(milliseconds, MAX_DELAY));
    return { dispose: () => clearTimeout(timer) };
  },
};
