import assert from 'node:assert/strict';
import { forwardingStore, type ObjectStore } from '../../../../src/core/s3/objectStore';
import { AppError, isAppError } from '../../../../src/core/support/errors';
import { bucketOf, DeletionBed, never } from './deletionBed';

describe('A forwarding store', () => {
  let bed: DeletionBed;
  before(async () => {
    bed = await DeletionBed.start([bucketOf('box', { objects: [{ key: 'a', body: 'content' }] })]);
  });
  after(() => bed.close());

  it('hands on arguments and answers of every method of a store', async () => {
    let calls = 0;
    const store = forwardingStore((call) => {
      calls++;
      return call(bed.store);
    });
    const { bytes } = await store.read({ bucket: 'box', key: 'a' }, 100, never, { range: { start: 1, end: 4 } });
    assert.equal(Buffer.from(bytes).toString(), 'ont');
    await store.write({ bucket: 'box', key: 'b' }, Buffer.from('b'), { contentType: 'text/x' }, {}, never);
    assert.equal((await store.head({ bucket: 'box', key: 'b' }, never)).settings.contentType, 'text/x');
    assert.equal(calls, 3);
    // The type says that none is missing; a method of the real store that nobody forwards would be one more.
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(bed.store)).filter(
      (name) => name !== 'constructor' && name !== 'dispose',
    );
    assert.deepEqual(Object.keys(store).sort(), methods.sort());
  });

  it('gives what the forwarding gives, and fails as it fails', async () => {
    const closed = new AppError('expired', 'Closed.');
    const store: ObjectStore = forwardingStore(() => Promise.reject(closed));
    await assert.rejects(store.listBuckets(undefined, never), (error) => isAppError(error, 'expired'));
  });
});
