import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { HttpResponse } from '@smithy/core/protocols';
import fc from 'fast-check';
import { objectInfo } from '../../../../src/aws/s3/facts';
import { decodeKey, keyDecoder } from '../../../../src/aws/s3/keys';
import { readListAnswer } from '../../../../src/aws/s3/listAnswer';
import { tokenOf } from '../../../../src/aws/s3/pageTokens';
import { isKind, KEYS, never, ODD_KEYS, StoreBed } from './storeBed';

const answer = (inside: string): string =>
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>lake</Name><EncodingType>url</EncodingType>${inside}</ListBucketResult>`;
const entry = '<Contents><Key>a%20b%2Bc</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified>';

describe('the answer of ListObjectsV2', () => {
  let bed: StoreBed;
  before(async () => void (bed = await StoreBed.start()));
  after(() => bed.close());

  for (const delimiter of ['/', undefined] as const) {
    it(`is read as the SDK reads it, ${delimiter ? 'by folders' : 'all keys'}, page after page`, async () => {
      const store = bed.storeOf('owner');
      const client = new S3Client({
        ...{ endpoint: bed.aws.endpoint, region: 'us-east-1', credentials: KEYS.owner, forcePathStyle: true },
      });
      const seen: string[] = [];
      let next: string | undefined;
      do {
        const page = await store.list({ bucket: 'odd', prefix: '', delimiter, maxKeys: 7, next }, never);
        const theirs = await client.send(
          new ListObjectsV2Command({
            ...{
              Bucket: 'odd',
              Delimiter: delimiter,
              MaxKeys: 7,
              ContinuationToken: tokenOf(next),
              EncodingType: 'url',
            },
          }),
        );
        assert.deepEqual(
          { ...page, next: tokenOf(page.next) },
          {
            objects: (theirs.Contents ?? []).map(({ Key = '', ...facts }) => objectInfo(decodeKey(Key), facts)),
            prefixes: (theirs.CommonPrefixes ?? []).map(({ Prefix = '' }) => decodeKey(Prefix)),
            next: theirs.NextContinuationToken,
          },
        );
        seen.push(...page.objects.map(({ key }) => key));
        next = page.next;
      } while (next !== undefined);
      if (!delimiter) assert.deepEqual(new Set(seen), new Set(ODD_KEYS));
      client.destroy();
    });
  }

  it('is read with more in it than S3 writes, and with less', () => {
    const more = `${entry}<ETag>&quot;e1&quot;</ETag><ChecksumType>FULL_OBJECT</ChecksumType><Size>12</Size><Owner><ID>x</ID></Owner><StorageClass>GLACIER</StorageClass></Contents>`;
    assert.deepEqual(readListAnswer(answer(more))?.objects, [
      { key: 'a b+c', size: 12, modified: Date.UTC(2026, 0, 2, 3, 4, 5), etag: 'e1', storageClass: 'GLACIER' },
    ]);
    assert.deepEqual(readListAnswer(answer('')), { objects: [], prefixes: [], next: undefined });
  });

  it('is no answer of S3 with a key that is not encoded as asked', async () => {
    const broken = answer(entry.replace('a%20b', '%E0%A4') + '<Size>1</Size></Contents>');
    const store = await bed.answering(broken);
    await assert.rejects(store.list({ bucket: 'odd', prefix: '' }, never), isKind('strangeAnswer', /%E0%A4/));
  });

  it('is left to the SDK unless it is whole, encoded and plain', () => {
    const whole = answer(`${entry}<Size>1</Size></Contents>`);
    assert.ok(readListAnswer(whole));
    assert.equal(readListAnswer(whole.slice(0, -5)), undefined, 'cut short');
    assert.equal(readListAnswer(whole.replace('<EncodingType>url</EncodingType>', '')), undefined, 'not encoded');
    assert.equal(
      readListAnswer(answer('<NextContinuationToken>a&amp;b</NextContinuationToken>')),
      undefined,
      'entities',
    );
    assert.equal(readListAnswer(whole.replace('a%20b', 'a&apos;b')), undefined, 'entities in a key');
    assert.equal(readListAnswer(answer('<Contents><Key>a</Key><Size>x</Size></Contents>')), undefined, 'no numbers');
    assert.equal(readListAnswer('<html>welcome to the hotel</html>'), undefined, 'a page of somebody else');
  });
});

/** What the SDK alone makes of an answer. @throws what it throws */
async function bySdk(xml: string) {
  const client = new S3Client({
    ...{ endpoint: 'http://127.0.0.1:1', region: 'us-east-1', credentials: KEYS.owner, forcePathStyle: true },
    requestHandler: {
      handle: () => Promise.resolve({ response: new HttpResponse({ statusCode: 200, body: Readable.from([xml]) }) }),
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
    },
  });
  const output = await client.send(new ListObjectsV2Command({ Bucket: 'odd', EncodingType: 'url' }));
  const decode = keyDecoder(output);
  return {
    objects: (output.Contents ?? []).map(({ Key = '', ...facts }) => objectInfo(decode(Key), facts)),
    prefixes: (output.CommonPrefixes ?? []).map(({ Prefix = '' }) => decode(Prefix)),
    next: output.NextContinuationToken,
  };
}

describe('any answer to a listing', () => {
  let bed: StoreBed;
  before(async () => void (bed = await StoreBed.start()));
  after(() => bed.close());

  const key = fc.oneof(
    fc.string({ minLength: 1 }).map((text) => encodeURIComponent(Buffer.from(text).toString())),
    fc.constantFrom('1e3', '0x10', 'true', '007', '+', '%20', '__proto__', '1.0', 'null', '-0'),
  );
  const size = fc.oneof(
    fc.nat().map(String),
    fc.constantFrom('', '0', '007', '-1', '1e3', ' 5', '1.5', '9007199254740993'),
  );
  const time = fc.oneof(
    fc
      .date({ min: new Date('1980-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    fc.constantFrom('2026-02-30T00:00:00.000Z', '2026-13-01T00:00:00Z', '2026-01-02T03:04:05Z', 'now', ''),
  );
  const element = (name: string, text: string): string => `<${name}>${text}</${name}>`;
  const contents = fc
    .record({
      ...{ Key: key, LastModified: time, Size: size },
      ETag: fc.constantFrom('&quot;e1&quot;', '"e1"', '&#34;e&#34;', 'e', '&amp;', '&#x22;e', '&bogus;', ''),
      StorageClass: fc.constantFrom('STANDARD', 'GLACIER', '', ' GLACIER ', 'A&amp;B'),
      Owner: fc.constantFrom('<ID>x</ID><DisplayName>y</DisplayName>', '', 'z', '<Key>another</Key>'),
    })
    .map((fields) =>
      element(
        'Contents',
        Object.entries(fields)
          .map(([name, text]) => element(name, text))
          .join(''),
      ),
    );
  const part = fc.oneof(
    { weight: 6, arbitrary: contents },
    { weight: 2, arbitrary: key.map((prefix) => element('CommonPrefixes', element('Prefix', prefix))) },
    fc.constantFrom('\n', '<IsTruncated>true</IsTruncated>', '<NextContinuationToken>a/b+c=</NextContinuationToken>'),
    fc.constantFrom(
      '<Prefix/>',
      '<!-- <Contents> -->',
      '<![CDATA[<Contents>]]>',
      '<Contents>',
      '</Contents>',
      '<Contents/>',
    ),
  );
  const whole = fc.array(part, { maxLength: 6 }).map((parts) => answer(parts.join('')));
  /** An answer of which a piece is gone, doubled, moved or replaced. */
  const mutated = fc
    .tuple(
      whole,
      fc.nat(),
      fc.nat({ max: 60 }),
      fc.nat(),
      fc.constantFrom('cut', 'double', 'move', '<', '&', ' ', '</'),
    )
    .map(([xml, from, length, to, how]) => {
      const start = from % xml.length;
      const piece = xml.slice(start, start + length);
      const rest = xml.slice(0, start) + xml.slice(start + length);
      const place = to % (rest.length + 1);
      if (how === 'cut') return rest;
      if (how === 'double') return xml.slice(0, start) + piece + xml.slice(start);
      return rest.slice(0, place) + (how === 'move' ? piece : how) + rest.slice(place);
    });

  it('is read as the SDK reads it, or left to the SDK', async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(whole, mutated), async (xml) => {
        const page = readListAnswer(xml);
        if (!page) return;
        read++;
        assert.deepEqual(page, await bySdk(xml));
      }),
      { numRuns: 1500, seed: 20_260_301 },
    );
    assert.ok(read > 100, `${read} were read`);
  });

  it('takes time by its length alone, whatever is not closed, nested or doubled in it', () => {
    const times = 1_000_000;
    for (const piece of [
      '<Contents>',
      '<Contents><Key>',
      '<CommonPrefixes>',
      '<Key>',
      '</Contents>',
      '<Contents></Contents>',
    ]) {
      const started = performance.now();
      const page = readListAnswer(answer(piece.repeat(times / 10)));
      assert.equal(page, undefined, piece);
      assert.ok(performance.now() - started < 1000, piece);
    }
    assert.equal(readListAnswer(answer('<Contents>')), undefined);
  });

  it('is refused when it is longer than any of S3, before all of it has come', async () => {
    const store = await bed.answering(answer(`${entry}<Size>1</Size></Contents>`.repeat(300_000)));
    await assert.rejects(
      store.list({ bucket: 'odd', prefix: '' }, never),
      isKind('strangeAnswer', /holds more than any such answer/),
    );
    await assert.rejects(
      store.listVersions({ bucket: 'odd', prefix: '' }, never),
      isKind('strangeAnswer', /holds more/),
    );
  });
});
