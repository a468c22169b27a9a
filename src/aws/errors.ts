import { t } from '@vscode/l10n';
import { AppError, cancelled, isAppError, type ErrorDetail, type ErrorKind } from '../core/support/errors';

/**
 * AWS error codes by meaning (STS, IAM, IAM Identity Center and S3 API references, "Common Errors" and "Errors"). The
 * kind decides what a person is told: every kind here has its words in the diagnosis of hops.
 */
const KIND_OF_CODE: Readonly<Record<string, ErrorKind>> = {
  AccessDenied: 'accessDenied',
  AccessDeniedException: 'accessDenied',
  // Identity Center's portal: the person has no such role in that account.
  ForbiddenException: 'accessDenied',
  UnauthorizedOperation: 'accessDenied',
  AllAccessDisabled: 'accessDenied',
  AccountProblem: 'accessDenied',
  InvalidClientTokenId: 'credentialsRejected',
  InvalidAccessKeyId: 'credentialsRejected',
  UnrecognizedClientException: 'credentialsRejected',
  SignatureDoesNotMatch: 'credentialsRejected',
  InvalidToken: 'credentialsRejected',
  ExpiredToken: 'expired',
  ExpiredTokenException: 'expired',
  TokenRefreshRequired: 'expired',
  // Identity Center's portal: the sign-in has ended or was revoked.
  UnauthorizedException: 'expired',
  RequestExpired: 'clockSkew',
  RequestTimeTooSkewed: 'clockSkew',
  RequestInTheFuture: 'clockSkew',
  PackedPolicyTooLarge: 'policyTooLarge',
  PackedPolicyTooLargeException: 'policyTooLarge',
  MalformedPolicyDocument: 'invalidRequest',
  MalformedPolicyDocumentException: 'invalidRequest',
  InvalidIdentityToken: 'assertionRejected',
  InvalidIdentityTokenException: 'assertionRejected',
  IDPRejectedClaim: 'assertionRejected',
  IDPRejectedClaimException: 'assertionRejected',
  IDPCommunicationError: 'serviceFault',
  IDPCommunicationErrorException: 'serviceFault',
  RegionDisabledException: 'regionDisabled',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
  SlowDown: 'throttled',
  NoSuchBucket: 'notFound',
  NoSuchKey: 'notFound',
  NoSuchVersion: 'notFound',
  NoSuchEntity: 'notFound',
  NoSuchEntityException: 'notFound',
  ResourceNotFoundException: 'notFound',
  NotFound: 'notFound',
  InvalidObjectState: 'archived',
};

/** Names of errors that tell no code: the SDK's for answers without a body, and JavaScript's own. */
const NO_CODE: ReadonlySet<string> = new Set(['', 'Error', 'Unknown', 'TypeError', 'SyntaxError', 'RangeError']);

/** Node's and OpenSSL's codes for "no answer". */
const NETWORK_CODE =
  /^(E(CONN|HOST|NET|PIPE|TIMEDOUT|AI_|NOTFOUND|PROTO)\w*|ERR_(TLS|SSL|SOCKET|HTTP)\w*|UNABLE_TO_\w+|(DEPTH_ZERO_)?SELF_SIGNED_CERT\w*|CERT_\w+|UND_ERR_\w+)$/;

/** Words of STS where the code alone does not tell (STS API, AssumeRole, Errors). */
const KIND_OF_STS_MESSAGE: readonly (readonly [RegExp, ErrorKind])[] = [
  [/MultiFactorAuthentication failed.*serial number/is, 'mfaDeviceRejected'],
  [/MultiFactorAuthentication failed/i, 'mfaRejected'],
  [/DurationSeconds exceeds/i, 'durationTooLong'],
  [/Signature (expired|not yet current)/i, 'clockSkew'],
];

interface SdkFailure {
  readonly name?: unknown;
  readonly message?: unknown;
  /** OAuth's words, which Identity Center's OIDC service gives in place of a message. */
  readonly error_description?: unknown;
  readonly code?: unknown;
  readonly Code?: unknown;
  readonly hostname?: unknown;
  readonly address?: unknown;
  readonly errors?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly $response?: { readonly statusCode?: number };
}

/**
 * Any error of the AWS SDK as an {@link AppError}: by code, then by AWS's words, then by status.
 * @param host what was called, for messages when nothing answered
 * @param secrets values of the request that AWS may repeat in its answer (ValidationError does) and nobody may read
 */
export function fromSdkError(error: unknown, host?: string, secrets: readonly string[] = []): AppError {
  if (isAppError(error)) return error;
  const failure = (typeof error === 'object' && error !== null ? error : {}) as SdkFailure;
  const name = text(failure.name) ?? '';
  if (name === 'AbortError') return cancelled();
  const told = text(failure.error_description) ?? text(failure.message) ?? String(error);
  const message = secrets.reduce((masked, secret) => masked.replaceAll(secret, '***'), told);
  // An error that repeats a secret is not kept, not even as a cause.
  const cause = message === told ? error : undefined;
  const network = networkCode(failure, name);
  if (network !== undefined) {
    const where = text(failure.hostname) ?? host;
    return new AppError(
      'network',
      t('No answer from {0} ({1}).', where ?? 'AWS', network),
      { code: network, ...(where === undefined ? {} : { host: where }) },
      cause,
    );
  }
  const status = failure.$metadata?.httpStatusCode ?? failure.$response?.statusCode;
  // A model error of AWS never comes with a success; S3 alone has them, with a code.
  if (status !== undefined && status < 300 && text(failure.Code) === undefined && failure.$fault === undefined) {
    return strange(host, status, cause);
  }
  const code = text(failure.Code) ?? (NO_CODE.has(name) ? undefined : name);
  const kind = kindOf(code, message, status);
  const requestId = failure.$metadata?.requestId;
  const detail: ErrorDetail = {
    awsMessage: message,
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
  };
  return new AppError(kind, message, detail, cause);
}

function strange(host: string | undefined, status: number, cause: unknown): AppError {
  const message = t(
    'What {0} answered is not from AWS: a proxy or a sign-in page may have taken its place, or the answer was cut short.',
    host ?? 'AWS',
  );
  return new AppError('strangeAnswer', message, { status, ...(host === undefined ? {} : { host }) }, cause);
}

function kindOf(code: string | undefined, message: string, status: number | undefined): ErrorKind {
  const worded = KIND_OF_STS_MESSAGE.find(([pattern]) => pattern.test(message));
  if (worded) return worded[1];
  const known = code === undefined ? undefined : KIND_OF_CODE[code];
  if (known) return known;
  if (status === undefined) return 'unexpected';
  if (status === 403) return 'accessDenied';
  if (status === 404) return 'notFound';
  if (status === 429) return 'throttled';
  if (status >= 500) return 'serviceFault';
  if (status >= 400) return 'invalidRequest';
  return 'unexpected';
}

/** The code of a failure below HTTP, looking into the attempts of a dual-stack connection. */
function networkCode(failure: SdkFailure, name: string): string | undefined {
  const own = text(failure.code);
  if (own !== undefined && NETWORK_CODE.test(own)) return own;
  if (name === 'TimeoutError') return 'ETIMEDOUT';
  const attempts = Array.isArray(failure.errors) ? (failure.errors as SdkFailure[]) : [];
  return attempts.map((attempt) => text(attempt.code)).find((code) => code !== undefined && NETWORK_CODE.test(code));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
