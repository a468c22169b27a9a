import { AwsError } from './types';

/** Minutes a signature in the header is good for, before and after its date. */
export const MAX_SKEW_MINUTES = 15;
/** How far in the future STS accepts a signature. */
const MAX_FUTURE_MINUTES_STS = 5;

const MINUTE = 60_000;

/** When a request was signed, seen from the server, in milliseconds since the epoch. */
export interface SigningTime {
  readonly signed: number;
  readonly now: number;
}

/** How a service words the refusal of a request it cannot authenticate. */
export interface AuthErrors {
  malformed(place: 'header' | 'query', message: string): AwsError;
  wrongService(claimed: string, actual: string): AwsError;
  noDate(): AwsError;
  unknownKey(accessKeyId: string): AwsError;
  badToken(): AwsError;
  expiredToken(): AwsError;
  badSignature(accessKeyId: string): AwsError;
  /** @returns the refusal, or undefined when the signing time is acceptable */
  skew(time: SigningTime): AwsError | undefined;
  presignedExpired(time: SigningTime, expiresIn: number): AwsError;
  badExpires(): AwsError;
  /** For a signature in the header that states no payload hash; undefined where none is needed. */
  noPayloadHash(): AwsError | undefined;
  badPayloadHash(stated: string, computed: string): AwsError;
}

/** @returns the time as in SigV4: `yyyymmddThhmmssZ` */
export function amzDate(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}

const iso = (time: number): string => new Date(time).toISOString();

/** Amazon S3's answers (Amazon S3 API Reference, "Error responses"). */
export const S3_AUTH_ERRORS: AuthErrors = {
  malformed: (place, message) =>
    new AwsError(
      400,
      place === 'header' ? 'AuthorizationHeaderMalformed' : 'AuthorizationQueryParametersError',
      place === 'header' ? `The authorization header is malformed; ${message}` : message,
    ),
  wrongService: (claimed, actual) =>
    new AwsError(
      400,
      'AuthorizationHeaderMalformed',
      `The authorization header is malformed; incorrect service "${claimed}". This endpoint belongs to "${actual}".`,
    ),
  noDate: () => new AwsError(403, 'AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header'),
  unknownKey: (accessKeyId) =>
    new AwsError(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', {
      elements: { AWSAccessKeyId: accessKeyId },
    }),
  badToken: () => new AwsError(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.'),
  expiredToken: () => new AwsError(400, 'ExpiredToken', 'The provided token has expired.'),
  badSignature: (accessKeyId) =>
    new AwsError(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      { elements: { AWSAccessKeyId: accessKeyId } },
    ),
  skew: ({ signed, now }) =>
    Math.abs(now - signed) <= MAX_SKEW_MINUTES * MINUTE
      ? undefined
      : new AwsError(
          403,
          'RequestTimeTooSkewed',
          'The difference between the request time and the current time is too large.',
          {
            elements: {
              RequestTime: amzDate(signed),
              ServerTime: iso(now),
              MaxAllowedSkewMilliseconds: String(MAX_SKEW_MINUTES * MINUTE),
            },
          },
        ),
  presignedExpired: ({ signed, now }, expiresIn) =>
    new AwsError(403, 'AccessDenied', 'Request has expired', {
      elements: { 'X-Amz-Expires': String(expiresIn), Expires: iso(signed + expiresIn * 1000), ServerTime: iso(now) },
    }),
  badExpires: () =>
    new AwsError(
      400,
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be between 1 and 604800 seconds (a week).',
    ),
  noPayloadHash: () =>
    new AwsError(400, 'InvalidRequest', 'Missing required header for this request: x-amz-content-sha256'),
  badPayloadHash: (stated, computed) =>
    new AwsError(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      { elements: { ClientComputedContentSHA256: stated, S3ComputedContentSHA256: computed } },
    ),
};

function signatureExpired(signed: number, now: number): AwsError {
  const limit = amzDate(now - MAX_SKEW_MINUTES * MINUTE);
  return new AwsError(
    403,
    'SignatureDoesNotMatch',
    `Signature expired: ${amzDate(signed)} is now earlier than ${limit} (${amzDate(now)} - ${MAX_SKEW_MINUTES} min.)`,
  );
}

/** The answers of AWS's other services (AWS STS API Reference, "Common errors"). */
export const COMMON_AUTH_ERRORS: AuthErrors = {
  malformed: (_place, message) => new AwsError(400, 'IncompleteSignature', message),
  wrongService: (_claimed, actual) =>
    new AwsError(403, 'SignatureDoesNotMatch', `Credential should be scoped to correct service: '${actual}'. `),
  noDate: () =>
    new AwsError(
      400,
      'IncompleteSignature',
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    ),
  unknownKey: () => new AwsError(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'),
  badToken: () => new AwsError(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'),
  expiredToken: () => new AwsError(403, 'ExpiredToken', 'The security token included in the request is expired'),
  badSignature: () =>
    new AwsError(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    ),
  skew: ({ signed, now }) => {
    if (signed < now - MAX_SKEW_MINUTES * MINUTE) return signatureExpired(signed, now);
    const limit = now + MAX_FUTURE_MINUTES_STS * MINUTE;
    if (signed <= limit) return undefined;
    return new AwsError(
      403,
      'SignatureDoesNotMatch',
      `Signature not yet current: ${amzDate(signed)} is still later than ${amzDate(limit)} (${amzDate(now)} + ${MAX_FUTURE_MINUTES_STS} min.)`,
    );
  },
  presignedExpired: ({ signed, now }) => signatureExpired(signed, now),
  badExpires: () => new AwsError(400, 'IncompleteSignature', 'X-Amz-Expires must be between 1 and 604800 seconds.'),
  noPayloadHash: () => undefined,
  badPayloadHash: () =>
    new AwsError(
      403,
      'SignatureDoesNotMatch',
      'The x-amz-content-sha256 header does not match the SHA-256 of the request body.',
    ),
};
