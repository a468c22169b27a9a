import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Bomb } from './bomb';
import {
  PLAIN,
  RLE,
  DELTA_BINARY_PACKED,
  DELTA_BYTE_ARRAY,
  RLE_DICTIONARY,
  CODEC,
  packed,
  longValue,
  BYTE_STREAM_SPLIT,
  footer,
  file,
  page,
  dictionary,
  oneColumn,
  schemaOnly,
  BYTE_ARRAY,
  FIXED_LEN_BYTE_ARRAY,
} from './parquetWriter';
import { noise } from './textBombs';
import { varint, zigzag, i32, binary, nested, struct } from './thriftWriter';

const MEBIBYTE = 1024 ** 2;

/** Files of Parquet that claim more than they have. */
export const PARQUET_BOMBS: readonly Bomb[] = [
  {
    name: '40 million equal values in one page',
    key: 'a.parquet',
    error: 'tooLarge',
    make: () =>
      oneColumn([...dictionary(1, [7, 0, 0, 0]), ...page(40_000_000, [0], RLE_DICTIONARY)], { values: 40_000_000 }),
  },
  {
    name: '100 pages of 4 million equal values',
    key: 'a.parquet',
    make: () =>
      oneColumn(
        [
          ...dictionary(1, [7, 0, 0, 0]),
          ...Array.from({ length: 100 }, () => page(4_000_000, [0], RLE_DICTIONARY)).flat(),
        ],
        { values: 400_000_000 },
      ),
  },
  {
    name: 'a page of the second version that is 70 MB as it is',
    key: 'a.parquet',
    error: 'tooLarge',
    make: () => {
      const bytes = Buffer.alloc(70 * MEBIBYTE);
      const version2 = { 1: i32(10), 2: i32(0), 3: i32(10), 4: i32(PLAIN), 5: i32(0), 6: i32(0), 7: [2, []] as const };
      const header = struct({ 1: i32(3), 2: i32(bytes.length), 3: i32(bytes.length), 8: nested(version2) });
      const end = footer(header.length + bytes.length, { values: 10 });
      return file(Buffer.concat([Buffer.from(header), bytes]), end);
    },
  },
  {
    name: 'deltas of a number that does not end',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () => {
      const bytes = [...varint(128), 4, 10, ...Array<number>(4 * MEBIBYTE).fill(0x80), 0];
      return oneColumn(page(10, bytes, DELTA_BINARY_PACKED), { values: 10, type: 2 });
    },
  },
  {
    name: 'deltas in two billion blocks',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () => {
      const bytes = [...varint(128), ...varint(2 ** 31 - 1), 10, 0, 0];
      return oneColumn(page(10, bytes, DELTA_BINARY_PACKED), { values: 10, type: 2 });
    },
  },
  {
    name: 'a page with fewer values than rows',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () => oneColumn(page(1, [1, 0, 0, 0]), { values: 1000 }),
  },
  {
    name: 'a run of a billion values',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () =>
      oneColumn([...dictionary(1, [7, 0, 0, 0]), ...page(10, [1, ...varint(2 ** 31 - 2), 0], RLE_DICTIONARY)], {
        values: 10,
      }),
  },
  {
    name: 'levels of a billion values',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () => oneColumn(page(10, [6, 0, 0, 0, ...varint(2 ** 31 - 2), 1]), { values: 10, optional: true }),
  },
  ...Object.entries(CODEC).map(([name, codec]): Bomb => ({
    ...{ name: `a page that claims 2 GB (${name})`, key: 'a.parquet' },
    error: 'tooLarge',
    make: () => oneColumn(page(10, [0, 0, 0, 0], PLAIN, 2 ** 31 - 1), { values: 10, codec }),
  })),
  {
    name: 'a Snappy page that claims 60 MB',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () => oneColumn(page(10, [0, 0, 0, 0], PLAIN, 60 * MEBIBYTE), { values: 10, codec: CODEC.snappy }),
  },
  {
    name: 'a page of a negative size',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () => oneColumn(page(10, [0], PLAIN, -5), { values: 10, codec: CODEC.gzip }),
  },
  {
    name: 'a negative number of values',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () => oneColumn(page(-10, [0, 0, 0, 0]), { values: 10 }),
  },
  {
    name: 'a dictionary of 30 million texts',
    key: 'a.parquet',
    error: 'tooLarge',
    make: () => oneColumn(dictionary(30_000_000, [0, 0, 0, 0]), { values: 10, type: 6 }),
  },
  ...[64 * 1024, 3 * MEBIBYTE, 60 * MEBIBYTE].map((length): Bomb => ({
    name: `1,000 rows of one value of ${length} bytes`,
    key: 'a.parquet',
    make: () => {
      const value = longValue(length);
      const indexes = Buffer.from([1, ...varint(1000 << 1), 0]);
      const pages = [
        ...dictionary(1, packed(value), value.length),
        ...page(1000, packed(indexes), RLE_DICTIONARY, indexes.length),
      ];
      return oneColumn(pages, { values: 1000, type: BYTE_ARRAY, codec: CODEC.brotli });
    },
  })),
  {
    name: '30 pages of one value of 60 MB',
    key: 'a.parquet',
    error: 'tooLarge',
    make: () => {
      const value = longValue(60 * MEBIBYTE);
      const one = page(1, packed(value), PLAIN, value.length);
      const pages = Array.from({ length: 30 }, () => one).flat();
      return oneColumn(pages, { values: 30, type: BYTE_ARRAY, codec: CODEC.brotli });
    },
  },
  {
    name: 'ever longer prefixes, of which the page says that there is one',
    key: 'a.parquet',
    error: 'tooLarge',
    make: () => {
      const deltas = (delta: number): number[] => [
        ...[...varint(128), 4, 1, 0],
        ...Array.from({ length: 157 }, () => [...zigzag(delta), 0, 0, 0, 0]).flat(),
      ];
      const bytes = [...deltas(1000), ...deltas(0)];
      return oneColumn(page(20_000, bytes, DELTA_BYTE_ARRAY), { values: 20_000, type: BYTE_ARRAY });
    },
  },
  {
    name: 'a page with fewer nulls than none',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () => {
      const version2 = {
        1: i32(10),
        2: i32(-2_000_000_000),
        3: i32(10),
        4: i32(DELTA_BINARY_PACKED),
        5: i32(0),
        6: i32(0),
      };
      const bytes = [...varint(128), 4, 10, ...Array<number>(1000).fill(0)];
      const header = struct({ 1: i32(3), 2: i32(bytes.length), 3: i32(bytes.length), 8: nested(version2) });
      return oneColumn([...header, ...bytes], { values: 10 });
    },
  },
  {
    name: 'a column with 40 dictionaries',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () => {
      const value = longValue(60 * MEBIBYTE);
      const one = dictionary(1, packed(value), value.length);
      const options = { values: 1, type: BYTE_ARRAY, codec: CODEC.brotli };
      return oneColumn(Array.from({ length: 40 }, () => one).flat(), options);
    },
  },
  {
    name: 'numbers in runs, which are for booleans',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () => oneColumn(page(10, [1, ...varint(2 ** 31 - 2), 0, 0, 0, 0], RLE), { values: 10 }),
  },
  {
    name: '400,000 values of 4 KB, split by bytes, in a page of 400 KB',
    key: 'a.parquet',
    error: 'tooLarge',
    make: () => {
      const bytes = Buffer.alloc(400_010, 1);
      const options = { values: 400_000, type: FIXED_LEN_BYTE_ARRAY, typeLength: 4096, codec: CODEC.brotli };
      return oneColumn(page(400_000, packed(bytes), BYTE_STREAM_SPLIT, bytes.length), options);
    },
  },
  {
    name: 'row groups of a negative length',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () => oneColumn(page(1, [1, 0, 0, 0]), { values: -1 }),
  },
  {
    name: 'a schema of 60,000 fields',
    key: 'a.parquet',
    error: 'tooLarge',
    make: () =>
      schemaOnly([
        struct({ 4: binary('r'), 5: i32(60_000) }),
        ...Array.from({ length: 60_000 }, () => [0x15, 2, 0x38, 1, 0x6e, 0]),
      ]),
  },
  {
    name: 'a schema 10,000 groups deep',
    key: 'a.parquet',
    error: 'tooLarge',
    make: () => schemaOnly(Array.from({ length: 10_000 }, () => struct({ 4: binary('g'), 5: i32(1) }))),
  },
  {
    name: 'a schema that claims two billion fields',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () => schemaOnly([struct({ 4: binary('r'), 5: i32(2 ** 31 - 1) })]),
  },
  {
    name: 'a footer of structures in structures',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () =>
      file(
        [],
        Array.from({ length: MEBIBYTE }, () => 0x1c),
      ),
  },
  {
    name: 'a footer with a number that does not end',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () => file([], [0x16, ...Array.from({ length: MEBIBYTE }, () => 0x80)]),
  },
  {
    name: 'a footer with a list of two billion',
    key: 'a.parquet',
    error: 'strangeAnswer',
    make: () => file([], [0x29, 0xfc, ...varint(2 ** 31 - 1), 0, 0]),
  },
  {
    name: 'a footer of 40 MB',
    key: 'a.parquet',
    error: 'tooLarge',
    make: () => file([], new Uint8Array(40 * MEBIBYTE)),
  },
  { name: 'a footer of noise', key: 'a.parquet', error: 'strangeAnswer', make: () => file([], [...noise(64 * 1024)]) },
  {
    name: '5,000 columns',
    key: 'a.parquet',
    cut: true,
    make: () =>
      Buffer.from(
        parquetWriteBuffer({
          columnData: Array.from({ length: 5000 }, (_, index) => ({
            name: `c${index}`,
            data: [index],
            type: 'INT32' as const,
          })),
        }),
      ),
  },
];
