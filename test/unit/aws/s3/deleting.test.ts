import assert from 'node:assert/strict';
import { isKind, never, StoreBed, writableWorld } from './storeBed';

const bucket = 'work';
/** XML 1.0 cannot hold it, so it is deleted with a request of its own. */
const ALONE = 'esc\u001b';

describe('deleting many objects', () => {
  let bed: StoreBed;
  before(async () => {
    bed = await StoreBed.start(writableWorld);
  });
  afterEach(() => bed.aws.faults.clear());
  after(() => bed.close());

  /** What a store whose answer to `DeleteObjects` has these errors makes of deleting `a` and a version of `b`. */
  async function failuresIn(errors: string) {
    const store = await bed.answering(`<DeleteResult>${errors}</DeleteResult>`);
    const failures = await store.deleteMany(bucket, [{ key: 'a' }, { key: 'b', versionId: 'v1' }], never);
    return failures.map(({ key, versionId, code }) => [key, versionId, code]);
  }

  it('never calls deleted what stayed, however the store names its version', async () => {
    const error = (key: string, version = ''): string =>
      `<Error><Key>${key}</Key>${version}<Code>AccessDenied</Code></Error>`;
    assert.deepEqual(await failuresIn(''), []);
    assert.deepEqual(await failuresIn(error('a', '<VersionId></VersionId>')), [['a', undefined, 'AccessDenied']]);
    assert.deepEqual(await failuresIn(error('b')), [['b', 'v1', 'AccessDenied']]);
    const both = [
      ['a', undefined, 'AccessDenied'],
      ['b', 'v1', 'AccessDenied'],
    ];
    assert.deepEqual(await failuresIn(error('')), both, 'of which key it is nobody can tell');
  });

  it('tells what stayed when only some are deleted before S3 fails', async () => {
    const store = bed.storeOf('owner');
    await store.write({ bucket, key: 'a' }, Buffer.from('x'), {}, {}, never);
    await store.write({ bucket, key: ALONE }, Buffer.from('x'), {}, {}, never);
    bed.aws.faults.add({
      service: 's3',
      operation: 'DeleteObject',
      action: { type: 'error', status: 400, code: 'ExpiredToken' },
    });
    const failures = await store.deleteMany(bucket, [{ key: 'a' }, { key: ALONE }], never);
    assert.deepEqual(
      failures.map(({ key, code }) => [key, code]),
      [[ALONE, 'ExpiredToken']],
    );
    await assert.rejects(store.deleteMany(bucket, [{ key: ALONE }], never), isKind('expired'));
  });

  it('deletes with a condition only what is as it was, together or alone; what is gone is as wanted', async () => {
    const store = bed.storeOf('owner');
    const keys = ['same', 'other', ALONE, `${ALONE} other`];
    const objects = await Promise.all(
      keys.map(async (key) => {
        const { etag } = await store.write({ bucket, key }, Buffer.from('x'), {}, {}, never);
        return { key, ifMatch: key.endsWith('other') ? '"somebody-elses"' : etag };
      }),
    );
    const gone = ['gone', `${ALONE} gone`].map((key) => ({ key, ifMatch: '"any"' }));
    const failures = await store.deleteMany(bucket, [...objects, ...gone], never);
    assert.deepEqual(
      failures.map(({ key, code }) => [key, code]),
      [
        ['other', 'PreconditionFailed'],
        [`${ALONE} other`, 'PreconditionFailed'],
      ],
    );
    const { objects: left } = await store.list({ bucket, prefix: '' }, never);
    assert.deepEqual(
      left.map(({ key }) => key).filter((key) => keys.includes(key)),
      [`${ALONE} other`, 'other'],
    );
  });
});
