import { secretsOf, type Profile } from '../roles/profile';
import { destinationsOf } from '../secrets/secretUse';
import type { ChainWalker, ChainWalkerDeps, WalkOptions } from './chainWalker';
import type { ConsentedProfile } from './consent/consentGate';
import type { HeldSession } from './keptSessions';
import type { Prompter } from './ports';
import type { Session } from './session';

/** What it takes to make sessions. */
export interface SessionMakerDeps extends Pick<ChainWalkerDeps, 'roles' | 'vault' | 'clock'> {
  readonly walker: ChainWalker;
  readonly prompter: Prompter;
  /** See {@link SessionServiceDeps.guarded}. */
  readonly guarded: <P extends Profile>(profile: P, account: string) => P;
}

/** Makes sessions of profiles: has their chains walked, and tells who the caller is in the end. */
export class SessionMaker {
  constructor(private readonly deps: SessionMakerDeps) {}

  /**
   * The profile's session; what is missing is asked for first where the person may be asked.
   * @throws {AppError} as {@link ChainWalker.walk}, and of kind `cancelled` when the person gives up
   */
  async obtain(profile: ConsentedProfile, options: WalkOptions): Promise<Session> {
    const { walker, clock } = this.deps;
    if (options.interactive) await this.askForSecrets(profile, options.signal);
    const since = clock.now();
    // All places, not only the last: they say whether the next renewal needs a person.
    await walker.recall(profile);
    const held = await walker.walk(profile, options);
    return { ...(await this.#sessionOf(profile, held, options.signal)), since };
  }

  /**
   * The profile's session without asking anyone: that of a role from the cache, without a call; that of a base identity
   * by itself resolved anew. Undefined where there is none that way.
   */
  async restore(profile: ConsentedProfile): Promise<Session | undefined> {
    const { walker } = this.deps;
    const { signal } = new AbortController();
    await walker.recall(profile);
    const held =
      profile.chain.length === 0 ? await walker.walk(profile, { interactive: false, signal }) : walker.peek(profile);
    return walker.isValid(held) ? this.#sessionOf(profile, held, signal) : undefined;
  }

  /** Asks for the secrets that a profile refers to and that are not stored yet. */
  async askForSecrets(profile: ConsentedProfile, signal: AbortSignal): Promise<void> {
    const { vault, prompter } = this.deps;
    for (const ref of secretsOf(profile)) {
      if (!(await vault.has(ref))) await prompter.storeSecret(ref, destinationsOf(ref, profile), signal);
    }
  }

  async #sessionOf(profile: ConsentedProfile, held: HeldSession, signal: AbortSignal): Promise<Session> {
    const { walker, roles } = this.deps;
    const { credentials, since } = held;
    // STS names the role with its session; who a base identity is must be asked.
    const identity = held.identity ?? (await roles.callerIdentity(credentials, profile, signal));
    const { expiration } = credentials;
    const accessKeyId = held.identity === undefined ? credentials.accessKeyId : undefined;
    // Whose account a base identity is in is known only now.
    const marked = this.deps.guarded(walker.walked(profile), identity.accountId);
    return { profile: marked, identity, accessKeyId, origin: walker.baseOrigin(profile), expiration, since };
  }
}
