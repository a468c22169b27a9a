import { type AuthErrors, COMMON_AUTH_ERRORS, S3_AUTH_ERRORS } from './authErrors';
import type { ServerClock } from './clock';
import { partitionOfRegion } from './partitions';
import { MalformedClaim, type SignatureClaim, bodyHash, isSignedWith, readClaim } from './signature';
import type { AwsRequest, Caller } from './types';

/** Credentials a local AWS has given out. */
export interface IssuedCredentials {
  readonly secretAccessKey: string;
  /** Temporary credentials only. */
  readonly sessionToken?: string;
  /** Milliseconds since the epoch; temporary credentials only. */
  readonly expiration?: number;
  readonly caller: Caller;
  /** Told of every request that was accepted. */
  readonly used?: (use: { readonly time: number; readonly service: string; readonly region: string }) => void;
}

/** Finds credentials by access key ID. */
export interface CredentialDirectory {
  /** @returns undefined for an unknown or inactive key */
  find(accessKeyId: string): IssuedCredentials | undefined;
}

/** Who a request comes from. */
export interface Authentication {
  /** Undefined for an unsigned request. */
  readonly caller: Caller | undefined;
  /** Region of the credential scope. */
  readonly region: string | undefined;
}

const MAX_EXPIRES_SECONDS = 7 * 24 * 3600;

function parseAmzDate(date: string | undefined): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date ?? '');
  if (!match) return NaN;
  const [, year, month, day, hour, minute, second] = match.map(Number) as [number, ...number[]];
  return Date.UTC(year ?? NaN, (month ?? NaN) - 1, day, hour, minute, second);
}

/** Verifies signatures (AWS Signature Version 4), tokens and times. */
export class Authenticator {
  readonly #credentials: CredentialDirectory;
  readonly #clock: ServerClock;

  constructor(credentials: CredentialDirectory, clock: ServerClock) {
    this.#credentials = credentials;
    this.#clock = clock;
  }

  /**
   * @param service whose wording the refusals take
   * @throws AwsError when the request is signed but not acceptably
   */
  async authenticate(request: AwsRequest, service: string): Promise<Authentication> {
    const errors = service === 's3' ? S3_AUTH_ERRORS : COMMON_AUTH_ERRORS;
    const claim = this.#readClaim(request, errors);
    if (!claim) return { caller: undefined, region: undefined };
    if (claim.service !== service) throw errors.wrongService(claim.service, service);
    const issued = this.#credentials.find(claim.accessKeyId);
    // Partitions know nothing of each other's keys.
    if (issued?.caller.arn.split(':')[1] !== partitionOfRegion(claim.region))
      throw errors.unknownKey(claim.accessKeyId);
    // Without its token, the key of a session is unknown (IAM User Guide, "Using temporary credentials").
    if (issued.sessionToken && claim.sessionToken === undefined) throw errors.unknownKey(claim.accessKeyId);
    if (issued.sessionToken !== claim.sessionToken) throw errors.badToken();
    this.#checkTime(claim, errors);
    if (!(await isSignedWith(request, claim, issued.secretAccessKey))) throw errors.badSignature(claim.accessKeyId);
    await this.#checkPayload(request, claim, errors);
    if (issued.expiration !== undefined && issued.expiration <= this.#clock.now()) throw errors.expiredToken();
    issued.used?.({ time: this.#clock.now(), service: claim.service, region: claim.region });
    return { caller: issued.caller, region: claim.region };
  }

  #readClaim(request: AwsRequest, errors: AuthErrors): SignatureClaim | undefined {
    try {
      return readClaim(request);
    } catch (error) {
      throw error instanceof MalformedClaim ? errors.malformed(error.place, error.message) : error;
    }
  }

  #checkTime(claim: SignatureClaim, errors: AuthErrors): void {
    const time = { signed: parseAmzDate(claim.date), now: this.#clock.now() };
    if (Number.isNaN(time.signed)) throw errors.noDate();
    if (!claim.date?.startsWith(claim.scopeDate)) {
      throw errors.malformed(
        'header',
        `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date`,
      );
    }
    const { expiresIn } = claim;
    if (expiresIn === undefined) {
      const error = errors.skew(time);
      if (error) throw error;
      return;
    }
    if (!(expiresIn >= 1 && expiresIn <= MAX_EXPIRES_SECONDS)) throw errors.badExpires();
    if (time.signed + expiresIn * 1000 < time.now) throw errors.presignedExpired(time, expiresIn);
    // A presigned request may be old, but not from the future.
    const error = time.signed > time.now ? errors.skew(time) : undefined;
    if (error) throw error;
  }

  async #checkPayload(request: AwsRequest, claim: SignatureClaim, errors: AuthErrors): Promise<void> {
    const stated = request.headers['x-amz-content-sha256'];
    if (stated === undefined) {
      const error = claim.expiresIn === undefined ? errors.noPayloadHash() : undefined;
      if (error) throw error;
      return;
    }
    if (!/^[0-9a-f]{64}$/i.test(stated)) return;
    const computed = await bodyHash(request);
    if (computed !== stated.toLowerCase()) throw errors.badPayloadHash(stated, computed);
  }
}
