import assert from 'node:assert/strict';
import { nodeContext } from '../../../../src/core/s3/nodeContext';
import { nodeText } from '../../../../src/core/s3/nodeText';
import { ObjectBrowser } from '../../../../src/core/s3/objectBrowser';
import { AppError } from '../../../../src/core/support/errors';
import { ManualClock, settle } from '../../support/manualClock';
import { browse, never, nodeAt, rootOf, rowsAt, seen, sessionOf } from './explorerBed';
import { MemoryStore } from './memoryStore';

const pinned = { pinned: true, active: false };

describe('the roots of the S3 explorer', () => {
  it('are sessions side by side, each with what its own role may see', async () => {
    const stores: Record<string, MemoryStore> = {
      etl: new MemoryStore().add('lake', 'a'),
      audit: new MemoryStore().add('lake', 'b'),
    };
    const browser = new ObjectBrowser((profile) => (stores[profile] ?? new MemoryStore()).store, new ManualClock());
    browser.show([rootOf('etl'), rootOf('audit', pinned)]);
    assert.deepEqual(seen(await browser.children(undefined, never)), ['session etl', 'session audit']);
    const ids: string[] = [];
    for (const root of browser.roots) {
      const [bucket] = await browser.children(root, never);
      assert.ok(bucket?.type === 'bucket');
      const rows = await browser.children(bucket, never);
      ids.push(root.id, bucket.id, ...rows.map(({ id }) => id));
      assert.equal(bucket.parent, root, 'known upwards, so that rows can be revealed');
    }
    assert.equal(new Set(ids).size, 6);
    assert.deepEqual(stores['audit']?.calls, ['listBuckets', 'list lake ']);
  });

  it('tell account, activity and production, by words and not by colour alone', () => {
    const { browser } = browse(new MemoryStore().store, [
      rootOf('etl', { production: true }),
      rootOf('audit', { ...pinned, session: undefined }),
    ]);
    const [etl, audit] = browser.roots;
    assert.ok(etl && audit);
    assert.equal(nodeText(etl, 'en').description, 'production · 111111111111 · active');
    assert.equal(nodeText(etl, 'en').accessibleLabel, 'Session etl, production, 111111111111, active');
    assert.equal(nodeContext(etl), 'session live active');
    assert.equal(nodeText(audit, 'en').accessibleLabel, 'Session audit, pinned, not assumed');
    assert.equal(nodeContext(audit), 'session pinned');
  });

  it('offer to assume what is pinned and not assumed, without a request', async () => {
    const memory = new MemoryStore().add('lake');
    const bed = browse(memory.store, [rootOf('audit', { ...pinned, session: undefined, home: 's3://lake/' })]);
    const [row, ...others] = await rowsAt(bed);
    assert.ok(row?.type === 'message' && row.action === 'assume');
    assert.deepEqual([row.label, row.profile, others.length], ['Not assumed', 'audit', 0]);
    assert.deepEqual(memory.calls, []);
  });

  it('keep what was read through a quiet renewal, and read anew for another session', async () => {
    const memory = new MemoryStore().add('lake', 'a');
    const bed = browse(memory.store);
    await rowsAt(bed, 'lake');
    memory.calls.length = 0;
    const renewed = { ...sessionOf('etl'), expiration: 5_000 };
    bed.browser.show([rootOf('etl', { session: renewed })]);
    await rowsAt(bed, 'lake');
    assert.deepEqual([memory.calls, bed.changes], [[], []]);
    bed.browser.show([rootOf('etl', { session: sessionOf('etl', 2) })]);
    assert.deepEqual(bed.changes, ['etl']);
    await rowsAt(bed, 'lake');
    assert.deepEqual(memory.calls, ['listBuckets', 'list lake ']);
  });

  it('keep what was read of a session that another joins or that is pinned', async () => {
    const memory = new MemoryStore().add('lake', 'a');
    const bed = browse(memory.store);
    await rowsAt(bed, 'lake');
    memory.calls.length = 0;
    bed.browser.show([rootOf('audit'), rootOf('etl', pinned)]);
    bed.browser.show([rootOf('etl', { pinned: true })]);
    await rowsAt(bed, 'lake');
    assert.deepEqual(memory.calls, []);
    assert.deepEqual(bed.changes, ['*', '*']);
  });
});

