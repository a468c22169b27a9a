import { renewsAlone } from '../roles/baseIdentity';
import { CHAINED_DURATION_MAX } from '../roles/limits';
import type { Hop, Profile } from '../roles/profile';
import type { Disposable } from '../support/disposable';
import { isAppError } from '../support/errors';
import type { Event } from '../support/event';
import { SingleFlight } from '../support/singleFlight';
import { BaseCredentials, type Wanted } from './baseCredentials';
import type { Credentials } from './credentials';
import { KeptSessions, type HeldSession, type SharedSessions } from './keptSessions';
import type { CredentialSource } from './ports';
import { SessionCalls, type SessionCallsDeps } from './sessionCalls';
import type { ConsentedProfile } from './consent/consentGate';
import { baseKey, hopKey, lastKey, mfaKey, placeKeys } from './sessionKeys';

/** What the walker needs from the outside. */
export interface ChainWalkerDeps extends SharedSessions, SessionCallsDeps {
  readonly sources: CredentialSource;
}

/** How a caller wants its session. */
export interface WalkOptions extends Pick<Wanted, 'interactive' | 'signal' | 'strict'> {
  /** Whether the last place's session must be a new one; the kept one stays in use should that fail. */
  readonly afresh?: boolean;
}

/**
 * Walks a profile's places, one STS call for each: base identity, MFA session, hops. It keeps what it got: any number
 * of callers at the same time, in any window, cost one call, and a renewal starts at the first place that needs it, not
 * at the root.
 */
export class ChainWalker implements Disposable {
  readonly #kept: KeptSessions;
  readonly #base: BaseCredentials;
  readonly #calls: SessionCalls;
  readonly #flights = new SingleFlight<HeldSession>();

  /** Fires with the key of a session that another window has obtained and that is held here now. */
  readonly onDidReplace: Event<string>;

  constructor(private readonly deps: ChainWalkerDeps) {
    this.#kept = new KeptSessions(deps.clock, deps);
    this.#base = new BaseCredentials(deps, this.#kept);
    this.#calls = new SessionCalls(deps, this.#kept);
    this.onDidReplace = this.#kept.onDidReplace;
  }

  /**
   * What the profile's users sign with: the session of the last hop, or of the base identity where there is none.
   * @throws {AppError} that names the hop, the cause and the cure
   */
  async walk(profile: ConsentedProfile, options: WalkOptions): Promise<HeldSession> {
    return this.place(profile, profile.chain.length - 1, options);
  }

  /**
   * The session of one place.
   * @param index of the hop, or -1 for the base identity, with MFA where the profile has it
   */
  async place(profile: ConsentedProfile, index: number, { afresh, ...wanted }: WalkOptions): Promise<HeldSession> {
    return this.#place(profile, index, { ...wanted, notBefore: afresh ? this.deps.clock.now() : undefined });
  }

  /** What is held of one place in this window, whatever time it has left. */
  peek(profile: Profile, index: number = profile.chain.length - 1): HeldSession | undefined {
    if (index >= 0) return this.#kept.peek(hopKey(profile, index));
    const session = profile.mfaSession === undefined ? undefined : this.#kept.peek(mfaKey(profile));
    return session ?? this.#base.peek(profile);
  }

  /** Whether a session can be used now. */
  isValid(session: HeldSession | undefined): session is HeldSession {
    return this.#kept.isValid(session);
  }

  /** Whether AWS has refused these credentials before their end. */
  isRejected(credentials: Credentials): boolean {
    return this.#kept.isRejected(credentials);
  }

  /** Whether the base identity has given credentials in this window. */
  hasBase(profile: Profile): boolean {
    return this.#base.wereTemporary(profile) !== undefined;
  }

  /** Where the base identity's credentials were found, for people, where its kind leaves that open. */
  baseOrigin(profile: Profile): string | undefined {
    return this.#base.origin(profile);
  }

