import { cancelled } from './errors';

/**
 * The outcome of `work`, or a rejection of kind `cancelled` as soon as `signal` aborts, whichever comes first. It does
 * not stop the work.
 */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // A signal of this call's own: many may wait with one, and Node takes many listeners of one for a leak.
  const own = AbortSignal.any([signal]);
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
