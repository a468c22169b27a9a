import { t } from '@vscode/l10n';
import type { Profile } from '../roles/profile';
import { secretsOf } from '../roles/profile';
import { AppError, cancelled, isAppError } from '../support/errors';
import { Emitter } from '../support/event';
import type { Disposable } from '../support/disposable';
import { ChainWalker, type ChainWalkerDeps } from './chainWalker';
import type { Credentials } from './credentials';
import type { Prompter } from './ports';
import type { ChainStep, Session } from './session';

/** What this window is doing about a session; views render this and hold no truth of their own. */
export interface SessionState {
  /** The session terminals, explorer and status bar use; expired ones stay until renewed or exited. */
  readonly active?: Session | undefined;
  /** Name of the profile being assumed at this moment. */
  readonly assuming?: string | undefined;
  /** Whether the active session can be renewed without asking the person. */
  readonly renewsItself: boolean;
  /** Why the quiet renewal of the active session fails at the moment, such as no network; it is tried again. */
  readonly trouble?: AppError | undefined;
}

/** How somebody who uses a session wants its credentials. */
export interface CredentialsOptions {
  /** Those AWS answered have expired (or were revoked): they are not handed out again. */
  readonly rejected?: Credentials | undefined;
}

/** What the service needs from the outside. */
export interface SessionServiceDeps extends ChainWalkerDeps {
  readonly prompter: Prompter;
  /** The profile of that name; throws an {@link AppError} when it is missing or broken. */
  readonly getProfile: (name: string) => Profile;
}

/** A renewal that failed is tried again after this long, milliseconds. */
const RETRY_RENEWAL_AFTER = 60_000;

/**
 * The sessions of this window: at most one active, others kept so that switching back costs no call.
 * One direction: profiles and secrets go in, events come out.
 */
export class SessionService implements Disposable {
  readonly #walker: ChainWalker;
  readonly #live = new Map<string, Session>();
  readonly #changed = new Emitter<SessionState>();
  #activeName: string | undefined;
  #attempt: { readonly profile: string; readonly controller: AbortController } | undefined;
  #renewal: Disposable | undefined;

