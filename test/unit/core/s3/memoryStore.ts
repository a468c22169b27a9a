import type { ObjectAddress } from '../../../../src/core/s3/address';
import { compareKeys } from '../../../../src/core/s3/keyOrder';
import type { ObjectProperties } from '../../../../src/core/s3/objectProperties';
import {
  forwardingStore,
  type BucketPage,
  type ListPage,
  type ListRequest,
  type ObjectContent,
  type ObjectInfo,
  type ObjectStore,
  type ObjectVersion,
  type VersionPage,
  type Written,
} from '../../../../src/core/s3/objectStore';
import { AppError, cancelled } from '../../../../src/core/support/errors';

/** A call of the store, such as `list lake a/`. */
export type Call = string;

type Stored = Pick<ObjectVersion, 'versionId' | 'etag' | 'isDeleteMarker'> & { readonly content: Uint8Array };

const unsupported = (): ObjectStore =>
  forwardingStore(() => Promise.reject(new AppError('unexpected', 'The store in memory cannot do that.')));

/** An S3 in memory, with `pageSize` entries a page, that keeps a log of its calls. Every write is a version. */
export class MemoryStore {
  readonly calls: Call[] = [];
  /** What the next calls fail with, until cleared. */
  failure: AppError | undefined;
  /** While set, calls wait for it (or for their signal). */
  gate: Promise<void> | undefined;
  /** By bucket and key, newest first. */
  readonly #buckets = new Map<string, Map<string, Stored[]>>();
  #versions = 0;

  constructor(private readonly pageSize = 1000) {}

  /** The port. */
  get store(): ObjectStore {
    return {
      ...unsupported(),
      listBuckets: (...args) => this.#listBuckets(...args),
      list: (...args) => this.#list(...args),
      listVersions: (...args) => this.#listVersions(...args),
      head: (...args) => this.#head(...args),
      read: (address, maxBytes, signal) => this.#read(address, maxBytes, signal),
      write: ({ bucket, key }, body): Promise<Written> => {
        this.add(bucket);
        this.#store(bucket, key, { content: body, isDeleteMarker: false });
        return Promise.resolve({});
      },
      delete: ({ bucket, key }) => {
        this.remove(bucket, key);
        return Promise.resolve();
      },
      deleteMany: (bucket, objects) => {
        for (const { key } of objects) this.remove(bucket, key);
        return Promise.resolve([]);
      },
      createBucket: (bucket) => {
        this.add(bucket);
        return Promise.resolve();
      },
      deleteBucket: (bucket) => {
        this.#buckets.delete(bucket);
        return Promise.resolve();
      },
    };
  }

  /** Creates the bucket when it is missing, and an object for each key. */
  add(bucket: string, ...keys: readonly string[]): this {
    if (!this.#buckets.has(bucket)) this.#buckets.set(bucket, new Map());
    for (const key of keys) {
      this.#store(bucket, key, { content: Buffer.from(`content of ${key}`), isDeleteMarker: false });
    }
    return this;
  }

  /** Writes one object with content of its own. */
  put({ bucket, key }: ObjectAddress, content: Uint8Array, etag: string): void {
    this.add(bucket);
    this.#store(bucket, key, { content, etag, isDeleteMarker: false });
  }

  /** Hides an object behind a delete marker. */
  remove(bucket: string, key: string): this {
    this.#store(bucket, key, { content: new Uint8Array(), isDeleteMarker: true });
    return this;
  }

  async #listBuckets(next: string | undefined, signal: AbortSignal): Promise<BucketPage> {
    await this.#called('listBuckets', signal);
    const page = this.#page([...this.#buckets.keys()].sort(), next);
    return { buckets: page.items.map((name) => ({ name, region: 'us-east-1' })), next: page.next };
  }