describe('the places of a session', () => {
  const places = {
    home: 's3://lake/team/',
    bookmarks: ['s3://partner/acme/', 's3://lake/team/'],
    ownBookmarks: [{ bucket: 'lake', prefix: '' }],
  };

  it('come before its buckets: home, bookmarks of the profile, own ones, each once', async () => {
    const bed = browse(new MemoryStore().add('lake', 'team/x').store, [rootOf('etl', places)]);
    const rows = await rowsAt(bed);
    assert.deepEqual(seen(rows), ['place lake/team', 'place partner/acme', 'place lake', 'bucket lake']);
    assert.deepEqual(
      rows.map((row) => nodeContext(row)),
      ['place home', 'place bookmark', 'place bookmark wholeBucket', 'bucket'],
    );
    assert.deepEqual(
      rows.map((row) => row.type === 'place' && row.inProfile),
      [true, true, false, false],
    );
    const [home] = rows;
    assert.ok(home);
    assert.equal(nodeText(home, 'en').accessibleLabel, 'Home lake/team');
  });

  it('list their own keys, with IDs of their own beside the same folder of the bucket', async () => {
    const memory = new MemoryStore().add('lake', 'team/x/y', 'team/z');
    const bed = browse(memory.store, [rootOf('etl', places)]);
    const inPlace = await rowsAt(bed, 'lake/team');
    assert.deepEqual(seen(inPlace), ['folder x', 'object z']);
    const session = await rowsAt(bed);
    const bucket = session.find(({ type }) => type === 'bucket');
    assert.ok(bucket?.type === 'bucket');
    const [team] = await bed.browser.children(bucket, never);
    assert.ok(team?.type === 'folder');
    const inBucket = await bed.browser.children(team, never);
    assert.deepEqual(seen(inBucket), ['folder x', 'object z']);
    const ids = [...inPlace, ...inBucket].map(({ id }) => id);
    assert.equal(new Set(ids).size, 4);
  });

  it('stay usable when buckets may not be listed, with one calm row for those', async () => {
    const memory = new MemoryStore().add('lake', 'team/x');
    const bed = browse(memory.store, [rootOf('etl', places)]);
    memory.failure = new AppError('accessDenied', 's3:ListAllMyBuckets on * is not allowed for this session.');
    const rows = await rowsAt(bed);
    assert.deepEqual(seen(rows).slice(-1), ['message Go to a bucket…']);
    const row = rows.at(-1);
    assert.ok(row?.type === 'message' && row.severity === 'info' && row.action === 'goTo');
    assert.match(nodeText(row, 'en').accessibleLabel, /s3:ListAllMyBuckets on \*/);
    memory.failure = undefined;
    assert.deepEqual(seen(await rowsAt(bed, 'lake/team')), ['object x']);
  });

  it('do not wait long for the buckets', async () => {
    const memory = new MemoryStore().add('lake');
    let open: () => void = () => undefined;
    memory.gate = new Promise((resolve) => (open = resolve));
    const bed = browse(memory.store, [rootOf('etl', places)]);
    const [early] = await Promise.all([rowsAt(bed), settle().then(() => bed.clock.advance(1000))]);
    assert.deepEqual(seen(early).slice(-2), ['place lake', 'message Listing buckets…']);
    open();
    await bed.clock.advance(0);
    assert.deepEqual(bed.changes, ['etl']);
    assert.deepEqual(seen(await rowsAt(bed)).at(-1), 'bucket lake');
    await bed.clock.advance(10_000);
    assert.deepEqual(bed.changes, ['etl']);
    assert.deepEqual(memory.calls, ['listBuckets']);
  });

  it('say which setting is no place', async () => {
    const bed = browse(new MemoryStore().store, [rootOf('etl', { bookmarks: ['s3://lake/', 'no place'] })]);
    const [, broken] = await rowsAt(bed);
    assert.ok(broken?.type === 'message' && broken.severity === 'error');
    assert.match(`${broken.label} ${broken.detail ?? ''}`, /"no place".*s3\.bookmarks\[1\].*"etl"/);
  });

  it('hold what was visited until it is taken away', async () => {
    const bed = browse(new MemoryStore().add('lake', 'tmp/x', 'tmp/y').store);
    const place = bed.browser.visit('etl', { bucket: 'lake', prefix: 'tmp/' });
    assert.equal(bed.browser.visit('etl', { bucket: 'lake', prefix: 'tmp/' }), place, 'one row for one place');
    assert.deepEqual(seen(await rowsAt(bed)), ['place lake/tmp', 'bucket lake']);
    assert.deepEqual(seen(await rowsAt(bed, 'lake/tmp')), ['object x', 'object y']);
    assert.ok(place);
    bed.browser.setVersions(place, true);
    bed.browser.leave(place);
    assert.deepEqual(seen(await rowsAt(bed)), ['bucket lake']);
    const again = bed.browser.visit('etl', { bucket: 'lake', prefix: 'tmp/' });
    assert.ok(again && !bed.browser.viewOf(again).withVersions, 'as on the first visit');
    assert.equal(bed.browser.visit('audit', { bucket: 'lake', prefix: '' }), undefined, 'not shown');
  });
});

