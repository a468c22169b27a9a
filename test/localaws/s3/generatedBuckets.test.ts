import assert from 'node:assert/strict';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type ListObjectsV2CommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { LocalAws } from '../server';
import type { GeneratedObjects } from './seed';
import { bucketSeed, s3Client, startS3 } from './testBed';

const COUNT = 100_000_000;
const PER_FOLDER = 1_000_000;

/** A hundred million keys in a hundred folders, counting what is asked of them. */
class CountedKeys implements GeneratedObjects {
  readonly count = COUNT;
  keysMade = 0;
  bodiesMade = 0;

  keyAt(index: number): string {
    this.keysMade++;
    const folder = String(Math.floor(index / PER_FOLDER)).padStart(3, '0');
    return `folder-${folder}/${String(index).padStart(9, '0')}.txt`;
  }

  contentAt(index: number): { body: string } {
    this.bodiesMade++;
    return { body: `object ${index}` };
  }
}

describe('A bucket of a hundred million keys', () => {
  let aws: LocalAws;
  let s3: S3Client;
  let keys: CountedKeys;

  beforeEach(async () => {
    keys = new CountedKeys();
    const objects = [{ key: 'README', body: 'written' }];
    aws = await startS3([bucketSeed('big', { objects, generated: keys })]);
    s3 = s3Client(aws);
  });

  afterEach(async () => {
    s3.destroy();
    await aws.close();
  });

  const list = (input: Partial<ListObjectsV2CommandInput> = {}) =>
    s3.send(new ListObjectsV2Command({ Bucket: 'big', ...input }));
  const firstKeyOf = async (input: Partial<ListObjectsV2CommandInput>): Promise<string | undefined> =>
    (await list({ MaxKeys: 1, ...input })).Contents?.[0]?.Key;

  /** Each of the page's rows may cost a binary search (27 steps) to find and one to read. */
  const workFor = (rows: number): number => (rows + 1) * 3 * 28;

  it('costs nothing to have', () => {
    assert.deepEqual([keys.keysMade, keys.bodiesMade], [0, 0]);
  });

  it('opens with one page of work', async () => {
    const page = await list();
    assert.deepEqual([page.KeyCount, page.IsTruncated], [1000, true]);
    assert.equal(page.Contents?.[0]?.Key, 'README');
    assert.ok(keys.keysMade <= workFor(1000), `${keys.keysMade} keys made`);
    assert.ok(keys.bodiesMade <= 1000, `${keys.bodiesMade} bodies made`);
  });

  it('shows its folders without reading them', async () => {
    const page = await list({ Delimiter: '/' });
    assert.equal(page.CommonPrefixes?.length, COUNT / PER_FOLDER);
    assert.equal(page.IsTruncated, false);
    assert.ok(keys.keysMade <= workFor(101), `${keys.keysMade} keys made`);
    assert.equal(keys.bodiesMade, 0);
  });

  it('goes on where a page ended, also in the last folder', async () => {
    const Prefix = 'folder-099/';
    const page = await list({ Prefix });
    assert.equal(page.Contents?.[999]?.Key, 'folder-099/099000999.txt');
    const ContinuationToken = page.NextContinuationToken;
    assert.equal(await firstKeyOf({ Prefix, ContinuationToken }), 'folder-099/099001000.txt');
    assert.ok(keys.keysMade <= workFor(1002), `${keys.keysMade} keys made`);
  });

  it('is entered anywhere at the same cost', async () => {
    for (const folder of ['000', '050', '099']) {
      const StartAfter = `folder-${folder}/${folder}500000.txt`;
      keys.keysMade = 0;
      assert.equal(await firstKeyOf({ StartAfter }), `folder-${folder}/${folder}500001.txt`);
      assert.equal(
        await firstKeyOf({ Prefix: `folder-${folder}/`, Delimiter: '/', StartAfter }),
        `folder-${folder}/${folder}500001.txt`,
      );
      const Prefix = `folder-${folder}/${folder}99`;
      assert.equal(await firstKeyOf({ Prefix }), `folder-${folder}/${folder}990000.txt`);
      assert.ok(keys.keysMade <= 3 * workFor(2), `${keys.keysMade} keys made`);
    }
  });

  it('can be written over and deleted from', async () => {
    const Key = 'folder-042/042000000.txt';
    const object = { Bucket: 'big', Key };
    const textOf = async (): Promise<string | undefined> =>
      (await s3.send(new GetObjectCommand(object))).Body?.transformToString();
    assert.equal(await textOf(), 'object 42000000');
    await s3.send(new PutObjectCommand({ ...object, Body: 'changed' }));
    assert.equal(await textOf(), 'changed');
    await s3.send(new DeleteObjectCommand(object));
    assert.equal(await firstKeyOf({ Prefix: 'folder-042/' }), 'folder-042/042000001.txt');
  });
});
