import { createHash } from 'node:crypto';
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
  /** Inline and managed policies in force; `'root'` may do everything in its account. */
  policies: readonly PolicyDocument[] | 'root';
}

/** The root user of an account. */
export interface Root extends Entity {
  readonly type: 'root';
}

/** An IAM user with its MFA devices. */
export interface User extends Entity {
  readonly type: 'user';
  readonly mfaDevices: readonly MfaDevice[];
}

/** An IAM role. */
export interface Role extends Entity {
  readonly type: 'role';
  readonly trustPolicy: PolicyDocument;
  /** Seconds. */
  readonly maxSessionDuration: number;
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
