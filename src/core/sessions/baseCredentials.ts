import type { Profile } from '../roles/profile';
import { signingDestinations, useBy } from '../secrets/secretUse';
import type { Clock } from '../support/clock';
import { AppError, isAppError } from '../support/errors';
import { SingleFlight } from '../support/singleFlight';
import type { Credentials } from './credentials';
import { explainSource } from './diagnosis';
import { heldSession, KeptSessions, type HeldSession } from './keptSessions';
import type { CredentialSource, SecretVault } from './ports';
import { allowVariables } from './sentVariables';
import { baseKey } from './sessionKeys';

/** How somebody wants credentials of one place of a chain. */
export interface Wanted {
  /** Whether the person may be asked. */
  readonly interactive: boolean;
  readonly signal: AbortSignal;
  /** The session must have been obtained after that time, milliseconds since the epoch. */
  readonly notBefore?: number | undefined;
  /** Whether a renewal ahead of the end that fails is an error; otherwise the session at hand goes on. */
  readonly strict?: boolean | undefined;
}

/** What base credentials are had with. */
export interface BaseCredentialsDeps {
  readonly sources: CredentialSource;
  readonly vault: Pick<SecretVault, 'allow' | 'allowSigning'>;
  readonly clock: Clock;
}

/**
 * Credentials of base identities. Those with an expiry are kept and renewed before it; those without are resolved each
 * time, so that changed keys count at once.
 */
export class BaseCredentials {
  readonly #own: KeptSessions;
  readonly #flights = new SingleFlight<HeldSession>();
  /** What is remembered of the last answer, by key. */
  readonly #resolved = new Map<string, Pick<Credentials, 'temporary' | 'origin'>>();

  /** @param shared keeps what cannot be had again without a person for later windows; all else stays in this window */
  constructor(
    private readonly deps: BaseCredentialsDeps,
    private readonly shared: KeptSessions,
  ) {
    this.#own = new KeptSessions(deps.clock);
  }

  /**
   * The base identity's credentials. Nobody is asked while those at hand are valid.
   * @throws {AppError} that says why there are none; kind `interactionRequired` where a person is needed
   */
  async get(profile: Profile, { interactive, signal, notBefore, strict = false }: Wanted): Promise<HeldSession> {
    await this.#assertAllowed(profile, { interactive, signal });
    const key = baseKey(profile);
    const kept = this.#keeper(profile);
    const held = kept.peek(key);
    if (kept.isFresh(held, notBefore)) return held;
    const usable = notBefore === undefined && kept.isValid(held);
    if (usable && !strict && kept.isResting(key)) return held;
    const asks = interactive && !usable;
    const fly = (): Promise<HeldSession> =>
      this.#flights.run(
        key,
        signal,
        (inner) => this.#resolve(profile, { interactive: asks, signal: inner, notBefore }),
        { holds: interactive },
      );
    try {
      return await fly();
    } catch (error) {
      // The work under way was of somebody who may not ask.
      if (asks && isAppError(error, 'interactionRequired')) return fly();
      if (!usable || strict || isAppError(error, 'cancelled')) throw error;
      kept.rest(key);
      return held;
    }
  }

  /** What is kept of them, whatever time it has left. */
  peek(profile: Profile): HeldSession | undefined {
    return this.#keeper(profile).peek(baseKey(profile));
  }

  /** Whether there were credentials before in this window, and then whether they were temporary. */
  wereTemporary(profile: Profile): boolean | undefined {
    return this.#resolved.get(baseKey(profile))?.temporary;
  }

  /** Where they were found, for people; undefined where the base identity itself says it, and before the first answer. */
  origin(profile: Profile): string | undefined {
    return this.#resolved.get(baseKey(profile))?.origin;
  }

  /** Never hands out these credentials again. */
  reject(profile: Profile, credentials: Credentials): void {
    this.#keeper(profile).reject(baseKey(profile), credentials);
  }

  /** Drops what is kept under these keys. */
  forget(keys: readonly string[]): void {
    this.#own.forget(keys);
    for (const key of keys) this.#resolved.delete(key);
  }

  /** Drops everything. */
  drop(): void {
    this.#resolved.clear();
    this.#own.drop();
  }

  /** A pasted assertion cannot be had again; the others can, and are not for the storage. */
  #keeper({ source }: Profile): KeptSessions {
    return source.type === 'saml' ? this.shared : this.#own;
  }

  /** Credentials at hand may have been had by a profile that uses them elsewhere. */
  async #assertAllowed(profile: Profile, wanted: Pick<Wanted, 'interactive' | 'signal'>): Promise<void> {
    await this.deps.vault.allowSigning(profile.source, signingDestinations(profile), useBy(profile, wanted));
  }

  async #resolve(profile: Profile, { interactive, signal, notBefore }: Wanted): Promise<HeldSession> {
    const key = baseKey(profile);
    const kept = this.#keeper(profile);
    await this.shared.refresh(key);
    const { generation } = kept;
    return kept.orFromElsewhere(key, notBefore, signal, async (inner) => {
      const credentials = await this.#ask(profile, interactive, inner);
      const { temporary, origin: place } = credentials;
      this.#resolved.set(key, { temporary, origin: place });
      if (credentials.expiration === undefined) {
        const origin = temporary ? undefined : credentials.accessKeyId;
        return heldSession({ credentials, origin, since: this.deps.clock.now() });
      }
      const held = await kept.keep(key, () => Promise.resolve({ credentials }), generation);
      if (kept.isRejected(credentials)) throw explainSource(onlyRejected(), profile);
      return held;
    });
  }

  async #ask(profile: Profile, interactive: boolean, signal: AbortSignal): Promise<Credentials> {
    try {
      await allowVariables(this.deps.vault, profile, { interactive, signal });
      const use = useBy(profile, { interactive, signal });
      const context = { ...use, target: profile, destinations: signingDestinations(profile) };
      return await this.deps.sources.resolve(profile.source, context);
    } catch (error) {
      throw explainSource(error, profile);
    }
  }
}

function onlyRejected(): AppError {
  return new AppError('expired', 'The source gives credentials that AWS has refused.');
}
