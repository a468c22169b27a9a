/** What is known of the regions of buckets, so that each wrong region is met once at most. */
export class BucketRegions {
  readonly #regions = new Map<string, string>();

  /** @param home the region of buckets nothing is known about */
  constructor(readonly home: string) {}

  /** The region to ask first. */
  of(bucket: string): string {
    return this.#regions.get(bucket) ?? this.home;
  }

  /** Whether a bucket's region is known. */
  knows(bucket: string): boolean {
    return this.#regions.has(bucket);
  }

  /** Remembers where a bucket is; what can be no region is not taken. */
  learn(bucket: string, region: string): void {
    if (isRegion(region)) this.#regions.set(bucket, region);
  }
}

interface Redirect {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string | undefined>> };
  /** Of `AuthorizationHeaderMalformed`. */
  readonly Region?: unknown;
}

/** Statuses by which S3 tells of another region; 400 is `AuthorizationHeaderMalformed`, or any HEAD request. */
const REDIRECT_STATUS: readonly (number | undefined)[] = [301, 307, 400];

/**
 * The region S3 named when it refused a request because the bucket is elsewhere (S3 User Guide, "Making requests"), or
 * undefined for any other error. Every answer about a bucket carries `x-amz-bucket-region`, denials included.
 * @param asked the region the request was sent to
 */
export function redirectedRegion(error: unknown, asked: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { $metadata } = error as Redirect;
  if (!REDIRECT_STATUS.includes($metadata?.httpStatusCode)) return undefined;
  const region = toldRegion(error);
  return region === asked ? undefined : region;
}

/** Whether a text can be a region of AWS or of another store; hosts are made of it. */
function isRegion(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(text);
}

/**
 * The region that the answer of an error named, of whatever kind it was: even a denial tells it (S3 API, HeadBucket).
 * @param error as the SDK threw it
 */
export function toldRegion(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { $response, Region } = error as Redirect;
  const region = $response?.headers?.['x-amz-bucket-region'] ?? Region;
  return typeof region === 'string' && isRegion(region) ? region : undefined;
}
