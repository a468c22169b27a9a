import { createHash } from 'node:crypto';
import type { AttachedPolicies } from './attachedPolicies';
import type { MfaDevice } from './mfaDevice';
import type { PolicyDocument } from './policyDocument';

/** What users and roles have in common. */
export interface Entity {
  readonly arn: string;
  /** `AIDA…` of a user, `AROA…` of a role, the account ID of root. */
  readonly uniqueId: string;
  readonly name: string;
  readonly accountId: string;
  /** Of the account, such as `aws-cn`. */
  readonly partition: string;
  readonly tags: Readonly<Record<string, string>>;
  /** `'root'` may do everything in its account. */
  readonly policies: AttachedPolicies | 'root';
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** The root user of an account. */
export interface Root extends Entity {
  readonly type: 'root';
}

/** An IAM user with its MFA devices. */
export interface User extends Entity {
  readonly type: 'user';
  readonly policies: AttachedPolicies;
  /** Such as `/team/`. */
  readonly path: string;
  readonly mfaDevices: readonly MfaDevice[];
}

/** An IAM role. */
export interface Role extends Entity {
  readonly type: 'role';
  readonly policies: AttachedPolicies;
  /** Such as `/team/`. */
  readonly path: string;
  trustPolicy: PolicyDocument;
  /** Seconds. */
  readonly maxSessionDuration: number;
}

/** A long-term access key of a user or of the root user. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly owner: Root | User;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  status: 'Active' | 'Inactive';
  lastUsed?: AccessKeyUse;
}

/** When and where an access key was used last. */
export interface AccessKeyUse {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** As in the credential scope. */
  readonly service: string;
  readonly region: string;
}

/** An IAM OIDC provider. */
export interface OidcProvider {
  readonly arn: string;
  /** Host and path of the issuer: the first part of its condition keys, such as `oidc.example.com:sub`. */
  readonly host: string;
  /** Audiences it is registered for. */
  readonly clientIds: readonly string[];
}

/** An IAM SAML provider. */
export interface SamlProvider {
  readonly arn: string;
  readonly name: string;
  readonly accountId: string;
  readonly entityId: string;
}

/** @returns the same unique ID for the same ARN, so that tests can be repeated; AWS gives random ones */
export function uniqueIdOf(prefix: 'AIDA' | 'AROA', arn: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const digest = createHash('sha256').update(arn).digest();
  return prefix + [...digest.subarray(0, 17)].map((byte) => alphabet[byte % alphabet.length]).join('');
}
