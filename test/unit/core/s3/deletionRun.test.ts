import assert from 'node:assert/strict';
import fc from 'fast-check';
import { disjoint, everythingIn, type Deletion, type DoomedObject } from '../../../../src/core/s3/deletion';
import { runDeletion, type DeletionProgress } from '../../../../src/core/s3/deletionRun';
import { allow, policy } from '../../../localaws/world';
import { ODD_KEYS } from '../../aws/s3/storeBed';
import { bucketOf, DeletionBed, never } from './deletionBed';

const ignore = (): void => undefined;
const body = 'x';
const seeds = (keys: readonly string[]) => keys.map((key) => ({ key, body }));

/** Everything below prefixes, and single objects, of the bucket `box`. */
function deletionIn(prefixes: readonly string[], keys: readonly string[] = []): Deletion {
  return [{ profile: 'me', bucket: 'box', objects: keys.map((key) => ({ key })), prefixes, everyVersion: false }];
}

/** Keys that clients merge, split or rewrite. */
const piece = fc.constantFrom(
  'a',
  'b',
  '/',
  '//',
  'a/',
  '.',
  '..',
  ' ',
  '%',
  '+',
  '&',
  '<',
  'é',
  '😀',
  '\u0001',
  '\r',
  '\n',
  '日',
);
const key = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
const keySet = fc.uniqueArray(key, { minLength: 1, maxLength: 12 });

