import assert from 'node:assert/strict';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type LocalAws, startLocalAws } from '../server';
import { assume } from '../testing/clients';
import { assertRefused } from '../testing/refusals';
import { ACCESS_KEYS, demoWorld, ROLES } from './demo';
import { ACCESS_POINT_ALIAS, REQUESTER_PAYS_BUCKET } from './demoShared';
import { KMS_KEY } from './demoStorage';

describe('The demo world holds', () => {
  let aws: LocalAws;
  let analyst: S3Client;
  let team: S3Client;

  const clientOf = async (RoleArn: string): Promise<S3Client> =>
    new S3Client({
      endpoint: aws.endpoint,
      region: 'us-east-1',
      credentials: await assume(aws, ACCESS_KEYS.alice, { RoleArn }),
      forcePathStyle: true,
    });

  before(async () => {
    aws = await startLocalAws(demoWorld);
    [analyst, team] = await Promise.all([clientOf(ROLES.analyst), clientOf(ROLES.teamOnly)]);
  });
  after(async () => {
    analyst.destroy();
    team.destroy();
    await aws.close();
  });

  const denied = { status: 403, name: 'AccessDenied' };

  it('an object with several versions, one that came back and two that are deleted', async () => {
    const { Versions = [], DeleteMarkers = [] } = await analyst.send(
      new ListObjectVersionsCommand({ Bucket: 'acme-versions' }),
    );
    const of = (key: string): number => Versions.filter(({ Key }) => Key === key).length;
    assert.deepEqual([of('contract.md'), of('minutes/2025-03.md')], [3, 2]);
    const deleted = DeleteMarkers.filter(({ IsLatest }) => IsLatest).map(({ Key }) => Key);
    assert.deepEqual(deleted, ['minutes/2025-02.md', 'retired-plan.txt']);
  });

  it('drafts that people may edit, each save a version', async () => {
    const draft = { Bucket: 'acme-drafts', Key: 'todo.txt' };
    const { VersionId } = await analyst.send(new PutObjectCommand({ ...draft, Body: 'Done\n' }));
    assert.match(VersionId ?? '', /^.{8,}$/);
  });

  it('a folder that one role sees and nothing beside it', async () => {
    const list = (Prefix?: string) => team.send(new ListObjectsV2Command({ Bucket: 'acme-drafts', Prefix }));
    assert.equal((await list('team/')).KeyCount, 3);
    await assertRefused(list(), denied);
    await assertRefused(list('managers/'), denied);
    await assertRefused(team.send(new ListBucketsCommand({})), denied);
    await assertRefused(
      team.send(new GetObjectCommand({ Bucket: 'acme-drafts', Key: 'managers/salaries.txt' })),
      denied,
    );
  });

  it('archived objects in every state', async () => {
    const stateOf = async (year: number) => {
      const { StorageClass, Restore } = await analyst.send(
        new HeadObjectCommand({ Bucket: 'acme-archive', Key: `${year}/ledger.csv` }),
      );
      return [StorageClass, Restore?.replace(/, .*/, '')];
    };
    assert.deepEqual(await stateOf(2019), ['GLACIER', undefined]);
    assert.deepEqual(await stateOf(2020), ['DEEP_ARCHIVE', undefined]);
    assert.deepEqual(await stateOf(2021), ['GLACIER', 'ongoing-request="false"']);
    assert.deepEqual(await stateOf(2022), ['DEEP_ARCHIVE', 'ongoing-request="true"']);
    await analyst.send(new GetObjectCommand({ Bucket: 'acme-archive', Key: '2021/ledger.csv' }));
    for (const year of [2022, 2026]) {
      const archived = analyst.send(new GetObjectCommand({ Bucket: 'acme-archive', Key: `${year}/ledger.csv` }));
      await assertRefused(archived, { status: 403, name: 'InvalidObjectState' });
    }
  });

  it('an object with metadata, tags, a storage class and a key of KMS', async () => {
    const head = await analyst.send(new HeadObjectCommand({ Bucket: 'acme-records', Key: 'customers.csv' }));
    assert.deepEqual(
      [head.Metadata?.['owner'], head.TagCount, head.StorageClass, head.SSEKMSKeyId, head.BucketKeyEnabled],
      ['alice', 3, 'STANDARD_IA', KMS_KEY, true],
    );
  });

  it('uploads that nobody completed', async () => {
    const { Uploads = [] } = await analyst.send(new ListMultipartUploadsCommand({ Bucket: 'acme-uploads' }));
    assert.deepEqual(
      Uploads.map(({ Key }) => Key),
      ['backups/db.dump', 'videos/keynote.mp4', 'videos/keynote.mp4'],
    );
  });

  it('a bucket of a hundred million keys beside one of ten', async () => {
    const folders = async (Bucket: string): Promise<number> =>
      (await analyst.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }))).CommonPrefixes?.length ?? 0;
    assert.equal(await folders('acme-hundred-million-keys'), 1000);
    assert.equal(await folders('acme-ten-keys'), 10);
    const last = {
      Bucket: 'acme-hundred-million-keys',
      Prefix: 'sensor-09999/',
      StartAfter: 'sensor-09999/reading-09998',
    };
    assert.equal((await analyst.send(new ListObjectsV2Command(last))).KeyCount, 2);
  });

  it('a bucket whose readers pay', async () => {
    const object = { Bucket: REQUESTER_PAYS_BUCKET, Key: 'README.md' };
    await assertRefused(analyst.send(new GetObjectCommand(object)), denied);
    const paid = await analyst.send(new GetObjectCommand({ ...object, RequestPayer: 'requester' }));
    assert.equal(paid.RequestCharged, 'requester');
  });

  it('a bucket that is reached through its access point alone', async () => {
    const list = (Bucket: string) => analyst.send(new ListObjectsV2Command({ Bucket }));
    await assertRefused(list('market-shared'), denied);
    assert.equal((await list(ACCESS_POINT_ALIAS)).KeyCount, 2);
    await analyst.send(new GetObjectCommand({ Bucket: ACCESS_POINT_ALIAS, Key: 'README.md' }));
  });
});
