import type { Profile } from '../roles/profile';
import { isAppError, toAppError, type AppError } from '../support/errors';

/** How an attempt obtains a session. */
export interface AttemptOptions {
  readonly interactive: boolean;
  readonly afresh: boolean;
  /** Whether it becomes the active one. */
  readonly activate: boolean;
}

/** Who is told of attempts. */
export interface AttemptListener {
  /** An attempt begins; the one before was given up. */
  onDidBegin(profile: Profile): void;
  /** An attempt failed that nobody gave up and no other replaced. */
  onDidFail(profile: Profile, failure: AppError): void;
  /** The attempt under way has ended, however it did; not called for one that another replaced. */
  onDidEnd(): void;
}

/** The attempt to get a session that a person waits for: one at a time, and the latest counts. */
export class CurrentAttempt {
  #current: { readonly profile: Profile; readonly controller: AbortController } | undefined;

  constructor(private readonly listener: AttemptListener) {}

  /** Name of the profile whose session is wanted at this moment. */
  get profileName(): string | undefined {
    return this.#current?.profile.name;
  }

  /**
   * Gives up the attempt under way and begins another one, which is given up at `signal` too.
   * @returns what `work` gives
   * @throws what `work` throws; it ends with kind `cancelled` when its signal is aborted
   */
  async run<T>(profile: Profile, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.cancel();
    const attempt = { profile, controller: new AbortController() };
    this.#current = attempt;
    this.listener.onDidBegin(profile);
    try {
      return await work(AbortSignal.any([signal, attempt.controller.signal]));
    } catch (error) {
      const isCurrent = this.#current === attempt;
      if (isCurrent && !isAppError(error, 'cancelled')) this.listener.onDidFail(profile, toAppError(error));
      throw error;
    } finally {
      if (this.#current === attempt) {
        this.#current = undefined;
        this.listener.onDidEnd();
      }
    }
  }

  /** Gives up the attempt under way, if there is one. */
  cancel(): void {
    this.#current?.controller.abort();
  }
}
