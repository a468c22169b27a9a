import { t } from '@vscode/l10n';
import type { Clock } from '../support/clock';
import { AppError, isAppError, type ErrorKind } from '../support/errors';
import type { SessionService } from './sessionService';

/** How work fails that goes on once the person has given what is missing. */
const NEEDS_PERSON: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['interactionRequired', 'expired', 'secretMissing']);

/** One act is many requests: what fails this soon after Escape belongs to what was given up, milliseconds. */
const SAME_ACT = 1000;

/**
 * What a person does themselves with a session that has ended: they are asked for what is missing (MFA code, sign-in,
 * secret), and it goes on. What VS Code does by itself must not come this way: nobody would know what is asked for.
 */
export class SessionRevival {
  /** When the person gave up last, by profile, milliseconds since the epoch. */
  readonly #givenUp = new Map<string, number>();

  constructor(
    private readonly sessions: Pick<SessionService, 'session' | 'revive'>,
    private readonly clock: Clock,
  ) {}

  /**
   * The outcome of `work`, which runs a second time where the profile's session had ended and the person renewed it.
   * @throws AppError of kind `cancelled`, in words, when they do not; else what `work` throws
   */
  async run<T>(profile: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!this.#isEnded(profile, error)) throw error;
      await this.#revive(profile);
      return await work();
    }
  }

  /** A role that was exited is not assumed again by the way; what a bucket's own key (SSE-C) needs is asked for elsewhere. */
  #isEnded(profile: string, error: unknown): boolean {
    return (
      isAppError(error) &&
      NEEDS_PERSON.has(error.kind) &&
      error.detail.secret?.type !== 'customerKey' &&
      this.sessions.session(profile) !== undefined
    );
  }

  async #revive(profile: string): Promise<void> {
    const since = this.clock.now() - (this.#givenUp.get(profile) ?? -Infinity);
    if (since < SAME_ACT) throw notRenewed(profile);
    try {
      await this.sessions.revive(profile, new AbortController().signal);
    } catch (error) {
      if (!isAppError(error, 'cancelled')) throw error;
      this.#givenUp.set(profile, this.clock.now());
      throw notRenewed(profile);
    }
  }
}

function notRenewed(profile: string): AppError {
  return new AppError('cancelled', t('The session of "{0}" has ended and was not renewed.', profile), { profile });
}
