import assert from 'node:assert/strict';
import type { ReadOptions } from '../../../../src/core/s3/objectStore';
import { isAppError } from '../../../../src/core/support/errors';
import { isKind, never, sharedBed } from './storeBed';

const bucket = 'work';

describe('S3 through the SDK, reading', () => {
  const s3 = sharedBed();
  before(async () => {
    await s3.store.write({ bucket, key: 'digits' }, Buffer.from('0123456789'), { contentEncoding: 'gzip' }, {}, never);
    await s3.store.write({ bucket, key: 'empty' }, Buffer.from(''), {}, {}, never);
  });

  async function read(key: string, options?: ReadOptions, maxBytes = 100) {
    const content = await s3.store.read({ bucket, key }, maxBytes, never, options);
    return { text: Buffer.from(content.bytes).toString(), size: content.size };
  }

  it('reads parts, and knows the size of the whole', async () => {
    assert.deepEqual(await read('digits', { range: { start: 2, end: 5 } }), { text: '234', size: 10 });
    assert.deepEqual(await read('digits', { range: { start: 8, end: 100 } }), { text: '89', size: 10 });
    assert.deepEqual(await read('digits', { range: { last: 3 } }), { text: '789', size: 10 });
    assert.deepEqual(await read('digits', { range: { last: 100 } }), { text: '0123456789', size: 10 });
    assert.equal((await s3.store.read({ bucket, key: 'digits' }, 100, never)).contentEncoding, 'gzip');
  });

  it('reads nothing where nothing is', async () => {
    assert.deepEqual(await read('digits', { range: { start: 10, end: 20 } }), { text: '', size: 10 });
    assert.deepEqual(await read('digits', { range: { start: 5, end: 5 } }), { text: '', size: 10 });
    assert.deepEqual(await read('empty', { range: { start: 0, end: 5 } }), { text: '', size: 0 });
    assert.deepEqual(await read('empty', { range: { last: 5 } }), { text: '', size: 0 });
    assert.deepEqual(await read('empty'), { text: '', size: 0 });
  });

  it('measures the part, not the whole, against the limit', async () => {
    assert.deepEqual(await read('digits', { range: { last: 3 } }, 3), { text: '789', size: 10 });
    await assert.rejects(read('digits', { range: { last: 4 } }, 3), isKind('tooLarge'));
    await assert.rejects(read('digits', {}, 3), isKind('tooLarge'));
  });

  it('reads only the state that was asked for', async () => {
    const { etag } = await s3.store.head({ bucket, key: 'digits' }, never);
    assert.equal((await read('digits', { ifMatch: etag })).text, '0123456789');
    await assert.rejects(read('digits', { ifMatch: 'another' }), isKind('changed', /digits/));
    await assert.rejects(read('digits', { ifMatch: 'another', range: { start: 10, end: 20 } }), isKind('changed'));
  });

  it('tells checksums, and heads without them where only they are denied', async () => {
    const { checksums } = await s3.store.head({ bucket, key: 'digits' }, never);
    assert.match(checksums['CRC64NVME'] ?? '', /^[\w+/]{11}=$/);
    s3.aws.faults.add({
      service: 's3',
      operation: 'HeadObject',
      times: 1,
      action: { type: 'error', status: 403, code: 'AccessDenied' },
    });
    assert.equal((await s3.store.head({ bucket, key: 'digits' }, never)).size, 10);
  });

  it('pays where the profile says so, and names the setting where it does not', async () => {
    const road = { bucket: 'toll', key: 'road' };
    const payer = s3.bed.storeOf('owner', { requesterPays: true });
    assert.equal((await payer.head(road, never)).size, 6);
    assert.equal((await payer.read(road, 10, never)).size, 6);
    assert.equal((await payer.list({ bucket: 'toll', prefix: '' }, never)).objects.length, 1);
    assert.equal((await payer.listVersions({ bucket: 'toll', prefix: '' }, never)).versions.length, 1);
    await payer.copy(road, { bucket, key: 'copied road' }, {}, never);
    const namesTheSetting = (error: unknown) =>
      isAppError(error, 'accessDenied') && error.detail.cure?.includes('s3.requesterPays') === true;
    await assert.rejects(s3.store.read(road, 10, never), namesTheSetting);
    await assert.rejects(s3.store.list({ bucket: 'toll', prefix: '' }, never), namesTheSetting);
  });
});
