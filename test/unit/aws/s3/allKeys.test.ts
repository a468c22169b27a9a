import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ObjectStore } from '../../../../src/core/s3/objectStore';
import { compareUtf8 } from '../../../localaws/s3/utf8Order';
import { anyKey } from '../../core/s3/anyKey';
import { never, ODD_KEYS, StoreBed, writableWorld } from './storeBed';

/** Keys that leave room for a prefix. */
const key = anyKey.filter((text) => text !== '' && Buffer.byteLength(text) <= 1000);
const BUCKET = 'work';

async function keysBelow(store: ObjectStore, prefix: string): Promise<string[]> {
  const { objects } = await store.list({ bucket: BUCKET, prefix }, never);
  return objects.map((object) => object.key);
}

describe('every legal key survives', function () {
  // Hundreds of requests for each test, on machines that are busy with other tests too.
  this.timeout(120_000);
  let bed: StoreBed;
  let store: ObjectStore;
  before(async () => {
    bed = await StoreBed.start(writableWorld);
    store = bed.storeOf('owner');
  });
  after(() => bed.close());

  async function goesRound(name: string): Promise<void> {
    const address = { bucket: BUCKET, key: name };
    const copy = { bucket: BUCKET, key: `copy${name}` };
    const body = Buffer.from(`body of ${name}`);
    const { etag } = await store.write(address, body, {}, { ifAbsent: true }, never);
    assert.deepEqual(await keysBelow(store, name), [name]);
    assert.equal((await store.head(address, never)).etag, etag);
    assert.deepEqual(Buffer.from((await store.read(address, 10_000, never)).bytes), body);
    await store.copy(address, copy, {}, never);
    assert.deepEqual(await keysBelow(store, copy.key), [copy.key]);
    assert.equal((await store.read(copy, 10_000, never)).etag, etag);
    await store.setTags(address, { a: 'b' }, never);
    assert.deepEqual(await store.tags(address, never), { a: 'b' });
    await store.delete(address, never);
    assert.deepEqual(await keysBelow(store, name), []);
    assert.deepEqual(await store.deleteMany(BUCKET, [copy], never), []);
    assert.deepEqual(await keysBelow(store, ''), []);
  }

  it('writing, listing, measuring, reading, copying, tagging and deleting: those that clients get wrong', async () => {
    for (const name of ODD_KEYS.filter((odd) => Buffer.byteLength(odd) <= 1020)) await goesRound(name);
  });

  it('writing, listing, measuring, reading, copying, tagging and deleting: any', async () => {
    await fc.assert(fc.asyncProperty(key, goesRound), { numRuns: 60 });
  });

  it('deleting many at once, and tells exactly which stayed', async () => {
    const keys = fc.uniqueArray(key, { minLength: 1, maxLength: 12 });
    const guest = bed.storeOf('guest');
    await fc.assert(
      fc.asyncProperty(keys, async (names) => {
        for (const name of names) await store.write({ bucket: BUCKET, key: name }, Buffer.from('x'), {}, {}, never);
        const objects = names.map((name) => ({ key: name }));
        const failures = await guest.deleteMany(BUCKET, objects, never);
        assert.deepEqual(failures.map((failure) => failure.key).sort(), [...names].sort());
        assert.ok(failures.every(({ code }) => code === 'AccessDenied'));
        assert.deepEqual(await keysBelow(store, ''), [...names].sort(compareUtf8));
        assert.deepEqual(await store.deleteMany(BUCKET, objects, never), []);
        assert.deepEqual(await keysBelow(store, ''), []);
      }),
      { numRuns: 20 },
    );
  });

  it('deleting many, of which XML cannot hold some', async () => {
    const together = ['a', 'a b', '😀', '<&>'];
    const alone = ['nul\0', 'esc\u001b', 'line\nbreak', '\r\n', ' ', '\uFFFE'];
    bed.aws.log.clear();
    const objects = [...together, ...alone].map((name) => ({ key: name }));
    assert.deepEqual(await store.deleteMany(BUCKET, objects, never), []);
    assert.equal(bed.aws.log.count({ operation: 'DeleteObjects' }), 1);
    assert.equal(bed.aws.log.count({ operation: 'DeleteObject' }), alone.length);
  });

  it('as versions, page by page', async () => {
    const bucket = 'history';
    for (const name of ODD_KEYS) await store.write({ bucket, key: name }, Buffer.from('x'), {}, {}, never);
    const found: string[] = [];
    let next: string | undefined;
    do {
      const page = await store.listVersions({ bucket, prefix: '', maxKeys: 3, next }, never);
      found.push(...page.versions.map((version) => version.key));
      next = page.next;
    } while (next !== undefined);
    assert.deepEqual(found, [...ODD_KEYS].sort(compareUtf8));
  });
});
