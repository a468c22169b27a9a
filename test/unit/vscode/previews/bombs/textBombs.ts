import { gzipSync } from 'node:zlib';
import type { Bomb } from './bomb';

const MEBIBYTE = 1024 ** 2;

/** Fixed noise: the same bytes in every run (a linear congruential generator). */
export function noise(length: number, seed = 7): Buffer {
  let state = seed;
  return Buffer.from(
    Uint8Array.from({ length }, () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24),
  );
}

/** A frame of Zstandard of repeated bytes, with that header. */
export function zstdFrame(header: readonly number[], blocks: number): Buffer {
  const block = (last: boolean): readonly number[] => {
    const bits = (131_072 << 3) | (1 << 1) | (last ? 1 : 0);
    return [bits & 255, (bits >> 8) & 255, (bits >> 16) & 255, 0x61];
  };
  const body = Array.from({ length: blocks }, (_, index) => Buffer.from(block(index === blocks - 1)));
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, ...header]), ...body]);
}

const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);
const row = (cells: number): Buffer => Buffer.alloc(cells, ',');
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');

/** Texts and tables of text. What each becomes is told with it: nothing at all is a failure. */
export const TEXT_BOMBS: readonly Bomb[] = [
  {
    name: 'a line of escaped quotes that is not closed',
    key: 'a.jsonl',
    make: () => `{"a":"${'\\"'.repeat(MEBIBYTE)}`,
  },
  {
    name: '300 new names in each of 1,000 lines',
    key: 'a.jsonl',
    cut: true,
    make: () =>
      lines(1000, (at) => `{${Array.from({ length: 300 }, (_, index) => `"n${at * 300 + index}":1`).join(',')}}`),
  },
  {
    name: '600,000 names in one line',
    key: 'a.jsonl',
    cut: true,
    make: () => `{${Array.from({ length: 600_000 }, (_, index) => `"n${index}":1`).join(',')}}\n`,
  },
  {
    name: 'a name far to the right in every short line',
    key: 'a.jsonl',
    make: () =>
      `{${Array.from({ length: 2000 }, (_, index) => `"${index}":1`).join(',')}}\n${'{"1999":1}\n'.repeat(200_000)}`,
  },
  {
    name: 'lists a million deep',
    key: 'a.jsonl',
    error: 'strangeAnswer',
    make: () => '['.repeat(MEBIBYTE) + ']'.repeat(MEBIBYTE),
  },
  { name: 'objects 100,000 deep', key: 'a.jsonl', error: 'strangeAnswer', make: () => '{"a":'.repeat(100_000) },
  { name: 'empty lists, two million of them', key: 'a.jsonl', make: () => `{"a":[${'[],'.repeat(2_000_000)}[]]}\n` },
  {
    name: 'a number of a million digits, and one of a large exponent',
    key: 'a.jsonl',
    make: () => `{"a":${'9'.repeat(MEBIBYTE)},"b":1e999999999}\n`,
  },
  {
    name: 'halves of characters and NUL characters',
    key: 'a.jsonl',
    make: () => '{"\\ud800":"\\u0000\\udfff","\\u0000n1":"\\u0000n9"}\n'.repeat(20_000),
  },
  { name: 'lines of nothing', key: 'a.jsonl', make: () => '\n'.repeat(8 * MEBIBYTE) },
  {
    name: 'a line without end',
    key: 'a.jsonl.gz',
    error: 'strangeAnswer',
    make: () => gzipSync(Buffer.alloc(100 * MEBIBYTE, 'x')),
  },
  { name: '4 million commas', key: 'a.csv', cut: true, make: () => row(4_000_000) },
  {
    name: '30 rows of a million commas, packed',
    key: 'a.csv.gz',
    cut: true,
    make: () =>
      gzipSync(Buffer.concat(Array.from({ length: 30 }, () => Buffer.concat([row(1_000_000), Buffer.from('\n')])))),
  },
  { name: 'a million quotes', key: 'a.csv', make: () => '"'.repeat(MEBIBYTE) },
  { name: 'quotes and commas', key: 'a.csv', make: () => '","'.repeat(MEBIBYTE) },
  {
    name: 'a quote that never closes',
    key: 'a.csv.gz',
    error: 'strangeAnswer',
    make: () => gzipSync(Buffer.concat([Buffer.from('a,b\n1,"'), Buffer.alloc(200 * MEBIBYTE, 'x')])),
  },
  {
    name: 'one cell of 500 MB',
    key: 'a.csv.gz',
    error: 'strangeAnswer',
    make: () => gzipSync(Buffer.alloc(500 * MEBIBYTE, 'x')),
  },
  { name: 'rows of nothing but ends', key: 'a.csv', make: () => '\r\n'.repeat(4 * MEBIBYTE) },
  {
    name: 'a thousand rows of two thousand long cells',
    key: 'a.csv.gz',
    make: () => gzipSync(`${Array.from({ length: 2000 }, () => 'y'.repeat(500)).join(',')}\n`.repeat(60)),
  },
  { name: 'NUL bytes in a table', key: 'a.csv', error: 'strangeAnswer', make: () => Buffer.alloc(MEBIBYTE) },
  {
    name: 'UTF-16 that ends in half a unit',
    key: 'a.csv',
    make: () => Buffer.concat([Buffer.from('\uFEFFa,b\r\n1,\ud800\r\n', 'utf16le'), Buffer.from([0x61])]),
  },
  {
    name: 'noise in place of a table',
    key: 'a.csv',
    error: 'strangeAnswer',
    make: () => Buffer.concat([Buffer.from([0, 1, 0, 2]), noise(MEBIBYTE)]),
  },
  {
    name: '100,000 members of gzip',
    key: 'a.csv.gz',
    make: () => Buffer.concat(Array<Buffer>(100_000).fill(gzipSync('a,b\n'))),
  },
  {
    name: 'members of gzip with nothing in them',
    key: 'a.log.gz',
    make: () => Buffer.concat(Array<Buffer>(200_000).fill(gzipSync(''))),
  },
  {
    name: 'gzip in gzip in gzip',
    key: 'a.log.gz',
    make: () => gzipSync(gzipSync(gzipSync(Buffer.alloc(100 * MEBIBYTE)))),
  },
  { name: 'a gigabyte of one byte', key: 'a.log.zst', make: () => zstdFrame([0, 0x58], 8192) },
  {
    name: 'a frame to skip, then a window of 1.9 GB',
    key: 'a.log.zst',
    error: 'tooLarge',
    make: () => Buffer.concat([skippable, zstdFrame([0, 0xa7], 100)]),
  },
  {
    name: 'a second frame with a window of 1.9 GB',
    key: 'a.csv.zst',
    error: 'tooLarge',
    make: () => Buffer.concat([zstdFrame([0, 0x58], 1), zstdFrame([0, 0xa7], 100)]),
  },
  {
    name: 'a single segment that claims 1.9 GB',
    key: 'a.log.zst',
    error: 'tooLarge',
    make: () => zstdFrame([0xa0, 0, 0, 0, 0x74], 100),
  },
  {
    name: '20,000 frames that ask for 128 MB each',
    key: 'a.log.zst',
    error: 'tooLarge',
    make: () =>
      Buffer.concat(Array<Buffer>(20_000).fill(Buffer.concat([zstdFrame([0, 0x88], 0), Buffer.from([1, 0, 0])]))),
  },
  {
    name: 'a frame to skip that claims 4 GB',
    key: 'a.log.zst',
    make: () => Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 255, 255, 255, 255]), noise(MEBIBYTE)]),
  },
  { name: 'a text of line feeds alone', key: 'a.log', make: () => '\n'.repeat(8 * MEBIBYTE) },
];
