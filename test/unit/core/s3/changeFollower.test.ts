import assert from 'node:assert/strict';
import { ChangeFollower } from '../../../../src/core/s3/changeFollower';
import { isContainer } from '../../../../src/core/s3/nodes';
import { ObjectChanges } from '../../../../src/core/s3/objectChanges';
import type { ObjectStore } from '../../../../src/core/s3/objectStore';
import { ManualClock, settle } from '../../support/manualClock';
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

  it('keeps as many pages as were read', async () => {
    const memory = new MemoryStore(2).add('lake', 'a', 'b', 'c', 'd', 'e');
    const bed = follow(memory);
    await bed.browser.loadMore(loadMoreOf(await rowsAt(bed, 'lake')), never);
    await remove(bed.store, 'a');
    await bed.clock.advance(2000);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')), ['object b', 'object c', 'object d', 'object e']);
  });

  it('keeps the place of who scrolled far: a deletion takes the rows of its objects away and asks nothing', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `k${String(index).padStart(2, '0')}`);
    const memory = new MemoryStore(2).add('lake', ...keys);
    const bed = follow(memory);
    for (let page = 1; page < 15; page += 1) await bed.browser.loadMore(loadMoreOf(await rowsAt(bed, 'lake')), never);
    memory.calls.length = 0;
    await remove(bed.store, 'k03');
    await bed.store.deleteMany('lake', [{ key: 'k28' }, { key: 'k35' }], never);
    await bed.clock.advance(2000);
    const left = keys.slice(0, 30).filter((key) => !['k03', 'k28'].includes(key));
    const objects = async () => seen(await rowsAt(bed, 'lake')).filter((row) => row.startsWith('object'));
    assert.deepEqual(
      await objects(),
      left.map((key) => `object ${key}`),
    );
    assert.deepEqual(memory.calls, []);
    await bed.browser.loadMore(loadMoreOf(await rowsAt(bed, 'lake')), never);
    assert.deepEqual((await objects()).slice(-2), ['object k30', 'object k31'], 'it goes on where it was');
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
