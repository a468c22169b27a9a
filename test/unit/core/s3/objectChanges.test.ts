import assert from 'node:assert/strict';
import { ObjectChanges, type ObjectChange } from '../../../../src/core/s3/objectChanges';
import type { ObjectStore } from '../../../../src/core/s3/objectStore';
import { allow, policy } from '../../../localaws/world';
import { bucketOf, DeletionBed, never } from './deletionBed';

const bucket = 'box';
const bytes = Buffer.from('new');

describe('Changes of objects', () => {
  let bed: DeletionBed;
  let changes: ObjectChanges;
  let watched: ObjectStore;
  let told: string[];

  const tell = (batch: readonly ObjectChange[]): void => {
    const words = batch.map(({ type, address }) => {
      const version = address.versionId === undefined ? '' : `@${address.versionId}`;
      return `${type} ${address.profile}:${address.bucket}/${address.key}${version}`;
    });
    told.push(words.join(', '));
  };

  beforeEach(async () => {
    bed = await DeletionBed.start([
      bucketOf(bucket, {
        objects: [
          ...['a', 'b', 'c', 'locked'].map((key) => ({ key, body: 'x' })),
          { key: 'cold', body: 'x', storageClass: 'GLACIER' },
        ],
      }),
    ]);
    changes = new ObjectChanges();
    told = [];
    changes.onDidChange(tell);
    watched = changes.watch(bed.store, 'me');
  });
  afterEach(() => bed.close());

  it('are told once for everything that is written', async () => {
    await watched.write({ bucket, key: 'new' }, bytes, {}, {}, never);
    await watched.copy({ bucket, key: 'a' }, { bucket, key: 'copy' }, {}, never);
    await watched.setTags({ bucket, key: 'a' }, { team: 'lake' }, never);
    await watched.restore({ bucket, key: 'cold' }, 1, 'Standard', never);
    await watched.createBucket('crate', 'us-east-1', never);
    assert.deepEqual(told, [
      'written me:box/new',
      'written me:box/copy',
      'written me:box/a',
      'written me:box/cold',
      'written me:crate/',
    ]);
  });

  it('are told once for everything that is deleted, many at a time in one go', async () => {
    await watched.createBucket('crate', 'us-east-1', never);
    told = [];
    await watched.delete({ bucket, key: 'a' }, never);
    await watched.deleteMany(bucket, [{ key: 'b' }, { key: 'c', versionId: 'null' }], never);
    await watched.deleteBucket('crate', never);
    assert.deepEqual(told, ['deleted me:box/a', 'deleted me:box/b, deleted me:box/c@null', 'deleted me:crate/']);
  });

  it('are not told of what stayed', async () => {
    bed.allow(
      policy(allow('s3:*'), { Effect: 'Deny', Action: 's3:DeleteObject*', Resource: 'arn:aws:s3:::box/locked' }),
    );
    await assert.rejects(watched.delete({ bucket, key: 'locked' }, never));
    const failures = await watched.deleteMany(bucket, [{ key: 'locked' }, { key: 'b' }], never);
    assert.deepEqual(
      failures.map(({ key }) => key),
      ['locked'],
    );
    await assert.rejects(watched.write({ bucket, key: 'a' }, bytes, {}, { ifAbsent: true }, never));
    await watched.deleteMany(bucket, [{ key: 'locked' }], never);
    assert.deepEqual(told, ['deleted me:box/b']);
  });

  it('do not come from reading', async () => {
    await watched.list({ bucket, prefix: '' }, never);
    await watched.head({ bucket, key: 'a' }, never);
    await watched.read({ bucket, key: 'a' }, 10, never);
    assert.deepEqual(told, []);
    assert.equal(bed.aws.log.count(), 3, 'each was handed on');
  });

  it('come from each profile under its own name', async () => {
    await changes.watch(bed.store, 'you').delete({ bucket, key: 'a' }, never);
    assert.deepEqual(told, ['deleted you:box/a']);
  });
});
