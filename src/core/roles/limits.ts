/**
 * Limits of AWS STS, one place for the schema, the messages and the checks before a call.
 * Source: STS API Reference (AssumeRole) and IAM User Guide (IAM and STS quotas).
 */

/** Length in characters, and the characters allowed. */
export interface TextLimit {
  readonly pattern: RegExp;
  readonly minLength: number;
  readonly maxLength: number;
}

/**
 * ARN of a caller (IAM User Guide, "IAM identifiers": paths are of any visible ASCII characters), with what other stores
 * than AWS have in place of account IDs.
 */
export const IDENTITY_ARN = /^arn:[\w-]+:(?:iam|sts):[\w-]*:[\w$-]*:[!-~]{1,2048}$/;

/** STS API, AssumeRole, RoleArn: 20–2,048 characters; IAM role names 1–64, paths up to 512. */
export const ROLE_ARN = {
  pattern:
    /^arn:(aws|aws-cn|aws-us-gov|aws-iso|aws-iso-b|aws-iso-e|aws-iso-f|aws-eusc):iam::(\d{12}):role\/((?:[!-~]*\/)?)([\w+=,.@-]{1,64})$/,
  maxLength: 2048,
} as const;

/** STS API, AssumeRole, RoleSessionName. */
export const SESSION_NAME = { pattern: /^[\w+=,.@-]*$/, minLength: 2, maxLength: 64 } as const;

/** STS API, AssumeRole, ExternalId. */
export const EXTERNAL_ID = { pattern: /^[\w+=,.@:/-]*$/, minLength: 2, maxLength: 1224 } as const;

/** STS API, AssumeRole, SerialNumber: a hardware serial or a virtual device's ARN. */
export const MFA_SERIAL = { pattern: /^[\w+=/:,.@-]*$/, minLength: 9, maxLength: 256 } as const;

/** STS API, AssumeRole, SourceIdentity; `aws:` at the beginning is reserved. */
export const SOURCE_IDENTITY = { pattern: /^(?!aws:)[\w+=,.@-]*$/, minLength: 2, maxLength: 64 } as const;

/** STS API, AssumeRole, Tags; `aws:` at a key's beginning is reserved, keys must differ in more than case. */
export const TAGS = {
  max: 50,
  key: { pattern: /^(?![aA][wW][sS]:)[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, minLength: 1, maxLength: 128 },
  value: { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, minLength: 0, maxLength: 256 },
} as const;

/** STS API, AssumeRole, Policy: characters of plain text. */
export const SESSION_POLICY = { maxLength: 2048 } as const;

/** STS API, AssumeRole, PolicyArns. */
export const POLICY_ARNS = {
  max: 10,
  pattern:
    /^arn:(aws|aws-cn|aws-us-gov|aws-iso|aws-iso-b|aws-iso-e|aws-iso-f|aws-eusc):iam::(aws|\d{12}):policy\/([!-~]*\/)?[\w+=,.@-]{1,128}$/,
  maxLength: 2048,
} as const;

/** IAM User Guide, SAML providers: the provider's ARN (STS API, AssumeRoleWithSAML, PrincipalArn). */
export const SAML_PROVIDER_ARN = {
  pattern:
    /^arn:(aws|aws-cn|aws-us-gov|aws-iso|aws-iso-b|aws-iso-e|aws-iso-f|aws-eusc):iam::(\d{12}):saml-provider\/[\w._-]{1,128}$/,
  maxLength: 2048,
} as const;

/** AWS account IDs. */
export const ACCOUNT_ID = /^\d{12}$/;

/** STS API, AssumeRole, TokenCode. */
export const MFA_CODE = /^\d{6}$/;

/** STS API, AssumeRole, DurationSeconds; a role's own maximum may be lower. Seconds. */
export const DURATION = { min: 900, max: 43_200, default: 3600 } as const;

/** IAM User Guide, "Role chaining": a session obtained with temporary credentials lasts at most an hour. Seconds. */
export const CHAINED_DURATION_MAX = 3600;

/** STS API, GetSessionToken, DurationSeconds for an IAM user. Seconds. */
export const MFA_SESSION_DURATION = { min: 900, max: 129_600, default: 43_200 } as const;

/** AWS General Reference: region codes, such as `eu-west-1`; S3-compatible stores have others, such as `auto`. */
export const REGION = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** IAM User Guide, access key IDs: 16–128 word characters; long-term keys start with AKIA. */
export const ACCESS_KEY_ID = { pattern: /^\w{16,128}$/ } as const;
