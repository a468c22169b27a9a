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
  /** ISO 8601; the bucket's creation when not given. */
  readonly lastModified?: string;
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
  /** Bucket policy document. */
  readonly policy?: object;
  readonly objects?: readonly ObjectSeed[];
  readonly generated?: GeneratedObjects;
}

/** Everything S3 holds when the local AWS starts. */
export interface S3Seed {
  readonly buckets: readonly BucketSeed[];
}
