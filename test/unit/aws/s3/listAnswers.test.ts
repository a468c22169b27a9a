import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { HttpResponse } from '@smithy/core/protocols';
import fc from 'fast-check';
import { objectInfo, unquoted } from '../../../../src/aws/s3/facts';
import { decodeKey, keyDecoder } from '../../../../src/aws/s3/keys';
import { given } from '../../../../src/aws/s3/listAnswers';
import { nextPage, tokenOf } from '../../../../src/aws/s3/pageTokens';
import { isAppError } from '../../../../src/core/support/errors';
import { answeringStore } from './answeringStore';
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

  const read = (xml: string) => answeringStore(() => ({ xml })).list({ bucket: 'odd', prefix: '' }, never);
  const object = {
    key: 'a b+c',
    size: 12,
    modified: Date.UTC(2026, 0, 2, 3, 4, 5),
    etag: 'e1',
    storageClass: 'GLACIER',
  };

  it('is read with more in it than S3 writes, and with less', async () => {
    const more = `${entry}<ETag>&quot;e1&quot;</ETag><ChecksumAlgorithm>CRC32</ChecksumAlgorithm><ChecksumAlgorithm>SHA1</ChecksumAlgorithm><Size>12</Size><Owner><ID>x</ID></Owner><StorageClass>GLACIER</StorageClass></Contents>`;
    assert.deepEqual((await read(answer(more))).objects, [object]);
    assert.deepEqual(await read(answer('')), { objects: [], prefixes: [], next: undefined });
  });

  it('is read however a store writes its XML', async () => {
    const written = [
      '\uFEFF<?xml version="1.0"?>\r\n<!-- a store -->\r\n<ListBucketResult xmlns="a>b" xmlns:x=\'"\'>\r\n',
      '<Prefix/><Name></Name ><Contents x:y="1"\n>\n<Key x="1">a b+&#x63;</Key>\n<!-- <Key>no</Key> -->',
      '<Size><![CDATA[12]]></Size><ETag>&#34;e1&quot;</ETag><StorageClass>GLA<!---->CIER</StorageClass>',
      '<LastModified>2026-01-02T05:04:05+02:00</LastModified></Contents></ListBucketResult>\n',
    ];
    assert.deepEqual(await read(written.join('')), { objects: [object], prefixes: [], next: undefined });
  });

  it('is no answer of S3 with a key that is not encoded as asked', async () => {
    const broken = answer(entry.replace('a%20b', '%E0%A4') + '<Size>1</Size></Contents>');
    const store = await bed.answering(broken);
    await assert.rejects(store.list({ bucket: 'odd', prefix: '' }, never), isKind('strangeAnswer', /%E0%A4/));
  });

  it('is no answer of S3 unless it is whole and has what makes a listing', async () => {
    const whole = answer(`${entry}<Size>1</Size></Contents>`);
    assert.equal((await read(whole)).objects.length, 1);
    const wrong = {
      'cut short': whole.slice(0, -5),
      'cut in a tag': whole.slice(0, -1),
      'two sizes': whole.replace('<Size>1</Size>', '<Key>2</Key>'),
      'no number': whole.replace('<Size>1', '<Size>x'),
      'no time': whole.replace('2026-01-02', '2026-02-30'),
      'an object without a key': answer('<Contents><Size>1</Size></Contents>'),
      'a page of somebody else': '<html>welcome to the hotel</html>',
      'a type declaration': '<!DOCTYPE ListBucketResult [<!ENTITY a "b">]>' + whole,
      'another list': whole.replaceAll('ListBucketResult', 'ListVersionsResult'),
      nothing: '',
    };
    for (const [name, xml] of Object.entries(wrong)) {
      await assert.rejects(read(xml), isKind('strangeAnswer', /not from AWS/), name);
    }
  });

  it('is the error that it is in spite of its status', async () => {
    const xml = '<Error><Code>AccessDenied</Code><Message>no</Message></Error>';
    await assert.rejects(read(xml), isKind('accessDenied'));
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
  // What is empty tells nothing.
  const objects = (output.Contents ?? []).map(({ Key = '', ETag, StorageClass, ...facts }) =>
    objectInfo(decode(Key), { ...facts, ETag: given(unquoted(ETag)), StorageClass: given(StorageClass) }),
  );
  const prefixes = (output.CommonPrefixes ?? []).map(({ Prefix = '' }) => decode(Prefix));
  const isEmpty = objects.length + prefixes.length === 0;
  const told = { isTruncated: output.IsTruncated, token: output.NextContinuationToken, isEmpty };
  return { objects, prefixes, next: nextPage(told, undefined) };
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

  it('is read as the SDK reads it, or by one of both alone', async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(whole, mutated), async (xml) => {
        const store = answeringStore(() => ({ xml }));
        const page = await store.list({ bucket: 'odd', prefix: '' }, never).catch((error: unknown) => {
          if (!isAppError(error, 'strangeAnswer')) throw error;
        });
        // The SDK refuses an answer also for what nobody asks for, such as two names of the bucket.
        const theirs = await bySdk(xml).catch(() => undefined);
        if (!page || !theirs) return;
        read++;
        assert.deepEqual(page, theirs);
      }),
      { numRuns: 1500, seed: 20_260_301 },
    );
    assert.ok(read > 100, `${read} were read`);
  });
});
