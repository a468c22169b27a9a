import assert from 'node:assert/strict';
import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import { abortUploads, bucketContents, isEmptyBucket } from '../../../../src/core/s3/bucketContents';
import { contentsText, emptyingFacts } from '../../../../src/core/s3/bucketTexts';
import { runDeletion } from '../../../../src/core/s3/deletionRun';
import { isAppError } from '../../../../src/core/support/errors';
import { s3Client } from '../../../localaws/s3/testBed';
import { allow, policy } from '../../../localaws/world';
import { bucketOf, DeletionBed, KEYS, never } from './deletionBed';

const ignore = (): void => undefined;

describe('What keeps a bucket from being deleted', () => {
  let bed: DeletionBed;
  beforeEach(async () => {
    bed = await DeletionBed.start([
      bucketOf('plain', { objects: ['a', 'b/c'].map((key) => ({ key, body: 'four' })) }),
      bucketOf('kept', {
        versioning: 'Enabled',
        objects: [{ key: 'gone', versions: [{ body: '1' }, { body: '2' }, { deleteMarker: true }] }],
      }),
      bucketOf('empty'),
    ]);
    const client = s3Client(bed.aws, { credentials: KEYS });
    for (const Key of ['u1', 'u2', 'u\u0001']) {
      await client.send(new CreateMultipartUploadCommand({ Bucket: 'plain', Key }));
    }
    client.destroy();
  });
  afterEach(() => bed.close());

  const contents = (bucket: string) => bucketContents(bed.store, { profile: 'me', bucket }, never, ignore);

  it('is told with objects, versions that nobody sees, and uploads', async () => {
    const plain = await contents('plain');
    assert.ok(plain && !isEmptyBucket(plain));
    assert.equal(contentsText(plain, 'en'), '2 objects (8 bytes), 3 incomplete uploads');
    const kept = await contents('kept');
    assert.ok(kept && !isEmptyBucket(kept), 'the object is deleted, its versions are not');
    assert.equal(contentsText(kept, 'en'), '3 versions (2 bytes)');
    assert.match(emptyingFacts(kept, 'en').join('\n'), /Show Versions and Deleted Objects/);
    const empty = await contents('empty');
    assert.ok(empty && isEmptyBucket(empty));
  });

  it('is told of a store that knows no versions', async () => {
    for (const operation of ['GetBucketVersioning', 'ListObjectVersions']) {
      bed.aws.faults.add({ service: 's3', operation, action: { type: 'error', status: 501, code: 'NotImplemented' } });
    }
    const plain = await contents('plain');
    assert.ok(plain);
    assert.equal(contentsText(plain, 'en'), '2 objects (8 bytes), 3 incomplete uploads');
  });

  it('is all gone once it is emptied, and S3 deletes the bucket', async () => {
    for (const bucket of ['plain', 'kept']) {
      await assert.rejects(bed.store.deleteBucket(bucket, never), (error) => isAppError(error, 'notEmpty'));
      const found = await contents(bucket);
      assert.ok(found);
      const outcome = await runDeletion(found.deletion, bed.deps(), never, ignore);
      assert.deepEqual(outcome.failures, []);
      assert.deepEqual(await abortUploads(bed.store, bucket, never), []);
      const left = await contents(bucket);
      assert.ok(left && isEmptyBucket(left));
      await bed.store.deleteBucket(bucket, never);
    }
    const { buckets } = await bed.store.listBuckets(undefined, never);
    assert.deepEqual(
      buckets.map(({ name }) => name),
      ['empty'],
    );
  });

  it('is objects alone where versions may not be listed, and unknown where nothing may', async () => {
    bed.allow(policy(allow('s3:ListBucket')));
    const objects = await contents('plain');
    assert.ok(objects);
    assert.equal(contentsText(objects, 'en'), '2 objects (8 bytes)');
    assert.equal(objects.uploads, undefined);
    bed.allow(policy(allow('s3:DeleteBucket')));
    assert.equal(await contents('plain'), undefined);
  });

  it('stays where uploads may not be aborted, and says why', async () => {
    bed.allow(policy(allow('s3:ListBucketMultipartUploads')));
    const failures = await abortUploads(bed.store, 'plain', never);
    assert.equal(failures.length, 3);
    assert.match(failures[0]?.message ?? '', /s3:AbortMultipartUpload on arn:aws:s3:::plain\/u/);
  });
});