describe('a filter by prefix', () => {
  it('is one list call, is said beside the name, and goes again', async () => {
    const memory = new MemoryStore().add('lake', 'team/ab/x', 'team/abc', 'team/b');
    const bed = browse(memory.store);
    const team = await nodeAt(bed, 'lake', 'team');
    assert.ok(team.type === 'folder');
    memory.calls.length = 0;
    bed.browser.setFilter(team, 'ab');
    assert.deepEqual(bed.changes, ['team']);
    assert.deepEqual(seen(await rowsAt(bed, 'lake', 'team')), ['folder ab', 'object abc']);
    assert.deepEqual(memory.calls, ['list lake team/ab']);
    const view = bed.browser.viewOf(team);
    assert.equal(nodeText(team, 'en', view).description, 'begins with ab');
    assert.equal(nodeContext(team, view), 'folder filtered');
    bed.browser.setFilter(team, 'zz');
    assert.deepEqual(seen(await rowsAt(bed, 'lake', 'team')), ['message Nothing begins with "zz"']);
    bed.browser.setFilter(team, '');
    assert.equal(nodeContext(team, bed.browser.viewOf(team)), 'folder');
    assert.deepEqual(seen(await rowsAt(bed, 'lake', 'team')), ['folder ab', 'object abc', 'object b']);
  });

  it('shows the rest of the path when it reaches into folders', async () => {
    const bed = browse(new MemoryStore().add('lake', '2026/01/x', '2026/02/y').store);
    const lake = await nodeAt(bed, 'lake');
    assert.ok(lake.type === 'bucket');
    bed.browser.setFilter(lake, '2026/0');
    assert.deepEqual(seen(await rowsAt(bed, 'lake')), ['folder 2026/01', 'folder 2026/02']);
  });
});

describe('the order of rows', () => {
  it('is by size or date among what is loaded, folders first', async () => {
    const memory = new MemoryStore(3).add('lake', 'aa', 'b', 'c/x', 'ddd');
    const bed = browse(memory.store);
    await rowsAt(bed, 'lake');
    bed.browser.order = 'size';
    assert.deepEqual(bed.changes, ['*']);
    const rows = await rowsAt(bed, 'lake');
    assert.deepEqual(seen(rows), ['folder c', 'object aa', 'object b', 'loadMore Load More…']);
    const more = rows.at(-1);
    assert.ok(more);
    assert.equal(nodeText(more, 'en', { order: 'size' }).description, 'only loaded rows are sorted');
    assert.equal(memory.calls.length, 2, 'costs no request');
  });
});
