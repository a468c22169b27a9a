/** Object tags (S3 User Guide, "Categorizing your storage using tags"): at most 10. */
export type Tags = Readonly<Record<string, string>>;

/** How an object is encrypted at rest. */
export type Encryption =
  /** SSE-S3: keys of S3. */
  | { readonly type: 'AES256' }
  /** SSE-KMS; without `keyId` the account's key for S3. */
  | { readonly type: 'aws:kms' | 'aws:kms:dsse'; readonly keyId?: string | undefined; readonly bucketKey?: boolean }
  /** SSE-C: with the key of the profile, which S3 does not keep. */
  | { readonly type: 'SSE-C' };

/**
 * Everything that can be set on an object when it is written, its tags included. An empty text is no header: given to a
 * copy it takes the source's away.
 */
export interface ObjectSettings {
  readonly contentType: string;
  readonly contentEncoding: string;
  readonly contentLanguage: string;
  readonly contentDisposition: string;
  readonly cacheControl: string;
  /** An HTTP date. */
  readonly expires: string;
  readonly websiteRedirect: string;
  /** User-defined metadata, names without `x-amz-meta-` and in lower case (S3 API, PutObject). */
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: string;
  readonly encryption: Encryption;
  readonly tags: Tags;
}

/** Where an archived object is on its way to be readable (S3 API, HeadObject, x-amz-restore). */
export type RestoreState =
  | { readonly type: 'ongoing' }
  /** Readable until then, milliseconds since the epoch. */
  | { readonly type: 'restored'; readonly until: number };

/**
 * The tier an object of S3 Intelligent-Tiering was archived in (S3 API, HeadObject, x-amz-archive-status). Listings do not
 * tell it.
 */
export type ArchiveStatus = 'ARCHIVE_ACCESS' | 'DEEP_ARCHIVE_ACCESS';

/** What is known of where an object is kept. */
export interface StorageFacts {
  readonly storageClass?: string | undefined;
  readonly archiveStatus?: ArchiveStatus | undefined;
}

/** What `HeadObject` tells of an object. */
export interface ObjectProperties {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** Without quotes. */
  readonly etag?: string | undefined;
  /** Always told here; `STANDARD` where S3 leaves it out. */
  readonly storageClass: string;
  readonly versionId?: string | undefined;
  /** What would have to be given again to write the same object; without its tags. */
  readonly settings: Partial<Omit<ObjectSettings, 'tags'>>;
  /**
   * How many entries of user-defined metadata HTTP cannot show (S3 API, HeadObject, x-amz-missing-meta); a write with other
   * metadata removes them.
   */
  readonly missingMetadata?: number | undefined;
  /** How many tags it has; undefined where the session may not know. */
  readonly tagCount?: number | undefined;
  /** By algorithm, such as `CRC64NVME`, as S3 writes them (Base64). */
  readonly checksums: Readonly<Record<string, string>>;
  readonly restore?: RestoreState | undefined;
  readonly archiveStatus?: ArchiveStatus | undefined;
  /** Until when it cannot be deleted or overwritten (Object Lock), milliseconds since the epoch. */
  readonly retainUntil?: number | undefined;
  readonly legalHold?: boolean | undefined;
  /** Parts it was uploaded in, where more than one. */
  readonly parts?: number | undefined;
}

/** Storage classes whose objects must be restored before they are read (S3 User Guide, "Restoring an archived object"). */
const ARCHIVED: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/** Whether an object must be restored before it can be read. */
export function isArchived({ storageClass, archiveStatus }: StorageFacts): boolean {
  return archiveStatus !== undefined || (storageClass !== undefined && ARCHIVED.has(storageClass));
}

/** Whether only a `HeadObject` tells if an object must be restored. */
export function mayBeArchived({ storageClass, archiveStatus }: StorageFacts): boolean {
  return storageClass === 'INTELLIGENT_TIERING' && archiveStatus === undefined;
}
