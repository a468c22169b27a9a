import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { AppError, isAppError, type ErrorKind } from '../../../../src/core/support/errors';
import { startLocalAws, type LocalAws } from '../../../localaws/server';
import { isKind, KEYS, never, StoreBed, world } from './storeBed';

describe('S3 through the SDK, when it cannot', () => {
  let bed: StoreBed;
  let aws: LocalAws;
  const storeOf: StoreBed['storeOf'] = (...args) => bed.storeOf(...args);

  before(async () => {
    bed = await StoreBed.start();
    ({ aws } = bed);
  });
  beforeEach(() => aws.log.clear());
  after(() => bed.close());

  it('names the permission and the resource that are missing', async () => {
    const guest = storeOf('guest');
    const denials: (readonly [() => Promise<unknown>, RegExp])[] = [
      [() => guest.listBuckets(undefined, never), /s3:ListAllMyBuckets on \*/],
      [() => guest.list({ bucket: 'odd', prefix: '', delimiter: '/' }, never), /s3:ListBucket on arn:aws:s3:::odd\b/],
      [() => guest.read({ bucket: 'odd', key: 'a' }, 10, never), /s3:GetObject on arn:aws:s3:::odd\/a\b/],
      [() => guest.head({ bucket: 'odd', key: 'a' }, never), /s3:GetObject on arn:aws:s3:::odd\/a\b/],
    ];
    for (const [request, words] of denials) {
      await assert.rejects(request(), (error) => {
        assert.ok(isAppError(error, 'accessDenied'));
        assert.match(error.message, words);
        assert.match(error.detail.cure ?? '', words);
        return true;
      });
    }
  });

  it('tells missing buckets from missing objects', async () => {
    const store = storeOf('owner');
    const missing = { bucket: 'odd', key: 'missing' };
    await assert.rejects(
      store.list({ bucket: 'no-such-bucket', prefix: '', delimiter: '/' }, never),
      isKind('notFound', /bucket no-such-bucket/),
    );
    await assert.rejects(store.head(missing, never), isKind('notFound', /object missing/));
    await assert.rejects(store.read(missing, 10, never), isKind('notFound', /object missing/));
  });

  it('does not read archived or too large objects', async () => {
    const store = storeOf('owner');
    assert.equal((await store.head({ bucket: 'cold', key: 'frozen' }, never)).storageClass, 'GLACIER');
    await assert.rejects(store.read({ bucket: 'cold', key: 'frozen' }, 10, never), isKind('archived'));
    await assert.rejects(store.read({ bucket: 'cold', key: 'large' }, 1024 ** 2, never), isKind('tooLarge'));
    // Told by the headers: of this body, nothing but the beginning comes.
    aws.faults.add({ service: 's3', operation: 'GetObject', times: 1, action: { type: 'truncate', bytes: 10 } });
    await assert.rejects(store.read({ bucket: 'cold', key: 'large' }, 1024 ** 2, never), isKind('tooLarge'));
    assert.equal(
      (await store.read({ bucket: 'cold', key: 'large' }, 3 * 1024 ** 2, never)).bytes.length,
      3 * 1024 ** 2,
    );
  });

  it('tells rejected, expired and foreign answers apart', async () => {
    const wrong = new Credentials({ ...KEYS.owner, secretAccessKey: 'wrong-secret-of-owner-000000000000000001' });
    await assert.rejects(
      storeOf('owner', { credentials: () => Promise.resolve(wrong) }).listBuckets(undefined, never),
      isKind('credentialsRejected'),
    );
    const answers: (readonly [status: number, code: string, ErrorKind])[] = [
      [400, 'ExpiredToken', 'expired'],
      [403, 'RequestTimeTooSkewed', 'clockSkew'],
      [501, 'NotImplemented', 'serviceFault'],
      [400, 'constructor', 'invalidRequest'],
    ];
    for (const [status, code, kind] of answers) {
      const fault = aws.faults.add({ service: 's3', action: { type: 'error', status, code } });
      await assert.rejects(storeOf('owner').list({ bucket: 'odd', prefix: '', delimiter: '/' }, never), isKind(kind));
      fault.dispose();
    }
  });

  it('says what may be wrong when S3 refuses without a word, as it does a HEAD request', async () => {
    const refusal = aws.faults.add({
      service: 's3',
      operation: 'HeadObject',
      action: { type: 'error', status: 400, code: '' },
    });
    await assert.rejects(
      storeOf('owner').head({ bucket: 'odd', key: 'a' }, never),
      isKind('invalidRequest', /S3 refused the request for a without saying why/),
    );
    refusal.dispose();
  });

  it('survives one SlowDown and one reset', async () => {
    aws.faults.add({ service: 's3', times: 1, action: { type: 'error', status: 503, code: 'SlowDown' } });
    assert.equal(
      (await storeOf('owner').list({ bucket: 'million', prefix: '', delimiter: '/' }, never)).objects.length,
      1000,
    );
    aws.faults.add({ service: 's3', times: 1, action: { type: 'reset' } });
    assert.equal(
      (await storeOf('owner').list({ bucket: 'million', prefix: '', delimiter: '/' }, never)).objects.length,
      1000,
    );
  });

  it('says that the network is down, and that a download broke off', async () => {
    const closed = await startLocalAws(world);
    await closed.close();
    const store = storeOf('owner', { endpoint: closed.endpoint });
    const host = new RegExp(new URL(closed.endpoint).host);
    await assert.rejects(store.listBuckets(undefined, never), isKind('network', host));
    aws.faults.add({ service: 's3', operation: 'GetObject', times: 1, action: { type: 'truncate', bytes: 1000 } });
    await assert.rejects(storeOf('owner').read({ bucket: 'cold', key: 'large' }, 1024 ** 3, never), isKind('network'));
  });

  it('keeps nothing of an answer but what was told of it', async () => {
    const error: unknown = await storeOf('guest')
      .list({ bucket: 'odd', prefix: '' }, never)
      .catch((thrown: unknown) => thrown);
    assert.ok(isAppError(error, 'accessDenied') && error.cause instanceof Error);
    const everything = inspect(error, { depth: Infinity, showHidden: true });
    assert.match(everything, /AccessDenied/);
    assert.doesNotMatch(everything, /IncomingMessage|Socket|x-amz-id-2|HostId/);
  });

  it('stops at once when cancelled: before, while waiting for credentials, and while waiting for S3', async () => {
    const stopped = AbortSignal.abort();
    await assert.rejects(storeOf('owner').listBuckets(undefined, stopped), isKind('cancelled'));

    const waiting = new AbortController();
    const withoutCredentials = storeOf('owner', { credentials: () => new Promise(() => undefined) });
    const listing = withoutCredentials.listBuckets(undefined, waiting.signal);
    waiting.abort();
    await assert.rejects(listing, isKind('cancelled'));
    assert.equal(aws.log.count(), 0);

    const fault = aws.faults.add({ service: 's3', action: { type: 'delay', milliseconds: 60_000 } });
    const answering = new AbortController();
    const slow = storeOf('owner').listBuckets(undefined, answering.signal);
    await aws.log.waitForArrival({ service: 's3' });
    answering.abort();
    await assert.rejects(slow, isKind('cancelled'));
    fault.dispose();
  });

  it('passes on why there are no credentials', async () => {
    const failure = new AppError('accessDenied', 'Hop 2 was denied.', { hop: 1 });
    const store = storeOf('owner', { credentials: () => Promise.reject(failure) });
    await assert.rejects(store.list({ bucket: 'odd', prefix: '', delimiter: '/' }, never), (error) => {
      return isAppError(error) && error.message === 'Hop 2 was denied.' && error.detail.hop === 1;
    });
  });

  it('goes on with new credentials when S3 says that the session has ended, without showing it to anybody', async () => {
    const ended = new Credentials(KEYS.owner);
    const renewed = new Credentials(KEYS.owner);
    const rejections: (Credentials | undefined)[] = [];
    let current = ended;
    const store = storeOf('owner', {
      credentials: (rejected) => {
        if (rejected) {
          rejections.push(rejected);
          current = renewed;
        }
        return Promise.resolve(current);
      },
    });
    bed.aws.faults.add({
      service: 's3',
      operation: 'ListObjectsV2',
      times: 1,
      action: { type: 'error', status: 400, code: 'ExpiredToken', message: 'The provided token has expired.' },
    });
    const page = await store.list({ bucket: 'odd', prefix: '', delimiter: '/' }, never);
    assert.ok(page.objects.length > 0);
    assert.deepEqual(rejections, [ended]);
  });

  it('goes on so too where S3 cannot say it, as in the answer to a HEAD request', async () => {
    let current = new Credentials(KEYS.owner);
    const store = storeOf('owner', {
      credentials: (rejected) => {
        if (rejected) {
          current = new Credentials(KEYS.owner);
          ended.dispose();
        }
        return Promise.resolve(current);
      },
    });
    const ended = bed.aws.faults.add({
      service: 's3',
      action: { type: 'error', status: 400, code: 'ExpiredToken', message: 'The provided token has expired.' },
    });
    assert.equal((await store.head({ bucket: 'odd', key: 'a' }, never)).key, 'a');

    const hopeless = bed.aws.faults.add({
      service: 's3',
      action: { type: 'error', status: 400, code: 'ExpiredToken' },
    });
    await assert.rejects(storeOf('owner').head({ bucket: 'odd', key: 'a' }, never), isKind('expired'));
    hopeless.dispose();
  });

  it('tells that the session has ended when new credentials are refused too', async () => {
    const store = storeOf('owner');
    bed.aws.faults.add({
      service: 's3',
      operation: 'ListObjectsV2',
      times: 2,
      action: { type: 'error', status: 400, code: 'ExpiredToken', message: 'The provided token has expired.' },
    });
    await assert.rejects(store.list({ bucket: 'odd', prefix: '', delimiter: '/' }, never), isKind('expired'));
  });
});
