import type { Clock } from '../support/clock';
import type { Disposable } from '../support/disposable';
import { cancelled, isAppError } from '../support/errors';
import { Emitter } from '../support/event';
import type { Credentials } from './credentials';
import { exclusively } from './exclusively';
import type { KeptSession, SessionCache, WindowLock } from './ports';

/** A session at hand, with when it is to be replaced. Milliseconds since the epoch. */
export interface HeldSession extends KeptSession {
  /** Infinity for credentials without an expiry. */
  readonly expiration: number;
  /** From then on a caller gets a new session if that needs no person. */
  readonly renewAt: number;
}

/** Where sessions are kept beyond this window, and how windows take turns; without, this window is on its own. */
export interface SharedSessions {
  readonly cache?: SessionCache | undefined;
  readonly lock?: WindowLock | undefined;
}

/** A session is renewed this long before its end at the earliest, milliseconds. */
const RENEW_AHEAD = 5 * 60_000;
/** Short sessions are renewed in the last tenth of their life. */
const RENEW_AHEAD_SHARE = 0.1;
/** A renewal ahead of the end that failed is left alone by other callers for this long, milliseconds. */
const LET_REST = 60_000;
/** A session that began in the future by more than this shows that the clock was put back, milliseconds. */
const CLOCK_TOLERANCE = 60_000;

/**
 * The sessions of this window by key, and their copies in the cache that all windows share. A cache that fails or holds
 * nothing usable counts as empty, a lock that fails as free: neither ever keeps anyone from a session.
 */
export class KeptSessions implements Disposable {
  readonly #held = new Map<string, HeldSession>();
  /** Access key IDs that AWS has refused before their end. */
  readonly #rejected = new Set<string>();
  readonly #restUntil = new Map<string, number>();
  /** Keys somebody waits for, with the number of those. */
  readonly #awaited = new Map<string, number>();
  readonly #forgotten = new Map<string, number>();
  #generation = 0;
  /** Changes of the cache under way, by key, and a removal of everything: what comes after waits for them. */
  readonly #writes = new Map<string, Promise<unknown>>();
  #clearing: Promise<unknown> = Promise.resolve();
  readonly #changed = new Emitter<string>();
  readonly #subscription: Disposable | undefined;

  /** Fires with the key of a session that another window has obtained and that is held here now. */
  readonly onDidReplace = this.#changed.event;

  constructor(
    private readonly clock: Clock,
    private readonly shared: SharedSessions = {},
  ) {
    this.#subscription = shared.cache?.onDidChange((key) => void this.#follow(key));
  }

  /** Counts how often all sessions were dropped: what is made of one from before is not kept. */
  get generation(): number {
    return this.#generation;
  }

  /** What is held of `key` in this window, whatever time it has left. */
  peek(key: string): HeldSession | undefined {
    return this.#held.get(key);
  }

  /** Whether a session can be used now. */
  isValid(session: HeldSession | undefined): session is HeldSession {
    return session !== undefined && this.clock.now() < session.expiration && !this.isRejected(session.credentials);
  }

  /**
   * Whether a session can be used and need not be renewed yet.
   * @param notBefore it must have been obtained after that time, milliseconds since the epoch
   */
  isFresh(session: HeldSession | undefined, notBefore = -Infinity): session is HeldSession {
    const now = this.clock.now();
    return (
      this.isValid(session) &&
      now < session.renewAt &&
      session.since > notBefore &&
      session.since <= now + CLOCK_TOLERANCE
    );
  }

  /** Whether a renewal ahead of the end has failed a moment ago. */
  isResting(key: string): boolean {
    const until = this.#restUntil.get(key) ?? -Infinity;
    const left = until - this.clock.now();
    return left > 0 && left <= LET_REST;
  }

  /** Notes that a renewal ahead of the end has failed. */
  rest(key: string): void {
    this.#restUntil.set(key, this.clock.now() + LET_REST);
  }

