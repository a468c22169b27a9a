import { Alarm } from '../support/alarm';
import type { Clock } from '../support/clock';
import type { Disposable } from '../support/disposable';
import { isAppError, toAppError, type AppError } from '../support/errors';

/** What is to be renewed. */
export interface Renewable {
  /** When the next renewal is due, milliseconds since the epoch; undefined when there is none. */
  dueAt(): number | undefined;
  /** Renews without asking anyone. */
  renew(signal: AbortSignal): Promise<void>;
  /** Called when {@link QuietRenewal.trouble} has changed. */
  onTrouble(): void;
}

const MINUTE = 60_000;
/** Waits after one failure, two, and so on; milliseconds. */
const RETRY_AFTER = [MINUTE, 2 * MINUTE, 3 * MINUTE, 5 * MINUTE] as const;

/** Renews one thing again and again before its end, with one timer, and goes on trying when that fails. */
export class QuietRenewal implements Disposable {
  readonly #alarm: Alarm;
  #running: AbortController | undefined;
  #failures = 0;
  #notBefore = -Infinity;
  #trouble: AppError | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly target: Renewable,
  ) {
    this.#alarm = new Alarm(clock, () => this.#look());
  }

  /** Why the renewals fail at the moment. */
  get trouble(): AppError | undefined {
    return this.#trouble;
  }

  /** Forgets failures and gives up a renewal under way: what is to be renewed is another one now. */
  restart(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#failures = 0;
    this.#notBefore = -Infinity;
    this.#trouble = undefined;
    this.schedule();
  }

  /** Looks again at when the renewal is due. */
  schedule(): void {
    this.#alarm.set(undefined);
    const due = this.target.dueAt();
    const now = this.clock.now();
    if (due === undefined || due > now) this.#clearTrouble();
    if (due === undefined || !Number.isFinite(due) || this.#running) return;
    // A clock that was put back must not turn minutes of waiting into hours.
    if (this.#notBefore > now + RETRY_AFTER[3]) this.#notBefore = now;
    this.#alarm.set(Math.max(due, this.#notBefore));
  }

  /** Tries at once what waits for its next try, or what became due while the computer slept. */
  wake(): void {
    if (this.#running) return;
    this.#notBefore = -Infinity;
    this.#look();
  }

  dispose(): void {
    this.#alarm.dispose();
    this.#running?.abort();
    // What is under way must not set a timer when it ends.
    this.#running = undefined;
  }

  /** What is not due any more, such as after a renewal by another window, is in no trouble. */
  #clearTrouble(): void {
    if (!this.#trouble || this.#running) return;
    this.#trouble = undefined;
    this.#failures = 0;
    this.target.onTrouble();
  }

  #look(): void {
    const due = this.target.dueAt();
    if (due === undefined || Math.max(due, this.#notBefore) > this.clock.now()) this.schedule();
    else void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    const controller = new AbortController();
    this.#running = controller;
    let trouble: AppError | undefined;
    try {
      await this.target.renew(controller.signal);
    } catch (error) {
      trouble = isAppError(error, 'cancelled') ? undefined : toAppError(error);
    }
    if (this.#running !== controller) return;
    this.#running = undefined;
    this.#failures = trouble ? this.#failures + 1 : 0;
    const wait = RETRY_AFTER[Math.min(this.#failures, RETRY_AFTER.length) - 1];
    // Even after a success: a source may have nothing newer yet.
    this.#notBefore = this.clock.now() + (wait ?? MINUTE);
    const changed = trouble !== undefined || this.#trouble !== undefined;
    this.#trouble = trouble;
    this.schedule();
    if (changed) this.target.onTrouble();
  }
}
