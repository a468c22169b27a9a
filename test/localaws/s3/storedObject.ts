import { createHash } from 'node:crypto';
import { computeChecksum, type Checksum } from './checksums';
import { digest, seededContent, type Content } from './content';
import type { ContentSeed, EncryptionSeed } from './seed';

/** Largest generated object whose digests are worth computing. */
const DIGESTIBLE_BYTES = 16 * 1024 * 1024;

/** What a request or a seed says about an object beside its bytes. */
export interface ObjectAttributes {
  /** System headers that are kept and echoed, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly storageClass: string;
  /** Encryption headers to echo, by lower-case name. */
  readonly encryption: Readonly<Record<string, string>>;
}

/** How an object came to be. */
export interface ObjectFields {
  readonly key: string;
  readonly versionId: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  readonly content: Content;
  readonly attributes: ObjectAttributes;
  /** Without quotes; computed from the bytes when not given. */
  readonly etag?: string;
  /** Computed (CRC64NVME) when not given. */
  readonly checksum?: Checksum;
  /** Bytes of each part of a completed multipart upload. */
  readonly partSizes?: readonly number[];
}

/** A temporary copy of an archived object. */
export interface Restoration {
  /** When the copy can be read, milliseconds since the epoch. */
  readonly ready: number;
  /** When the copy is removed, milliseconds since the epoch. */
  readonly expires: number;
}

/** Object Lock: until when a version cannot be deleted. */
export interface Retention {
  readonly mode: 'GOVERNANCE' | 'COMPLIANCE';
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** One version of an object. Its bytes never change; its tags, its lock and its restored copy may. */
export class StoredObject {
  readonly deleteMarker = false;
  readonly key: string;
  readonly versionId: string;
  readonly lastModified: number;
  readonly content: Content;
  readonly partSizes: readonly number[];
  attributes: ObjectAttributes;
  restoration: Restoration | undefined;
  /** The tier in which an object of S3 Intelligent-Tiering was archived. */
  archiveStatus: ContentSeed['archiveStatus'];
  retention: Retention | undefined;
  legalHold = false;
  #etag: string | undefined;
  #checksum: Checksum | undefined;

  constructor(fields: ObjectFields) {
    this.key = fields.key;
    this.versionId = fields.versionId;
    this.lastModified = fields.lastModified;
    this.content = fields.content;
    this.attributes = fields.attributes;
    this.partSizes = fields.partSizes ?? [];
    this.#etag = fields.etag;
    this.#checksum = fields.checksum;
  }

  /** Entity tag without quotes: the MD5 of the bytes, unless encrypted with KMS or too large to digest. */
  get etag(): string {
    return (this.#etag ??= entityTag(this.content, this.attributes, `${this.key}\0${this.versionId}`));
  }

  /** Which checksum is kept, told without computing it. */
  get checksumKind(): Pick<Checksum, 'algorithm' | 'type'> | undefined {
    if (this.#checksum) return this.#checksum;
    return this.content.size <= DIGESTIBLE_BYTES ? { algorithm: 'CRC64NVME', type: 'FULL_OBJECT' } : undefined;
  }

  /** The checksum that S3 keeps with each object; undefined for generated ones too large to digest. */
  get checksum(): Checksum | undefined {
    if (!this.#checksum && this.content.size <= DIGESTIBLE_BYTES) {
      this.#checksum = {
        algorithm: 'CRC64NVME',
        type: 'FULL_OBJECT',
        value: computeChecksum('CRC64NVME', this.content),
      };
    }
    return this.#checksum;
  }

  /** Whether it is of a class or tier that must be restored, be it so or not. */
  get isInArchive(): boolean {
    return this.archiveStatus !== undefined || ['GLACIER', 'DEEP_ARCHIVE'].includes(this.attributes.storageClass);
  }

  /** Whether the object is archived and no restored copy can be read at that time. */
  isArchived(now: number): boolean {
    const archived = this.isInArchive;
    const { restoration } = this;
    return archived && !(restoration && restoration.ready <= now && now < restoration.expires);
  }
}

/** The version that a delete without a version ID leaves in a versioned bucket. */
export interface DeleteMarker {
  readonly deleteMarker: true;
  readonly key: string;
  readonly versionId: string;
  readonly lastModified: number;
}

/** Anything a key's history may hold. */
export type Version = StoredObject | DeleteMarker;

/** @returns the object a seed describes */
export function seededObject(key: string, versionId: string, seed: ContentSeed, created: string): StoredObject {
  const object = new StoredObject({
    key,
    versionId,
    lastModified: Date.parse(seed.lastModified ?? created),
    content: seededContent(seed.body),
    attributes: {
      headers: { ...seed.headers, 'content-type': seed.contentType ?? 'binary/octet-stream' },
      metadata: seed.metadata ?? {},
      tags: seed.tags ?? {},
      storageClass: seed.storageClass ?? 'STANDARD',
      encryption: seededEncryption(seed.encryption),
    },
  });
  const { restored, retention } = seed;
  if (restored) object.restoration = { ready: Date.parse(restored.ready), expires: Date.parse(restored.expires) };
  if (retention) object.retention = { mode: retention.mode, until: Date.parse(retention.until) };
  object.archiveStatus = seed.archiveStatus;
  object.legalHold = seed.legalHold ?? false;
  return object;
}

/** @returns the headers that tell of an encryption; those of SSE-S3 without one */
export function seededEncryption(seed: EncryptionSeed | undefined): Readonly<Record<string, string>> {
  const header = 'x-amz-server-side-encryption';
  if (!seed) return { [header]: 'AES256' };
  return {
    [header]: seed.type,
    [`${header}-aws-kms-key-id`]: seed.keyId,
    ...(seed.bucketKey ? { [`${header}-bucket-key-enabled`]: 'true' } : {}),
  };
}

function entityTag(content: Content, { encryption }: ObjectAttributes, identity: string): string {
  if (content.size > DIGESTIBLE_BYTES) {
    const parts = Math.ceil(content.size / DIGESTIBLE_BYTES);
    return `${createHash('md5').update(identity).digest('hex')}-${parts}`;
  }
  const md5 = digest('md5', content);
  const isPlain = encryption['x-amz-server-side-encryption'] === 'AES256';
  return isPlain ? md5.toString('hex') : createHash('md5').update(identity).update(md5).digest('hex');
}
