import type { BaseIdentity, Profile } from '../roles/profile';
import type { SecretRef } from '../support/errors';
import type { Credentials } from './credentials';
import type { CallerIdentity } from './session';

/** Where and how STS is reached for a profile. */
export type StsTarget = Pick<Profile, 'region' | 'endpoints'>;

/** A hop with everything filled in, as `sts:AssumeRole` takes it (STS API, AssumeRole). */
export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId?: string | undefined;
  /** Seconds. */
  readonly durationSeconds?: number | undefined;
  readonly mfa?: { readonly serial: string; readonly code: string } | undefined;
}

/** A role session as STS returned it. */
export interface AssumedRole {
  readonly credentials: Credentials;
  readonly identity: CallerIdentity;
}

/** AWS STS. Every method throws {@link AppError}s only. */
export interface RoleAssumer {
  /** One `sts:AssumeRole` call, signed with `caller`. */
  assumeRole(
    request: AssumeRoleRequest,
    caller: Credentials,
    target: StsTarget,
    signal: AbortSignal,
  ): Promise<AssumedRole>;
  /** One `sts:GetCallerIdentity` call, signed with `caller`. */
  callerIdentity(caller: Credentials, target: StsTarget, signal: AbortSignal): Promise<CallerIdentity>;
}

/** First credentials of a chain. Throws {@link AppError}s only. */
export interface CredentialSource {
  resolve(source: BaseIdentity, target: StsTarget, signal: AbortSignal): Promise<Credentials>;
}

/** Long-term secrets by name; undefined where there is none of that name. */
export interface SecretVault {
  accessKeys(name: string): Promise<Credentials | undefined>;
  externalId(name: string): Promise<string | undefined>;
  has(ref: SecretRef): Promise<boolean>;
}

/** Asks the person. Every method throws an {@link AppError} of kind `cancelled` when the person gives up. */
export interface Prompter {
  /**
   * A six-digit MFA code.
   * @param rejected whether the previous code of the same attempt was refused
   */
  mfaCode(
    serial: string,
    context: { readonly profile: string; readonly rejected: boolean },
    signal: AbortSignal,
  ): Promise<string>;
  /** Asks for a secret the profile refers to and stores it in the vault. */
  storeSecret(ref: SecretRef, signal: AbortSignal): Promise<void>;
}
