import type { ObjectAddress } from './address';
import type { ObjectProperties, ObjectSettings, Tags } from './objectProperties';

/** A bucket as `ListBuckets` tells of it. */
export interface BucketInfo {
  /** Also the ARN or alias of an access point, which S3 takes wherever it takes a bucket's name. */
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

/** An object, or one version of it. */
export interface VersionAddress extends ObjectAddress {
  /** The current version without one. `null` (as text) is a version of its own. */
  readonly versionId?: string | undefined;
}

/** What part of a bucket's keys a listing is about. */
export interface ListRequest {
  readonly bucket: string;
  /** Any beginning of keys, also within a name; empty for all. */
  readonly prefix: string;
  /** What ends a folder: `/`, or undefined to list all keys below. */
  readonly delimiter?: '/' | undefined;
  /** Only keys after this one, by their UTF-8 bytes; not together with `next`. */
  readonly startAfter?: string | undefined;
  /** Keys and prefixes in a page, at most 1,000, which it is without one. */
  readonly maxKeys?: number | undefined;
  /** Of the page before. */
  readonly next?: string | undefined;
}

/** One page of `ListObjectsV2`, in the store's order (UTF-8 bytes). */
export interface ListPage {
  /** Whole prefixes, each ending with `/`; none without a delimiter. */
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

/** One version of an object, or the delete marker that hides it, as `ListObjectVersions` tells of it. */
export interface ObjectVersion extends ObjectInfo {
  /** `null` for what was written while versioning was off. */
  readonly versionId: string;
  /** Whether it is what a request without a version gets. */
  readonly isLatest: boolean;
  /** Has no size, ETag or storage class. */
  readonly isDeleteMarker: boolean;
}

/** One page of `ListObjectVersions`: by key (UTF-8 bytes), each key's newest version first. */
export interface VersionPage {
  readonly prefixes: readonly string[];
  readonly versions: readonly ObjectVersion[];
  readonly next?: string | undefined;
}

/** A multipart upload that was begun and neither completed nor aborted; its parts cost storage. */
export interface IncompleteUpload {
  readonly key: string;
  readonly uploadId: string;
  /** Milliseconds since the epoch. */
  readonly initiated: number;
  readonly storageClass?: string | undefined;
}

/** One page of `ListMultipartUploads`. */
export interface UploadPage {
  readonly uploads: readonly IncompleteUpload[];
  readonly next?: string | undefined;
}

/** What is read of an object. */
export interface ReadOptions {
  /** Only these bytes: `last` bytes of the end, or from `start` to before `end`. Fewer come where the object ends. */
  readonly range?: { readonly start: number; readonly end: number } | { readonly last: number } | undefined;
  /** Only if the object still has this ETag (kind `changed` when not). */
  readonly ifMatch?: string | undefined;
}

/** What was read, and of which state of the object. */
export interface ObjectContent {
  readonly bytes: Uint8Array;
  /** Without quotes. */
  readonly etag?: string | undefined;
  /** Bytes of the whole object, also where a range was read. */
  readonly size: number;
  readonly versionId?: string | undefined;
  /** Such as `gzip`. */
  readonly contentEncoding?: string | undefined;
}

/** Under which condition a write may happen; without one it always does. */
export interface WriteCondition {
  /** The ETag the object must still have (kind `changed` when it has another or is gone). */
  readonly ifMatch?: string | undefined;
  /** The object must not exist (kind `exists` when it does). */
  readonly ifAbsent?: boolean | undefined;
}

/** A write's outcome. */
export interface Written {
  readonly etag?: string | undefined;
  readonly versionId?: string | undefined;
}

/** How an object is copied inside S3. */
export interface CopyOptions extends WriteCondition {
  /** What the copy gets instead of the source's own settings. */
  readonly settings?: Partial<ObjectSettings> | undefined;
  /** The ETag the source must have (kind `changed` when not). */
  readonly sourceIfMatch?: string | undefined;
}

/** An object of a bucket that is to be deleted. */
export interface ObjectToDelete {
  readonly key: string;
  /** That version goes for good; without one the current version goes, or is hidden by a delete marker. */
  readonly versionId?: string | undefined;
  /** The ETag it must still have (S3 API, ObjectIdentifier, ETag); stores other than AWS's may not look. */
  readonly ifMatch?: string | undefined;
}

/** A key that `DeleteObjects` could not delete. */
export interface DeleteFailure {
  readonly key: string;
  readonly versionId?: string | undefined;
  /** AWS's code, such as `AccessDenied`. */
  readonly code: string;
  readonly message: string;
}

/** How fast an archived object is made readable (S3 API, RestoreObject, Tier). */
export type RestoreTier = 'Expedited' | 'Standard' | 'Bulk';

/** A presigned URL: whoever has it may do this one thing until it ends. */
export interface PresignedUrl {
  /** A secret for as long as it is good. */
  readonly url: string;
  /** When it ends, milliseconds since the epoch: with the session at the latest. */
  readonly expires: number;
}

/** State of a bucket's versioning. */
export type Versioning = 'Enabled' | 'Suspended' | 'Off';

/** Reading: nothing in S3 changes by it. */
export interface ObjectReader {
  /** `ListBuckets` of all regions. */
  listBuckets(next: string | undefined, signal: AbortSignal): Promise<BucketPage>;
  /** `ListObjectsV2`. */
  list(request: ListRequest, signal: AbortSignal): Promise<ListPage>;
  /** `ListObjectVersions`; `startAfter` does not apply. */
  listVersions(request: Omit<ListRequest, 'startAfter'>, signal: AbortSignal): Promise<VersionPage>;
  /** `ListMultipartUploads` of the keys with this prefix. */
  listUploads(bucket: string, prefix: string, next: string | undefined, signal: AbortSignal): Promise<UploadPage>;
  /** `HeadObject`. */
  head(address: VersionAddress, signal: AbortSignal): Promise<ObjectProperties>;
  /** `GetObject` up to `maxBytes` (kind `tooLarge` when the object, or the range of it, is larger). */
  read(address: VersionAddress, maxBytes: number, signal: AbortSignal, options?: ReadOptions): Promise<ObjectContent>;
  /** `GetObjectTagging`. */
  tags(address: VersionAddress, signal: AbortSignal): Promise<Tags>;
  /** `GetBucketVersioning`. */
  versioning(bucket: string, signal: AbortSignal): Promise<Versioning>;
  /** `HeadBucket`: where the bucket is, found even where the session may not list it. */
  bucketRegion(bucket: string, signal: AbortSignal): Promise<string>;
  /**
   * Whether others can use a URL at all: sends a `HeadObject` for a GET where the profile has a key of its own (SSE-C),
   * which would have to go along. Throws kind `invalidRequest` where no URL can be.
   */
  assertPresignable(method: 'GET' | 'PUT', address: VersionAddress, signal: AbortSignal): Promise<void>;
  /**
   * Signs a request for others to send. Sends no request where the bucket's region is known, else a `HeadBucket`, and what
   * {@link assertPresignable} does.
   * @param seconds asked for; at most 7 days (S3 User Guide, "Sharing objects with presigned URLs")
   */
  presign(method: 'GET' | 'PUT', address: VersionAddress, seconds: number, signal: AbortSignal): Promise<PresignedUrl>;
}

/** Changing what is in S3. */
export interface ObjectWriter {
  /** `PutObject`. Settings that are left out are S3's defaults, encryption the profile's. */
  write(
    address: ObjectAddress,
    body: Uint8Array,
    settings: Partial<ObjectSettings>,
    condition: WriteCondition,
    signal: AbortSignal,
  ): Promise<Written>;
  /** `CopyObject` up to 5 GiB, else a multipart copy; metadata, tags, storage class and encryption go along. */
  copy(source: VersionAddress, target: ObjectAddress, options: CopyOptions, signal: AbortSignal): Promise<Written>;
  /**
   * `DeleteObject`: with a version that version for good, without one a delete marker where versioning is on.
   * @param condition kind `changed` when the object has another ETag or is gone; stores other than AWS's may not look
   */
  delete(address: VersionAddress, signal: AbortSignal, condition?: Pick<WriteCondition, 'ifMatch'>): Promise<void>;
  /** `DeleteObjects` of at most 1,000 keys. @returns those that stayed, and why; what was gone already did not stay */
  deleteMany(bucket: string, objects: readonly ObjectToDelete[], signal: AbortSignal): Promise<DeleteFailure[]>;
  /** `PutObjectTagging`: replaces all tags. */
  setTags(address: VersionAddress, tags: Tags, signal: AbortSignal): Promise<void>;
  /**
   * `RestoreObject` from the archive.
   * @param days how long a copy of it can be read; undefined for S3 Intelligent-Tiering, which takes the object itself out
   */
  restore(address: VersionAddress, days: number | undefined, tier: RestoreTier, signal: AbortSignal): Promise<void>;
  /** `AbortMultipartUpload`. */
  abortUpload(address: ObjectAddress, uploadId: string, signal: AbortSignal): Promise<void>;
  /** `CreateBucket` in a region, private and with S3's defaults (kind `exists` when the name is taken). */
  createBucket(bucket: string, region: string, signal: AbortSignal): Promise<void>;
  /** `DeleteBucket` (kind `notEmpty` when anything is left in it). */
  deleteBucket(bucket: string, signal: AbortSignal): Promise<void>;
}

/**
 * An S3 of one session. Every method costs one request of the name it gives, and more only where it has to: for another
 * region, a copy (which looks at its source first, and may go in parts), a key of one's own (SSE-C), expired credentials,
 * conflicts of conditional writes. It throws {@link AppError}s only and stops at `signal`.
 */
export interface ObjectStore extends ObjectReader, ObjectWriter {}

/** Every method; the compiler sees to it that none is missing. */
const METHODS: Readonly<Record<keyof ObjectStore, true>> = {
  listBuckets: true,
  list: true,
  listVersions: true,
  listUploads: true,
  head: true,
  read: true,
  tags: true,
  versioning: true,
  bucketRegion: true,
  assertPresignable: true,
  presign: true,
  write: true,
  copy: true,
  delete: true,
  deleteMany: true,
  setTags: true,
  restore: true,
  abortUpload: true,
  createBucket: true,
  deleteBucket: true,
};

/**
 * A store that hands every call to `forward`, which gets the store it is for.
 * @param forward runs `call` on a store of its choice
 */
export function forwardingStore(forward: (call: StoreCall) => Promise<unknown>): ObjectStore {
  const entries = Object.keys(METHODS).map((name) => {
    const method = name as keyof ObjectStore;
    const run = (...args: unknown[]): Promise<unknown> =>
      forward((store) => (store[method] as (...given: unknown[]) => Promise<unknown>)(...args));
    return [method, run] as const;
  });
  return Object.fromEntries(entries) as unknown as ObjectStore;
}

/** One call of a store's method with its arguments. */
export type StoreCall = (store: ObjectStore) => Promise<unknown>;
