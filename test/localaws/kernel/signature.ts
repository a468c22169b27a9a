import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { ALGORITHM_IDENTIFIER, SignatureV4, UNSIGNED_PAYLOAD, createScope, getSigningKey } from '@smithy/signature-v4';
import type { AwsRequest } from './types';

/** What a signed request says about its signature, in the header or in the query. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  /** `yyyymmdd` of the credential scope. */
  readonly scopeDate: string;
  readonly region: string;
  readonly service: string;
  /** Lower-case names. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `yyyymmddThhmmssZ`; undefined when the request has no date. */
  readonly date: string | undefined;
  readonly sessionToken: string | undefined;
  /** Seconds a presigned request is good for; undefined for a signature in the header. */
  readonly expiresIn: number | undefined;
}

/** A request that tries to be signed, in a form that is not understood. */
export class MalformedClaim extends Error {
  constructor(
    readonly place: 'header' | 'query',
    message: string,
  ) {
    super(message);
    this.name = 'MalformedClaim';
  }
}

/** @returns the first value of a query parameter */
export function queryValue(request: AwsRequest, name: string): string | undefined {
  return request.query.find(([key]) => key === name)?.[1];
}

function claimFrom(
  place: 'header' | 'query',
  parts: { credential: string | undefined; signedHeaders: string | undefined; signature: string | undefined },
): Omit<SignatureClaim, 'date' | 'sessionToken' | 'expiresIn'> {
  const { credential, signedHeaders, signature } = parts;
  if (!credential || !signedHeaders || !signature) {
    throw new MalformedClaim(place, 'Credential, SignedHeaders and Signature are required.');
  }
  const [accessKeyId, scopeDate, region, service, terminator, ...rest] = credential.split('/');
  if (!accessKeyId || !scopeDate || !region || !service || terminator !== 'aws4_request' || rest.length > 0) {
    throw new MalformedClaim(place, 'Credential must be <access key ID>/<yyyymmdd>/<region>/<service>/aws4_request.');
  }
  return { accessKeyId, scopeDate, region, service, signedHeaders: signedHeaders.toLowerCase().split(';'), signature };
}

/**
 * @returns what the request claims, or undefined when it is not signed
 * @throws {@link MalformedClaim}
 */
export function readClaim(request: AwsRequest): SignatureClaim | undefined {
  const authorization = request.headers['authorization'];
  if (authorization !== undefined) {
    const [algorithm, ...rest] = authorization.trim().split(/\s+/);
    if (algorithm !== ALGORITHM_IDENTIFIER) throw new MalformedClaim('header', 'Unsupported Authorization Type');
    const fields = new Map(
      rest
        .join('')
        .split(',')
        .map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)] as const),
    );
    return {
      ...claimFrom('header', {
        credential: fields.get('Credential'),
        signedHeaders: fields.get('SignedHeaders'),
        signature: fields.get('Signature'),
      }),
      date: request.headers['x-amz-date'],
      sessionToken: request.headers['x-amz-security-token'],
      expiresIn: undefined,
    };
  }
  if (queryValue(request, 'X-Amz-Algorithm') === undefined) return undefined;
  const expires = queryValue(request, 'X-Amz-Expires');
  return {
    ...claimFrom('query', {
      credential: queryValue(request, 'X-Amz-Credential'),
      signedHeaders: queryValue(request, 'X-Amz-SignedHeaders'),
      signature: queryValue(request, 'X-Amz-Signature'),
    }),
    date: queryValue(request, 'X-Amz-Date'),
    sessionToken: queryValue(request, 'X-Amz-Security-Token'),
    expiresIn: expires === undefined ? NaN : Number(expires),
  };
}

/** Recomputes signatures from requests as they arrived, with the canonical form of the SDK's own signer. */
class Verifier extends SignatureV4 {
  async signatureOf(request: AwsRequest, claim: SignatureClaim, secret: string, payloadHash: string): Promise<string> {
    const query: Record<string, string[]> = {};
    for (const [name, value] of request.query) (query[name] ??= []).push(value);
    const headers = Object.fromEntries(
      claim.signedHeaders.map((name) => [name, (request.headers[name] ?? '').trim().replace(/\s+/g, ' ')]),
    );
    const canonicalRequest = this.createCanonicalRequest(
      { method: request.method, protocol: 'http:', hostname: '', path: request.rawPath, query, headers },
      headers,
      payloadHash,
    );
    const scope = createScope(claim.scopeDate, claim.region, claim.service);
    const stringToSign = await this.createStringToSign(claim.date ?? '', scope, canonicalRequest, ALGORITHM_IDENTIFIER);
    const credentials = { accessKeyId: claim.accessKeyId, secretAccessKey: secret };
    const hmac = new Sha256(await getSigningKey(Sha256, credentials, claim.scopeDate, claim.region, claim.service));
    hmac.update(stringToSign);
    return Buffer.from(await hmac.digest()).toString('hex');
  }
}

/** @returns the SHA-256 of the body in hex; reads the whole body */
export async function bodyHash(request: AwsRequest): Promise<string> {
  return createHash('sha256')
    .update(await request.body())
    .digest('hex');
}

/**
 * The payload hash the client signed: what it says, else what S3 takes for a presigned request, else the body's.
 * A `STREAMING-…` value stands for itself: the chunks carry their own signatures and checksums.
 */
async function signedPayloadHash(request: AwsRequest, claim: SignatureClaim): Promise<string> {
  const stated = request.headers['x-amz-content-sha256'] ?? queryValue(request, 'X-Amz-Content-Sha256');
  if (stated !== undefined) return stated;
  return claim.expiresIn !== undefined && claim.service === 's3' ? UNSIGNED_PAYLOAD : await bodyHash(request);
}

/** @returns whether the request was signed as it claims with this secret access key */
export async function isSignedWith(request: AwsRequest, claim: SignatureClaim, secret: string): Promise<boolean> {
  const verifier = new Verifier({
    service: claim.service,
    region: claim.region,
    credentials: { accessKeyId: claim.accessKeyId, secretAccessKey: secret },
    sha256: Sha256,
    // S3 signs the path as sent, so that keys such as `a//b` and `..` keep their meaning.
    uriEscapePath: claim.service !== 's3',
  });
  const expected = Buffer.from(
    await verifier.signatureOf(request, claim, secret, await signedPayloadHash(request, claim)),
  );
  const given = Buffer.from(claim.signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
