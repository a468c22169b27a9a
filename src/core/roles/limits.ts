/**
 * Limits of AWS STS, one place for the schema, the messages and the checks before a call.
 * Source: STS API Reference (AssumeRole) and IAM User Guide (IAM and STS quotas).
 */

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

/** STS API, AssumeRole, TokenCode. */
export const MFA_CODE = /^\d{6}$/;

/** STS API, AssumeRole, DurationSeconds; a role's own maximum may be lower. Seconds. */
export const DURATION = { min: 900, max: 43_200, default: 3600 } as const;

/** IAM User Guide, "Role chaining": a session obtained with temporary credentials lasts at most an hour. Seconds. */
export const CHAINED_DURATION_MAX = 3600;

/** AWS General Reference: region codes, such as `eu-west-1` or `us-gov-west-1`; S3-compatible stores use others of that form. */
export const REGION = /^[a-z]{2,}(-[a-z0-9]+)+$/;

/** IAM User Guide, access key IDs: 16–128 word characters; long-term keys start with AKIA. */
export const ACCESS_KEY_ID = { pattern: /^\w{16,128}$/ } as const;