  /** Whether the next renewal needs no person, as far as that is known now. */
  renewsAlone(profile: Profile): boolean {
    const last = lastKey(profile);
    const renewAt = Math.max(this.deps.clock.now(), this.peek(profile)?.renewAt ?? Infinity);
    const outlives = (key: string, session: HeldSession | undefined): boolean =>
      key !== last && this.isValid(session) && session.expiration > renewAt;
    const codes = this.#base.wereTemporary(profile) === true ? [] : codeKeys(profile);
    const base = renewsAlone(profile.source) || outlives(baseKey(profile), this.#base.peek(profile));
    return base && codes.every((key) => outlives(key, this.#kept.peek(key)));
  }

  /** The profile as it is walked: a first hop whose base credentials turned out temporary lasts an hour at most. */
  walked<P extends Profile>(profile: P): P {
    const [first, ...rest] = profile.chain;
    if (!first || !this.#base.wereTemporary(profile)) return profile;
    const { durationSeconds } = first;
    if (durationSeconds === undefined || durationSeconds <= CHAINED_DURATION_MAX) return profile;
    const clamped = { ...first, durationSeconds: CHAINED_DURATION_MAX, durationAsked: durationSeconds };
    return { ...profile, chain: [clamped, ...rest] };
  }

  /**
   * Takes what the cache has of the profile's places into this window; nothing is called and nobody asked. What was
   * obtained with other access keys than those now stored is dropped.
   */
  async recall(profile: ConsentedProfile): Promise<void> {
    const { source } = profile;
    const keys = placeKeys(profile);
    for (const key of keys) if (!this.#kept.peek(key)) await this.#kept.recall(key);
    const stored = source.type === 'accessKeys' ? await this.deps.vault.accessKeyId(source.name) : undefined;
    if (stored === undefined) return;
    this.#kept.forget(
      keys.filter((key) => {
        const origin = this.#kept.peek(key)?.origin;
        return origin !== undefined && origin !== stored;
      }),
    );
  }

  /** Never hands out these credentials of the last place again: AWS has refused them before their end. */
  reject(profile: Profile, credentials: Credentials, index: number = profile.chain.length - 1): void {
    if (index >= 0) this.#kept.reject(hopKey(profile, index), credentials);
    else {
      if (profile.mfaSession !== undefined) this.#kept.reject(mfaKey(profile), credentials);
      this.#base.reject(profile, credentials);
    }
  }

  /** Drops what is kept of a profile, in the cache too, except what one of the others uses. */
  forget(profile: Profile, others: readonly Profile[]): void {
    const used = new Set(others.flatMap(placeKeys));
    const keys = placeKeys(profile).filter((key) => !used.has(key));
    this.#kept.forget(keys);
    this.#base.forget(keys);
  }

  /** Drops everything, in the cache too. */
  async forgetAll(): Promise<void> {
    this.#base.drop();
    await this.#kept.forgetAll();
  }

  /** Drops everything in this window alone. */
  drop(): void {
    this.#base.drop();
    this.#kept.drop();
  }

  dispose(): void {
    this.#kept.dispose();
  }

  async #place(profile: Profile, index: number, wanted: Wanted): Promise<HeldSession> {
    if (index >= 0) return this.#hop(profile, index, wanted);
    if (profile.mfaSession === undefined) return this.#base.get(profile, wanted);
    return this.#mfaSession(profile, profile.mfaSession, wanted);
  }

  async #hop(profile: Profile, index: number, wanted: Wanted): Promise<HeldSession> {
    const hop = profile.chain[index];
    if (!hop) throw new RangeError(`No hop ${index}`);
    return this.#obtain(hopKey(profile, index), wanted, (inner) => this.#assume(profile, hop, index, inner));
  }

  /** Temporary credentials need no MFA session: they are used as they are. */
  async #mfaSession(profile: Profile, serial: string, wanted: Wanted): Promise<HeldSession> {
    return this.#obtain(mfaKey(profile), wanted, async (inner) => {
      const { generation } = this.#kept;
      const base = await this.#base.get(profile, { interactive: inner.interactive, signal: inner.signal });
      if (base.credentials.temporary) return base;
      return this.#calls.mfaSession(profile, serial, { session: base, generation }, inner);
    });
  }

  /** A session that is good enough, or a new one by `call`, which all callers share. */
  async #obtain(
    key: string,
    { interactive, signal, notBefore, strict = false }: Wanted,
    call: (wanted: Wanted) => Promise<HeldSession>,
  ): Promise<HeldSession> {
    const kept = this.#kept;
    const isUsable = (session: HeldSession | undefined): session is HeldSession =>
      notBefore === undefined && kept.isValid(session);
    const isEnough = (session: HeldSession | undefined): session is HeldSession =>
      kept.isFresh(session, notBefore) || (isUsable(session) && !strict && kept.isResting(key));
    const held = kept.peek(key);
    if (isEnough(held)) return held;
    const work = async (inner: AbortSignal): Promise<HeldSession> => {
      await kept.refresh(key);
      const stored = await kept.recall(key, notBefore);
      if (isEnough(stored)) return stored;
      // Nobody is asked while the session at hand is valid.
      return call({ interactive: interactive && !isUsable(stored), signal: inner, notBefore });
    };
    const fly = (): Promise<HeldSession> => this.#flights.run(key, signal, work, { holds: interactive });
    try {
      return await fly().catch((error: unknown) => {
        // The work under way was of somebody who may not ask.
        if (interactive && isAppError(error, 'interactionRequired')) return fly();
        throw error;
      });
    } catch (error) {
      const left = kept.peek(key);
      if (strict || !isUsable(left) || isAppError(error, 'cancelled')) throw error;
      // Renewing ahead of the end failed: what is held still works, and somebody tries again in a while.
      kept.rest(key);
      return left;
    }
  }

  async #assume(profile: Profile, hop: Hop, index: number, wanted: Wanted): Promise<HeldSession> {
    const { generation } = this.#kept;
    const externalId = await this.#calls.sentWith(profile, hop, index, wanted);
    const began = this.deps.clock.now();
    const upTo = { interactive: wanted.interactive, signal: wanted.signal };
    const callAs = (session: HeldSession): Promise<HeldSession> => {
      const asked = { profile, index, hop: this.walked(profile).chain[index] ?? hop, externalId };
      return this.#calls.assumeRole(asked, { session, generation }, wanted);
    };
    const caller = await this.#place(profile, index - 1, upTo);
    try {
      return await callAs(caller);
    } catch (error) {
      const refused = isAppError(error, 'expired') || isAppError(error, 'credentialsRejected');
      if (!refused || caller.since >= began) throw error;
      // The caller's session was kept and has ended before its time: revoked, or signed out elsewhere.
      this.reject(profile, caller.credentials, index - 1);
      return callAs(await this.#place(profile, index - 1, upTo));
    }
  }
}

/** The places a new session of which takes an MFA code. */
function codeKeys(profile: Profile): string[] {
  return [
    ...(profile.mfaSession === undefined ? [] : [mfaKey(profile)]),
    ...(profile.chain[0]?.mfaSerial === undefined ? [] : [hopKey(profile, 0)]),
  ];
}
