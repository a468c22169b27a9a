import { createHash } from 'node:crypto';
import type { ObjectProperties, ObjectSettings } from '../../../../../src/core/s3/objectProperties';
import { forwardingStore, type ObjectStore } from '../../../../../src/core/s3/objectStore';
import { AppError } from '../../../../../src/core/support/errors';

interface Stored {
  readonly bytes: Uint8Array;
  readonly settings: Partial<ObjectSettings>;
  readonly etag: string;
}

/** One bucket of an S3 in memory whose writes have conditions, with a log of its calls. */
export class ConditionalStore {
  readonly calls: string[] = [];
  readonly objects = new Map<string, Stored>();
  /** Runs before each call. */
  before: () => Promise<void> = () => Promise.resolve();
  #writes = 0;

  /** The port. */
  get store(): ObjectStore {
    const call = async (text: string): Promise<void> => {
      this.calls.push(text);
      await this.before();
    };
    return {
      ...forwardingStore(() => Promise.reject(new AppError('unexpected', 'Not in memory.'))),
      head: async ({ key }) => {
        await call(`head ${key}`);
        return this.#properties(key);
      },
      read: async ({ key }) => {
        await call(`read ${key}`);
        const { bytes, etag } = this.#get(key);
        return { bytes, etag, size: bytes.length };
      },
      tags: async ({ key }) => {
        await call(`tags ${key}`);
        return this.#get(key).settings.tags ?? {};
      },
      list: async ({ prefix, delimiter }) => {
        await call(`list ${prefix}`);
        const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix));
        const folder = (key: string): string | undefined => {
          const end = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length);
          return end < 0 ? undefined : key.slice(0, end + 1);
        };
        return {
          prefixes: [...new Set(keys.flatMap((key) => folder(key) ?? []))],
          objects: keys.filter((key) => folder(key) === undefined).map((key) => this.#properties(key)),
        };
      },
      write: async ({ key }, bytes, settings, { ifMatch, ifAbsent }) => {
        await call(`write ${key}`);
        const there = this.objects.get(key);
        if (ifAbsent === true && there) throw new AppError('exists', 'It exists.');
        if (ifMatch !== undefined && there?.etag !== ifMatch) throw new AppError('changed', 'It was changed.');
        return { etag: this.put(key, bytes, settings) };
      },
    };
  }

  /** Writes as somebody else does. @returns the ETag */
  put(key: string, content: Uint8Array | string, settings: Partial<ObjectSettings> = {}): string {
    this.#writes += 1;
    const etag = `etag-${this.#writes}`;
    this.objects.set(key, { bytes: Buffer.from(content), settings, etag });
    return etag;
  }

  /** An object's content; undefined when it is not there. */
  text(key: string): string | undefined {
    const bytes = this.objects.get(key)?.bytes;
    return bytes && Buffer.from(bytes).toString();
  }

  #get(key: string): Stored {
    const stored = this.objects.get(key);
    if (!stored) throw new AppError('notFound', `${key} does not exist.`);
    return stored;
  }

  #properties(key: string): ObjectProperties {
    const { bytes, settings, etag } = this.#get(key);
    const { tags = {}, storageClass = 'STANDARD', ...others } = settings;
    const tagCount = Object.keys(tags).length;
    return { key, size: bytes.length, modified: 1000, etag, storageClass, settings: others, tagCount, checksums: {} };
  }
}

/** SHA-256 of bytes or a text. */
export function digest(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
