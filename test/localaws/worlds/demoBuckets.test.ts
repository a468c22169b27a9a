import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { LocalAws } from '../server';
import { OWNER, OWNER_ACCOUNT, s3Client, startS3 } from '../s3/testBed';
import { demoBuckets } from './demoBuckets';

describe('The demo buckets', () => {
  let aws: LocalAws;
  let s3: S3Client;

  before(async () => {
    aws = await startS3(demoBuckets.map((bucket) => ({ ...bucket, accountId: OWNER_ACCOUNT, region: 'us-east-1' })));
    s3 = s3Client(aws, { credentials: OWNER });
  });

  after(async () => {
    s3.destroy();
    await aws.close();
  });

  const bytesOf = async (Bucket: string, Key: string): Promise<Uint8Array | undefined> =>
    (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToByteArray();

  it('hold keys of every kind, and each of them can be opened', async () => {
    const Bucket = 'acme-analytics';
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url' }));
    const keys = Contents.map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', ' ')));
    assert.ok(keys.some((key) => Buffer.byteLength(key) === 1024));
    for (const key of ['/leading-slash.txt', 'odd keys/.', 'odd keys/same', 'odd keys/same/inside.txt']) {
      assert.ok(keys.includes(key), key);
    }
    for (const key of keys.filter((one) => one.startsWith('odd keys/'))) {
      assert.ok(await bytesOf(Bucket, key), key);
    }
  });

  it('hold images that can be decoded', async () => {
    const png = Buffer.from((await bytesOf('acme-analytics', 'images/sales.png')) ?? []);
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    const data = png.indexOf('IDAT');
    const pixels = inflateSync(png.subarray(data + 4, data + 4 + png.readUInt32BE(data - 4)));
    assert.equal(pixels.length, height * (1 + width * 3));
  });

  it('hold a million events, of which Load More shows the next', async () => {
    const first = await s3.send(new ListObjectsV2Command({ Bucket: 'lake-events', Delimiter: '/' }));
    assert.deepEqual(first.CommonPrefixes, [{ Prefix: '_schema/' }]);
    assert.equal(first.Contents?.[0]?.Key, 'event-0000001.json');
    const ContinuationToken = first.NextContinuationToken;
    const next = await s3.send(new ListObjectsV2Command({ Bucket: 'lake-events', Delimiter: '/', ContinuationToken }));
    assert.equal(next.Contents?.[0]?.Key, 'event-0001000.json');
    const last = Buffer.from((await bytesOf('lake-events', 'event-1000000.json')) ?? []);
    assert.equal((JSON.parse(last.toString()) as { id: number }).id, 1_000_000);
  });
});
