import type { ObjectAddress } from '../../../../src/core/s3/address';
import type { BucketPage, ListPage, ObjectInfo, ObjectStore } from '../../../../src/core/s3/objectStore';
import { AppError, cancelled } from '../../../../src/core/support/errors';

/** A call of the store, such as `list lake a/`. */
export type Call = string;

/** An S3 in memory, with `pageSize` entries a page, that keeps a log of its calls. */
export class MemoryStore implements ObjectStore {
  readonly calls: Call[] = [];
  /** What the next calls fail with, until cleared. */
  failure: AppError | undefined;
  /** While set, calls wait for it (or for their signal). */
  gate: Promise<void> | undefined;
  readonly #buckets = new Map<string, Map<string, Uint8Array>>();
  readonly #etags = new Map<Uint8Array, string>();

  constructor(private readonly pageSize = 1000) {}

  /** Creates the bucket when it is missing, and an object for each key. */
  add(bucket: string, ...keys: readonly string[]): this {
    const objects = this.#buckets.get(bucket) ?? new Map<string, Uint8Array>();
    this.#buckets.set(bucket, objects);
    for (const key of keys) objects.set(key, Buffer.from(`content of ${key}`));
    return this;
  }

  /** Writes one object with content of its own. */
  put({ bucket, key }: ObjectAddress, content: Uint8Array, etag: string): void {
    this.add(bucket);
    this.#buckets.get(bucket)?.set(key, content);
    this.#etags.set(content, etag);
  }

  async listBuckets(next: string | undefined, signal: AbortSignal): Promise<BucketPage> {
    await this.#called('listBuckets', signal);
    const page = this.#page([...this.#buckets.keys()].sort(), next);
    return { buckets: page.items.map((name) => ({ name, region: 'us-east-1' })), next: page.next };
  }

  async list(bucket: string, prefix: string, next: string | undefined, signal: AbortSignal): Promise<ListPage> {
    await this.#called(`list ${bucket} ${prefix}`, signal);
    const objects = this.#bucket(bucket);
    const keys = [...objects.keys()].filter((key) => key.startsWith(prefix));
    const entries = new Set(keys.map((key) => entryOf(key, prefix)));
    const page = this.#page(
      [...entries].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
      next,
    );
    const isPrefix = (entry: string): boolean => entry !== prefix && entry.endsWith('/');
    return {
      prefixes: page.items.filter(isPrefix),
      objects: page.items.filter((entry) => !isPrefix(entry)).map((key) => this.#info({ bucket, key })),
      next: page.next,
    };
  }

  async head(address: ObjectAddress, signal: AbortSignal): Promise<ObjectInfo> {
    await this.#called(`head ${address.bucket} ${address.key}`, signal);
    return this.#info(address);
  }

  async read(address: ObjectAddress, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
    await this.#called(`read ${address.bucket} ${address.key}`, signal);
    const content = this.#content(address);
    if (content.length > maxBytes) throw new AppError('tooLarge', 'Too large.');
    return content;
  }

  async #called(call: Call, signal: AbortSignal): Promise<void> {
    this.calls.push(call);
    if (this.gate) await Promise.race([this.gate, aborted(signal)]);
    if (signal.aborted) throw cancelled();
    if (this.failure) throw this.failure;
  }

  #bucket(name: string): Map<string, Uint8Array> {
    const objects = this.#buckets.get(name);
    if (!objects) throw new AppError('notFound', `The bucket ${name} does not exist.`);
    return objects;
  }

  #content({ bucket, key }: ObjectAddress): Uint8Array {
    const content = this.#bucket(bucket).get(key);
    if (!content) throw new AppError('notFound', `The object ${key} does not exist.`);
    return content;
  }

  #info(address: ObjectAddress): ObjectInfo {
    const content = this.#content(address);
    const etag = this.#etags.get(content) ?? 'etag';
    return {
      key: address.key,
      size: content.length,
      modified: Date.UTC(2026, 0, 2, 3, 4, 5),
      etag,
      storageClass: 'STANDARD',
    };
  }

  #page(all: readonly string[], next: string | undefined): { items: readonly string[]; next: string | undefined } {
    const start = Number(next ?? 0);
    const end = start + this.pageSize;
    return { items: all.slice(start, end), next: end < all.length ? String(end) : undefined };
  }
}

/** The key itself, or its common prefix up to the next `/`. */
function entryOf(key: string, prefix: string): string {
  const slash = key.indexOf('/', prefix.length);
  return slash < 0 ? key : key.slice(0, slash + 1);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(cancelled()), { once: true });
  });
}
