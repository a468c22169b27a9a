import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ChangeFollower } from '../../../../src/core/s3/changeFollower';
import { compareKeys } from '../../../../src/core/s3/keyOrder';
import { keyOf, type KeyNode } from '../../../../src/core/s3/listedNodes';
import { isContainer, type S3Node } from '../../../../src/core/s3/nodes';
import { ObjectChanges } from '../../../../src/core/s3/objectChanges';
import type { ObjectStore } from '../../../../src/core/s3/objectStore';
import { ManualClock, settle } from '../../support/manualClock';
import { crowdedKey, keysTogether } from './anyKey';
import { browse, loadMoreOf, never, nodeAt, rootOf, rowsAt, seen, type Bed } from './explorerBed';
import { MemoryStore } from './memoryStore';

/** A browser that follows what is done through `store`. */
function follow(memory: MemoryStore): Bed & { readonly store: ObjectStore } {
  const changes = new ObjectChanges();
  const store = changes.watch(memory.store, 'etl');
  const bed = browse(store);
  new ChangeFollower(bed.browser, changes, bed.clock);
  return { ...bed, store };
}

const write = (store: ObjectStore, key: string): Promise<unknown> =>
  store.write({ bucket: 'lake', key }, Buffer.from('x'), {}, {}, never);
const remove = (store: ObjectStore, key: string): Promise<unknown> => store.delete({ bucket: 'lake', key }, never);

const isListed = (row: S3Node): row is KeyNode => row.type === 'object' || row.type === 'folder';

/** Keys and folders that stand in the bucket `lake` now. */
async function entriesIn({ store }: MemoryStore): Promise<string[]> {
  const entries: string[] = [];
  let next: string | undefined;
  do {
    const page = await store.list({ bucket: 'lake', prefix: '', delimiter: '/', next }, never);
    entries.push(...page.prefixes, ...page.objects.map(({ key }) => key));
    next = page.next;
  } while (next !== undefined);
  return entries.sort(compareKeys);
}

