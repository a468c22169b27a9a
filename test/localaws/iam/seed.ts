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

/** An IAM OIDC provider, `arn:aws:iam::<account>:oidc-provider/<URL without https://>`. */
export interface OidcProviderSeed {
  /** URL of the issuer as in the `iss` claim of its tokens, `https://…`. */
  readonly url: string;
  /** The audiences it is registered for, such as `sts.amazonaws.com`. */
  readonly clientIds: readonly string[];
}

/** An IAM SAML provider, `arn:aws:iam::<account>:saml-provider/<name>`. */
export interface SamlProviderSeed {
  readonly name: string;
  /** Entity ID of the identity provider, as in the metadata document uploaded to IAM. */
  readonly entityId: string;
}

/** An AWS account. */
export interface AccountSeed {
  /** 12 digits. */
  readonly id: string;
  /** `aws` when not given; ARNs and regions of the account are those of its partition. */
  readonly partition?: 'aws' | 'aws-cn' | 'aws-us-gov';
  readonly rootAccessKeys?: readonly AccessKeySeed[];
  readonly users?: readonly UserSeed[];
  readonly roles?: readonly RoleSeed[];
  readonly oidcProviders?: readonly OidcProviderSeed[];
  readonly samlProviders?: readonly SamlProviderSeed[];
  /** The account's own managed policies by name. */
  readonly managedPolicies?: Readonly<Record<string, PolicyDocument>>;
  /** Regions whose STS endpoint the account has switched off. */
  readonly disabledStsRegions?: readonly string[];
}