  /** What is held of `key` if that is fresh, else what the cache has if that can be used; then it is held. */
  async recall(key: string, notBefore?: number): Promise<HeldSession | undefined> {
    const held = this.#held.get(key);
    if (this.isFresh(held, notBefore)) return held;
    const epoch = this.#epoch(key);
    const stored = await this.#load(key);
    if (this.#epoch(key) !== epoch || !this.isValid(stored)) return this.#held.get(key);
    const current = this.#held.get(key);
    if (current && current.since > stored.since) return current;
    this.#held.set(key, stored);
    return stored;
  }

  /**
   * The session that another window has obtained meanwhile, or else the outcome of `call`, which is kept. One window at
   * a time; nobody may be asked for anything in `call`.
   * @param generation see {@link keep}
   */
  async replace(
    key: string,
    notBefore: number | undefined,
    signal: AbortSignal,
    call: () => Promise<Omit<KeptSession, 'since'>>,
    generation: number = this.generation,
  ): Promise<HeldSession> {
    return exclusively(this.shared.lock, key, signal, async () => {
      const stored = this.shared.cache ? await this.recall(key, notBefore) : undefined;
      if (this.isFresh(stored, notBefore)) return stored;
      return this.keep(key, call, generation);
    });
  }

  /**
   * Keeps the outcome of `call`, unless `key` was forgotten while it ran.
   * @param generation that of when the session was at hand which `call` makes another of
   * @throws {AppError} kind `cancelled` when all sessions were dropped since then
   */
  async keep(
    key: string,
    call: () => Promise<Omit<KeptSession, 'since'>>,
    generation: number = this.generation,
  ): Promise<HeldSession> {
    const epoch = this.#epoch(key);
    const mark = await this.refresh(key);
    if (this.generation !== generation) throw cancelled();
    const since = this.clock.now();
    const session = { ...(await call()), since };
    const held = heldSession(session);
    // Other windows may have forgotten it meanwhile.
    if (mark !== undefined) await this.refresh(key);
    if (this.generation !== generation) throw cancelled();
    if (this.#epoch(key) !== epoch) return held;
    this.#held.set(key, held);
    this.#restUntil.delete(key);
    await this.#write(key, async () => {
      // Without a mark nobody could tell whether it was forgotten.
      if (this.#epoch(key) === epoch && mark !== undefined) await this.shared.cache?.store(key, session, mark);
    });
    return held;
  }

  /** The outcome of `work`, or the session another window obtains before that; `work` is aborted then. */
  async orFromElsewhere(
    key: string,
    notBefore: number | undefined,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<HeldSession>,
  ): Promise<HeldSession> {
    const controller = new AbortController();
    const found: HeldSession[] = [];
    const subscription = this.onDidReplace((changed) => {
      const session = this.#held.get(key);
      if (changed !== key || !this.isFresh(session, notBefore)) return;
      found.push(session);
      controller.abort();
    });
    this.#awaited.set(key, (this.#awaited.get(key) ?? 0) + 1);
    try {
      // What was stored before the subscription.
      const stored = await this.recall(key, notBefore);
      if (this.isFresh(stored, notBefore)) return stored;
      return await work(AbortSignal.any([signal, controller.signal]));
    } catch (error) {
      if (found[0] && isAppError(error, 'cancelled')) return found[0];
      throw error;
    } finally {
      this.#awaited.set(key, (this.#awaited.get(key) ?? 1) - 1);
      subscription.dispose();
    }
  }

  /** Whether AWS has refused these credentials before their end. */
  isRejected(credentials: Credentials): boolean {
    return this.#rejected.has(credentials.accessKeyId);
  }

  /** Never hands out these credentials again: AWS has refused them before their end. Long-term keys may be put right. */
  reject(key: string, credentials: Credentials): void {
    if (credentials.temporary) this.#rejected.add(credentials.accessKeyId);
    if (this.#held.get(key)?.credentials.accessKeyId === credentials.accessKeyId) this.#held.delete(key);
    this.#restUntil.delete(key);
  }

  /**
   * Takes note of what other windows have forgotten, before anything is made of what is held.
   * @returns the mark of what is made of it; undefined where there is no cache, or none that can tell
   */
  async refresh(key: string): Promise<number | undefined> {
    const { cache } = this.shared;
    if (!cache) return undefined;
    await this.#written(key);
    return this.#quietly(() => cache.mark());
  }

  /** Drops sessions here and from the cache. Other windows keep what they hold until they exit it. */
  forget(keys: Iterable<string>): void {
    for (const key of keys) {
      this.#forgotten.set(key, (this.#forgotten.get(key) ?? 0) + 1);
      this.#drop(key);
      void this.#write(key, async () => this.shared.cache?.remove(key));
    }
  }

  /** Drops every session here; the cache is as it should be. */
  drop(): void {
    this.#generation += 1;
    for (const key of [...this.#held.keys()]) this.#drop(key);
  }

  /** Drops every session here and from the cache. */
  async forgetAll(): Promise<void> {
    this.drop();
    const writes = [this.#clearing, ...this.#writes.values()];
    this.#clearing = Promise.all(writes).then(() => this.#quietly(async () => this.shared.cache?.clear()));
    await this.#clearing;
  }

  dispose(): void {
    this.#subscription?.dispose();
    this.#changed.dispose();
  }

  #drop(key: string): void {
    this.#held.delete(key);
    this.#restUntil.delete(key);
  }

  #epoch(key: string): number {
    return this.#generation + (this.#forgotten.get(key) ?? 0);
  }

  /** Takes over what another window has stored; what it removed goes on here. */
  async #follow(key: string): Promise<void> {
    const held = this.#held.get(key);
    if (!held && !this.#awaited.get(key)) return;
    const epoch = this.#epoch(key);
    const stored = await this.#load(key);
    if (!this.isValid(stored) || this.#epoch(key) !== epoch) return;
    const current = this.#held.get(key);
    if (current && current.since >= stored.since) return;
    this.#held.set(key, stored);
    this.#restUntil.delete(key);
    this.#changed.fire(key);
  }

  /** Changes the cache after all changes before it. */
  async #write(key: string, change: () => Promise<void>): Promise<void> {
    const write = this.#written(key).then(() => this.#quietly(change));
    this.#writes.set(key, write);
    await write;
    if (this.#writes.get(key) === write) this.#writes.delete(key);
  }

  async #written(key: string): Promise<void> {
    await Promise.all([this.#clearing, this.#writes.get(key)]);
  }

  async #load(key: string): Promise<HeldSession | undefined> {
    await this.#written(key);
    const stored = await this.#quietly(async () => this.shared.cache?.load(key));
    return stored && heldSession(stored);
  }

  async #quietly<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch {
      // Without the cache each window has sessions of its own.
      return undefined;
    }
  }
}

/** The session with when it ends and is to be renewed. */
export function heldSession(session: KeptSession): HeldSession {
  const expiration = session.credentials.expiration ?? Infinity;
  const ahead = Math.min(RENEW_AHEAD, Math.max(0, expiration - session.since) * RENEW_AHEAD_SHARE);
  return { ...session, expiration, renewAt: expiration - ahead };
}
