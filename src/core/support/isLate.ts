import type { Clock } from './clock';
import type { Disposable } from './disposable';

/**
 * Waits for something, but not for long.
 * @param milliseconds the longest wait
 * @returns whether it takes longer
 * @throws what `coming` rejects with, when that is not late
 */
export async function isLate(coming: Promise<unknown>, milliseconds: number, clock: Clock): Promise<boolean> {
  let timer: Disposable | undefined;
  const patience = new Promise<true>((resolve) => {
    timer = clock.after(milliseconds, () => resolve(true));
  });
  return Promise.race([patience, coming.then(() => false)]).finally(() => timer?.dispose());
}
