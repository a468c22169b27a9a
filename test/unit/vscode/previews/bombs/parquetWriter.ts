import { brotliCompressSync } from 'node:zlib';
import { varint, zigzag, i32, i64, binary, list, nested, struct } from './thriftWriter';

export const PLAIN = 0;
export const RLE = 3;
export const DELTA_BINARY_PACKED = 5;
export const DELTA_BYTE_ARRAY = 7;
export const RLE_DICTIONARY = 8;
export const CODEC = { none: 0, snappy: 1, gzip: 2, brotli: 4, zstd: 6, lz4Raw: 7 };

/** Of bytes that are nearly all the same, almost nothing is left. */
export const packed = (bytes: Uint8Array): number[] => [...brotliCompressSync(bytes)];

/** A value of that many bytes, as it stands in a page. */
export function longValue(length: number): Buffer {
  const bytes = Buffer.alloc(4 + length, 0xff);
  bytes.writeUInt32LE(length);
  return bytes;
}

export const BYTE_STREAM_SPLIT = 9;
export const [BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY] = [6, 7];

interface FileOptions {
  readonly values: number;
  /** Of values of a fixed length. */
  readonly typeLength?: number;
  readonly codec?: number;
  /** Physical type: 1 is INT32, 6 BYTE_ARRAY. */
  readonly type?: number;
  readonly optional?: boolean;
}

/** The footer of a file of one column. */
export function footer(
  pagesLength: number,
  { values, typeLength, codec = CODEC.none, type = 1, optional = false }: FileOptions,
): number[] {
  const schema = [
    struct({ 4: binary('root'), 5: i32(1) }),
    struct({
      1: i32(type),
      ...(typeLength !== undefined && { 2: i32(typeLength) }),
      ...{ 3: i32(optional ? 1 : 0), 4: binary('n') },
    }),
  ];
  const column = struct({
    2: i64(4),
    3: nested({
      ...{ 1: i32(type), 2: list(5, [zigzag(PLAIN)]), 3: list(8, [[...varint(1), 0x6e]]), 4: i32(codec) },
      ...{ 5: i64(values), 6: i64(pagesLength), 7: i64(pagesLength), 9: i64(4) },
    }),
  });
  const group = struct({ 1: list(12, [column]), 2: i64(pagesLength), 3: i64(values) });
  return struct({ 1: i32(1), 2: list(12, schema), 3: i64(values), 4: list(12, [group]) });
}

/** A whole file of these pages, or with a footer of its own. */
export function file(pages: ArrayLike<number>, end: ArrayLike<number>): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(end.length);
  return Buffer.concat([
    Buffer.from('PAR1'),
    Uint8Array.from(pages),
    Uint8Array.from(end),
    length,
    Buffer.from('PAR1'),
  ]);
}

/** A page of data of the first version. */
export function page(values: number, bytes: readonly number[], encoding = PLAIN, claimed = bytes.length): number[] {
  const header = struct({
    ...{ 1: i32(0), 2: i32(claimed), 3: i32(bytes.length) },
    5: nested({ 1: i32(values), 2: i32(encoding), 3: i32(3), 4: i32(3) }),
  });
  return [...header, ...bytes];
}

export function dictionary(values: number, bytes: readonly number[], claimed = bytes.length): number[] {
  const header = struct({
    1: i32(2),
    2: i32(claimed),
    3: i32(bytes.length),
    7: nested({ 1: i32(values), 2: i32(PLAIN) }),
  });
  return [...header, ...bytes];
}

export function oneColumn(pages: readonly number[], options: FileOptions): Buffer {
  return file(pages, footer(pages.length, options));
}

export const schemaOnly = (schema: readonly number[][]): Buffer =>
  file([], struct({ 1: i32(1), 2: list(12, schema), 3: i64(0), 4: list(12, []) }));
