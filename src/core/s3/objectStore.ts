import type { ObjectAddress } from './address';

/** A bucket as `ListBuckets` tells of it. */
export interface BucketInfo {
  readonly name: string;
  /** Undefined where the store does not say. */
  readonly region?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly created?: number | undefined;
}

/** An object as a listing tells of it. */
export interface ObjectInfo {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** Without quotes. */
  readonly etag?: string | undefined;
  /** Such as `STANDARD` or `GLACIER`. */
  readonly storageClass?: string | undefined;
}

/** One page of `ListObjectsV2` with `/` as delimiter, in the store's order (UTF-8 bytes). */
export interface ListPage {
  /** Whole prefixes, each ending with `/`. */
  readonly prefixes: readonly string[];
  readonly objects: readonly ObjectInfo[];
  /** Opaque; undefined on the last page. */
  readonly next?: string | undefined;
}

/** One page of `ListBuckets`. */
export interface BucketPage {
  readonly buckets: readonly BucketInfo[];
  readonly next?: string | undefined;
}

/**
 * An S3 of one session. Every method costs one request of that name (region redirects excepted), throws
 * {@link AppError}s only and stops at `signal`.
 */
export interface ObjectStore {
  listBuckets(next: string | undefined, signal: AbortSignal): Promise<BucketPage>;
  /** @param prefix empty, or ending with `/` */
  list(bucket: string, prefix: string, next: string | undefined, signal: AbortSignal): Promise<ListPage>;
  /** `HeadObject`. */
  head(address: ObjectAddress, signal: AbortSignal): Promise<ObjectInfo>;
  /** `GetObject`, whole, up to `maxBytes` (else kind `tooLarge`). */
  read(address: ObjectAddress, maxBytes: number, signal: AbortSignal): Promise<Uint8Array>;
}