  async #list({ bucket, prefix, startAfter, next }: ListRequest, signal: AbortSignal): Promise<ListPage> {
    await this.#called(`list ${bucket} ${prefix}`, signal);
    const keys = [...this.#bucket(bucket)]
      .flatMap(([key, [newest]]) => (newest?.isDeleteMarker ? [] : [key]))
      .filter(
        // As in S3, a folder is there where any of its keys comes after.
        (key) => startAfter === undefined || compareKeys(key, startAfter) > 0,
      );
    // As S3 does, it goes on after the last entry, whatever was deleted meanwhile.
    const entries = entriesOf(keys, prefix).filter((entry) => next === undefined || compareKeys(entry, next) > 0);
    const page = this.#page(entries, undefined);
    return {
      prefixes: page.items.filter((entry) => isFolder(entry, prefix)),
      objects: page.items.filter((entry) => !isFolder(entry, prefix)).map((key) => this.#info({ bucket, key })),
      next: page.next === undefined ? undefined : page.items.at(-1),
    };
  }

  async #listVersions(
    { bucket, prefix, next }: Omit<ListRequest, 'startAfter'>,
    signal: AbortSignal,
  ): Promise<VersionPage> {
    await this.#called(`listVersions ${bucket} ${prefix}`, signal);
    const objects = this.#bucket(bucket);
    const rows = entriesOf([...objects.keys()], prefix).flatMap((entry): (string | ObjectVersion)[] =>
      isFolder(entry, prefix)
        ? [entry]
        : (objects.get(entry) ?? []).map((stored, index) => versionOf(entry, stored, index === 0)),
    );
    const page = this.#page(rows, next);
    return {
      prefixes: page.items.filter((row) => typeof row === 'string'),
      versions: page.items.filter((row) => typeof row !== 'string'),
      next: page.next,
    };
  }

  async #head(address: ObjectAddress, signal: AbortSignal): Promise<ObjectProperties> {
    await this.#called(`head ${address.bucket} ${address.key}`, signal);
    return { ...this.#info(address), storageClass: 'STANDARD', settings: {}, checksums: {} };
  }

  async #read(address: ObjectAddress, maxBytes: number, signal: AbortSignal): Promise<ObjectContent> {
    await this.#called(`read ${address.bucket} ${address.key}`, signal);
    const { content, etag } = this.#stored(address);
    if (content.length > maxBytes) throw new AppError('tooLarge', 'Too large.');
    return { bytes: content, etag, size: content.length };
  }

  async #called(call: Call, signal: AbortSignal): Promise<void> {
    this.calls.push(call);
    if (this.gate) await Promise.race([this.gate, aborted(signal)]);
    if (signal.aborted) throw cancelled();
    if (this.failure) throw this.failure;
  }

  #store(bucket: string, key: string, stored: Pick<Stored, 'content' | 'isDeleteMarker'> & { etag?: string }): void {
    const objects = this.#bucket(bucket);
    const version = { etag: 'etag', ...stored, versionId: `v${++this.#versions}` };
    objects.set(key, [version, ...(objects.get(key) ?? [])]);
  }

  #bucket(name: string): Map<string, Stored[]> {
    const objects = this.#buckets.get(name);
    if (!objects) throw new AppError('notFound', `The bucket ${name} does not exist.`);
    return objects;
  }

  #stored({ bucket, key }: ObjectAddress): Stored {
    const [newest] = this.#bucket(bucket).get(key) ?? [];
    if (!newest || newest.isDeleteMarker) throw new AppError('notFound', `The object ${key} does not exist.`);
    return newest;
  }

  #info(address: ObjectAddress): ObjectInfo {
    const { content, etag } = this.#stored(address);
    return { key: address.key, size: content.length, modified: MODIFIED, etag, storageClass: 'STANDARD' };
  }

  #page<T>(all: readonly T[], next: string | undefined): { items: readonly T[]; next: string | undefined } {
    const start = Number(next ?? 0);
    const end = start + this.pageSize;
    return { items: all.slice(start, end), next: end < all.length ? String(end) : undefined };
  }
}

const MODIFIED = Date.UTC(2026, 0, 2, 3, 4, 5);

function versionOf(key: string, { content, ...rest }: Stored, isLatest: boolean): ObjectVersion {
  return { key, size: content.length, modified: MODIFIED, isLatest, ...rest };
}

/** Keys with the prefix, or their common prefixes up to the next `/`, each once, by their bytes. */
function entriesOf(keys: readonly string[], prefix: string): string[] {
  const entries = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const slash = key.indexOf('/', prefix.length);
      return slash < 0 ? key : key.slice(0, slash + 1);
    });
  return [...new Set(entries)].sort(compareKeys);
}

function isFolder(entry: string, prefix: string): boolean {
  return entry !== prefix && entry.endsWith('/');
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(cancelled()), { once: true });
  });
}
