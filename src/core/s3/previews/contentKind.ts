/** How a text or table is packed. */
export type Compression = 'gzip' | 'zstd';

/** What is shown as a table. */
export type TableFormat = 'csv' | 'tsv' | 'jsonLines' | 'parquet';

/** What an object's name and headers say of its content. */
export interface ContentFacts {
  readonly key: string;
  readonly contentType?: string | undefined;
  readonly contentEncoding?: string | undefined;
}

/** What an object is taken for before any of it is read. */
export interface ContentKind {
  /** The key's last name without the extension of its compression, such as `orders.csv` of `in/orders.csv.gz`. */
  readonly innerName: string;
  readonly compression: Compression | undefined;
  readonly table: TableFormat | undefined;
  readonly isImage: boolean;
}

const COMPRESSION_BY_EXTENSION: Readonly<Record<string, Compression>> = {
  gz: 'gzip',
  gzip: 'gzip',
  zst: 'zstd',
  zstd: 'zstd',
};

/** `Content-Encoding` values (RFC 9110, 8.4.1; RFC 8878). */
const COMPRESSION_BY_ENCODING: Readonly<Record<string, Compression>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  zstd: 'zstd',
};

const COMPRESSION_BY_TYPE: Readonly<Record<string, Compression>> = {
  'application/gzip': 'gzip',
  'application/x-gzip': 'gzip',
  'application/zstd': 'zstd',
};

const TABLE_BY_EXTENSION: Readonly<Record<string, TableFormat>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonLines',
  ndjson: 'jsonLines',
  parquet: 'parquet',
  parq: 'parquet',
  pq: 'parquet',
};

const TABLE_BY_TYPE: Readonly<Record<string, TableFormat>> = {
  'text/csv': 'csv',
  'text/tab-separated-values': 'tsv',
  'application/x-ndjson': 'jsonLines',
  'application/jsonl': 'jsonLines',
  'application/x-jsonlines': 'jsonLines',
  'application/vnd.apache.parquet': 'parquet',
  'application/x-parquet': 'parquet',
};

const IMAGE_EXTENSIONS: ReadonlySet<string> = new Set([
  'png',
  'jpg',
  'jpeg',
  'jpe',
  'gif',
  'bmp',
  'ico',
  'webp',
  'avif',
]);

/** The kind of an object by its name first, and by its headers where the name says nothing. */
export function contentKind({ key, contentType, contentEncoding }: ContentFacts): ContentKind {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const packed = COMPRESSION_BY_EXTENSION[extensionOf(name)];
  const innerName = packed ? name.slice(0, name.lastIndexOf('.')) : name;
  const extension = extensionOf(innerName);
  return {
    innerName,
    compression: packed ?? byEncoding(contentEncoding) ?? COMPRESSION_BY_TYPE[type],
    table: TABLE_BY_EXTENSION[extension] ?? TABLE_BY_TYPE[type],
    // SVG is text: the editor shows its source.
    isImage: IMAGE_EXTENSIONS.has(extension),
  };
}

/** Magic numbers: gzip with deflate (RFC 1952), a frame of Zstandard or one to skip (RFC 8878). */
export function sniffCompression(bytes: Uint8Array): Compression | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0x1f && b === 0x8b && c === 0x08) return 'gzip';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  if (a !== undefined && a >> 4 === 5 && b === 0x2a && c === 0x4d && d === 0x18) return 'zstd';
  return undefined;
}

/** Whether the bytes begin as Parquet does (Parquet format, "File format"). */
export function isParquet(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 4)) === 'PAR1';
}

/** Several codings are listed in the order they were applied; `aws-chunked` is one of the transfer. */
function byEncoding(contentEncoding = ''): Compression | undefined {
  const codings = contentEncoding.split(',').map((coding) => coding.trim().toLowerCase());
  const last = codings.filter((coding) => coding !== '' && coding !== 'aws-chunked').at(-1);
  return last === undefined ? undefined : COMPRESSION_BY_ENCODING[last];
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}
