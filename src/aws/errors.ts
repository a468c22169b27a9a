import { t } from '@vscode/l10n';
import { AppError, cancelled, isAppError, type ErrorDetail, type ErrorKind } from '../core/support/errors';
import { withoutAnswer } from './withoutAnswer';
import { foreignWords } from '../core/texts/foreign';

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
  // Node's, of a header that cannot be sent: what the caller gives are the key ID and the session token.
  ERR_INVALID_CHAR: 'credentialsRejected',
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
  /^(E(CONN|HOST|NET|PIPE|TIMEDOUT|AI_|NOTFOUND|PROTO)\w*|ERR_(TLS|SSL|SOCKET|HTTP|STREAM_PREMATURE)\w*|UNABLE_TO_\w+|(DEPTH_ZERO_)?SELF_SIGNED_CERT\w*|CERT_\w+|UND_ERR_\w+)$/;

/** Of Node's HTTP parser: what answered does not speak HTTP. */
const NOT_HTTP = /^HPE_\w+$/;

/** Statuses of portals and proxies that AWS does not use: redirects of browsers, a password for the proxy or the network. */
const NEVER_OF_AWS: ReadonlySet<number> = new Set([302, 303, 308, 407, 511]);

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
  readonly syscall?: unknown;
  readonly hostname?: unknown;
  readonly errors?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

/** What the SDK adds to the message of whatever is thrown while it reads an answer. */
const HINT = /\n {2}Deserialization error: [^\n]*$/;

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
  const status = failure.$metadata?.httpStatusCode ?? failure.$response?.statusCode;
  const rawCode = text(failure.Code) ?? text(NO_CODE.has(name) ? failure.code : name);
  const code = rawCode && foreignWords(rawCode);
  const told = (text(failure.error_description) ?? text(failure.message) ?? String(error)).replace(HINT, '');
  const whole = secrets.reduce((words, secret) => words.replaceAll(secret, '***'), told);
  const masked = foreignWords(whole);
  // An error that repeats a secret is not kept, not even as a cause.
  const cause = whole === told && error instanceof Error ? withoutAnswer(error) : undefined;
  // Without a code the SDK's words are about its parser.
  const message = code === undefined && status !== undefined ? t('HTTP status {0}', status) : masked;
  const network = networkCode(failure, name);
  if (network !== undefined) {
    const where = text(failure.hostname) ?? host;
    return new AppError(
      'network',
      // Node's, of a body that ends before its length.
      network === 'ERR_STREAM_PREMATURE_CLOSE'
        ? t('The connection to {0} was lost before the answer was complete ({1}).', where ?? 'AWS', network)
        : t('No answer from {0} ({1}).', where ?? 'AWS', network),
      { code: network, ...(where === undefined ? {} : { host: where }) },
      cause,
    );
  }
  if (isStrange(failure, status)) return strangeAnswer(host, status, cause);
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

/** Whether something else than AWS has answered. */
function isStrange(failure: SdkFailure, status: number | undefined): boolean {
  if (status === undefined) return NOT_HTTP.test(text(failure.code) ?? '');
  if (NEVER_OF_AWS.has(status)) return true;
  if (text(failure.Code) !== undefined || failure.$fault !== undefined) return false;
  // A model error of AWS never comes with a success; S3 alone has them, with a code.
  if (status < 300) return true;
  // Load balancers of AWS have pages for their own trouble.
  return status < 500 && /^text\/html\b/i.test(failure.$response?.headers?.['content-type'] ?? '');
}

/** The error for an answer that AWS does not give. */
export function strangeAnswer(host: string | undefined, status: number | undefined, cause?: unknown): AppError {
  const message = t(
    'What {0} answered is not from AWS: a proxy or a sign-in page may have taken its place, or the answer was cut short.',
    host ?? 'AWS',
  );
  const facts = { ...(status === undefined ? {} : { status }), ...(host === undefined ? {} : { host }) };
  return new AppError('strangeAnswer', message, facts, cause);
}

function kindOf(code: string | undefined, message: string, status: number | undefined): ErrorKind {
  const worded = KIND_OF_STS_MESSAGE.find(([pattern]) => pattern.test(message));
  if (worded) return worded[1];
  const known = code !== undefined && Object.hasOwn(KIND_OF_CODE, code) ? KIND_OF_CODE[code] : undefined;
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
  // A firewall forbids a connection with codes that mean something else for files.
  if (own !== undefined && (NETWORK_CODE.test(own) || failure.syscall === 'connect')) return own;
  if (name === 'TimeoutError') return 'ETIMEDOUT';
  const attempts = Array.isArray(failure.errors) ? (failure.errors as SdkFailure[]) : [];
  return attempts.map((attempt) => text(attempt.code)).find((code) => code !== undefined && NETWORK_CODE.test(code));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