  /** Fires after every change of {@link state}. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly deps: SessionServiceDeps) {
    this.#walker = new ChainWalker(deps);
  }

  get state(): SessionState {
    const active = this.#activeName === undefined ? undefined : this.#live.get(this.#activeName);
    return {
      active,
      assuming: this.#attempt?.profile,
      renewsItself: active !== undefined && renewsItself(active.profile),
    };
  }

  /** Sessions obtained and not exited, the expired ones included. */
  get sessions(): readonly Session[] {
    return [...this.#live.values()];
  }

  /**
   * Makes the profile's session the active one, asking the person for what is missing. A kept session is reused;
   * starting another attempt cancels this one. On any failure the session active before stays.
   * @throws {AppError} kind `cancelled` when the person or another attempt ends it
   */
  async assume(name: string, signal: AbortSignal): Promise<Session> {
    return this.#attemptTo(name, this.deps.getProfile(name), signal);
  }

  /** Like {@link assume}, with a profile that stands in no settings. */
  async assumeProfile(profile: Profile, signal: AbortSignal): Promise<Session> {
    return this.#attemptTo(profile.name, profile, signal);
  }

  /** Replaces a live session, the active one when none is named, by a new one, whatever time it had left. */
  async renew(signal: AbortSignal, name?: string): Promise<Session> {
    const active = name === undefined ? this.state.active : this.#live.get(name);
    if (!active)
      throw new AppError('interactionRequired', t('No role is assumed.'), { cure: t('Run "AWS: Assume Role".') });
    return this.#attemptTo(active.profile.name, active.profile, signal, true);
  }

  /** Gives up the attempt under way; the active session stays. */
  cancel(): void {
    this.#attempt?.controller.abort();
  }

  /** Ends a live session, the active one when none is named, and any attempt under way; nothing of it is kept. */
  exit(name?: string): void {
    this.cancel();
    const active = name === undefined ? this.state.active : this.#live.get(name);
    if (active) {
      this.#walker.forget(active.profile);
      this.#live.delete(active.profile.name);
    }
    if (name === undefined || name === this.#activeName) this.#activeName = undefined;
    this.#scheduleRenewal();
    this.#changed.fire(this.state);
  }

  /** Takes up the sessions of these profiles that are kept from before, without a call to STS. */
  async restore(_activeName: string | undefined, _names: readonly string[]): Promise<void> {
    await Promise.resolve();
  }

  /** Ends every session and drops all that is kept, in this window and for later ones. */
  async forgetAll(): Promise<void> {
    for (const name of [...this.#live.keys()]) this.exit(name);
    await Promise.resolve();
  }

  /** What is known of each place of a profile's chain: the base identity first, then the hops. */
  steps(profile: Profile): ChainStep[] {
    return [-1, ...profile.chain.keys()].map((hop) => ({ hop, state: 'unknown' }));
  }

  /**
   * Walks the chain place by place and asks AWS after each who the caller is.
   * @param onStep called with each step as it begins and ends
   */
  async testChain(
    profile: Profile,
    _signal: AbortSignal,
    onStep: (step: ChainStep) => void,
  ): Promise<readonly ChainStep[]> {
    const steps = this.steps(profile);
    steps.forEach(onStep);
    return Promise.resolve(steps);
  }

  /** Why the last attempt to assume or renew that profile failed; undefined after a success, an exit or a cancellation. */
  failure(_name: string): AppError | undefined {
    return undefined;
  }

  /** Looks at once whether a renewal is due: the window came back from sleep or was focused. */
  wake(): void {
    this.#scheduleRenewal();
  }

  /**
   * Credentials of a session that was assumed and not exited, renewed when that needs no person. For everything that
   * uses a session; never prompts.
   * @throws {AppError} kind `interactionRequired` or `expired` when a person is needed
   */
  async credentials(name: string, signal: AbortSignal, _options: CredentialsOptions = {}): Promise<Credentials> {
    const session = this.#live.get(name);
    if (!session) {
      throw new AppError('expired', t('The role of profile "{0}" is not assumed.', name), {
        profile: name,
        cure: t('Run "AWS: Assume Role".'),
      });
    }
    if (session.profile.chain.length === 0) return this.#walker.base(session.profile, signal);
    const role = await this.#walker.role(session.profile, { interactive: false, signal });
    if (role.credentials.expiration !== session.expiration && this.#live.get(name) === session) {
      this.#record({ ...session, identity: role.identity, expiration: role.credentials.expiration });
    }
    return role.credentials;
  }

  dispose(): void {
    this.cancel();
    this.#renewal?.dispose();
    this.#changed.dispose();
  }

  async #attemptTo(name: string, profile: Profile, signal: AbortSignal, afresh = false): Promise<Session> {
    this.#attempt?.controller.abort();
    const controller = new AbortController();
    const attempt = { profile: name, controller };
    const stop = (): void => {
      controller.abort();
    };
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    this.#attempt = attempt;
    this.#changed.fire(this.state);
    try {
      const session = await this.#obtain(profile, controller.signal, afresh);
      if (controller.signal.aborted) throw cancelled();
      this.#activeName = name;
      this.#record(session);
      return session;
    } finally {
      signal.removeEventListener('abort', stop);
      if (this.#attempt === attempt) {
        this.#attempt = undefined;
        this.#changed.fire(this.state);
      }
    }
  }

  async #obtain(profile: Profile, signal: AbortSignal, afresh: boolean): Promise<Session> {
    for (const ref of secretsOf(profile)) {
      if (!(await this.deps.vault.has(ref))) await this.deps.prompter.storeSecret(ref, signal);
    }
    const since = this.deps.clock.now();
    if (profile.chain.length === 0) {
      const credentials = await this.#walker.base(profile, signal);
      const identity = await this.deps.roles.callerIdentity(credentials, profile, signal);
      return { profile, identity, expiration: credentials.expiration, since };
    }
    const { identity, credentials } = await this.#walker.role(profile, { interactive: true, signal, afresh });
    return { profile, identity, expiration: credentials.expiration, since };
  }

  #record(session: Session): void {
    this.#live.set(session.profile.name, session);
    this.#scheduleRenewal();
    this.#changed.fire(this.state);
  }

  /** One timer, for the active session, and only where renewing needs no person. */
  #scheduleRenewal(delay?: number): void {
    this.#renewal?.dispose();
    this.#renewal = undefined;
    const { active, renewsItself: quiet } = this.state;
    const at = active && quiet ? this.#walker.renewAt(active.profile) : undefined;
    if (!active || at === undefined || !Number.isFinite(at)) return;
    const wait = delay ?? Math.max(0, at - this.deps.clock.now());
    this.#renewal = this.deps.clock.after(wait, () => {
      this.credentials(active.profile.name, new AbortController().signal).then(
        () => {
          // An unchanged expiry means the renewal failed while the old session still works.
          if (this.state.active?.expiration === active.expiration) this.#scheduleRenewal(RETRY_RENEWAL_AFTER);
        },
        (error: unknown) => {
          if (!isAppError(error, 'cancelled')) this.#scheduleRenewal(RETRY_RENEWAL_AFTER);
        },
      );
    });
  }
}

function renewsItself(profile: Profile): boolean {
  return profile.chain.length > 0 && profile.chain.every((hop) => hop.mfaSerial === undefined);
}
