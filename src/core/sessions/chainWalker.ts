import type { Hop, Profile } from '../roles/profile';
import type { Clock } from '../support/clock';
import { AppError, isAppError } from '../support/errors';
import { SingleFlight } from '../support/singleFlight';
import type { Credentials } from './credentials';
import { explainHop, explainSource } from './diagnosis';
import type { AssumedRole, CredentialSource, Prompter, RoleAssumer, SecretVault } from './ports';

/** What the walker needs from the outside. */
export interface ChainWalkerDeps {
  readonly sources: CredentialSource;
  readonly roles: RoleAssumer;
  readonly vault: SecretVault;
  readonly prompter: Pick<Prompter, 'mfaCode'>;
  readonly clock: Clock;
  /** RoleSessionName of hops that name none. */
  readonly defaultSessionName: () => string;
}

/** How a caller wants its session. */
export interface WalkOptions {
  /** Whether the person may be asked for an MFA code; otherwise kind `interactionRequired`. */
  readonly interactive: boolean;
  readonly signal: AbortSignal;
  /** Whether the last hop's session must be a new one; the kept one stays in use should that fail. */
  readonly afresh?: boolean;
}

/** A session is renewed this long before its end at the earliest, milliseconds. */
const RENEW_AHEAD = 5 * 60_000;
/** Short sessions are renewed in the last tenth of their life. */
const RENEW_AHEAD_SHARE = 0.1;

interface Kept {
  readonly role: AssumedRole;
  readonly expiration: number;
  /** From then on a caller gets a new session if that needs no person. Milliseconds since the epoch. */
  readonly renewAt: number;
}

/**
 * Walks a profile's hops, one STS call per hop, and keeps what it got: any number of callers at the same time cost one
 * call, and a renewal starts at the first hop that needs it, not at the root.
 */
export class ChainWalker {
  readonly #kept = new Map<string, Kept>();
  readonly #flights = new SingleFlight<AssumedRole>();

  constructor(private readonly deps: ChainWalkerDeps) {}

  /**
   * The session of the last hop.
   * @throws {AppError} that names the hop, the cause and the cure
   */
  async role(profile: Profile, options: WalkOptions): Promise<AssumedRole> {
    return this.#hop(profile, profile.chain.length - 1, options, options.afresh);
  }

  /** The base identity's own credentials. */
  async base(profile: Profile, signal: AbortSignal): Promise<Credentials> {
    try {
      return await this.deps.sources.resolve(profile.source, {
        profile: profile.name,
        target: profile,
        interactive: true,
        signal,
      });
    } catch (error) {
      throw explainSource(error, profile);
    }
  }

  /** When the last hop's session is to be renewed, milliseconds since the epoch; undefined if none is kept. */
  renewAt(profile: Profile): number | undefined {
    return this.#kept.get(keyOf(profile, profile.chain.length - 1))?.renewAt;
  }

  /** Drops every session of the profile's chain. */
  forget(profile: Profile): void {
    for (const index of profile.chain.keys()) this.#kept.delete(keyOf(profile, index));
  }

  async #hop(profile: Profile, index: number, options: WalkOptions, afresh = false): Promise<AssumedRole> {
    const hop = profile.chain[index];
    if (!hop) throw new RangeError(`No hop ${index}`);
    const key = keyOf(profile, index);
    const kept = this.#kept.get(key);
    const now = this.deps.clock.now();
    const valid = !afresh && kept !== undefined && now < kept.expiration;
    const asksPerson = hop.mfaSerial !== undefined;
    // Nobody is asked for a code before the session at hand has ended.
    if (valid && (now < kept.renewAt || asksPerson)) return kept.role;
    if (asksPerson && !options.interactive) throw this.#needsPerson(profile, index);
    try {
      return await this.#flights.run(key, options.signal, (signal) =>
        this.#assume(profile, hop, index, key, { ...options, signal }),
      );
    } catch (error) {
      // Renewing ahead of time failed: what is held still works, and the next caller tries again.
      if (valid && !isAppError(error, 'cancelled')) return kept.role;
      throw error;
    }
  }

  async #assume(profile: Profile, hop: Hop, index: number, key: string, options: WalkOptions): Promise<AssumedRole> {
    const externalId = await this.#externalId(profile, hop, index);
    const caller =
      index === 0
        ? await this.base(profile, options.signal)
        : (await this.#hop(profile, index - 1, options)).credentials;
    const request = {
      roleArn: hop.roleArn,
      sessionName: hop.sessionName ?? this.deps.defaultSessionName(),
      externalId,
      durationSeconds: hop.durationSeconds,
    };
    const call = async (mfa?: { serial: string; code: string }): Promise<AssumedRole> => {
      try {
        return await this.deps.roles.assumeRole({ ...request, mfa }, caller, profile, options.signal);
      } catch (error) {
        throw explainHop(error, profile, index);
      }
    };
    const started = this.deps.clock.now();
    const role =
      hop.mfaSerial === undefined ? await call() : await this.#withMfa(hop.mfaSerial, profile, options.signal, call);
    this.#keep(key, role, started);
    return role;
  }

  /** Asks again, for as long as the person goes on typing, when AWS refuses the code. */
  async #withMfa(
    serial: string,
    profile: Profile,
    signal: AbortSignal,
    call: (mfa: { serial: string; code: string }) => Promise<AssumedRole>,
  ): Promise<AssumedRole> {
    for (let rejected: 'refused' | undefined; ; rejected = 'refused') {
      const code = await this.deps.prompter.mfaCode(serial, { profile: profile.name, rejected }, signal);
      try {
        return await call({ serial, code });
      } catch (error) {
        if (!isAppError(error, 'mfaRejected')) throw error;
      }
    }
  }

  async #externalId(profile: Profile, hop: Hop, index: number): Promise<string | undefined> {
    if (typeof hop.externalId !== 'object') return hop.externalId;
    const name = hop.externalId.secret;
    const value = await this.deps.vault.externalId(name);
    if (value === undefined) {
      const missing = new AppError('secretMissing', `No external ID is stored under "${name}".`, {
        secret: { type: 'externalId', name },
      });
      throw explainHop(missing, profile, index);
    }
    return value;
  }

  #needsPerson(profile: Profile, index: number): AppError {
    return explainHop(new AppError('interactionRequired', 'An MFA code is needed.'), profile, index);
  }

  #keep(key: string, role: AssumedRole, started: number): void {
    const expiration = role.credentials.expiration ?? Infinity;
    const ahead = Math.min(RENEW_AHEAD, (expiration - started) * RENEW_AHEAD_SHARE);
    this.#kept.set(key, { role, expiration, renewAt: expiration - ahead });
  }
}

/** Same recipe up to that hop, same session: profiles that share their first hops share those sessions. */
function keyOf({ source, region, endpoints, chain }: Profile, index: number): string {
  return JSON.stringify([source, region, endpoints.sts, chain.slice(0, index + 1)]);
}
