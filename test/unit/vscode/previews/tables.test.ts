import assert from 'node:assert/strict';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { contentKind, type TableFormat } from '../../../../src/core/s3/previews/contentKind';
import { openTable, tableFormatOf } from '../../../../src/vscode/previews/tables/openTable';
import { previewObjects, SENSOR_ROWS, TRIP_ROWS } from '../../../localaws/worlds/demoPreviews';
import { never, RangedObject } from './rangedObject';

/** The bytes of one of the demo's objects. */
function sample(key: string): Buffer {
  const object = previewObjects.find((each) => each.key === key);
  assert.ok(object && 'body' in object && (typeof object.body === 'string' || Buffer.isBuffer(object.body)));
  return Buffer.from(object.body);
}

async function read(content: Uint8Array | string, format: TableFormat, count = 10) {
  const source = await openTable(new RangedObject(Buffer.from(content)).open(), format, never);
  return await source.next(count);
}

describe('the rows of separated values', () => {
  it('are read only as far as they are asked for', async () => {
    const object = new RangedObject(sample('samples/sensors.csv'), 4 * 1024 ** 3);
    const source = await openTable(object.open(), 'csv', never);
    const { columns, rows, done } = await source.next(1000);
    assert.deepEqual(
      columns.map(({ name, type }) => [name, type]),
      [
        ['sensor', 'text'],
        ['at', 'timestamp'],
        ['celsius', 'decimal'],
        ['ok', 'boolean'],
        ['note', 'text'],
      ],
    );
    assert.equal(rows.length, 1000);
    assert.deepEqual(rows[7], ['S-7', '2026-03-01T00:07:00.000Z', '15.7', 'true', 'replaced, see "log"\nof that day']);
    assert.ok(!done);
    assert.ok(object.bytesRead <= 512 * 1024, String(object.bytesRead));
    const next = await source.next(1000);
    assert.equal(next.rows[0]?.[0], 'S-0');
    assert.equal(next.rows[0][1], '2026-03-01T16:40:00.000Z', 'the row after the last one');
  });

  it('are all there in the end, each once', async () => {
    const source = await openTable(new RangedObject(sample('samples/sensors.csv')).open(), 'csv', never);
    const seen: string[] = [];
    for (;;) {
      const { rows, done } = await source.next(7777);
      seen.push(...rows.map((row) => row[1] ?? ''));
      if (done) break;
    }
    assert.equal(seen.length, SENSOR_ROWS);
    assert.equal(new Set(seen).size, SENSOR_ROWS);
  });

  it('may be separated by whatever their first lines tell, with any line ends and a byte order mark', async () => {
    for (const [separator, newline] of [
      [';', '\r\n'],
      ['\t', '\n'],
      ['|', '\r'],
      [',', '\n'],
    ]) {
      const text = [
        ['name', 'city'],
        ['Ann', 'Ulm'],
        ['Bo', 'Köln'],
      ]
        .map((row) => row.join(separator))
        .join(newline);
      const { columns, rows } = await read(`\uFEFF${text}${newline ?? ''}`, 'csv');
      assert.deepEqual(
        [columns.map(({ name }) => name), ...rows],
        [
          ['name', 'city'],
          ['Ann', 'Ulm'],
          ['Bo', 'Köln'],
        ],
      );
    }
    const { rows } = await read(Buffer.from('\uFEFFa;b\r\nx;y\r\n', 'utf16le'), 'csv');
    assert.deepEqual(rows, [['x', 'y']]);
  });

  it('may be of any width, without names too', async () => {
    const { columns, rows } = await read('1,2\n3\n\n4,5,6\n', 'csv');
    assert.deepEqual(
      columns.map(({ name }) => name),
      ['Column 1', 'Column 2', 'Column 3'],
    );
    assert.deepEqual(rows, [['1', '2'], ['3'], ['4', '5', '6']]);
    assert.deepEqual((await read('', 'csv')).rows, []);
    assert.equal((await read('', 'csv')).done, true);
  });

  it('come out of compression', async () => {
    const { columns, rows } = await read(sample('samples/orders.csv.gz'), 'csv', 2);
    assert.deepEqual(
      columns.map(({ name, numeric }) => [name, numeric]),
      [
        ['order_id', true],
        ['day', false],
        ['amount', true],
      ],
    );
    assert.deepEqual(rows[1], ['2', '2026-03-01', '1.50']);
  });

  it('do not end in a quote that is never closed', async () => {
    const text = `a,b\n1,"never closed ${'x'.repeat(9 * 1024 ** 2)}`;
    const source = await openTable(new RangedObject(Buffer.from(text)).open(), 'csv', never);
    await assert.rejects(source.next(10), { kind: 'strangeAnswer' });
  });

  it('are not those of another state of the object', async () => {
    const object = new RangedObject(sample('samples/sensors.csv'));
    const source = await openTable(object.open(), 'csv', never);
    await source.next(1000);
    object.change();
    await assert.rejects(
      source.next(40_000).then(() => source.next(40_000)),
      { kind: 'changed' },
    );
  });

  it('cannot be made of what is no text', async () => {
    await assert.rejects(read(Buffer.from([0, 1, 2, 0]), 'csv'), { kind: 'strangeAnswer' });
  });
});

