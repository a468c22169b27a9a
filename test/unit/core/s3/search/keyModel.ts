import type { ListPage, ListRequest, ObjectInfo, ObjectReader } from '../../../../../src/core/s3/objectStore';
import { cancelled, type AppError } from '../../../../../src/core/support/errors';

/** Sorted as S3 does, told without any of the product's code. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The object of a key in a {@link KeyModel}. */
export function objectOf(key: string): ObjectInfo {
  return { key, size: key.length, modified: 0, storageClass: 'STANDARD' };
}

/** The lists of a bucket with these keys, by the rules of ListObjectsV2, and what they were asked. */
export class KeyModel implements Pick<ObjectReader, 'list'> {
  readonly requests: ListRequest[] = [];
  /** Most lists that were under way at once. */
  most = 0;
  /** Called before each answer; may throw what the list fails with. */
  before: (request: ListRequest) => AppError | undefined = () => undefined;
  /** Answers wait for it. */
  gate: Promise<unknown> | undefined;
  readonly #keys: readonly string[];
  #underWay = 0;

  constructor(
    keys: Iterable<string>,
    private readonly pageSize: number,
    /** How many turns of the event loop an answer takes. */
    private readonly turns: () => number = () => 1,
  ) {
    this.#keys = [...new Set(keys)].sort(byBytes);
  }

  /** The keys with a prefix, in order. */
  below(prefix: string): string[] {
    return this.#keys.filter((key) => key.startsWith(prefix));
  }

  /** How many lists it takes to list everything with a prefix in sequence. */
  pages(prefix = ''): number {
    return Math.max(1, Math.ceil(this.below(prefix).length / this.pageSize));
  }

  async list(request: ListRequest, signal: AbortSignal): Promise<ListPage> {
    this.requests.push(request);
    this.#underWay++;
    this.most = Math.max(this.most, this.#underWay);
    try {
      for (let turn = this.turns(); turn > 0; turn--) await new Promise((resolve) => setImmediate(resolve));
      await this.gate;
      if (signal.aborted) throw cancelled();
      const failure = this.before(request);
      if (failure) throw failure;
      return this.#page(request);
    } finally {
      this.#underWay--;
    }
  }

  #page({ prefix, delimiter, startAfter, next }: ListRequest): ListPage {
    const after = next ?? startAfter;
    const rows: { name: string; isFolder: boolean }[] = [];
    let at = this.#firstAfter(next?.endsWith('\0/') === true ? next.slice(0, -2) : after);
    const skipped = next?.endsWith('\0/') === true ? next.slice(0, -2) : undefined;
    for (; at < this.#keys.length; at++) {
      const key = this.#keys[at] ?? '';
      if (skipped !== undefined && key.startsWith(skipped)) continue;
      if (!key.startsWith(prefix)) {
        if (byBytes(key, prefix) > 0) break;
        continue;
      }
      const end = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length);
      const name = end < 0 ? key : key.slice(0, end + 1);
      if (end >= 0 && rows.at(-1)?.name === name) continue;
      if (rows.length === this.pageSize) {
        const last = rows.at(-1);
        return { ...split(rows), next: last?.isFolder === true ? `${last.name}\0/` : last?.name };
      }
      rows.push({ name, isFolder: end >= 0 });
    }
    return split(rows);
  }

  #firstAfter(key: string | undefined): number {
    if (key === undefined) return 0;
    let [low, high] = [0, this.#keys.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byBytes(this.#keys[middle] ?? '', key) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function split(rows: readonly { name: string; isFolder: boolean }[]): ListPage {
  return {
    prefixes: rows.filter(({ isFolder }) => isFolder).map(({ name }) => name),
    objects: rows.filter(({ isFolder }) => !isFolder).map(({ name }) => objectOf(name)),
  };
}
