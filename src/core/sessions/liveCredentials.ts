import { t } from '@vscode/l10n';
import type { Profile } from '../roles/profile';
import type { Clock } from '../support/clock';
import { AppError, isAppError } from '../support/errors';
import { SingleFlight } from '../support/singleFlight';
import type { ChainWalker } from './chainWalker';
import type { Credentials } from './credentials';
import type { HeldSession } from './keptSessions';
import type { LiveSessions } from './liveSessions';
import { notAssumed } from './notAssumed';
import type { RoleAssumer } from './ports';
import { isSamePrincipal } from './principal';
import type { CallerIdentity, Session } from './session';
import { lastKey } from './sessionKeys';

/** How somebody who uses a session wants its credentials. */
export interface CredentialsOptions {
  /** Those AWS answered have expired (or were revoked): they are not handed out again. */
  readonly rejected?: Credentials | undefined;
}

/** What live sessions and their credentials depend on. */
export interface LiveCredentialsDeps {
  readonly live: LiveSessions;
  readonly walker: ChainWalker;
  readonly clock: Clock;
  readonly roles: Pick<RoleAssumer, 'callerIdentity'>;
  /** Called when sessions have another expiry than before. */
  readonly onDidChange: () => void;
}

/** Keeps live sessions in step with their credentials: renewed here or in another window, or ended before their time. */
export class LiveCredentials {
  readonly #identifying = new SingleFlight<CallerIdentity>();

  constructor(private readonly deps: LiveCredentialsDeps) {}

  /** See {@link SessionService.credentials}. */
  async of(name: string, signal: AbortSignal, { rejected }: CredentialsOptions): Promise<Credentials> {
    const { live, walker } = this.deps;
    const session = live.get(name);
    if (!session) throw notAssumed(name);
    const { profile } = session;
    if (rejected) walker.reject(profile, rejected);
    let held: HeldSession;
    try {
      held = await walker.walk(profile, { interactive: false, signal });
    } catch (error) {
      this.showEnded(profile);
      throw isAppError(error) ? error.with({ profile: name }) : error;
    }
    const isSame = held.credentials.accessKeyId === rejected?.accessKeyId;
    if (isSame || walker.isRejected(held.credentials)) {
      this.showEnded(profile);
      throw new AppError('expired', t('AWS has refused these credentials, and there are no others yet.'), {
        profile: name,
        cure: t('Correct the credentials of the base identity, then assume the role again.'),
      });
    }
    this.update(await this.#identified(session, held, signal), held);
    return held.credentials;
  }

  /**
   * The session with who its credentials are of. Those of a base identity may be others than before: of a file, a command
   * or an environment that has changed.
   * @throws AppError of kind `expired` where they are somebody else's: the window shows whose session it is
   */
  async #identified(session: Session, { identity, credentials }: HeldSession, signal: AbortSignal): Promise<Session> {
    const { live, roles, clock, onDidChange } = this.deps;
    const { accessKeyId } = credentials;
    if (identity !== undefined || session.accessKeyId === accessKeyId) return session;
    const { profile } = session;
    const key = JSON.stringify([profile.name, accessKeyId]);
    const caller = await this.#identifying.run(key, signal, (given) =>
      roles.callerIdentity(credentials, profile, given),
    );
    if (isSamePrincipal(caller, session.identity)) {
      const known = { ...session, identity: caller, accessKeyId };
      const isRenamed = caller.arn !== session.identity.arn;
      if (live.replace(session, known) && isRenamed) onDidChange();
      return known;
    }
    if (live.replace(session, { ...session, expiration: clock.now() })) onDidChange();
    throw new AppError('expired', t('The credentials of "{0}" are those of {1} now.', profile.name, caller.arn), {
      profile: profile.name,
      cure: t('Assume the role again to go on as that.'),
    });
  }

  /** Shows the new expiry of a session that was renewed quietly. */
  update(session: Session, held: HeldSession): void {
    const { live, walker, onDidChange } = this.deps;
    const { expiration } = held.credentials;
    if (expiration === session.expiration) return;
    const origin = walker.baseOrigin(session.profile) ?? session.origin;
    const renewed = { ...session, identity: held.identity ?? session.identity, origin, expiration };
    if (live.replace(session, renewed)) onDidChange();
  }

  /**
   * Shows the sessions of a chain as expired that AWS has refused before their time: their end is now, whoever noticed it.
   * What can be used, or has ended by the clock, stays as it is.
   */
  showEnded(profile: Profile): void {
    const { live, walker, clock, onDidChange } = this.deps;
    const now = clock.now();
    if (walker.isValid(walker.peek(profile))) return;
    const key = lastKey(profile);
    const ended = live.all.filter(
      (session) => lastKey(session.profile) === key && (session.expiration ?? -Infinity) > now,
    );
    for (const session of ended) live.replace(session, { ...session, expiration: now });
    if (ended.length > 0) onDidChange();
  }

  /** Another window has renewed. */
  takeOver(key: string): void {
    const { live, walker } = this.deps;
    for (const session of live.all) {
      const held = lastKey(session.profile) === key ? walker.peek(session.profile) : undefined;
      if (held) this.update(session, held);
    }
  }

  /** When the active session is to be renewed, milliseconds since the epoch; undefined where that needs a person. */
  dueAt(): number | undefined {
    const { live, walker } = this.deps;
    const { active } = live;
    if (!active || !walker.renewsAlone(active.profile)) return undefined;
    return walker.peek(active.profile)?.renewAt;
  }

  /** Renews the active session without asking anyone. */
  async renewActive(signal: AbortSignal): Promise<void> {
    const { live, walker } = this.deps;
    const { active } = live;
    if (!active) return;
    const held = await walker.walk(active.profile, { interactive: false, signal, strict: true });
    this.update(await this.#identified(active, held, signal), held);
  }
}
