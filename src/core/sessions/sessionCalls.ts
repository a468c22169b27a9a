import { MFA_SESSION_DURATION } from '../roles/limits';
import type { Hop, Profile } from '../roles/profile';
import { stsDestination } from '../secrets/destination';
import type { Sendable } from '../secrets/sendable';
import { useBy } from '../secrets/secretUse';
import type { Clock } from '../support/clock';
import { AppError } from '../support/errors';
import type { Wanted } from './baseCredentials';
import { explainHop, explainMfaSession } from './diagnosis';
import type { HeldSession, KeptSessions } from './keptSessions';
import { MfaCodes } from './mfaCodes';
import type { AssumeRoleRequest, KeptSession, MfaCode, Prompter, RoleAssumer, SecretVault } from './ports';
import { allowVariables } from './sentVariables';
import { hopKey, mfaKey } from './sessionKeys';

/** What the calls need from the outside. */
export interface SessionCallsDeps {
  readonly roles: RoleAssumer;
  readonly vault: SecretVault;
  readonly prompter: Pick<Prompter, 'mfaCode'>;
  readonly clock: Clock;
  /** RoleSessionName of hops that name none. */
  readonly defaultSessionName: () => string;
  /** How long an MFA session lasts, seconds; AWS's default when not given. */
  readonly mfaSessionSeconds?: (() => number) | undefined;
}

/** The hop to be assumed. */
export interface HopToAssume {
  readonly profile: Profile;
  /** Of the hop in the profile's chain. */
  readonly index: number;
  /** As it is asked for: the profile's, with a duration that AWS grants its caller. */
  readonly hop: Hop;
  readonly externalId: string | Sendable<string> | undefined;
}

/** The session that a new one is made of, with the generation of when it was not at hand yet. */
export interface Caller {
  readonly session: HeldSession;
  readonly generation: number;
}

type Outcome = Omit<KeptSession, 'since'>;

/**
 * The calls of AWS STS by which the places of a chain get new sessions, each kept as soon as it is there. Where AWS wants
 * an MFA code the person is asked for it.
 */
export class SessionCalls {
  readonly #codes: MfaCodes;

  constructor(
    private readonly deps: SessionCallsDeps,
    private readonly kept: KeptSessions,
  ) {
    this.#codes = new MfaCodes(deps.prompter, deps.clock);
  }

  /**
   * One `sts:GetSessionToken`, from which all roles of the base identity come.
   * @param base the base identity's long-term keys
   * @throws {AppError} that names the MFA device, the cause and the cure
   */
  async mfaSession(
    profile: Profile,
    serial: string,
    { session: base, generation }: Caller,
    wanted: Wanted,
  ): Promise<HeldSession> {
    const { min, max } = MFA_SESSION_DURATION;
    const seconds = this.deps.mfaSessionSeconds?.() ?? MFA_SESSION_DURATION.default;
    const duration = Math.min(max, Math.max(min, Math.round(seconds)));
    const call = async (signal: AbortSignal, mfa: MfaCode): Promise<Outcome> => {
      try {
        const credentials = await this.deps.roles.sessionToken(mfa, duration, base.credentials, profile, signal);
        return { credentials, origin: base.origin };
      } catch (error) {
        throw explainMfaSession(error, profile);
      }
    };
    if (!wanted.interactive) throw explainMfaSession(needsCode(), profile);
    await allowVariables(this.deps.vault, profile, wanted);
    return this.#withCode({ serial, profile, key: mfaKey(profile), generation }, wanted, call);
  }

  /**
   * One `sts:AssumeRole`.
   * @param caller the session of the place before
   * @throws {AppError} that names the hop, the cause and the cure
   */
  async assumeRole(
    { profile, index, hop, externalId }: HopToAssume,
    { session, generation }: Caller,
    wanted: Wanted,
  ): Promise<HeldSession> {
    const { credentials, origin } = session;
    const request = this.#request(hop, externalId);
    const call = async (signal: AbortSignal, mfa?: MfaCode): Promise<Outcome> => {
      try {
        const role = await this.deps.roles.assumeRole({ ...request, mfa }, credentials, profile, signal);
        return { ...role, origin };
      } catch (error) {
        throw explainHop(error, profile, index);
      }
    };
    const key = hopKey(profile, index);
    // STS takes a code with long-term keys only; temporary credentials carry their MFA with them.
    if (hop.mfaSerial === undefined || credentials.temporary) {
      return this.kept.replace(key, wanted.notBefore, wanted.signal, () => call(wanted.signal), generation);
    }
    if (!wanted.interactive) throw explainHop(needsCode(), profile, index);
    return this.#withCode({ serial: hop.mfaSerial, profile, key, generation }, wanted, call);
  }

  /**
   * The external ID of a hop, from SecretStorage when it is kept there, once all that goes with the call may go to its
   * host.
   * @throws {AppError} kind `secretMissing`, and those of {@link SecretVault}
   */
  async sentWith(
    profile: Profile,
    { externalId }: Hop,
    index: number,
    wanted: Pick<Wanted, 'interactive' | 'signal'>,
  ): Promise<string | Sendable<string> | undefined> {
    const { vault } = this.deps;
    await allowVariables(vault, profile, wanted);
    if (typeof externalId !== 'object') return externalId;
    const name = externalId.secret;
    const value = await vault.externalId(name, stsDestination(profile), useBy(profile, wanted));
    if (value === undefined) {
      const missing = new AppError('secretMissing', `No external ID is stored under "${name}".`, {
        secret: { type: 'externalId', name },
      });
      throw explainHop(missing, profile, index);
    }
    return value;
  }

  #request(hop: Hop, externalId: HopToAssume['externalId']): AssumeRoleRequest {
    const { roleArn, durationSeconds, tags, transitiveTagKeys, sourceIdentity, policy, policyArns } = hop;
    return {
      roleArn,
      sessionName: hop.sessionName ?? this.deps.defaultSessionName(),
      externalId,
      durationSeconds,
      tags,
      transitiveTagKeys,
      sourceIdentity,
      policy: policy && JSON.stringify(policy),
      policyArns,
    };
  }

  /** Nothing is locked while the person is asked: a window that gets the session first makes the question needless. */
  async #withCode(
    { serial, profile, key, generation }: { serial: string; profile: Profile; key: string; generation: number },
    { signal, notBefore }: Wanted,
    call: (signal: AbortSignal, mfa: MfaCode) => Promise<Outcome>,
  ): Promise<HeldSession> {
    return this.kept.orFromElsewhere(key, notBefore, signal, (inner) =>
      this.#codes.withCode({ serial, profile: profile.name, destination: stsDestination(profile) }, inner, (mfa) => {
        const withMfa = async (): Promise<Outcome> => {
          const outcome = await call(inner, mfa);
          this.#codes.accepted(mfa);
          return outcome;
        };
        return this.kept.replace(key, notBefore, inner, withMfa, generation);
      }),
    );
  }
}

function needsCode(): AppError {
  return new AppError('interactionRequired', 'An MFA code is needed.');
}
