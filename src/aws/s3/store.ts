import type { ObjectAddress } from '../../core/s3/address';
import type { ObjectProperties, ObjectSettings, Tags } from '../../core/s3/objectProperties';
import type {
  BucketPage,
  CopyOptions,
  DeleteFailure,
  ListPage,
  ListRequest,
  ObjectContent,
  ObjectStore,
  ObjectToDelete,
  PresignedUrl,
  ReadOptions,
  RestoreTier,
  UploadPage,
  VersionAddress,
  Versioning,
  VersionPage,
  WriteCondition,
  Written,
} from '../../core/s3/objectStore';
import type { StoreTarget } from '../../core/s3/stores';
import type { Disposable } from '../../core/support/disposable';
import { directTransport, type Transport } from '../clients';
import { bucketRegion, bucketVersioning, createBucket, deleteBucket, listBuckets } from './buckets';
import { S3Connection } from './connection';
import { COPY_LIMITS, copyObject, type CopyLimits } from './copying';
import { deleteObject, deleteObjects } from './deleting';
import { listObjects, listUploads, listVersions } from './listings';
import { assertPresignable, presign } from './presigning';
import { headObject, objectTags, readObject } from './reading';
import { abortUpload, restoreObject, setObjectTags, writeObject } from './writing';

/** Amazon S3 through the SDK: each method is the function of its name over one connection. */
export class S3ObjectStore implements ObjectStore, Disposable {
  readonly #connection: S3Connection;

  /**
   * @param transport carries the requests
   * @param copyLimits what is copied in parts
   */
  constructor(
    target: StoreTarget,
    transport: Transport = directTransport,
    private readonly copyLimits: CopyLimits = COPY_LIMITS,
  ) {
    this.#connection = new S3Connection(target, transport);
  }

  listBuckets(next: string | undefined, signal: AbortSignal): Promise<BucketPage> {
    return listBuckets(this.#connection, next, signal);
  }

  list(request: ListRequest, signal: AbortSignal): Promise<ListPage> {
    return listObjects(this.#connection, request, signal);
  }

  listVersions(request: Omit<ListRequest, 'startAfter'>, signal: AbortSignal): Promise<VersionPage> {
    return listVersions(this.#connection, request, signal);
  }

  listUploads(bucket: string, prefix: string, next: string | undefined, signal: AbortSignal): Promise<UploadPage> {
    return listUploads(this.#connection, { bucket, prefix, next }, signal);
  }

  head(address: VersionAddress, signal: AbortSignal): Promise<ObjectProperties> {
    return headObject(this.#connection, address, signal);
  }

  read(
    address: VersionAddress,
    maxBytes: number,
    signal: AbortSignal,
    options: ReadOptions = {},
  ): Promise<ObjectContent> {
    return readObject(this.#connection, address, maxBytes, options, signal);
  }

  tags(address: VersionAddress, signal: AbortSignal): Promise<Tags> {
    return objectTags(this.#connection, address, signal);
  }

  versioning(bucket: string, signal: AbortSignal): Promise<Versioning> {
    return bucketVersioning(this.#connection, bucket, signal);
  }

  bucketRegion(bucket: string, signal: AbortSignal): Promise<string> {
    return bucketRegion(this.#connection, bucket, signal);
  }

  assertPresignable(method: 'GET' | 'PUT', address: VersionAddress, signal: AbortSignal): Promise<void> {
    return assertPresignable(this.#connection, method, address, signal);
  }

  presign(method: 'GET' | 'PUT', address: VersionAddress, seconds: number, signal: AbortSignal): Promise<PresignedUrl> {
    return presign(this.#connection, method, address, seconds, signal);
  }

  write(
    address: ObjectAddress,
    body: Uint8Array,
    settings: Partial<ObjectSettings>,
    condition: WriteCondition,
    signal: AbortSignal,
  ): Promise<Written> {
    return writeObject(this.#connection, address, body, settings, condition, signal);
  }

  copy(source: VersionAddress, target: ObjectAddress, options: CopyOptions, signal: AbortSignal): Promise<Written> {
    return copyObject(this.#connection, source, target, options, signal, this.copyLimits);
  }

  delete(address: VersionAddress, signal: AbortSignal, condition?: Pick<WriteCondition, 'ifMatch'>): Promise<void> {
    return deleteObject(this.#connection, address, signal, condition);
  }

  deleteMany(bucket: string, objects: readonly ObjectToDelete[], signal: AbortSignal): Promise<DeleteFailure[]> {
    return deleteObjects(this.#connection, bucket, objects, signal);
  }

  setTags(address: VersionAddress, tags: Tags, signal: AbortSignal): Promise<void> {
    return setObjectTags(this.#connection, address, tags, signal);
  }

  restore(address: VersionAddress, days: number | undefined, tier: RestoreTier, signal: AbortSignal): Promise<void> {
    return restoreObject(this.#connection, address, days, tier, signal);
  }

  abortUpload(address: ObjectAddress, uploadId: string, signal: AbortSignal): Promise<void> {
    return abortUpload(this.#connection, address, uploadId, signal);
  }

  createBucket(bucket: string, region: string, signal: AbortSignal): Promise<void> {
    return createBucket(this.#connection, bucket, region, signal);
  }

  deleteBucket(bucket: string, signal: AbortSignal): Promise<void> {
    return deleteBucket(this.#connection, bucket, signal);
  }

  /** Closes idle connections; requests after it open new ones. */
  dispose(): void {
    this.#connection.dispose();
  }
}
