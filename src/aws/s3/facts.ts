import type { ObjectInfo } from '../../core/s3/objectStore';

interface ObjectFacts {
  readonly Size?: number | undefined;
  readonly LastModified?: Date | undefined;
  readonly ETag?: string | undefined;
  readonly StorageClass?: string | undefined;
}

/** What the SDK tells of an object, as the port has it. */
export function objectInfo(key: string, { Size, LastModified, ETag, StorageClass }: ObjectFacts): ObjectInfo {
  return {
    key,
    size: Size ?? 0,
    modified: LastModified?.getTime() ?? 0,
    etag: unquoted(ETag),
    // HeadObject leaves out the default class (S3 API, HeadObject, x-amz-storage-class).
    storageClass: StorageClass ?? 'STANDARD',
  };
}

/** An ETag without the quotes HTTP has around it. */
export function unquoted(etag: string | undefined): string | undefined {
  return etag?.replaceAll('"', '');
}
