import type { PolicyDocument } from './policyDocument';

/** Long-term access key of a user or of the root user. */
export interface AccessKeySeed {
  /** `AKIA` and 16 characters. */
  readonly id: string;
  /** 40 characters. */
  readonly secret: string;
  /** `Active` when not given. */
  readonly status?: 'Active' | 'Inactive';
}

/** A virtual MFA device, `arn:aws:iam::<account>:mfa/<name>`. */
export interface MfaDeviceSeed {
  readonly name: string;
  /** TOTP seed in base32. */
  readonly seed: string;
}

/** Permissions of a user or role. */
export interface PermissionsSeed {
  /** Inline policies. */
  readonly policies?: readonly PolicyDocument[];
  /** ARNs of AWS managed policies, or of the account's own in `AccountSeed.managedPolicies`. */
  readonly managedPolicyArns?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** An IAM user. */
export interface UserSeed extends PermissionsSeed {
  readonly name: string;
  /** `/` when not given. */
  readonly path?: string;
  readonly accessKeys?: readonly AccessKeySeed[];
  readonly mfaDevices?: readonly MfaDeviceSeed[];
}

/** An IAM role. */
export interface RoleSeed extends PermissionsSeed {
  readonly name: string;
  /** `/` when not given. */
  readonly path?: string;
  readonly trustPolicy: PolicyDocument;
  /** MaxSessionDuration in seconds, 3,600 (when not given) to 43,200. */
  readonly maxSessionDuration?: number;
}

/** An AWS account. */
export interface AccountSeed {
  /** 12 digits. */
  readonly id: string;
  readonly rootAccessKeys?: readonly AccessKeySeed[];
  readonly users?: readonly UserSeed[];
  readonly roles?: readonly RoleSeed[];
  /** The account's own managed policies by name. */
  readonly managedPolicies?: Readonly<Record<string, PolicyDocument>>;
  /** Regions whose STS endpoint the account has switched off. */
  readonly disabledStsRegions?: readonly string[];
}
