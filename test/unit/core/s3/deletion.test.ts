import assert from 'node:assert/strict';
import { deletionOf, everythingIn, isEmptyDeletion, type Deletion } from '../../../../src/core/s3/deletion';
import { countDeletion, versioningOf } from '../../../../src/core/s3/deletionCount';
import { deletionQuestion, deletionReport, stoppedText } from '../../../../src/core/s3/deletionTexts';
import type { S3Node } from '../../../../src/core/s3/nodes';
import type { Versioning } from '../../../../src/core/s3/objectStore';
import { AppError } from '../../../../src/core/support/errors';
import { allow, policy } from '../../../localaws/world';
import { bucketOf, DeletionBed, never } from './deletionBed';

const base = (id: string, profile = 'me') => ({ id, profile, label: id, parent: undefined });
const folder = (prefix: string, bucket = 'box', profile = 'me'): S3Node => ({
  ...{ type: 'folder', bucket, prefix },
  ...base(`folder ${prefix}`, profile),
});
const object = (key: string, size = 10, bucket = 'box', profile = 'me'): S3Node => ({
  ...{ type: 'object', bucket, object: { key, size, modified: 0 } },
  ...base(`object ${key}`, profile),
});
const version = (key: string, versionId: string, isDeleteMarker = false): S3Node => ({
  type: 'version',
  bucket: 'box',
  version: { key, versionId, isDeleteMarker, isLatest: isDeleteMarker, size: 7, modified: 0 },
  ...base(`version ${key} ${versionId}`),
});
const versions = (key: string): S3Node => ({
  type: 'versions',
  bucket: 'box',
  key,
  latest: { key, versionId: 'v', isDeleteMarker: false, isLatest: true, size: 5, modified: 0 },
  versions: [],
  ...base(`versions ${key}`),
});
const bucket: S3Node = { type: 'bucket', bucket: { name: 'box' }, ...base('bucket') };

const ignore = (): void => undefined;
const numbers = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => ({ key: `${prefix}${String(index).padStart(6, '0')}`, body: 'four' }));

describe('What deleting a selection means', () => {
  const chosen = (deletion: Deletion): unknown =>
    deletion.map((part) => [
      `${part.profile}:${part.bucket}`,
      part.prefixes,
      part.objects.map(({ key, versionId }) => (versionId === undefined ? key : `${key}@${versionId}`)),
    ]);

  it('is each row once, also where a folder and something in it are selected', () => {
    const nodes = [object('a/b'), folder('a/b/'), folder('a/'), object('a'), object('ab'), object('a/'), object('ab')];
    assert.deepEqual(chosen(deletionOf(nodes)), [['me:box', ['a/'], ['a', 'ab']]]);
  });

  it('keeps versions beside their folder, and takes the object where all its versions are one row', () => {
    const nodes = [folder('a/'), version('a/b', 'v1'), versions('c'), version('c', 'v2')];
    assert.deepEqual(chosen(deletionOf(nodes)), [['me:box', ['a/'], ['a/b@v1', 'c', 'c@v2']]]);
  });

  it('has a part for each bucket and session', () => {
    const nodes = [object('a'), object('a', 1, 'box', 'you'), object('a', 1, 'crate')];
    assert.deepEqual(chosen(deletionOf(nodes)), [
      ['me:box', [], ['a']],
      ['you:box', [], ['a']],
      ['me:crate', [], ['a']],
    ]);
  });

  it('leaves out what cannot be deleted this way', () => {
    assert.ok(isEmptyDeletion(deletionOf([bucket, { type: 'loadMore', ...base('more') }])));
  });
});

