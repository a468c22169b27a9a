import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { LocalAws } from '../server';
import { bucketSeed, errorOf, s3Client, startS3 } from './testBed';

describe('Buckets', () => {
  let aws: LocalAws;
  let s3: S3Client;

  beforeEach(async () => {
    aws = await startS3([
      bucketSeed('acme-b', { region: 'eu-west-1', objects: [{ key: 'hello.txt', body: 'bonjour' }] }),
      bucketSeed('acme-a', { objects: [{ key: 'hello.txt', body: 'hello' }] }),
      bucketSeed('other', { policy: { Version: '2012-10-17', Statement: [] } }),
      bucketSeed('foreign', { accountId: '222222222222' }),
    ]);
    s3 = s3Client(aws);
  });

  afterEach(async () => {
    s3.destroy();
    await aws.close();
  });

  it('of the own account are listed, by page, prefix and region', async () => {
    const namesOf = async (input: object): Promise<(string | undefined)[] | undefined> =>
      (await s3.send(new ListBucketsCommand(input))).Buckets?.map(({ Name }) => Name);
    assert.deepEqual(await namesOf({}), ['acme-a', 'acme-b', 'other']);
    assert.deepEqual(await namesOf({ Prefix: 'acme' }), ['acme-a', 'acme-b']);
    assert.deepEqual(await namesOf({ BucketRegion: 'eu-west-1' }), ['acme-b']);
    const first = await s3.send(new ListBucketsCommand({ MaxBuckets: 2 }));
    assert.equal(first.Buckets?.[1]?.BucketRegion, 'eu-west-1');
    assert.deepEqual(await namesOf({ MaxBuckets: 2, ContinuationToken: first.ContinuationToken }), ['other']);
  });

  it('of another region answer 301 and tell where they are', async () => {
    const list = await errorOf(s3.send(new ListObjectsV2Command({ Bucket: 'acme-b' })));
    assert.deepEqual([list.status, list.name], [301, 'PermanentRedirect']);
    assert.equal(list.headers['x-amz-bucket-region'], 'eu-west-1');
    const head = await errorOf(s3.send(new HeadBucketCommand({ Bucket: 'acme-b' })));
    assert.deepEqual([head.status, head.headers['x-amz-bucket-region']], [301, 'eu-west-1']);
    const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket: 'acme-b' }));
    assert.equal(LocationConstraint, 'eu-west-1');
  });

  it('of another region are followed by the SDK', async () => {
    const following = s3Client(aws, { followRegionRedirects: true });
    const { Body } = await following.send(new GetObjectCommand({ Bucket: 'acme-b', Key: 'hello.txt' }));
    assert.equal(await Body?.transformToString(), 'bonjour');
    const { BucketRegion } = await following.send(new HeadBucketCommand({ Bucket: 'acme-b' }));
    assert.equal(BucketRegion, 'eu-west-1');
    following.destroy();
  });

  /** A client that speaks to the local AWS under another host name, the bucket being part of it. */
  function virtualHostClient(host: string): S3Client {
    const { port } = new URL(aws.endpoint);
    const httpAgent = new Agent({
      lookup: (_host, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    return s3Client(aws, { forcePathStyle: false, endpoint: `http://${host}:${port}`, requestHandler: { httpAgent } });
  }

  for (const host of ['localhost', 's3.us-east-1.amazonaws.com', 'storage.example']) {
    it(`are found by the host name <bucket>.${host}`, async () => {
      const virtual = virtualHostClient(host);
      const { Body } = await virtual.send(new GetObjectCommand({ Bucket: 'acme-a', Key: 'hello.txt' }));
      assert.equal(await Body?.transformToString(), 'hello');
      assert.ok(aws.log.entries.at(-1)?.host.startsWith(`acme-a.${host}:`));
      virtual.destroy();
    });
  }

  it('of another region refuse the signature at the host without a region', async () => {
    const virtual = virtualHostClient('s3.amazonaws.com');
    const { status, name, message } = await errorOf(virtual.send(new ListObjectsV2Command({ Bucket: 'acme-b' })));
    assert.deepEqual([status, name], [400, 'AuthorizationHeaderMalformed']);
    assert.match(message, /the region 'us-east-1' is wrong; expecting 'eu-west-1'$/);
    virtual.destroy();
  });

  it('are created and deleted', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'fresh' }));
    await s3.send(new PutObjectCommand({ Bucket: 'fresh', Key: 'a', Body: 'a' }));
    const full = await errorOf(s3.send(new DeleteBucketCommand({ Bucket: 'fresh' })));
    assert.deepEqual([full.status, full.name], [409, 'BucketNotEmpty']);
    assert.equal((await errorOf(s3.send(new CreateBucketCommand({ Bucket: 'foreign' })))).name, 'BucketAlreadyExists');
    assert.equal((await errorOf(s3.send(new CreateBucketCommand({ Bucket: 'Bad_Name' })))).name, 'InvalidBucketName');
    await s3.send(new DeleteBucketCommand({ Bucket: 'other' }));
    const gone = await errorOf(s3.send(new ListObjectsV2Command({ Bucket: 'other' })));
    assert.deepEqual([gone.status, gone.name], [404, 'NoSuchBucket']);
  });

  it('are created in the region that was asked for', async () => {
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const };
    const wrong = await errorOf(s3.send(new CreateBucketCommand({ Bucket: 'fresh', CreateBucketConfiguration })));
    assert.equal(wrong.name, 'IllegalLocationConstraintException');
    const europe = s3Client(aws, { region: 'eu-west-1' });
    await europe.send(new CreateBucketCommand({ Bucket: 'fresh', CreateBucketConfiguration }));
    const { BucketRegion } = await europe.send(new HeadBucketCommand({ Bucket: 'fresh' }));
    assert.equal(BucketRegion, 'eu-west-1');
    europe.destroy();
  });

  it('are not deleted by requests for what the local AWS does not have', async () => {
    const error = await errorOf(s3.send(new DeleteBucketPolicyCommand({ Bucket: 'other' })));
    assert.deepEqual([error.status, error.name], [501, 'NotImplemented']);
    await s3.send(new HeadBucketCommand({ Bucket: 'other' }));
  });

  it('tell their policy', async () => {
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: 'other' }));
    assert.deepEqual(JSON.parse(Policy ?? ''), { Version: '2012-10-17', Statement: [] });
    const none = await errorOf(s3.send(new GetBucketPolicyCommand({ Bucket: 'acme-a' })));
    assert.equal(none.name, 'NoSuchBucketPolicy');
  });
});