describe('the S3 explorer after changes through this window', () => {
  it('reads the affected level anew, and only that', async () => {
    const memory = new MemoryStore().add('lake', 'team/a', 'tmp/x');
    const bed = follow(memory);
    await rowsAt(bed, 'lake', 'team');
    await rowsAt(bed, 'lake', 'tmp');
    memory.calls.length = 0;
    await write(bed.store, 'team/b');
    await bed.clock.advance(2000);
    assert.deepEqual(memory.calls, ['list lake team/']);
    assert.deepEqual(bed.changes, ['team']);
    assert.deepEqual(seen(await rowsAt(bed, 'lake', 'team')), ['object a', 'object b']);
    assert.deepEqual(memory.calls, ['list lake team/'], 'what is shown was read already');
  });

  it('costs one listing for a burst of changes', async () => {
    const memory = new MemoryStore().add('lake', 'keep', ...Array.from({ length: 50 }, (_, index) => `x${index}`));
    const bed = follow(memory);
    await rowsAt(bed, 'lake');
    memory.calls.length = 0;
    for (let index = 0; index < 50; index += 1) await remove(bed.store, `x${index}`);
    await bed.clock.advance(2000);
    assert.deepEqual(memory.calls, ['list lake ']);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')), ['object keep']);
  });

  it('shows a folder that comes into being, and keeps open what is open', async () => {
    const memory = new MemoryStore().add('lake', 'team/a');
    const bed = follow(memory);
    await rowsAt(bed, 'lake', 'team');
    memory.calls.length = 0;
    await write(bed.store, 'new/deep/b');
    await bed.clock.advance(2000);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')), ['folder new', 'folder team']);
    await rowsAt(bed, 'lake', 'team');
    assert.deepEqual(memory.calls, ['list lake ']);
  });

  it('asks nothing when a folder that is shown but closed gets another key', async () => {
    const memory = new MemoryStore().add('lake', 'team/a');
    const bed = follow(memory);
    await rowsAt(bed, 'lake');
    memory.calls.length = 0;
    await write(bed.store, 'team/b');
    await bed.clock.advance(2000);
    assert.deepEqual(memory.calls, []);
  });

  it('takes a folder away with its last object, up the path', async () => {
    const memory = new MemoryStore().add('lake', 'a/b/last', 'keep');
    const bed = follow(memory);
    await rowsAt(bed, 'lake', 'a', 'b');
    await remove(bed.store, 'a/b/last');
    await bed.clock.advance(2000);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')), ['object keep']);
  });

  it('takes a closed folder away when all below it was deleted', async () => {
    const bed = follow(new MemoryStore().add('lake', 'a/x', 'keep'));
    await rowsAt(bed, 'lake');
    await bed.store.deleteMany('lake', [{ key: 'a/x' }], never);
    await bed.clock.advance(2000);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')), ['object keep']);
  });

  it('keeps what was loaded', async () => {
    const memory = new MemoryStore(2).add('lake', 'a', 'b', 'c', 'd', 'e');
    const bed = follow(memory);
    await bed.browser.loadMore(loadMoreOf(await rowsAt(bed, 'lake')), never);
    await remove(bed.store, 'a');
    await bed.clock.advance(2000);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')), ['object b', 'object c', 'object d', 'loadMore Load More…']);
  });

  describe('in a folder of which many pages were read', () => {
    const keys = Array.from({ length: 80 }, (_, index) => `k${String(index).padStart(2, '0')}`);
    /** 30 of 40 pages are read; nothing is in the log of calls. */
    const readFar = async () => {
      const memory = new MemoryStore(2).add('lake', ...keys);
      const bed = follow(memory);
      for (let page = 1; page < 30; page += 1) await bed.browser.loadMore(loadMoreOf(await rowsAt(bed, 'lake')), never);
      memory.calls.length = 0;
      return { ...bed, memory };
    };
    const objectsIn = async (bed: Bed): Promise<string[]> =>
      (await rowsAt(bed, 'lake')).flatMap((row) => (row.type === 'object' ? [row.object.key] : []));

    it('keeps every row, and asks S3 for those only that a change is about', async () => {
      const bed = await readFar();
      await write(bed.store, 'k30-new');
      await remove(bed.store, 'k03');
      await bed.store.deleteMany('lake', [{ key: 'k58' }, { key: 'k75' }], never);
      await bed.clock.advance(2000);
      const expected = [...keys.slice(0, 60), 'k30-new'].filter((key) => !['k03', 'k58'].includes(key)).sort();
      assert.deepEqual(await objectsIn(bed), expected);
      assert.deepEqual(bed.memory.calls, ['list lake ', 'list lake ', 'list lake ']);
      await bed.browser.loadMore(loadMoreOf(await rowsAt(bed, 'lake')), never);
      assert.deepEqual((await objectsIn(bed)).slice(-3), ['k59', 'k60', 'k61'], 'it goes on where it was');
    });

    it('never asks for more pages than were read, whatever is changed', async () => {
      const bed = await readFar();
      for (const key of keys) await write(bed.store, key);
      await bed.clock.advance(2000);
      assert.ok(bed.memory.calls.length <= 30, `${bed.memory.calls.length} requests for 30 pages`);
      assert.deepEqual(await objectsIn(bed), keys.slice(0, 60));
    });

    it('shows what is written where the last row was taken away, which no next page tells of', async () => {
      const bed = await readFar();
      await remove(bed.store, 'k59');
      await bed.clock.advance(2000);
      await write(bed.store, 'k58-new');
      await bed.clock.advance(2000);
      assert.deepEqual((await objectsIn(bed)).slice(-2), ['k58', 'k58-new']);
    });

    it('takes several open folders away that are emptied at once, though they stand far apart', async () => {
      const memory = new MemoryStore(2).add('lake', 'a/x', ...keys.slice(0, 12), 'z/x');
      const bed = follow(memory);
      for (let page = 1; page < 7; page += 1) await bed.browser.loadMore(loadMoreOf(await rowsAt(bed, 'lake')), never);
      for (const folder of ['a', 'z']) assert.deepEqual(seen(await rowsAt(bed, 'lake', folder)), ['object x']);
      await bed.store.deleteMany('lake', [{ key: 'a/x' }, { key: 'z/x' }], never);
      await bed.clock.advance(2000);
      const expected = keys.slice(0, 12).map((key) => `object ${key}`);
      assert.deepEqual(seen(await rowsAt(bed, 'lake')), expected);
    });

    it('gives way to a refresh, and to who stops it', async () => {
      const bed = await readFar();
      for (const giveUp of [() => bed.browser.stop(), () => bed.browser.refresh()]) {
        let open: () => void = () => undefined;
        bed.memory.gate = new Promise((resolve) => (open = resolve));
        await write(bed.store, 'k30-new');
        await bed.clock.advance(2000);
        giveUp();
        open();
        await bed.clock.advance(2000);
        bed.memory.gate = undefined;
      }
      assert.deepEqual(await objectsIn(bed), ['k00', 'k01'], 'the first page alone after a refresh');
    });
  });

  it('shows what S3 has, as far as it was read, after whatever was written and deleted', async () => {
    const changesOfKeys = fc.array(fc.tuple(fc.boolean(), crowdedKey), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(keysTogether, changesOfKeys, fc.integer({ min: 1, max: 5 }), async (keys, changes, more) => {
        const memory = new MemoryStore(2).add('lake', ...keys);
        const bed = follow(memory);
        const shown = async () => (await rowsAt(bed, 'lake')).flatMap((row) => (isListed(row) ? [keyOf(row)] : []));
        const next = async () => (await rowsAt(bed, 'lake')).find(({ type }) => type === 'loadMore');
        for (let page = 0; page < more && (await next()); page += 1) {
          await bed.browser.loadMore(loadMoreOf(await rowsAt(bed, 'lake')), never);
        }
        const read = await shown();
        // A level of one page is read anew as a whole, whatever stands on that page now.
        fc.pre(read.length > 2);
        const limit = (await next()) ? read.at(-1) : undefined;
        for (const [isWrite, key] of changes) await (isWrite ? write : remove)(bed.store, key);
        await bed.clock.advance(5000);
        const expected = (await entriesIn(memory)).filter((key) => limit === undefined || compareKeys(key, limit) <= 0);
        assert.deepEqual(await shown(), expected);
      }),
      { numRuns: 500 },
    );
  });

  it('asks nothing for a key on a page that was not read', async () => {
    const memory = new MemoryStore(2).add('lake', 'a', 'b', 'c');
    const bed = follow(memory);
    await rowsAt(bed, 'lake');
    memory.calls.length = 0;
    await write(bed.store, 'z');
    await bed.clock.advance(2000);
    assert.deepEqual(memory.calls, []);
  });

  it('shows a bucket that is created, and takes a deleted one away', async () => {
    const memory = new MemoryStore().add('lake', 'a');
    const bed = follow(memory);
    await rowsAt(bed, 'lake');
    await bed.store.createBucket('fresh', 'us-east-1', never);
    await bed.clock.advance(2000);
    assert.deepEqual(seen(await rowsAt(bed)), ['bucket fresh', 'bucket lake']);
    await bed.store.deleteBucket('lake', never);
    await bed.clock.advance(2000);
    assert.deepEqual(seen(await rowsAt(bed)), ['bucket fresh']);
  });

  it('shows what one session did to the other session of the same bucket', async () => {
    const memory = new MemoryStore().add('lake', 'a');
    const bed = follow(memory);
    bed.browser.show([rootOf('audit'), rootOf('etl', { pinned: true, active: false })]);
    await rowsAt(bed, 'lake');
    await write(bed.store, 'b');
    await bed.clock.advance(2000);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')), ['object a', 'object b']);
  });

  it('shows a new version and a delete marker where versions are shown', async () => {
    const bed = follow(new MemoryStore().add('lake', 'a'));
    const lake = await nodeAt(bed, 'lake');
    assert.ok(lake.type === 'bucket');
    bed.browser.setVersions(lake, true);
    await rowsAt(bed, 'lake');
    await remove(bed.store, 'a');
    await bed.clock.advance(2000);
    const [key] = (await rowsAt(bed, 'lake')).filter(isContainer);
    assert.ok(key?.type === 'versions' && key.latest.isDeleteMarker);
    assert.equal((await bed.browser.children(key, never)).length, 2);
  });

  it('goes on reading while changes go on coming, but not all the time', async () => {
    const memory = new MemoryStore().add('lake', 'a');
    const bed = follow(memory);
    await rowsAt(bed, 'lake');
    memory.calls.length = 0;
    for (let second = 0; second < 60; second += 1) {
      await write(bed.store, `k${second}`);
      await bed.clock.advance(100);
    }
    await bed.clock.advance(2000);
    const lists = memory.calls.filter((call) => call === 'list lake ').length;
    assert.ok(lists >= 3 && lists <= 6, `${lists} listings in 6 seconds`);
    assert.equal((await rowsAt(bed, 'lake')).length, 61);
  });

  it('leaves nothing waiting behind when it ends, also while it reads', async () => {
    const clock = new ManualClock();
    const changes = new ObjectChanges();
    let finish: () => void = () => undefined;
    const reading = new Promise<void>((resolve) => (finish = resolve));
    const follower = new ChangeFollower({ follow: () => reading }, changes, clock);
    const store = changes.watch(new MemoryStore().add('lake', 'a').store, 'etl');
    await write(store, 'b');
    await clock.advance(2000);
    await write(store, 'c');
    follower.dispose();
    finish();
    await settle();
    assert.equal(clock.pending, 0);
  });
});
