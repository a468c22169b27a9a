import assert from 'node:assert/strict';
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import type { LocalAws } from '../server';
import { bucketSeed, errorOf, s3Client, startS3 } from './testBed';

const Bucket = 'docs';

describe('Keys', () => {
  let aws: LocalAws;
  let s3: S3Client;

  before(async () => {
    aws = await startS3([bucketSeed(Bucket)]);
    s3 = s3Client(aws);
  });

  after(async () => {
    s3.destroy();
    await aws.close();
  });

  // URL-encoded, because the SDK's XML parser reads a text of nothing but blanks with a line break as empty.
  const keysInBucket = async (): Promise<string[]> =>
    ((await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url' }))).Contents ?? []).map(({ Key = '' }) =>
      decodeURIComponent(Key.replaceAll('+', ' ')),
    );

  /** Writes, lists, reads, copies and deletes the keys; each body is its own key. */
  async function roundTrip(keys: readonly string[]): Promise<void> {
    await Promise.all(keys.map((Key) => s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }))));
    assert.deepEqual(new Set(await keysInBucket()), new Set(keys));
    const bodies = keys.map(async (Key) =>
      (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString(),
    );
    assert.deepEqual(await Promise.all(bodies), keys);
    const [first = ''] = keys;
    const CopySource = `${Bucket}/${encodeURIComponent(first)}`;
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy of the first', CopySource }));
    const Objects = [...keys, 'copy of the first'].map((Key) => ({ Key }));
    const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    assert.deepEqual(Errors ?? [], []);
    assert.equal(Deleted?.length, Objects.length);
    assert.deepEqual(await keysInBucket(), []);
  }

  it('come back exactly: slashes, dots, blanks, control characters, emoji', () =>
    roundTrip([
      'a//b',
      '/a',
      'a',
      'a/',
      'a/b',
      '.',
      '..',
      'x/../y',
      'x/./y',
      ' leading',
      'trailing ',
      'tab\tand\u0001bell\u0007',
      'line\r\nbreak',
      '\n',
      '100%',
      '%25',
      'a+b c',
      'q?x#y&z=1',
      '<"\'&>',
      'back\\slash',
      'é',
      'e\u0301',
      '😀',
      '\uffff',
      'k'.repeat(1024),
      '😀'.repeat(256),
    ]));

  it('come back exactly, whatever they are', async () => {
    const key = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 40 })
      .filter((text) => !text.includes('\0') && text !== 'copy of the first');
    await fc.assert(fc.asyncProperty(fc.uniqueArray(key, { minLength: 1, maxLength: 6 }), roundTrip), { numRuns: 10 });
  }).timeout(30_000);

  it('of more than 1,024 bytes are refused', async () => {
    for (const Key of ['k'.repeat(1025), '😀'.repeat(257)]) {
      const { name, status } = await errorOf(s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' })));
      assert.deepEqual([status, name], [400, 'KeyTooLongError']);
    }
  });

  it('that are no UTF-8 are refused', async () => {
    const answer = await fetch(`${aws.endpoint}/${Bucket}/%ff`);
    assert.match(await answer.text(), /<Code>InvalidURI<\/Code>/);
  });
});
