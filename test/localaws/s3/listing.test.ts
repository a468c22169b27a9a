import assert from 'node:assert/strict';
import {
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type ListObjectsCommandOutput,
  type ListObjectsV2CommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import type { LocalAws } from '../server';
import { bucketSeed, errorOf, s3Client, startS3 } from './testBed';

/** What a list must come to, told without any of the service's own code. */
function expectedRows(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const rows = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      return end < 0 ? `key ${key}` : `folder ${key.slice(0, end + delimiter.length)}`;
    });
  const name = (row: string): string => row.slice(row.indexOf(' ') + 1);
  return [...new Set(rows)].sort((a, b) => Buffer.compare(Buffer.from(name(a)), Buffer.from(name(b))));
}

function rowsOf(page: ListObjectsCommandOutput | ListObjectsV2CommandOutput): string[] {
  const decode = (text = ''): string => decodeURIComponent(text.replaceAll('+', ' '));
  return [
    ...(page.Contents ?? []).map(({ Key }) => `key ${decode(Key)}`),
    ...(page.CommonPrefixes ?? []).map(({ Prefix }) => `folder ${decode(Prefix)}`),
  ];
}

/** Few characters, so that prefixes, delimiters and keys meet; some of them order differently in UTF-16 than in UTF-8. */
const piece = fc.constantFrom(
  'a',
  'b',
  '/',
  '//',
  '.',
  ' ',
  '+',
  '%',
  '&',
  '\u0001',
  'é',
  '\uffff',
  '😀',
  '\u{10ffff}',
);
const word = (maxLength: number): fc.Arbitrary<string> =>
  fc.array(piece, { maxLength }).map((pieces) => pieces.join(''));

describe('Lists of keys', () => {
  let aws: LocalAws;
  let s3: S3Client;

  async function start(keys: readonly string[]): Promise<void> {
    aws = await startS3([bucketSeed('docs', { objects: keys.map((key) => ({ key, body: '' })) })]);
    s3 = s3Client(aws);
  }

  async function stop(): Promise<void> {
    s3.destroy();
    await aws.close();
  }

  async function listV2(prefix: string, delimiter: string, maxKeys: number): Promise<string[]> {
    const rows: string[] = [];
    let token: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({
          Bucket: 'docs',
          Prefix: prefix,
          Delimiter: delimiter,
          MaxKeys: maxKeys,
          EncodingType: 'url',
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      );
      const found = rowsOf(page);
      assert.equal(page.KeyCount, found.length);
      assert.ok(found.length <= maxKeys);
      assert.equal(page.IsTruncated, page.NextContinuationToken !== undefined);
      rows.push(...found);
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return rows;
  }

  async function listV1(prefix: string, delimiter: string, maxKeys: number): Promise<string[]> {
    const rows: string[] = [];
    let marker = '';
    for (;;) {
      const page = await s3.send(
        new ListObjectsCommand({
          Bucket: 'docs',
          Prefix: prefix,
          Delimiter: delimiter,
          MaxKeys: maxKeys,
          Marker: marker,
          EncodingType: 'url',
        }),
      );
      rows.push(...rowsOf(page));
      if (!page.IsTruncated) return rows;
      const last = page.NextMarker ?? page.Contents?.at(-1)?.Key ?? '';
      marker = decodeURIComponent(last.replaceAll('+', ' '));
    }
  }

  /** Keys and folders stand in two lists of an answer, so only each list has an order to compare. */
  function ordered(rows: readonly string[]): string[][] {
    return ['key ', 'folder '].map((kind) => rows.filter((row) => row.startsWith(kind)));
  }

  it('are the sorted keys, whatever the prefix, delimiter and page size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          word(5).filter((key) => key !== ''),
          { maxLength: 14 },
        ),
        word(2),
        fc.oneof(fc.constantFrom('', '/', 'a', '//'), word(2)),
        fc.integer({ min: 1, max: 6 }),
        async (keys, prefix, delimiter, maxKeys) => {
          await start(keys);
          try {
            const expected = ordered(expectedRows(keys, prefix, delimiter));
            assert.deepEqual(ordered(await listV2(prefix, delimiter, maxKeys)), expected);
            assert.deepEqual(ordered(await listV1(prefix, delimiter, maxKeys)), expected);
          } finally {
            await stop();
          }
        },
      ),
      { numRuns: 30 },
    );
  }).timeout(30_000);

  describe('of a small bucket', () => {
    before(() => start(['a.txt', 'b/1', 'b/2', 'c.txt']));
    after(stop);

    it('count folders toward the page', async () => {
      const page = await s3.send(new ListObjectsV2Command({ Bucket: 'docs', Delimiter: '/', MaxKeys: 2 }));
      assert.deepEqual(rowsOf(page), ['key a.txt', 'folder b/']);
      assert.equal(page.KeyCount, 2);
      assert.equal(page.IsTruncated, true);
    });

    it('begin after StartAfter', async () => {
      const page = await s3.send(new ListObjectsV2Command({ Bucket: 'docs', StartAfter: 'b/1' }));
      assert.deepEqual(rowsOf(page), ['key b/2', 'key c.txt']);
    });

    it('tell the owner only when asked', async () => {
      const ownerOf = async (FetchOwner: boolean): Promise<unknown> =>
        (await s3.send(new ListObjectsV2Command({ Bucket: 'docs', FetchOwner }))).Contents?.[0]?.Owner;
      assert.equal(await ownerOf(false), undefined);
      assert.notEqual(await ownerOf(true), undefined);
    });

    it('hold at most 1,000 keys and none when none are wanted', async () => {
      assert.equal((await s3.send(new ListObjectsV2Command({ Bucket: 'docs', MaxKeys: 5000 }))).MaxKeys, 1000);
      const none = await s3.send(new ListObjectsV2Command({ Bucket: 'docs', MaxKeys: 0 }));
      assert.deepEqual([none.KeyCount, none.IsTruncated], [0, false]);
    });

    it('encode keys as a form does, but for the slash', async () => {
      await s3.send(new PutObjectCommand({ Bucket: 'docs', Key: 'x/1+1 (é)', Body: '2' }));
      const { Contents } = await s3.send(
        new ListObjectsV2Command({ Bucket: 'docs', Prefix: 'x', EncodingType: 'url' }),
      );
      assert.equal(Contents?.[0]?.Key, 'x/1%2B1+%28%C3%A9%29');
    });

    it('refuse a token of somebody else', async () => {
      const { name, status } = await errorOf(
        s3.send(new ListObjectsV2Command({ Bucket: 'docs', ContinuationToken: 'not-mine' })),
      );
      assert.deepEqual([status, name], [400, 'InvalidArgument']);
    });
  });
});
