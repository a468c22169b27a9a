import { parquetWriteBuffer } from 'hyparquet-writer';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { ObjectSeed } from '../s3/seed';
import { csv, text } from './demoObjects';

/** Rows of the sample of many rows. */
export const SENSOR_ROWS = 50_000;
/** Rows of the Parquet sample, in groups of 5,000. */
export const TRIP_ROWS = 20_000;

const FIRST = Date.parse('2026-03-01T00:00:00Z');
const CITIES = ['Berlin', 'Hamburg', 'München', 'Paris', 'São Paulo', '東京'];

const at = (index: number): string => new Date(FIRST + index * 60_000).toISOString();
const rows = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

const sensors = csv('samples/sensors.csv', [
  ['sensor', 'at', 'celsius', 'ok', 'note'],
  ...rows(SENSOR_ROWS, (n) => [
    `S-${n % 250}`,
    at(n),
    (15 + (n % 200) / 10).toFixed(1),
    n % 97 === 0 ? 'false' : 'true',
    n % 1000 === 7 ? '"replaced, see ""log""\nof that day"' : '',
  ]),
]);

/** The kinds of values that are easily shown wrong. */
function trips(): Buffer {
  const file = parquetWriteBuffer({
    rowGroupSize: 5000,
    pageSize: 16_384,
    schema: [
      { name: 'root', num_children: 7 },
      { name: 'trip_id', type: 'INT64', repetition_type: 'REQUIRED' },
      {
        name: 'fare',
        type: 'INT64',
        repetition_type: 'OPTIONAL',
        converted_type: 'DECIMAL',
        precision: 12,
        scale: 2,
        logical_type: { type: 'DECIMAL', precision: 12, scale: 2 },
      },
      {
        name: 'started',
        type: 'INT64',
        repetition_type: 'REQUIRED',
        converted_type: 'TIMESTAMP_MICROS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
      },
      {
        name: 'day',
        type: 'INT32',
        repetition_type: 'REQUIRED',
        converted_type: 'DATE',
        logical_type: { type: 'DATE' },
      },
      { name: 'city', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL', converted_type: 'UTF8' },
      { name: 'distance_km', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
      { name: 'stops', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL', converted_type: 'UTF8' },
    ],
    columnData: [
      { name: 'trip_id', data: rows(TRIP_ROWS, (n) => 9_007_199_254_740_993n + BigInt(n)) },
      { name: 'fare', data: rows(TRIP_ROWS, (n) => (n % 50 === 3 ? null : (1990 + (n % 5000)) / 100)) },
      { name: 'started', data: rows(TRIP_ROWS, (n) => new Date(FIRST + n * 60_000)) },
      { name: 'day', data: rows(TRIP_ROWS, (n) => new Date(FIRST + n * 60_000)) },
      { name: 'city', data: rows(TRIP_ROWS, (n) => CITIES[n % CITIES.length] ?? null) },
      { name: 'distance_km', data: rows(TRIP_ROWS, (n) => 1 + (n % 317) / 8) },
      { name: 'stops', data: rows(TRIP_ROWS, (n) => rows(n % 3, (stop) => `stop ${stop + 1}`)) },
    ],
  });
  return Buffer.from(file);
}

const utf16 = Buffer.from(`\uFEFF${rows(20, (n) => `Zeile ${n + 1}: schöne Grüße\r\n`).join('')}`, 'utf16le');

/** Objects of the kinds that a preview shows. */
export const previewObjects: readonly ObjectSeed[] = [
  sensors,
  text(
    'samples/regions.tsv',
    `region\trevenue\n${CITIES.map((city, n) => `${city}\t${1000 * (n + 1)}`).join('\n')}\n`,
    'text/tab-separated-values',
  ),
  text(
    'samples/events.jsonl',
    rows(3000, (n) =>
      JSON.stringify({
        id: n + 1,
        at: at(n),
        ...(n % 3 === 0 ? { user: { name: `u-${n % 40}`, tags: ['new', 'web'] } } : { amount: n / 4 }),
      }),
    ).join('\n'),
    'application/x-ndjson',
  ),
  {
    key: 'samples/orders.csv.gz',
    body: gzipSync(
      `order_id,day,amount\n${rows(5000, (n) => `${n + 1},${at(n).slice(0, 10)},${n % 97}.50\n`).join('')}`,
    ),
    contentType: 'application/gzip',
  },
  {
    key: 'samples/nightly.log.zst',
    // Two frames, as `zstd` writes them and log rotation joins them.
    body: readFileSync(new URL('samples/nightly.log.zst', import.meta.url)),
    contentType: 'application/zstd',
  },
  { key: 'samples/trips.parquet', body: trips(), contentType: 'application/vnd.apache.parquet' },
  { key: 'samples/windows.txt', body: utf16, contentType: 'text/plain' },
  { key: 'samples/firmware.bin', body: Buffer.from(rows(4096, (n) => (n * 7) % 256)) },
];