describe('the rows of JSON Lines', () => {
  it('have the columns of all lines', async () => {
    const { columns, rows, done } = await read(sample('samples/events.jsonl'), 'jsonLines', 3);
    assert.deepEqual(
      columns.map(({ name }) => name),
      ['id', 'at', 'user', 'amount'],
    );
    assert.equal(rows[0]?.[2], '{"name":"u-0","tags":["new","web"]}');
    assert.equal(rows[1]?.[3], '0.25');
    assert.ok(!done);
  });

  it('are found without a name or type that says so', async () => {
    const unnamed = contentKind({ key: 'part-0' });
    const format = (content: Uint8Array) => tableFormatOf(new RangedObject(content).open(), unnamed, never);
    assert.equal(await format(sample('samples/events.jsonl')), 'jsonLines');
    assert.equal(await format(gzipSync('{"a":1}\n{"a":2}\n')), 'jsonLines');
    assert.equal(await format(sample('samples/trips.parquet')), 'parquet');
    assert.equal(await format(Buffer.from('a,b\n')), undefined);
    assert.equal(await format(sample('samples/firmware.bin')), undefined);
    assert.equal(await format(new Uint8Array()), undefined);
  });
});

/** A Zstandard frame whose blocks are not compressed (RFC 8878, 3.1.1). */
function storedInZstd(bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 1 + 4 + 3);
  header.writeUInt32LE(0xfd2fb528, 0);
  header.writeUInt8(0xa0, 4);
  header.writeUInt32LE(bytes.length, 5);
  header.writeUIntLE((bytes.length << 3) | 1, 9, 3);
  return Buffer.concat([header, bytes]);
}

/** An LZ4 block of literals alone. */
function storedInLz4(bytes: Uint8Array): Buffer {
  if (bytes.length < 15) return Buffer.concat([Buffer.of(bytes.length << 4), bytes]);
  const rest = bytes.length - 15;
  const length = Buffer.alloc(Math.floor(rest / 255) + 1, 255);
  length[length.length - 1] = rest % 255;
  return Buffer.concat([Buffer.of(0xf0), length, bytes]);
}

/** As Hadoop writes what Parquet calls LZ4: with both lengths before the block. */
function storedInHadoopLz4(bytes: Uint8Array): Buffer {
  const block = storedInLz4(bytes);
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(bytes.length, 0);
  lengths.writeUInt32BE(block.length, 4);
  return Buffer.concat([lengths, block]);
}

