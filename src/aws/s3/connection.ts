import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { t } from '@vscode/l10n';
import type { StoreTarget } from '../../core/s3/stores';
import { s3Destination } from '../../core/secrets/destination';
import type { Credentials } from '../../core/sessions/credentials';
import type { Disposable } from '../../core/support/disposable';
import { AppError, cancelled, isAppError } from '../../core/support/errors';
import { ownSignal } from '../../core/support/ownSignal';
import { untilAborted } from '../../core/support/untilAborted';
import { boundedAnswers } from '../boundedAnswers';
import { hostOf, NO_OTHER_HOSTS, type Transport } from '../clients';
import { fromSdkError } from '../errors';
import { toSdkCredentials } from '../sdkCredentials';
import { forgetSigningKeys } from '../support/signingKeys';
import { assertAddressable, isArn, regionInName } from './bucketNames';
import { CustomerKeys } from './customerKeys';
import { explain } from './errors';
import { BucketRegions, redirectedRegion } from './regions';
import type { S3Request } from './requests';

/** Options of every command. */
export interface SendOptions {
  readonly abortSignal: AbortSignal;
}

/**
 * Milliseconds S3 may be silent over work inside it, such as copying 5 GiB or joining 10,000 parts, which takes minutes (S3
 * API, CompleteMultipartUpload). AWS sends blanks meanwhile; S3-compatible stores send nothing.
 */
const LONG_SILENCE = 600_000;

/** How AWS's answers name the revocation of sessions, where they name it at all. */
const REVOKED = /AWSRevokeOlderSessions|aws:TokenIssueTime/;

/** How long an answer may take: `long` for what moves much data inside S3. */
export type Duration = 'usual' | 'long';

/** Sends one command with the client of the right region. */
export type Send<Output> = (client: S3Client, options: SendOptions) => Promise<Output>;

/**
 * The way to the S3 of one session: a client for each region met, redirects followed and remembered, credentials
 * renewed when S3 says they have expired, and errors in the words of the request.
 */
export class S3Connection implements Disposable {
  readonly regions: BucketRegions;
  readonly customerKeys: CustomerKeys;
  readonly #clients = new Map<string, S3Client>();
  /** Access key ID of the credentials that S3 has taken last. */
  #taken: string | undefined;

  /** @param transport carries the requests */
  constructor(
    readonly target: StoreTarget,
    private readonly transport: Transport,
  ) {
    this.regions = new BucketRegions(target.region);
    this.customerKeys = new CustomerKeys(target);
  }

  /** What requests say where the session's account pays for them (S3 User Guide, "Requester Pays"); else nothing. */
  get payer(): { readonly RequestPayer?: 'requester' } {
    return this.target.requesterPays ? { RequestPayer: 'requester' } : {};
  }

