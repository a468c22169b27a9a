import { foreignWords } from '../texts/foreign';

/**
 * What went wrong, by meaning. The AWS layer maps SDK errors to these in one table; the VS Code layer maps them to
 * texts, actions and `FileSystemError`s in one table.
 */
export type ErrorKind =
  /** The person or the caller gave up. Never shown. */
  | 'cancelled'
  /** The person stopped work midway; the message says what was done and what is left. News, not a failure. */
  | 'stopped'
  /** A profile in the settings breaks a rule. */
  | 'invalidProfile'
  /** No profile of that name. */
  | 'profileNotFound'
  /** A secret the profile refers to is not in the vault. */
  | 'secretMissing'
  /** The base identity has no credentials here (unknown config profile, empty environment, …). */
  | 'identityUnavailable'
  /** AWS does not know the access key, or the secret key is wrong. */
  | 'credentialsRejected'
  /** The session's or base identity's credentials are past their expiry. */
  | 'expired'
  /** Going on needs a person (MFA, a secret) and the caller may not ask one. */
  | 'interactionRequired'
  /** AWS answered that the call is not allowed. */
  | 'accessDenied'
  /** The MFA code was wrong or used before. */
  | 'mfaRejected'
  /** The MFA device is none of the caller's, so no code of it is ever right. */
  | 'mfaDeviceRejected'
  /** The role or chaining rules do not allow that duration. */
  | 'durationTooLong'
  /** Session policies and tags together are larger than STS can pack. */
  | 'policyTooLarge'
  /** The token or assertion of an identity provider was not taken: malformed, expired, or not for that role. */
  | 'assertionRejected'
  /** AWS rejected a parameter. */
  | 'invalidRequest'
  /** This machine's clock and AWS's differ too much. */
  | 'clockSkew'
  /** STS is switched off in that region for the account. */
  | 'regionDisabled'
  /** AWS asks to slow down, after all retries. */
  | 'throttled'
  /** AWS failed on its side, after all retries. */
  | 'serviceFault'
  /** No answer: name not found, refused, reset, timed out, TLS or proxy trouble. */
  | 'network'
  /** What answered is not AWS: a proxy's or hotel's page, a wrong endpoint, an answer cut short. */
  | 'strangeAnswer'
  /** No such bucket, object or version. */
  | 'notFound'
  /** The object is archived and must be restored first. */
  | 'archived'
  /** It is no longer what the caller knew: written or deleted by somebody since. */
  | 'changed'
  /** What was to be made is there already. */
  | 'exists'
  /** What was to be deleted still holds something. */
  | 'notEmpty'
  /** A folder stands where an object was wanted. */
  | 'isFolder'
  /** An object stands where a folder was wanted. */
  | 'isFile'
  /** Too large for what was asked. */
  | 'tooLarge'
  /** Anything else: a bug of ours or an answer we do not know. */
  | 'unexpected';

/** Facts about an error, for texts and decisions. None is secret. */
export interface ErrorDetail {
  /** Profile name. */
  readonly profile?: string;
  /** Zero-based hop the error belongs to. */
  readonly hop?: number;
  /** How many hops that profile has. */
  readonly hops?: number;
  /** Path of the setting's field, such as `chain[1].roleArn`. */
  readonly field?: string;
  /** AWS's error code, such as `AccessDenied`. */
  readonly code?: string;
  /** HTTP status. */
  readonly status?: number;
  /** AWS's request ID, for support cases. */
  readonly requestId?: string;
  /** AWS's own words. */
  readonly awsMessage?: string;
  /** What a command wrote to standard error, which may hold anything: for the person to see, never for the log. */
  readonly complaint?: string;
  /** Whether a sign-in in the browser (IAM Identity Center) is what is missing. */
  readonly signIn?: boolean;
  /** Name of the secret that is missing or was rejected. */
  readonly secret?: SecretRef;
  /** Where {@link secret} would go. */
  readonly destinations?: readonly string[];
  /** Whether S3 was never asked, the person having said no before. */
  readonly isUnsent?: boolean;
  /** Host that did not answer. */
  readonly host?: string;
  /** What the person can do about it, one or two sentences. */
  readonly cure?: string;
}

/** Names a secret in the vault without holding it. */
export interface SecretRef {
  readonly type: 'accessKeys' | 'externalId' | 'customerKey';
  readonly name: string;
}

const BRAND = 'assumeRole.AppError';

/**
 * The one error family. `message` is a whole sentence for people, without secrets.
 * Guards go by brand and kind, not by class: the AWS code is bundled apart and has a class of its own.
 */
export class AppError extends Error {
  readonly brand = BRAND;

  constructor(
    readonly kind: ErrorKind,
    message: string,
    readonly detail: ErrorDetail = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
  }

  /** The same error with more facts (those already known win). */
  with(detail: ErrorDetail): AppError {
    return new AppError(this.kind, this.message, { ...detail, ...this.detail }, this.cause);
  }
}

/** Whether `error` is an {@link AppError}, and of that kind when one is given. */
export function isAppError(error: unknown, kind?: ErrorKind): error is AppError {
  return (
    error instanceof Error && 'brand' in error && error.brand === BRAND && (!kind || (error as AppError).kind === kind)
  );
}

/** The error for work that was given up; present layers stay silent about it. */
export function cancelled(): AppError {
  return new AppError('cancelled', 'Cancelled.');
}

/** `error` itself when it is an {@link AppError}; else one of kind `unexpected` (or `cancelled` for an abort). */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof Error && error.name === 'AbortError') return cancelled();
  const message = error instanceof Error ? error.message : String(error);
  return new AppError('unexpected', foreignWords(message), {}, error);
}
