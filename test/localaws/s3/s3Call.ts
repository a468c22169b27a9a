import { AwsError, type AwsRequest, type AwsResponse, type Caller } from '../kernel/types';
import { assertAllowed, assertPays, type ConditionContext, s3Arn } from './access';
import { findAccessPoint } from './accessPoints';
import type { Bucket } from './bucket';
import { invalidArgument, noSuchBucket } from './s3Errors';
import type { Target } from './target';

/** Buckets by name. */
export type Buckets = Map<string, Bucket>;

/** An operation of S3. */
export type Operation = (call: S3Call) => AwsResponse | Promise<AwsResponse>;

/** One request to S3 with all that an operation needs to answer it. */
export class S3Call {
  constructor(
    readonly http: AwsRequest,
    readonly target: Target,
    readonly caller: Caller | undefined,
    /** Of the credential scope. */
    readonly signingRegion: string | undefined,
    readonly buckets: Buckets,
    /** Milliseconds since the epoch. */
    readonly now: number,
  ) {}

  /** @returns the first query parameter of that name */
  query(name: string): string | undefined {
    return this.http.query.find(([parameter]) => parameter === name)?.[1];
  }

  /** @returns the header of that lower-case name */
  header(name: string): string | undefined {
    return this.http.headers[name];
  }

  /**
   * @returns an integer query parameter, or `otherwise` when it is not given
   * @throws AwsError InvalidArgument
   */
  integerQuery(name: string, otherwise: number, { min, max }: { min: number; max: number }): number {
    const text = this.query(name);
    if (text === undefined || text === '') return otherwise;
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < min || value > 2 ** 31 - 1) {
      throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
    }
    return Math.min(value, max);
  }

  /** The key of the object this call is about. */
  get key(): string {
    if (this.target.key === undefined) throw new AwsError(400, 'InvalidRequest', 'The request names no key.');
    return this.target.key;
  }

  /** The moment as S3 keeps it: whole seconds. */
  get timestamp(): number {
    return Math.floor(this.now / 1000) * 1000;
  }

  /**
   * @returns the bucket, found in its own region
   * @throws AwsError NoSuchBucket, PermanentRedirect, AuthorizationHeaderMalformed, AccessDenied (expected owner)
   */
  get bucket(): Bucket {
    const bucket = this.findBucket();
    this.#assertRegion(bucket);
    return bucket;
  }

  /**
   * @returns the bucket, in whatever region
   * @throws AwsError NoSuchBucket, AccessDenied (expected owner)
   */
  findBucket(name = this.target.bucket ?? '', ownerHeader = 'x-amz-expected-bucket-owner'): Bucket {
    const bucket = this.buckets.get(name) ?? findAccessPoint(this.buckets, name)?.bucket;
    if (!bucket) throw noSuchBucket(name);
    const expectedOwner = this.header(ownerHeader);
    if (expectedOwner !== undefined && expectedOwner !== bucket.accountId) {
      throw new AwsError(403, 'AccessDenied', 'Access Denied');
    }
    return bucket;
  }

  /** @throws AwsError AccessDenied unless the caller may do this to the bucket itself */
  authoriseBucket(bucket: Bucket, action: string, context?: ConditionContext): void {
    this.#authorise(bucket, action, '', '', context);
  }

  /** @throws AwsError AccessDenied unless the caller may do this to an object of the bucket */
  authoriseObject(bucket: Bucket, action: string, key = this.key, context?: ConditionContext): void {
    this.#authorise(bucket, action, `/${key}`, `/object/${key}`, context);
  }

  /** @returns whether the caller may do this to an object of the bucket */
  mayUseObject(bucket: Bucket, action: string, key: string): boolean {
    try {
      this.authoriseObject(bucket, action, key);
      return true;
    } catch (error) {
      if (error instanceof AwsError) return false;
      throw error;
    }
  }

  /** AWS rule: through an access point both its policy and the bucket's must allow. */
  #authorise(
    bucket: Bucket,
    action: string,
    inBucket: string,
    inAccessPoint: string,
    context: ConditionContext = {},
  ): void {
    assertPays(this.caller, bucket, this.header('x-amz-request-payer') ?? this.query('x-amz-request-payer'));
    const { region, name, accountId, policy } = bucket;
    const resource = s3Arn(region, name + inBucket);
    const point = findAccessPoint(this.buckets, this.target.bucket ?? '');
    if (point?.bucket !== bucket) {
      assertAllowed(this.caller, { accountId, policy }, action, resource, context);
      return;
    }
    const through = { ...context, 's3:DataAccessPointArn': point.arn, 's3:DataAccessPointAccount': accountId };
    assertAllowed(this.caller, { accountId, policy: point.policy }, action, point.arn + inAccessPoint, through);
    assertAllowed(this.caller, { accountId, policy }, action, resource, through);
  }

  /** AWS rule: a bucket answers in its own region only and tells which one that is. */
  #assertRegion(bucket: Bucket): void {
    const { signingRegion } = this;
    if (signingRegion === undefined || signingRegion === bucket.region) return;
    const headers = { 'x-amz-bucket-region': bucket.region };
    if (this.target.isGlobalHost) {
      throw new AwsError(
        400,
        'AuthorizationHeaderMalformed',
        `The authorization header is malformed; the region '${signingRegion}' is wrong; expecting '${bucket.region}'`,
        { elements: { Region: bucket.region }, headers },
      );
    }
    throw new AwsError(
      301,
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      {
        elements: { Endpoint: `${bucket.name}.s3.${bucket.region}.amazonaws.com`, Bucket: bucket.name },
        headers,
      },
    );
  }
}