describe('the rows of Parquet', () => {
  it('come with their schema, by ranges, with every digit', async () => {
    const content = sample('samples/trips.parquet');
    const object = new RangedObject(content);
    const source = await openTable(object.open(), 'parquet', never);
    assert.deepEqual(
      source.schema?.map(({ path, type, nullable }) => [path, type, nullable]),
      [
        ['trip_id', 'int64', false],
        ['fare', 'decimal(12, 2)', true],
        ['started', 'timestamp(µs, UTC)', false],
        ['day', 'date', false],
        ['city', 'string', true],
        ['distance_km', 'double', true],
        ['stops', 'list<string>', true],
      ],
    );
    assert.equal(source.shown.totalRows, TRIP_ROWS);
    const { rows, done } = await source.next(100);
    assert.deepEqual(rows[2], [
      '9007199254740995',
      '19.92',
      '2026-03-01 00:02:00Z',
      '2026-03-01',
      'München',
      '1.25',
      '["stop 1","stop 2"]',
    ]);
    assert.equal(rows[3]?.[1], null);
    assert.ok(!done);
    assert.ok(object.bytesRead < content.length / 2, `${object.bytesRead} of ${content.length}`);
  });

  it('go on where they ended, over row groups, to the last', async () => {
    const source = await openTable(new RangedObject(sample('samples/trips.parquet')).open(), 'parquet', never);
    const ids: string[] = [];
    for (;;) {
      const { rows, done } = await source.next(3333);
      ids.push(...rows.map((row) => row[0] ?? ''));
      if (done) break;
    }
    assert.equal(ids.length, TRIP_ROWS);
    assert.equal(ids.at(-1), String(9_007_199_254_740_993n + BigInt(TRIP_ROWS - 1)));
  });

  it('show times to their last unit, and structs, lists and maps as JSON', async () => {
    const time = (unit: 'MILLIS' | 'MICROS' | 'NANOS') => ({ type: 'TIME', isAdjustedToUTC: false, unit }) as const;
    const file = parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: 5 },
        { name: 'ms', type: 'INT32', repetition_type: 'OPTIONAL', logical_type: time('MILLIS') },
        { name: 'us', type: 'INT64', repetition_type: 'OPTIONAL', logical_type: time('MICROS') },
        { name: 'ns', type: 'INT64', repetition_type: 'OPTIONAL', logical_type: time('NANOS') },
        { name: 'labels', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'MAP' },
        { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
        { name: 'key', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED', converted_type: 'UTF8' },
        { name: 'value', type: 'INT64', repetition_type: 'OPTIONAL' },
        { name: 'place', repetition_type: 'OPTIONAL', num_children: 2 },
        { name: 'city', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL', converted_type: 'UTF8' },
        { name: 'height', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
      ],
      columnData: [
        { name: 'ms', data: [3_661_001, null] },
        { name: 'us', data: [3_661_000_001n, null] },
        { name: 'ns', data: [86_399_999_999_999n, null] },
        { name: 'labels', data: [{ a: 9_007_199_254_740_993n, 'b "c"': null }, null] },
        {
          name: 'place',
          data: [
            { city: 'Köln', height: 53.5 },
            { city: null, height: null },
          ],
        },
      ],
    });
    const { rows } = await read(Buffer.from(file), 'parquet');
    assert.deepEqual(rows, [
      [
        '01:01:01.001',
        '01:01:01.000001',
        '23:59:59.999999999',
        '{"a":9007199254740993,"b \\"c\\"":null}',
        '{"city":"Köln","height":53.5}',
      ],
      [null, null, null, null, '{"city":null,"height":null}'],
    ]);
  });

  it('may be compressed with every codec that is in use', async () => {
    for (const [codec, compress] of [
      ['GZIP', gzipSync],
      ['BROTLI', brotliCompressSync],
      ['ZSTD', storedInZstd],
      ['LZ4_RAW', storedInLz4],
      ['LZ4', storedInHadoopLz4],
    ] as const) {
      const file = parquetWriteBuffer({
        codec,
        compressors: { [codec]: (bytes: Uint8Array) => new Uint8Array(compress(bytes)) },
        columnData: [{ name: 'n', data: Array.from({ length: 500 }, (_, n) => `value ${n % 3}`), type: 'STRING' }],
      });
      const { rows } = await read(Buffer.from(file), 'parquet', 2);
      assert.deepEqual(rows, [['value 0'], ['value 1']], codec);
    }
  });

  it('say what is wrong with a file that is none, or cut short', async () => {
    await assert.rejects(read('a,b\n1,2\n', 'parquet'), { kind: 'strangeAnswer' });
    await assert.rejects(read('', 'parquet'), { kind: 'strangeAnswer' });
    await assert.rejects(read(sample('samples/trips.parquet').subarray(0, 5000), 'parquet'), { kind: 'strangeAnswer' });
    await assert.rejects(read(Buffer.from('PAR1....PARE'), 'parquet'), /encrypted/);
  });
});
