import { afterPrefix, compareUtf8, successor } from './utf8Order';

/** Sorted keys that are searched, never walked from the start. */
export interface KeySource {
  /** @returns the smallest key at or after this one in UTF-8 byte order */
  ceiling(from: string): string | undefined;
}

/** One row of a list: a key, or every key that shares a prefix up to a delimiter. */
export interface ListRow {
  readonly kind: 'key' | 'commonPrefix';
  readonly name: string;
}

/** What to list. */
export interface ListQuery {
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  /** The row a former page ended with: listing goes on after it, or after all keys of a common prefix. */
  readonly after?: ListRow | undefined;
}

/** One page of rows. */
export interface ListPage<Row> {
  readonly rows: readonly Row[];
  readonly isTruncated: boolean;
}

/**
 * The rows of a list in order. Each costs one search, however many keys a common prefix stands for.
 */
export function* listRows(keys: KeySource, { prefix, delimiter, after }: ListQuery): Generator<ListRow> {
  let from = after ? startAfter(after) : prefix;
  if (from !== undefined && compareUtf8(from, prefix) < 0) from = prefix;
  while (from !== undefined) {
    const key = keys.ceiling(from);
    if (!key?.startsWith(prefix)) return;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const row: ListRow =
      end < 0 ? { kind: 'key', name: key } : { kind: 'commonPrefix', name: key.slice(0, end + delimiter.length) };
    yield row;
    from = startAfter(row);
  }
}

function startAfter({ kind, name }: ListRow): string | undefined {
  return kind === 'key' ? successor(name) : afterPrefix(name);
}

/**
 * Takes one page of at most `limit` rows.
 * AWS rule: keys and common prefixes count alike toward the limit.
 */
export function takePage<Row>(rows: Iterable<Row>, limit: number): ListPage<Row> {
  const page: Row[] = [];
  for (const row of rows) {
    if (page.length === limit) return { rows: page, isTruncated: limit > 0 };
    page.push(row);
  }
  return { rows: page, isTruncated: false };
}