describe('Counting what a deletion takes', () => {
  let bed: DeletionBed;
  before(async () => {
    bed = await DeletionBed.start([
      bucketOf('box', { objects: [...numbers(2500, 'many/'), ...numbers(3, 'few/'), { key: 'few', body: 'x' }] }),
      bucketOf('kept', { versioning: 'Enabled', objects: [{ key: 'a', versions: [{ body: 'aa' }, { body: 'a' }] }] }),
      bucketOf('paused', { versioning: 'Suspended' }),
    ]);
  });
  after(() => bed.close());
  const count = (deletion: Deletion, limit?: number) => countDeletion(deletion, () => bed.store, never, ignore, limit);

  it('adds up rows and what is below folders', async () => {
    const deletion = deletionOf([folder('few/'), object('few', 1), version('z', 'v1')]);
    assert.deepEqual(await count(deletion), { objects: 4, versions: 1, bytes: 3 * 4 + 1 + 7, isComplete: true });
  });

  it('stops at its limit and says that there is more, or that there is not', async () => {
    bed.aws.log.clear();
    assert.deepEqual(await count(deletionOf([folder('many/')]), 1500), {
      ...{ objects: 1500, versions: 0, bytes: 6000, isComplete: false },
    });
    assert.equal(bed.aws.log.count({ operation: 'ListObjectsV2' }), 3);
    assert.deepEqual(await count(deletionOf([folder('many/')]), 2500), {
      ...{ objects: 2500, versions: 0, bytes: 10_000, isComplete: true },
    });
    assert.equal((await count(deletionOf([folder('few/'), folder('many/')]), 3)).isComplete, false);
    assert.equal((await count(deletionOf([folder('few/'), folder('none/')]), 3)).isComplete, true);
  });

  it('counts every version where all of them go', async () => {
    assert.deepEqual(await count(everythingIn('me', 'kept')), { objects: 0, versions: 2, bytes: 3, isComplete: true });
  });

  it('knows which buckets keep versions, and asks only where it matters', async () => {
    bed.aws.log.clear();
    const deletion = deletionOf([...[object('a'), object('b'), object('c', 1, 'kept'), object('d', 1, 'paused')]]);
    const storeOf = () => bed.store;
    assert.deepEqual(
      [...(await versioningOf(deletion, storeOf, never))],
      [
        ['box', 'Off'],
        ['kept', 'Enabled'],
        ['paused', 'Suspended'],
      ],
    );
    assert.equal(bed.aws.log.count(), 3);
    assert.deepEqual([...(await versioningOf(deletionOf([version('a', 'v1')]), storeOf, never))], []);
  });

  it('does not know where S3 is at fault, and fails where the session has ended', async () => {
    const own = await DeletionBed.start([bucketOf('box')]);
    try {
      const ask = () => versioningOf(deletionOf([object('a')]), () => own.store, never);
      const action = { type: 'error', status: 500, code: 'InternalError' } as const;
      own.aws.faults.add({ service: 's3', operation: 'GetBucketVersioning', action });
      assert.deepEqual([...(await ask())], [['box', undefined]]);
      own.aws.faults.clear();
      own.aws.faults.add({
        service: 's3',
        operation: 'GetBucketVersioning',
        action: { ...action, status: 400, code: 'ExpiredToken' },
      });
      await assert.rejects(ask(), { kind: 'expired' });
    } finally {
      await own.close();
    }
  });

  it('does not know where it is not allowed to', async () => {
    const guest = await DeletionBed.start([bucketOf('box')], policy(allow('s3:DeleteObject')));
    try {
      const found = await versioningOf(deletionOf([object('a')]), () => guest.store, never);
      assert.deepEqual([...found], [['box', undefined]]);
    } finally {
      await guest.close();
    }
  });
});

