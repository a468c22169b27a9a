import { EmbeddedJWK, calculateJwkThumbprint, jwtVerify } from 'jose';

/** By the machine's clock: clients date proofs with theirs, and cannot be told that the local AWS's was moved. */
const MAX_AGE_SECONDS = 300;

/** The request a proof came with. */
export interface ProvenRequest {
  readonly method: string;
  /** Host and path without scheme, such as `127.0.0.1:40123/v1/token`: a proxy may have ended TLS before. */
  readonly hostAndPath: string;
}

/** Who made a proof, and the proof's own ID. */
export interface DpopProof {
  /** Thumbprint of the public key (RFC 7638). */
  readonly thumbprint: string;
  readonly id: string;
}

/**
 * Verifies a proof of possession (RFC 9449) as AWS Sign-In takes it: ES256 with the key in its header.
 * @returns the proof, or undefined when it does not fit the request
 */
export async function verifyDpop(jwt: string, request: ProvenRequest): Promise<DpopProof | undefined> {
  try {
    const { payload, protectedHeader } = await jwtVerify(jwt, EmbeddedJWK, {
      algorithms: ['ES256'],
      typ: 'dpop+jwt',
      requiredClaims: ['jti', 'htm', 'htu', 'iat'],
      maxTokenAge: MAX_AGE_SECONDS,
      clockTolerance: MAX_AGE_SECONDS,
    });
    const { jti, htm, htu } = payload;
    if (jti === undefined || typeof htu !== 'string' || !protectedHeader.jwk) return undefined;
    if (htm !== request.method || htu.replace(/^https?:\/\//, '') !== request.hostAndPath) return undefined;
    return { thumbprint: await calculateJwkThumbprint(protectedHeader.jwk), id: jti };
  } catch {
    return undefined;
  }
}
