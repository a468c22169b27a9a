import type { Credentials } from '../sessions/credentials';
import type { SourceContext, StsTarget } from '../sessions/ports';
import type { CallerIdentity } from '../sessions/session';

/** An IAM Identity Center instance as a person signs in to it, and the hosts that its tokens go to alone. */
export interface IdentityCenterInstance {
  /** Such as `https://d-1234567890.awsapps.com/start`. */
  readonly startUrl: string;
  readonly region: string;
  /** In place of AWS's own hosts. */
  readonly endpoint: string | undefined;
  /** Name of the `sso-session` of the shared config, where there is one. */
  readonly session?: string | undefined;
}

/** A role an Identity Center user may take in an account. */
export interface IdentityCenterRole {
  readonly accountId: string;
  readonly accountName: string;
  readonly roleName: string;
}

/** A role whose trust policy names the caller. */
export interface TrustingRole {
  readonly roleArn: string;
  readonly description?: string | undefined;
  /** MaxSessionDuration, seconds. */
  readonly maxSessionDuration?: number | undefined;
  readonly externalIdNeeded: boolean;
  readonly mfaNeeded: boolean;
}

/** Finds roles a person may take. Throws {@link AppError}s only. */
export interface RoleDirectory {
  /** All accounts and roles of the signed-in user (portal ListAccounts, ListAccountRoles); signs in where needed. */
  identityCenterRoles(
    instance: IdentityCenterInstance,
    context: Pick<SourceContext, 'interactive' | 'signal'>,
  ): Promise<IdentityCenterRole[]>;
  /** Ends the sign-in and forgets its tokens. */
  signOut(instance: IdentityCenterInstance, signal: AbortSignal): Promise<void>;
  /** The roles of the caller's account that trust it (IAM ListRoles). */
  trustingRoles(
    caller: Credentials,
    identity: CallerIdentity,
    target: StsTarget,
    signal: AbortSignal,
  ): Promise<TrustingRole[]>;
}

/** Replaces an IAM user's long-term keys. Throws {@link AppError}s only. */
export interface KeyRotation {
  /**
   * Makes a new key pair, proves that it is the same user's, has it stored, then deletes the old one (IAM
   * CreateAccessKey, DeleteAccessKey).
   * @param store keeps the new pair before the old one is deleted
   */
  rotate(
    keys: Credentials,
    target: StsTarget,
    store: (accessKeyId: string, secretAccessKey: string) => Promise<void>,
    signal: AbortSignal,
  ): Promise<{ readonly accessKeyId: string }>;
}
