import assert from 'node:assert/strict';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  RestoreObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { LocalAws } from '../server';
import { bucketSeed, errorOf, READER, s3Client, STRANGER, STRANGER_ARN, startS3 } from './testBed';

const POINT = 'arn:aws:s3:us-east-1:111111111111:accesspoint/guests';
const ALIAS = 'guests-0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5pus-s3alias';
const HOST = 'guests-111111111111.s3-accesspoint.us-east-1.amazonaws.com';

describe('What protects objects and buckets', () => {
  let aws: LocalAws;
  let owner: S3Client;
  let stranger: S3Client;
  let reader: S3Client;

  beforeEach(async () => {
    const toStranger = (Resource: string[], Condition?: object) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: STRANGER_ARN }, Action: 's3:*', Resource, Condition }],
    });
    aws = await startS3([
      bucketSeed('docs', {
        objects: [{ key: 'team/tagged', body: 'x', tags: { a: '1', b: '2' }, storageClass: 'GLACIER' }],
      }),
      bucketSeed('locked', {
        versioning: 'Enabled',
        objects: [
          { key: 'compliance', body: 'x', retention: { mode: 'COMPLIANCE', until: '2099-01-01T00:00:00Z' } },
          { key: 'governance', body: 'x', retention: { mode: 'GOVERNANCE', until: '2099-01-01T00:00:00Z' } },
          { key: 'over', body: 'x', retention: { mode: 'COMPLIANCE', until: '2020-01-01T00:00:00Z' } },
          { key: 'held', body: 'x', legalHold: true },
        ],
      }),
      bucketSeed('paid', {
        requesterPays: true,
        policy: toStranger(['arn:aws:s3:::paid', 'arn:aws:s3:::paid/*']),
        objects: [{ key: 'a', body: 'x' }],
      }),
      bucketSeed('behind', {
        policy: toStranger(['arn:aws:s3:::behind', 'arn:aws:s3:::behind/*'], {
          StringEquals: { 's3:DataAccessPointArn': POINT },
        }),
        accessPoints: [{ name: 'guests', alias: ALIAS, policy: toStranger([POINT, `${POINT}/object/open/*`]) }],
        objects: [
          { key: 'open/a', body: 'x' },
          { key: 'closed/a', body: 'x' },
        ],
      }),
    ]);
    owner = s3Client(aws);
    stranger = s3Client(aws, { credentials: STRANGER });
    reader = s3Client(aws, { credentials: READER });
  });
  afterEach(async () => {
    for (const client of [owner, stranger, reader]) client.destroy();
    await aws.close();
  });

  const versionOf = async (Key: string): Promise<string> => {
    const { Versions } = await owner.send(new ListObjectVersionsCommand({ Bucket: 'locked', Prefix: Key }));
    return Versions?.[0]?.VersionId ?? '';
  };

  it('keeps a locked version, and lets a delete marker stand before it', async () => {
    for (const Key of ['compliance', 'governance', 'held']) {
      const version = { Bucket: 'locked', Key, VersionId: await versionOf(Key) };
      const { status, message } = await errorOf(owner.send(new DeleteObjectCommand(version)));
      assert.deepEqual([status, message], [403, 'Access Denied because object protected by object lock.'], Key);
    }
    assert.equal((await owner.send(new DeleteObjectCommand({ Bucket: 'locked', Key: 'held' }))).DeleteMarker, true);
    await owner.send(new DeleteObjectCommand({ Bucket: 'locked', Key: 'over', VersionId: await versionOf('over') }));
    const governance = { Bucket: 'locked', Key: 'governance', VersionId: await versionOf('governance') };
    await owner.send(new DeleteObjectCommand({ ...governance, BypassGovernanceRetention: true }));
  });

  it('keeps a locked version of a DeleteObjects, and says so key by key', async () => {
    const Objects = [
      { Key: 'held', VersionId: await versionOf('held') },
      { Key: 'over', VersionId: await versionOf('over') },
    ];
    const { Errors = [], Deleted = [] } = await owner.send(
      new DeleteObjectsCommand({ Bucket: 'locked', Delete: { Objects } }),
    );
    assert.deepEqual([Errors.map(({ Key }) => Key), Deleted.map(({ Key }) => Key)], [['held'], ['over']]);
  });

  it('is told with the head of an object', async () => {
    const head = await owner.send(new HeadObjectCommand({ Bucket: 'locked', Key: 'compliance' }));
    assert.deepEqual(
      [head.ObjectLockMode, head.ObjectLockRetainUntilDate?.toISOString(), head.ObjectLockLegalHoldStatus],
      ['COMPLIANCE', '2099-01-01T00:00:00.000Z', undefined],
    );
    const held = await owner.send(new HeadObjectCommand({ Bucket: 'locked', Key: 'held' }));
    assert.equal(held.ObjectLockLegalHoldStatus, 'ON');
  });

  it('hides how many tags there are from whoever may not read them', async () => {
    const object = { Bucket: 'docs', Key: 'team/tagged' };
    assert.equal((await owner.send(new HeadObjectCommand(object))).TagCount, 2);
    assert.equal((await reader.send(new HeadObjectCommand(object))).TagCount, undefined);
  });

  it('asks other accounts to pay for each request to a Requester Pays bucket', async () => {
    const list = { Bucket: 'paid' };
    assert.equal((await errorOf(stranger.send(new ListObjectsV2Command(list)))).status, 403);
    const paid = await stranger.send(new ListObjectsV2Command({ ...list, RequestPayer: 'requester' }));
    assert.deepEqual([paid.KeyCount, paid.RequestCharged], [1, 'requester']);
    const own = await owner.send(new ListObjectsV2Command(list));
    assert.deepEqual([own.KeyCount, own.RequestCharged], [1, undefined]);
  });

  it('opens a bucket through its access point, by alias and by host, as far as both policies allow', async () => {
    const list = (client: S3Client, Bucket: string) => client.send(new ListObjectsV2Command({ Bucket }));
    assert.equal((await errorOf(list(stranger, 'behind'))).status, 403);
    assert.equal((await list(stranger, ALIAS)).KeyCount, 2);
    await stranger.send(new HeadObjectCommand({ Bucket: ALIAS, Key: 'open/a' }));
    assert.equal((await errorOf(stranger.send(new HeadObjectCommand({ Bucket: ALIAS, Key: 'closed/a' })))).status, 403);
    const head = await owner.send(new HeadBucketCommand({ Bucket: ALIAS }));
    assert.deepEqual([head.BucketRegion, head.AccessPointAlias], ['us-east-1', true]);
    // The client makes the host of the ARN; the connection goes to the local AWS all the same.
    const hosts: string[] = [];
    const handler = new NodeHttpHandler();
    const byArn = new S3Client({
      region: 'us-east-1',
      credentials: STRANGER,
      requestHandler: {
        handle: (...[request, options]: Parameters<NodeHttpHandler['handle']>) => {
          hosts.push(request.hostname);
          const { hostname, port } = new URL(aws.endpoint);
          Object.assign(request, { hostname, port: Number(port), protocol: 'http:' });
          return handler.handle(request, options);
        },
      },
    });
    assert.equal((await list(byArn, POINT)).KeyCount, 2);
    assert.deepEqual(hosts, [HOST]);
    byArn.destroy();
  });

  it('tells the attributes that are asked for', async () => {
    const attributes = await owner.send(
      new GetObjectAttributesCommand({
        Bucket: 'docs',
        Key: 'team/tagged',
        ObjectAttributes: ['ETag', 'ObjectSize', 'StorageClass', 'Checksum'],
      }),
    );
    assert.deepEqual(
      [attributes.ETag, attributes.ObjectSize, attributes.StorageClass, attributes.Checksum?.ChecksumType],
      ['9dd4e461268c8034f5c8564e155c67a6', 1, 'GLACIER', 'FULL_OBJECT'],
    );
  });

  it('makes no expedited copy of what lies in the deep archive', async () => {
    await owner.send(new PutObjectCommand({ Bucket: 'docs', Key: 'deep', Body: 'x', StorageClass: 'DEEP_ARCHIVE' }));
    const restore = (Tier: 'Expedited' | 'Bulk') =>
      owner.send(
        new RestoreObjectCommand({
          Bucket: 'docs',
          Key: 'deep',
          RestoreRequest: { Days: 1, GlacierJobParameters: { Tier } },
        }),
      );
    const { status, name } = await errorOf(restore('Expedited'));
    assert.deepEqual([status, name], [400, 'InvalidArgument']);
    assert.equal((await restore('Bulk')).$metadata.httpStatusCode, 202);
  });

  it('changes the storage class by a copy onto itself', async () => {
    const object = { Bucket: 'docs', Key: 'warm' };
    await owner.send(new PutObjectCommand({ ...object, Body: 'x', Metadata: { a: 'b' } }));
    const same = { ...object, CopySource: 'docs/warm' };
    assert.equal((await errorOf(owner.send(new CopyObjectCommand(same)))).name, 'InvalidRequest');
    await owner.send(new CopyObjectCommand({ ...same, StorageClass: 'STANDARD_IA' }));
    const head = await owner.send(new HeadObjectCommand(object));
    assert.deepEqual([head.StorageClass, head.Metadata], ['STANDARD_IA', { a: 'b' }]);
  });

  it('lets a test ask for the conflict of two conditional writes', async () => {
    aws.faults.add({
      service: 's3',
      operation: 'PutObject',
      times: 1,
      action: { type: 'error', status: 409, code: 'ConditionalRequestConflict' },
    });
    const write = () => owner.send(new PutObjectCommand({ Bucket: 'docs', Key: 'new', Body: 'x', IfNoneMatch: '*' }));
    const { status, name } = await errorOf(write());
    assert.deepEqual([status, name], [409, 'ConditionalRequestConflict']);
    await write();
  });
});
