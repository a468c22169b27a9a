import { createHash, randomBytes } from 'node:crypto';
import type { KeySource } from './listing';
import { seededUpload, type MultipartUpload } from './multipartUpload';
import type { AccessPointSeed, BucketSeed, ContentSeed, EncryptionSeed, GeneratedObjects } from './seed';
import { seededObject, type StoredObject, type Version } from './storedObject';
import { compareUtf8, lowerBound, successor } from './utf8Order';

/** The version ID of objects written while versioning is not enabled. */
export const NULL_VERSION = 'null';

/** Undefined for a bucket that never was versioned. */
export type Versioning = 'Enabled' | 'Suspended' | undefined;

/** A bucket's keys and their versions; generated keys stand beneath the written ones until they are written over. */
export class Bucket {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** ISO 8601. */
  readonly created: string;
  versioning: Versioning;
  policy: object | undefined;
  /** Default encryption; SSE-S3 without one. */
  readonly encryption: EncryptionSeed | undefined;
  /** Whether other accounts must say that they pay. */
  readonly requesterPays: boolean;
  readonly accessPoints: readonly AccessPointSeed[];
  /** By upload ID, in the order they were created. */
  readonly uploads = new Map<string, MultipartUpload>();
  /** Newest first; empty for a generated key that was deleted. */
  readonly #versions = new Map<string, Version[]>();
  /** The keys of `#versions` in UTF-8 order. */
  readonly #keys: string[] = [];
  readonly #generated: GeneratedObjects | undefined;

  constructor(seed: BucketSeed) {
    this.name = seed.name;
    this.accountId = seed.accountId;
    this.region = seed.region;
    this.created = seed.created;
    this.policy = seed.policy;
    this.encryption = seed.encryption;
    this.versioning = seed.versioning;
    this.requesterPays = seed.requesterPays ?? false;
    this.accessPoints = seed.accessPoints ?? [];
    this.#generated = seed.generated;
    for (const upload of (seed.uploads ?? []).map((one) => seededUpload(one, seed.accountId))) {
      this.uploads.set(upload.id, upload);
    }
    for (const object of seed.objects ?? []) {
      const history = 'versions' in object ? object.versions : [object];
      history.forEach((version, index) => {
        const versionId = seed.versioning === 'Enabled' ? seededVersionId(object.key, index) : NULL_VERSION;
        const lastModified = Date.parse(version.lastModified ?? seed.created);
        this.#write(
          'deleteMarker' in version
            ? { deleteMarker: true, key: object.key, versionId, lastModified }
            : seededObject(object.key, versionId, version, seed.created),
        );
      });
    }
  }

  /** Keys that have any version. */
  readonly allKeys: KeySource = { ceiling: (from) => this.#ceiling(from, (versions) => versions.length > 0) };

  /** Keys whose newest version is an object. */
  readonly currentKeys: KeySource = {
    ceiling: (from) => this.#ceiling(from, ([newest]) => newest?.deleteMarker === false),
  };

  /** @returns the versions of a key, newest first; none for a key that does not exist */
  versions(key: string): readonly Version[] {
    const written = this.#versions.get(key);
    if (written) return written;
    const seed = this.#generatedContent(key);
    return seed ? [seededObject(key, NULL_VERSION, seed, this.created)] : [];
  }

  /** @returns the version that reads and lists see; undefined when there is none or it is deleted */
  current(key: string): StoredObject | undefined {
    const [newest] = this.versions(key);
    return newest?.deleteMarker ? undefined : newest;
  }

  /** @returns the ID that the next version to be written will have */
  nextVersionId(): string {
    return this.versioning === 'Enabled' ? randomBytes(24).toString('base64url') : NULL_VERSION;
  }

  /** Adds a version as the newest of its key; a null version replaces the former null version. */
  write(version: Version): void {
    this.#materialise(version.key);
    this.#write(version);
  }

  /** Removes one version for good. @returns it, if it was there */
  removeVersion(key: string, versionId: string): Version | undefined {
    const versions = this.#materialise(key);
    const index = versions.findIndex((version) => version.versionId === versionId);
    const removed = index < 0 ? undefined : versions.splice(index, 1)[0];
    if (removed && versions.length === 0 && !this.#generatedContent(key)) {
      this.#versions.delete(key);
      this.#keys.splice(this.#indexOf(key), 1);
    }
    return removed;
  }

  #write(version: Version): void {
    let versions = this.#versions.get(version.key);
    if (!versions) {
      versions = [];
      this.#versions.set(version.key, versions);
      this.#keys.splice(this.#indexOf(version.key), 0, version.key);
    }
    if (version.versionId === NULL_VERSION) {
      const former = versions.findIndex(({ versionId }) => versionId === NULL_VERSION);
      if (former >= 0) versions.splice(former, 1);
    }
    versions.unshift(version);
  }

  /** @returns the key's versions, changeable; a generated one becomes a written one, an unknown key stays unknown */
  #materialise(key: string): Version[] {
    const written = this.#versions.get(key);
    if (written) return written;
    this.versions(key).forEach((version) => this.#write(version));
    return this.#versions.get(key) ?? [];
  }

  #ceiling(from: string, isListed: (written: readonly Version[]) => boolean): string | undefined {
    for (let at = from; ;) {
      const key = lowerOf(this.#keys[this.#indexOf(at)], this.#generatedCeiling(at));
      const written = key === undefined ? undefined : this.#versions.get(key);
      if (key === undefined || !written || isListed(written)) return key;
      at = successor(key);
    }
  }

  #indexOf(key: string): number {
    return lowerBound(this.#keys.length, (index) => this.#keys[index] ?? '', key);
  }

  #generatedCeiling(from: string): string | undefined {
    const generated = this.#generated;
    if (!generated) return undefined;
    const index = lowerBound(generated.count, (at) => generated.keyAt(at), from);
    return index < generated.count ? generated.keyAt(index) : undefined;
  }

  #generatedContent(key: string): ContentSeed | undefined {
    const generated = this.#generated;
    if (!generated) return undefined;
    const index = lowerBound(generated.count, (at) => generated.keyAt(at), key);
    return index < generated.count && generated.keyAt(index) === key ? generated.contentAt(index) : undefined;
  }
}

function lowerOf(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareUtf8(a, b) < 0 ? a : b;
}

/** The same for every start, so that a seeded version can be named in a test. */
function seededVersionId(key: string, index: number): string {
  return createHash('sha256').update(`${key}\0${index}`).digest('base64url').slice(0, 32);
}