/** Every folder that the explorer would show for a key. */
function foldersOf(of: string): string[] {
  return [...of.matchAll(/\//g)].map(({ index }) => of.slice(0, index + 1));
}

describe('Deleting', () => {
  const beds: DeletionBed[] = [];
  const start = async (...args: Parameters<typeof DeletionBed.start>): Promise<DeletionBed> => {
    const bed = await DeletionBed.start(...args);
    beds.push(bed);
    return bed;
  };
  afterEach(async () => {
    for (const bed of beds.splice(0)) await bed.close();
  });

  it('takes exactly the selected keys, whatever they are', async function () {
    this.timeout(60_000);
    const choice = fc.record({ keys: keySet, picks: fc.infiniteStream(fc.nat({ max: 3 })) });
    await fc.assert(
      fc.asyncProperty(choice, async ({ keys, picks }) => {
        const isPicked = (): boolean => picks.next().value === 0;
        const folders = [...new Set(keys.flatMap(foldersOf))].filter(isPicked);
        const objects = keys.filter(isPicked);
        const own = await start([bucketOf('box', { objects: seeds(keys) })]);
        const deps = own.deps();
        const outcome = await runDeletion(deletionIn(folders, objects).map(disjoint), deps, never, ignore);
        assert.deepEqual(outcome.failures, []);
        const left = keys.filter(
          (each) => !objects.includes(each) && !folders.some((folder) => each.startsWith(folder)),
        );
        assert.deepEqual((await own.keys('box')).sort(), left.sort());
        assert.equal(outcome.deleted, keys.length - left.length, 'what stands in a selected folder counts once');
        await own.close();
      }),
      { numRuns: 60 },
    );
  });

  it('takes every legal key alone and all of them together', async () => {
    const own = await start([bucketOf('box', { objects: seeds(ODD_KEYS) })]);
    const deps = own.deps();
    const [one = '', ...others] = ODD_KEYS;
    await runDeletion(deletionIn([], [one]), deps, never, ignore);
    assert.deepEqual((await own.keys('box')).sort(), [...others].sort());
    const outcome = await runDeletion(deletionIn([], others), deps, never, ignore);
    assert.deepEqual(outcome.failures, []);
    assert.deepEqual(await own.keys('box'), []);
  });

  it('leaves what only looks alike beside a folder', async () => {
    const keys = ['a', 'a/', 'a/b', 'a//', 'a//b', 'ab/', 'A/b', 'a0', '/a/', 'b/a/'];
    const own = await start([bucketOf('box', { objects: seeds(keys) })]);
    const deps = own.deps();
    await runDeletion(deletionIn(['a/']), deps, never, ignore);
    assert.deepEqual((await own.keys('box')).sort(), ['/a/', 'A/b', 'a', 'a0', 'ab/', 'b/a/']);
  });

  it('deletes thousands with one list call and one delete call for each thousand, and tells how far it is', async () => {
    const keys = Array.from({ length: 3500 }, (_, index) => `many/${String(index).padStart(5, '0')}`);
    const own = await start([bucketOf('box', { objects: seeds([...keys, 'other']) })]);
    const deps = own.deps();
    const { log } = own.aws;
    log.clear();
    const told: DeletionProgress[] = [];
    const outcome = await runDeletion(deletionIn(['many/']), deps, never, ({ deleted, failed }) =>
      told.push({ deleted, failed }),
    );
    assert.equal(log.count({ operation: 'ListObjectsV2' }), 4);
    assert.equal(log.count({ operation: 'DeleteObjects' }), 4);
    assert.equal(outcome.deleted, 3500);
    assert.deepEqual(outcome.rest, []);
    assert.deepEqual(told.at(-1), { deleted: 3500, failed: 0 });
    assert.equal(told.length, 4);
    assert.deepEqual(await own.keys('box'), ['other']);
  });

  it('stops where the person stops it: nothing is begun after, and what is told to be gone is gone', async () => {
    const keys = Array.from({ length: 6000 }, (_, index) => `many/${String(index).padStart(5, '0')}`);
    const own = await start([bucketOf('box', { objects: seeds(keys) })]);
    const deps = own.deps();
    const stop = new AbortController();
    const outcome = await runDeletion(deletionIn(['many/']), deps, stop.signal, () => stop.abort());
    assert.equal(outcome.isCancelled, true);
    assert.deepEqual(outcome.failures, []);
    const left = await own.keys('box');
    assert.equal(left.length, 6000 - outcome.deleted);
    assert.ok(outcome.deleted >= 1000 && outcome.deleted <= 5000, `${outcome.deleted} deleted`);
    const finished = await runDeletion(outcome.rest, deps, never, ignore);
    assert.equal(finished.deleted, left.length);
    assert.deepEqual(await own.keys('box'), []);
  });

  it('goes on past what is denied, names it, and deletes the rest once it is allowed', async () => {
    const locked = Array.from({ length: 1500 }, (_, index) => `locked/${String(index).padStart(4, '0')}`);
    const free = ['free/1', 'free/2', 'z'];
    const permissions = policy(allow('s3:*'), {
      ...{ Effect: 'Deny', Action: 's3:DeleteObject', Resource: 'arn:aws:s3:::box/locked/*' },
    });
    const own = await start([bucketOf('box', { objects: seeds([...locked, ...free]) })], permissions);
    const deps = own.deps();
    const outcome = await runDeletion(deletionIn(['locked/', 'free/'], ['z']), deps, never, ignore);
    assert.deepEqual([outcome.deleted, outcome.failed], [3, 1500]);
    assert.deepEqual(await own.keys('box'), locked);
    const [first] = outcome.failures;
    assert.equal(first?.error.kind, 'accessDenied');
    assert.match(first.error.message, /s3:DeleteObject on arn:aws:s3:::box\/locked\/0000\b/);
    assert.match(first.error.detail.cure ?? '', /s3:DeleteObject on arn:aws:s3:::box\/locked\/0000\b/);
    assert.equal(outcome.rest[0]?.objects.length, 1500);

    own.allow(policy(allow('s3:*')));
    const again = await runDeletion(outcome.rest, deps, never, ignore);
    assert.deepEqual([again.deleted, again.failed], [1500, 0]);
    assert.deepEqual(await own.keys('box'), []);
  });

  it('tells of a folder it may not list, and deletes the others', async () => {
    const permissions = policy(
      allow('s3:ListBucket', 'arn:aws:s3:::box', { StringLike: { 's3:prefix': 'mine/*' } }),
      allow('s3:DeleteObject'),
    );
    const own = await start([bucketOf('box', { objects: seeds(['mine/a', 'theirs/a', 'z']) })], permissions);
    const outcome = await runDeletion(deletionIn(['mine/', 'theirs/'], ['z']), own.deps(), never, ignore);
    assert.equal(outcome.deleted, 2);
    assert.deepEqual(
      outcome.failures.map(({ key: at, isPrefix, error }) => [at, isPrefix, error.kind]),
      [['theirs/', true, 'accessDenied']],
    );
    assert.match(outcome.failures[0]?.error.message ?? '', /s3:ListBucket on arn:aws:s3:::box\b/);
    assert.deepEqual(outcome.rest, deletionIn(['theirs/']));
  });

  it('tries again what was slowed down', async () => {
    const keys = Array.from({ length: 1200 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
    const own = await start([bucketOf('box', { objects: seeds(keys) })]);
    const slow = { type: 'error', status: 503, code: 'SlowDown' } as const;
    // More often than the store itself tries.
    own.aws.faults.add({ service: 's3', operation: 'DeleteObjects', times: 10, action: slow });
    const outcome = await runDeletion(deletionIn(['many/']), own.deps(), never, ignore);
    assert.deepEqual([outcome.deleted, outcome.failures], [1200, []]);
    assert.deepEqual(await own.keys('box'), []);
  }).timeout(60_000);

  it('stops a session that has ended, without asking for every thousand', async () => {
    const keys = Array.from({ length: 9000 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
    const own = await start([bucketOf('box', { objects: seeds(keys) })]);
    const ended = {
      type: 'error',
      status: 400,
      code: 'ExpiredToken',
      message: 'The provided token has expired.',
    } as const;
    own.aws.faults.add({ service: 's3', operation: 'DeleteObjects', action: ended });
    own.aws.log.clear();
    const outcome = await runDeletion(deletionIn(['many/']), own.deps(), never, ignore);
    assert.equal(outcome.deleted, 0);
    assert.equal(outcome.failures[0]?.error.kind, 'expired');
    assert.ok(own.aws.log.count({ operation: 'ListObjectsV2' }) < 9, 'the listing stopped too');
    own.aws.faults.clear();
    await runDeletion(outcome.rest, own.deps(), never, ignore);
    assert.deepEqual(await own.keys('box'), []);
  });

  it('leaves delete markers where versioning is on, and takes single versions for good', async () => {
    const own = await start([
      bucketOf('box', {
        versioning: 'Enabled',
        objects: [
          { key: 'a/1', versions: [{ body: 'old' }, { body: 'new' }] },
          { key: 'b', versions: [{ body: 'old' }, { body: 'new' }, { deleteMarker: true }] },
        ],
      }),
    ]);
    const page = await own.store.listVersions({ bucket: 'box', prefix: 'b' }, never);
    const marker = page.versions.find(({ isDeleteMarker }) => isDeleteMarker);
    const newest = page.versions.find(({ isDeleteMarker }) => !isDeleteMarker);
    const doomed: DoomedObject[] = [marker, newest].map((version) => ({ key: 'b', versionId: version?.versionId }));
    await runDeletion(
      [{ profile: 'me', bucket: 'box', objects: doomed, prefixes: ['a/'], everyVersion: false }],
      own.deps(),
      never,
      ignore,
    );
    assert.deepEqual(await own.keys('box'), ['b']);
    const left = (await own.versions('box')).map((version) => version.replace(/@(?!gone).*/, ''));
    assert.deepEqual(left.sort(), ['a/1', 'a/1', 'a/1@gone', 'b']);
  });

  it('empties a bucket of all versions and delete markers', async () => {
    const objects = Array.from({ length: 700 }, (_, index) => ({
      ...{ key: `k${index}`, versions: [{ body: '1' }, { body: '2' }, { deleteMarker: true as const }] },
    }));
    const own = await start([bucketOf('box', { versioning: 'Enabled', objects })]);
    const outcome = await runDeletion(everythingIn('me', 'box'), own.deps(), never, ignore);
    assert.deepEqual([outcome.deleted, outcome.failures], [2100, []]);
    assert.deepEqual(await own.versions('box'), []);
  });
});
