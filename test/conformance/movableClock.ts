import type { Clock } from '../../src/core/support/clock';

interface Timer {
  readonly at: number;
  readonly handle: NodeJS.Timeout;
  readonly action: () => void;
}

/** The machine's clock, which can be put forward: timers that become due by that fire at once. */
export class MovableClock implements Clock {
  #offset = 0;
  #timers: readonly Timer[] = [];

  now(): number {
    return Date.now() + this.#offset;
  }

  after(milliseconds: number, action: () => void): { dispose(): void } {
    const timer: Timer = {
      at: this.now() + milliseconds,
      action,
      handle: setTimeout(() => this.#fire(timer), milliseconds).unref(),
    };
    this.#timers = [...this.#timers, timer];
    return { dispose: () => this.#remove(timer) };
  }

  /** Puts the clock forward by that many milliseconds. */
  move(milliseconds: number): void {
    this.#offset += milliseconds;
    for (const timer of this.#timers) if (timer.at <= this.now()) this.#fire(timer);
  }

  #fire(timer: Timer): void {
    this.#remove(timer);
    timer.action();
  }

  #remove(timer: Timer): void {
    clearTimeout(timer.handle);
    this.#timers = this.#timers.filter((other) => other !== timer);
  }
}
