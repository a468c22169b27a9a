import assert from 'node:assert/strict';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { LocalAws } from '../server';
import { READER, READER_ARN, STRANGER, STRANGER_ARN, bucketSeed, errorOf, s3Client, startS3 } from './testBed';

const Bucket = 'docs';

describe('Access to S3', () => {
  let aws: LocalAws;
  let reader: S3Client;
  let stranger: S3Client;

  before(async () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: STRANGER_ARN },
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::shared/for-all/*',
        },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:DeleteObject',
          Resource: 'arn:aws:s3:::shared/*',
        },
      ],
    };
    aws = await startS3([
      bucketSeed(Bucket, { objects: [{ key: 'team/a', body: 'a' }] }),
      bucketSeed('shared', {
        policy,
        objects: [
          { key: 'for-all/a', body: 'a' },
          { key: 'private/a', body: 'a' },
        ],
      }),
    ]);
    reader = s3Client(aws, { credentials: READER });
    stranger = s3Client(aws, { credentials: STRANGER });
  });

  after(async () => {
    reader.destroy();
    stranger.destroy();
    await aws.close();
  });

  it('is denied in the words of AWS', async () => {
    const list = await errorOf(reader.send(new ListObjectsV2Command({ Bucket, Prefix: 'secret/' })));
    assert.deepEqual([list.status, list.name], [403, 'AccessDenied']);
    assert.equal(
      list.message,
      `User: ${READER_ARN} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::docs" because no identity-based policy allows the s3:ListBucket action`,
    );
    const buckets = await errorOf(reader.send(new ListBucketsCommand()));
    assert.match(buckets.message, /s3:ListAllMyBuckets on resource: "arn:aws:s3:::\*"/);
    const put = await errorOf(reader.send(new PutObjectCommand({ Bucket, Key: 'team/b', Body: 'b' })));
    assert.match(put.message, /s3:PutObject on resource: "arn:aws:s3:::docs\/team\/b"/);
  });

  it('to a prefix needs that prefix in the request', async () => {
    const allowed = await reader.send(new ListObjectsV2Command({ Bucket, Prefix: 'team/', Delimiter: '/' }));
    assert.equal(allowed.KeyCount, 1);
    assert.equal((await errorOf(reader.send(new ListObjectsV2Command({ Bucket })))).status, 403);
    assert.equal((await errorOf(reader.send(new ListObjectsV2Command({ Bucket, Prefix: 'team' })))).status, 403);
  });

  it('tells whoever may not list nothing of missing keys', async () => {
    const get = await errorOf(reader.send(new GetObjectCommand({ Bucket, Key: 'missing' })));
    assert.deepEqual([get.status, get.name], [403, 'AccessDenied']);
    const head = await errorOf(reader.send(new HeadObjectCommand({ Bucket, Key: 'missing' })));
    assert.equal(head.status, 403);
  });

  it('is denied with the region of the bucket', async () => {
    const { status, headers } = await errorOf(reader.send(new HeadBucketCommand({ Bucket })));
    assert.deepEqual([status, headers['x-amz-bucket-region']], [403, 'us-east-1']);
  });

  it('across accounts needs the bucket policy as well', async () => {
    const get = (Key: string) => stranger.send(new GetObjectCommand({ Bucket: 'shared', Key }));
    assert.equal(await (await get('for-all/a')).Body?.transformToString(), 'a');
    const denied = await errorOf(get('private/a'));
    assert.match(denied.message, /because no resource-based policy allows the s3:GetObject action$/);
  });

  it('is denied by a bucket policy, key by key in a DeleteObjects', async () => {
    const owner = s3Client(aws);
    const Objects = [{ Key: 'for-all/a' }, { Key: 'private/a' }];
    const { Errors } = await owner.send(new DeleteObjectsCommand({ Bucket: 'shared', Delete: { Objects } }));
    assert.deepEqual(
      Errors?.map(({ Key, Code }) => [Key, Code]),
      [
        ['for-all/a', 'AccessDenied'],
        ['private/a', 'AccessDenied'],
      ],
    );
    owner.destroy();
  });

  it('without a signature is denied', async () => {
    const answer = await fetch(`${aws.endpoint}/${Bucket}/team/a`);
    assert.equal(answer.status, 403);
    assert.equal(answer.headers.get('server'), 'AmazonS3');
    assert.match(await answer.text(), /<Error><Code>AccessDenied<\/Code>/);
  });
});
