/** A long body that is never held in memory: `pattern` repeated up to `size` bytes. */
export interface PatternBody {
  /** Bytes. */
  readonly size: number;
  /** Repeated text, at least one byte. */
  readonly pattern: string;
}

/** The bytes of an object. */
export type BodySeed = string | Buffer | PatternBody;

/** What one version of an object holds. */
export interface ContentSeed {
  readonly body: BodySeed;
  /** `Content-Type`; `binary/octet-stream`, as S3 has it, when not given. */
  readonly contentType?: string;
  /** Further system headers by lower-case name, such as `content-encoding`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** `STANDARD` when not given; `GLACIER` and `DEEP_ARCHIVE` cannot be read until restored. */
  readonly storageClass?: string;
  /** The tier in which an object of `INTELLIGENT_TIERING` was archived. */
  readonly archiveStatus?: 'ARCHIVE_ACCESS' | 'DEEP_ARCHIVE_ACCESS';
  /** A copy of an archived object that can be read between these two moments (ISO 8601). */
  readonly restored?: { readonly ready: string; readonly expires: string };
  /** SSE-KMS with that key; SSE-S3 when not given. */
  readonly encryption?: EncryptionSeed;
  /** Object Lock. */
  readonly retention?: { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly until: string };
  /** Object Lock: kept until somebody lifts it. */
  readonly legalHold?: boolean;
  /** ISO 8601; the bucket's creation when not given. */
  readonly lastModified?: string;
}

/** Encryption with a key of AWS KMS. */
export interface EncryptionSeed {
  readonly type: 'aws:kms' | 'aws:kms:dsse';
  /** ARN of the key. */
  readonly keyId: string;
  readonly bucketKey?: boolean;
}

/** A multipart upload that was begun and left. */
export interface UploadSeed {
  readonly key: string;
  /** ISO 8601. */
  readonly initiated: string;
  /** `STANDARD` when not given. */
  readonly storageClass?: string;
  readonly parts: readonly BodySeed[];
}

/** An access point of a bucket, in the bucket's account and region. */
export interface AccessPointSeed {
  readonly name: string;
  /** Ends with `-s3alias`; taken wherever a bucket's name is. */
  readonly alias: string;
  /** Policy document; its resources are `<access point ARN>` and `<access point ARN>/object/<key>`. */
  readonly policy?: object;
}

/** One version of a key in a versioned bucket. */
export type VersionSeed = ContentSeed | { readonly deleteMarker: true; readonly lastModified?: string };

/** A key with its only version, or with its history. */
export type ObjectSeed =
  | ({ readonly key: string } & ContentSeed)
  | {
      readonly key: string;
      /** Oldest first. */
      readonly versions: readonly VersionSeed[];
    };

/**
 * Keys computed on demand, so that a bucket of a hundred million costs no memory.
 * A position is found by binary search over `keyAt`.
 */
export interface GeneratedObjects {
  /** How many keys. */
  readonly count: number;
  /** @returns the key at an index from 0 to `count - 1`; must ascend strictly in UTF-8 byte order */
  keyAt(index: number): string;
  /** @returns what the key at that index holds; the same for every call */
  contentAt(index: number): ContentSeed;
}

/** One bucket to start with. */
export interface BucketSeed {
  readonly name: string;
  /** The 12 digits of the owner. */
  readonly accountId: string;
  readonly region: string;
  /** ISO 8601. */
  readonly created: string;
  /** Never versioned when not given. */
  readonly versioning?: 'Enabled' | 'Suspended';
  /** What objects are encrypted with that say nothing of it themselves; SSE-S3 when not given. */
  readonly encryption?: EncryptionSeed;
  /** Bucket policy document. */
  readonly policy?: object;
  readonly objects?: readonly ObjectSeed[];
  readonly generated?: GeneratedObjects;
  readonly uploads?: readonly UploadSeed[];
  readonly accessPoints?: readonly AccessPointSeed[];
  /** Whether other accounts must say that they pay for their requests. */
  readonly requesterPays?: boolean;
}

/** Everything S3 holds when the local AWS starts. */
export interface S3Seed {
  readonly buckets: readonly BucketSeed[];
}