  /**
   * Sends a request to the bucket's region, and once more when S3 names another.
   * @throws AppError only, in terms of `request`, and of kind `invalidRequest` for a name that cannot be addressed
   */
  async inBucket<Output>(
    request: S3Request & { readonly bucket: string },
    signal: AbortSignal,
    send: Send<Output>,
    duration: Duration = 'usual',
  ): Promise<Output> {
    const { bucket } = request;
    assertAddressable(bucket, this.target.endpoint);
    const region = this.regionOf(bucket);
    const sending: Send<Output> = async (client, options) => {
      try {
        const output = await send(client, options);
        // Any other region would have sent it on; a store without regions says so by nothing else.
        this.regions.learn(bucket, region);
        return output;
      } catch (error) {
        const elsewhere = redirectedRegion(error, region);
        if (elsewhere === undefined || !this.#isReachable(elsewhere)) throw error;
        const output = await send(this.#client(elsewhere, bucket, duration), options);
        // Not before it is proven: one wrong answer must not lead all later requests astray.
        this.regions.learn(bucket, elsewhere);
        return output;
      }
    };
    return await this.inRegion(region, request, signal, sending, duration);
  }

  /**
   * Sends a request to a region, whatever the bucket's is, until it is answered or `signal` aborts.
   * @throws AppError only, in terms of `request`
   */
  async inRegion<Output>(
    region: string,
    request: S3Request,
    signal: AbortSignal,
    send: Send<Output>,
    duration: Duration = 'usual',
  ): Promise<Output> {
    if (signal.aborted) throw cancelled();
    const abortSignal = ownSignal(signal);
    try {
      // The SDK watches the signal only while a request is on the wire, not while it waits for credentials.
      return await untilAborted(
        this.#renewing(() => send(this.#client(region, request.bucket, duration), { abortSignal })),
        signal,
      );
    } catch (error) {
      // What the session could not do to get credentials is no fault of this request.
      if (isAppError(error)) throw error;
      throw explain(fromSdkError(error, this.#host(region)), { ...request, region }, this.target.requesterPays);
    }
  }

  /** The region to ask for a bucket, by its ARN, by what was met so far, or else the profile's. */
  regionOf(bucket: string): string {
    return regionInName(bucket) ?? this.regions.of(bucket);
  }

  /** Closes idle connections; requests after it open new ones. */
  dispose(): void {
    for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }

  /** Runs `send`, and once more with new credentials when S3 says that the session has ended before its time. */
  async #renewing<T>(send: () => Promise<T>): Promise<T> {
    const used: Credentials = await this.target.credentials();
    try {
      const output = await send();
      this.#taken = used.accessKeyId;
      return output;
    } catch (error) {
      if (isAppError(error) || !this.#saysEnded(error, used)) throw error;
      await this.target.credentials(used);
      return await send();
    }
  }

  /**
   * Whether an answer says that the session has ended: its token has expired, or is no longer one where it was taken
   * before, or the answer names what revokes the sessions of a role (IAM User Guide, "Revoking IAM role temporary
   * security credentials"). A token that was never taken is one of another store, and a new one would be too.
   */
  #saysEnded(error: unknown, { accessKeyId, temporary }: Credentials): boolean {
    const { kind, detail } = fromSdkError(error);
    if (kind === 'expired') return true;
    if (!temporary || this.#taken !== accessKeyId) return false;
    if (kind === 'accessDenied') return REVOKED.test(detail.awsMessage ?? '');
    return detail.code === 'InvalidToken';
  }

  /** A client for each region and duration; ARNs of access points need one that makes host names of them. */
  #client(region: string, bucket = '', duration: Duration): S3Client {
    if (!this.#isReachable(region)) {
      const message = t('{0} is in another partition of AWS than this session ({1}).', region, this.target.region);
      throw new AppError('invalidRequest', message);
    }
    const pathStyle = this.target.pathStyle && !isArn(bucket);
    const id = `${region} ${pathStyle} ${duration}`;
    const known = this.#clients.get(id);
    if (known) return known;
    const client = new S3Client(this.#config(region, pathStyle, duration));
    forgetSigningKeys(client);
    this.#clients.set(id, client);
    return client;
  }

  /**
   * The SDK's own `followRegionRedirects` stays off: it exchanges the region of the shared client while the request
   * runs, under the feet of parallel ones, and forgets it afterwards.
   */
  #config(region: string, pathStyle: boolean, duration: Duration): S3ClientConfig {
    const { endpoint, fips, dualStack, credentials } = this.target;
    return {
      region,
      ...NO_OTHER_HOSTS,
      // The SDK refuses both beside a custom endpoint, which says all of it by itself.
      ...(endpoint === undefined ? { useFipsEndpoint: fips, useDualstackEndpoint: dualStack } : { endpoint }),
      forcePathStyle: pathStyle,
      // The session decides when to renew, so the SDK keeps nothing: it takes this for something that remembers by itself.
      credentials: Object.assign(async () => toSdkCredentials(await credentials()), { memoized: true }),
      // S3-compatible stores know no checksums beyond those S3 requires.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: boundedAnswers(this.transport.requestHandler(duration === 'long' ? LONG_SILENCE : undefined)),
    };
  }

  /** The session and its encryption key are of one partition, whatever region a bucket's name or an answer names. */
  #isReachable(region: string): boolean {
    const { region: home, endpoint } = this.target;
    const endpoints = { s3: endpoint };
    return s3Destination({ region, endpoints }) === s3Destination({ region: home, endpoints });
  }

  #host(region: string): string {
    return this.target.endpoint === undefined ? `s3.${region}` : hostOf(this.target.endpoint);
  }
}
