import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { EncryptionSetting } from '../../../../src/core/roles/profile';
import { s3Destination } from '../../../../src/core/secrets/destination';
import { Sendable } from '../../../../src/core/secrets/sendable';
import type { ObjectStore } from '../../../../src/core/s3/objectStore';
import { AppError } from '../../../../src/core/support/errors';
import type { LocalAws } from '../../../localaws/server';
import { isKind, never, StoreBed, writableWorld } from './storeBed';

const bucket = 'work';
const encryption: EncryptionSetting = { type: 'SSE-C', key: { secret: 'mine' } };
const key = Buffer.alloc(32, 7);
const PART = 5 * 1024 ** 2;

describe('S3 through the SDK, with a key of the profile (SSE-C)', () => {
  let bed: StoreBed;
  let aws: LocalAws;
  let store: ObjectStore;

  before(async () => {
    bed = await StoreBed.start(writableWorld);
    ({ aws } = bed);
    store = bed.storeOf('owner', { encryption, customerKey: sending(key) });
    await store.write({ bucket, key: 'secret' }, Buffer.from('mine'), {}, {}, never);
    await bed.storeOf('owner').write({ bucket, key: 'plain' }, Buffer.from('all'), {}, {}, never);
  });
  beforeEach(() => aws.log.clear());
  after(() => bed.close());

  /** The key, allowed for the S3 of this test. */
  const sending = (own: Uint8Array) => () => {
    const endpoints = { s3: aws.endpoint };
    return Promise.resolve(new Sendable(own, s3Destination({ region: 'us-east-1', endpoints })));
  };

  const textOf = async (name: string): Promise<string> =>
    Buffer.from((await store.read({ bucket, key: name }, 100, never)).bytes).toString();

  it('reads what is encrypted and what is not, and remembers which it was', async () => {
    assert.equal(await textOf('secret'), 'mine');
    assert.equal(await textOf('secret'), 'mine');
    assert.equal(aws.log.count(), 3);
    assert.equal(await textOf('plain'), 'all');
    assert.equal(await textOf('plain'), 'all');
    assert.equal(aws.log.count(), 6);
    assert.deepEqual((await store.head({ bucket, key: 'secret' }, never)).settings.encryption, { type: 'SSE-C' });
  });

  it('copies with the key on both sides, in parts too', async () => {
    await store.copy({ bucket, key: 'secret' }, { bucket, key: 'copy' }, {}, never);
    assert.equal(await textOf('copy'), 'mine');
    const limits = { single: PART, part: PART };
    const large = bed.storeOf('owner', { encryption, customerKey: sending(key) }, limits);
    await large.write({ bucket, key: 'large' }, Buffer.alloc(PART + 1, 'x'), {}, {}, never);
    await large.copy({ bucket, key: 'large' }, { bucket, key: 'large copy' }, {}, never);
    const { size, settings } = await large.head({ bucket, key: 'large copy' }, never);
    assert.deepEqual([size, settings.encryption], [PART + 1, { type: 'SSE-C' }]);
  });

  it('says what is missing without the key, and never the key', async () => {
    const keyless = bed.storeOf('owner');
    await assert.rejects(keyless.read({ bucket, key: 'secret' }, 100, never), isKind('invalidRequest'));
    await assert.rejects(keyless.head({ bucket, key: 'secret' }, never), isKind('invalidRequest'));
    const missing = new AppError('secretMissing', 'There is no key.');
    const unset = bed.storeOf('owner', { encryption, customerKey: () => Promise.reject(missing) });
    await assert.rejects(unset.read({ bucket, key: 'secret' }, 100, never), isKind('secretMissing'));
    await assert.rejects(unset.write({ bucket, key: 'x' }, Buffer.from(''), {}, {}, never), isKind('secretMissing'));
    const other = bed.storeOf('owner', { encryption, customerKey: sending(Buffer.alloc(32, 8)) });
    await assert.rejects(other.read({ bucket, key: 'secret' }, 100, never), (error) => {
      assert.ok(!inspect(error, { depth: Infinity }).includes(Buffer.alloc(32, 8).toString('base64')));
      return true;
    });
  });

  it('makes no URL that would need the key', async () => {
    await assert.rejects(
      store.assertPresignable('GET', { bucket, key: 'secret' }, never),
      isKind('invalidRequest', /SSE-C/),
    );
    await store.assertPresignable('GET', { bucket, key: 'plain' }, never);
    const directory = { bucket: 'fast--use1-az4--x-s3', key: 'a' };
    await assert.rejects(
      store.assertPresignable('GET', directory, never),
      isKind('invalidRequest', /directory buckets/),
    );
    await assert.rejects(store.presign('GET', { bucket, key: 'secret' }, 60, never), isKind('invalidRequest', /SSE-C/));
    await assert.rejects(store.presign('PUT', { bucket, key: 'new' }, 60, never), isKind('invalidRequest', /SSE-C/));
    assert.equal((await fetch((await store.presign('GET', { bucket, key: 'plain' }, 60, never)).url)).status, 200);
  });
});
