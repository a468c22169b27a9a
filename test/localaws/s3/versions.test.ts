import assert from 'node:assert/strict';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { LocalAws } from '../server';
import { bucketSeed, errorOf, s3Client, startS3 } from './testBed';

const Bucket = 'docs';
const Key = 'plan';

describe('Versions', () => {
  let aws: LocalAws;
  let s3: S3Client;

  beforeEach(async () => {
    aws = await startS3([
      bucketSeed(Bucket, {
        versioning: 'Enabled',
        objects: [
          { key: 'a', body: 'a' },
          { key: Key, versions: [{ body: 'one' }, { body: 'two' }, { deleteMarker: true }] },
          { key: 'z/1', body: 'z' },
        ],
      }),
    ]);
    s3 = s3Client(aws);
  });

  afterEach(async () => {
    s3.destroy();
    await aws.close();
  });

  const textOf = async (VersionId?: string): Promise<string | undefined> => {
    const object = await s3.send(new GetObjectCommand({ Bucket, Key, ...(VersionId && { VersionId }) }));
    return object.Body?.transformToString();
  };

  async function planHistory() {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
    const [two, one] = Versions.map(({ VersionId }) => VersionId ?? '');
    return { one: one ?? '', two: two ?? '', marker: DeleteMarkers[0]?.VersionId ?? '' };
  }

  it('are hidden behind a delete marker and read by their ID', async () => {
    const { one, two, marker } = await planHistory();
    const missing = await errorOf(textOf());
    assert.deepEqual([missing.status, missing.headers['x-amz-delete-marker']], [404, 'true']);
    assert.deepEqual([await textOf(one), await textOf(two)], ['one', 'two']);
    assert.equal((await errorOf(textOf(marker))).status, 405);
    assert.equal((await errorOf(textOf('unknown'))).name, 'NoSuchVersion');
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    assert.deepEqual(
      Contents?.map((object) => object.Key),
      ['a', 'z/1'],
    );
  });

  it('come back when the delete marker is deleted', async () => {
    const { marker } = await planHistory();
    const answer = await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId: marker }));
    assert.deepEqual([answer.DeleteMarker, answer.VersionId], [true, marker]);
    assert.equal(await textOf(), 'two');
  });

  it('are added by a write and a delete', async () => {
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'three' }));
    const { DeleteMarker } = await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    assert.equal(DeleteMarker, true);
    assert.equal(await textOf(VersionId), 'three');
  });

  it('are deleted for good by their ID, many at once', async () => {
    const { one, two, marker } = await planHistory();
    const Objects = [one, two, marker].map((VersionId) => ({ Key, VersionId }));
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    assert.deepEqual(await planHistory(), { one: '', two: '', marker: '' });
  });

  for (const MaxKeys of [1, 2, 3, 10]) {
    it(`are listed newest first by pages of ${MaxKeys}`, async () => {
      const rows: string[] = [];
      let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
      for (let more = true; more;) {
        const page = await s3.send(new ListObjectVersionsCommand({ Bucket, Delimiter: '/', MaxKeys, ...markers }));
        const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(
          (version) => `${version.Key ?? ''}${version.IsLatest ? ' latest' : ''}`,
        );
        rows.push(...found, ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ''));
        markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
        more = page.IsTruncated ?? false;
      }
      assert.deepEqual(rows.sort(), ['a latest', 'plan', 'plan', 'plan latest', 'z/'].sort());
    });
  }

  it('stop growing when versioning is suspended', async () => {
    const suspended = { Bucket, VersioningConfiguration: { Status: 'Suspended' as const } };
    await s3.send(new PutBucketVersioningCommand(suspended));
    assert.equal((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status, 'Suspended');
    for (const Body of ['x', 'y']) await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
    assert.deepEqual(
      Versions?.map(({ VersionId }) => VersionId === 'null'),
      [true, false, false],
    );
    assert.equal(await textOf('null'), 'y');
  });
});
