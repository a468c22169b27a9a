import type { Clock } from './clock';
import type { Disposable } from './disposable';

/** Longest wait of one timer, in milliseconds: timers stand still while a computer sleeps, and clocks are put right. */
const LONGEST_WAIT = 60_000;

/** One timer for the next moment at which something changes by itself. */
export class Alarm implements Disposable {
  #timer: Disposable | undefined;

  /** @param ring may be called too early, after a minute: it looks at the time and sets the alarm again */
  constructor(
    private readonly clock: Clock,
    private readonly ring: () => void,
  ) {}

  /**
   * Rings once when that time is over, and no more for what was set before.
   * @param time in milliseconds since the epoch; undefined for never
   */
  set(time: number | undefined): void {
    this.dispose();
    if (time === undefined || !Number.isFinite(time)) return;
    const wait = Math.max(0, time - this.clock.now()) + 1;
    this.#timer = this.clock.after(Math.min(LONGEST_WAIT, wait), this.ring);
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
  }
}