describe('The question before a deletion', () => {
  const ask = (
    nodes: readonly S3Node[],
    counted: { objects?: number; versions?: number; bytes?: number; isComplete?: boolean },
    versioning: Versioning | undefined = 'Off',
  ) => {
    const all = { objects: 0, versions: 0, bytes: 0, isComplete: true, ...counted };
    return deletionQuestion(deletionOf(nodes), all, new Map([['box', versioning]]), 'en');
  };

  it('names the one object, and says whether it can come back', () => {
    const one = ask([object('a/b c.txt')], { objects: 1, bytes: 1200 });
    assert.equal(one.question, 'Delete b c.txt?');
    assert.deepEqual(one.facts, ['s3://box/a/b c.txt', '1.2 kB', 'Versioning is off: it is gone for good.']);
    assert.equal(one.typed, 'box');
    assert.match(ask([object('a')], { objects: 1 }, 'Enabled').facts.join(' '), /delete marker hides it/);
    assert.match(ask([object('a')], { objects: 1 }, 'Suspended').facts.join(' '), /suspended/);
  });

  it('says that it is not known whether it can come back', () => {
    const deletion = deletionOf([object('a')]);
    const count = { objects: 1, versions: 0, bytes: 0, isComplete: true };
    const { facts } = deletionQuestion(deletion, count, new Map([['box', undefined]]), 'en');
    assert.match(facts.join(' '), /not known whether versioning is on/);
  });

  it('counts what is in a folder', () => {
    const some = ask([folder('a/logs/')], { objects: 12 });
    assert.equal(some.question, 'Delete the folder logs/ with 12 objects?');
    assert.equal(some.typed, '12');
    const many = ask([folder('a/logs/')], { objects: 10_000, bytes: 3.2 * 1024 ** 3, isComplete: false });
    assert.equal(many.question, 'Delete the folder logs/ with more than 10,000 objects?');
    assert.ok(many.facts.includes('3.2 GB so far'));
    assert.equal(many.typed, 'box');
  });

  it('counts objects and versions, and names the first places', () => {
    const mixed = ask([folder('a/'), object('b'), object('c'), object('d'), version('e', 'v1')], {
      ...{ objects: 15, versions: 1 },
    });
    assert.equal(mixed.question, 'Delete 15 objects and 1 version?');
    assert.deepEqual(mixed.facts.slice(0, 4), ['s3://box/a/', 's3://box/b', 's3://box/c', '… and 2 more']);
    assert.match(mixed.facts.join(' '), /Versions and delete markers are deleted for good/);
    assert.equal(mixed.typed, '16');
  });

  it('says that a version goes for good, and what a delete marker hides', () => {
    const deletion = deletionOf([version('a', 'v1')]);
    const count = { objects: 0, versions: 1, bytes: 7, isComplete: true };
    assert.equal(deletionQuestion(deletion, count, new Map(), 'en').question, 'Delete this version of a for good?');
    const marker = deletionQuestion(deletionOf([version('a', 'v1', true)]), count, new Map(), 'en');
    assert.match(marker.facts.join(' '), /Without its delete marker/);
  });

  it('shows what nobody would see in a key', () => {
    assert.equal(ask([object('a/\u0007')], { objects: 1 }).question, 'Delete ␇?');
    const long = ask([object(`a/${'k'.repeat(1000)}-1.csv`)], { objects: 1 });
    assert.equal(long.question, `Delete ${'k'.repeat(30)}…${'k'.repeat(23)}-1.csv?`);
    assert.equal(ask([folder('a//')], { objects: 1 }).question, 'Delete the folder a// with 1 object?');
  });
});

describe('The report after a deletion', () => {
  const denied = (key: string) => ({
    ...{ profile: 'me', bucket: 'box', key, isPrefix: false },
    error: new AppError('accessDenied', `s3:DeleteObject on arn:aws:s3:::box/${key} is not allowed.`, {
      code: 'AccessDenied',
      cure: 'Ask for it.',
    }),
  });

  it('is none where all went through', () => {
    assert.equal(
      deletionReport({ deleted: 2, failed: 0, failures: [], rest: [], isCancelled: false }, 'en'),
      undefined,
    );
  });

  it('says how many stayed, why, and what to do', () => {
    const failures = [denied('a'), denied('b'), denied('c')];
    const report = deletionReport({ deleted: 1200, failed: 3, failures, rest: [], isCancelled: false }, 'en');
    assert.equal(
      report?.message,
      '3 of 1,203 not deleted. s3:DeleteObject on arn:aws:s3:::box/a is not allowed. (2 more like it) Ask for it.',
    );
    assert.equal(report.lines.length, 3);
    assert.match(report.lines[2] ?? '', /^s3:\/\/box\/c was not deleted: \[accessDenied\] s3:DeleteObject/);
  });

  it('is the reason alone where one object was to be deleted', () => {
    const report = deletionReport(
      { deleted: 0, failed: 1, failures: [denied('a')], rest: [], isCancelled: false },
      'en',
    );
    assert.match(report?.message ?? '', /^s3:DeleteObject on arn:aws:s3:::box\/a is not allowed\./);
  });

  it('tells of folders that could not be listed', () => {
    const failures = [{ ...denied('a/'), isPrefix: true }];
    const report = deletionReport({ deleted: 0, failed: 0, failures, rest: [], isCancelled: false }, 'en');
    assert.match(report?.message ?? '', /^Not everything was deleted\. /);
    assert.match(report?.lines[0] ?? '', /s3:\/\/box\/a\/ could not be listed/);
  });

  it('says what a stopped deletion has done', () => {
    const stopped = { failures: [], rest: [], isCancelled: true };
    assert.equal(
      stoppedText({ deleted: 3000, failed: 0, ...stopped }, 'en'),
      'Stopped: 3,000 objects deleted, the rest is untouched.',
    );
    assert.match(stoppedText({ deleted: 1, failed: 2, ...stopped }, 'en'), /1 object deleted, 2 not/);
  });
});
