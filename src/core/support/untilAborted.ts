import { cancelled } from './errors';
import { ownSignal } from './ownSignal';

/**
 * The outcome of `work`, or a rejection of kind `cancelled` as soon as `signal` aborts, whichever comes first. It does
 * not stop the work.
 */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const own = ownSignal(signal);
  let leave: () => void = () => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(cancelled());
  });
  if (own.aborted) leave();
  own.addEventListener('abort', leave);
  try {
    return await Promise.race([work, left]);
  } finally {
    own.removeEventListener('abort', leave);
  }
}
