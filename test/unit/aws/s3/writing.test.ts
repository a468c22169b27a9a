import assert from 'node:assert/strict';
import type { ObjectSettings } from '../../../../src/core/s3/objectProperties';
import { isKind, never, sharedBed } from './storeBed';

const bucket = 'work';
const text = (words: string): Buffer => Buffer.from(words);

/** Every setting, with what is easily lost: blanks in tags, other characters than ASCII, an Expires that is no date. */
const SETTINGS: ObjectSettings = {
  contentType: 'text/csv; charset=utf-8',
  contentEncoding: 'gzip',
  contentLanguage: 'de-DE',
  contentDisposition: 'attachment; filename="a b.csv"',
  cacheControl: 'no-cache, max-age=0',
  expires: '0',
  websiteRedirect: '/elsewhere.html',
  metadata: { plain: 'a b', umlaut: 'Grüße 😀', edge: ' blank ', lookalike: '=?UTF-8?B?YWJj?=', empty: '' },
  storageClass: 'STANDARD_IA',
  encryption: { type: 'aws:kms', keyId: 'arn:aws:kms:us-east-1:111111111111:key/k', bucketKey: true },
  tags: { 'a b': 'c+d', 'e&f=': '%20' },
};

describe('S3 through the SDK, writing', () => {
  const s3 = sharedBed();

  it('keeps every setting', async () => {
    const address = { bucket, key: 'settings' };
    const { etag } = await s3.store.write(address, text('x'), SETTINGS, {}, never);
    const { tags, ...settings } = SETTINGS;
    const properties = await s3.store.head(address, never);
    assert.deepEqual(properties.settings, settings);
    assert.equal(properties.etag, etag);
    assert.equal(properties.storageClass, 'STANDARD_IA');
    assert.deepEqual(await s3.store.tags(address, never), tags);
  });

  it("encrypts with the profile's key where nothing else is said", async () => {
    const encryption = { type: 'aws:kms', keyId: 'arn:aws:kms:us-east-1:111111111111:key/mine' } as const;
    const kms = s3.bed.storeOf('owner', { encryption });
    await kms.write({ bucket, key: 'kms' }, text('x'), {}, {}, never);
    assert.deepEqual((await kms.head({ bucket, key: 'kms' }, never)).settings.encryption, encryption);
  });

  it('refuses settings that no header can hold, before anything is sent', async () => {
    const address = { bucket, key: 'bad' };
    const write = (settings: Partial<ObjectSettings>) => s3.store.write(address, text('x'), settings, {}, never);
    await assert.rejects(write({ cacheControl: 'für immer' }), isKind('invalidRequest', /Cache-Control/));
    await assert.rejects(write({ expires: 'a\nb' }), isKind('invalidRequest', /Expires/));
    await assert.rejects(write({ metadata: { 'a b': 'c' } }), isKind('invalidRequest', /"a␣?b"|a b/));
    assert.equal(s3.aws.log.count(), 0);
  });

  it('creates only what does not exist, when asked to', async () => {
    const address = { bucket, key: 'new' };
    await s3.store.write(address, text('first'), {}, { ifAbsent: true }, never);
    await assert.rejects(
      s3.store.write(address, text('second'), {}, { ifAbsent: true }, never),
      isKind('exists', /new exists already/),
    );
    assert.equal(Buffer.from((await s3.store.read(address, 100, never)).bytes).toString(), 'first');
  });

  it('replaces only what it knew, when asked to', async () => {
    const address = { bucket, key: 'known' };
    const first = await s3.store.write(address, text('1'), {}, {}, never);
    const second = await s3.store.write(address, text('2'), {}, { ifMatch: first.etag }, never);
    await assert.rejects(
      s3.store.write(address, text('3'), {}, { ifMatch: first.etag }, never),
      isKind('changed', /known/),
    );
    await s3.store.delete(address, never);
    await assert.rejects(s3.store.write(address, text('3'), {}, { ifMatch: second.etag }, never), isKind('changed'));
    await assert.rejects(s3.store.read(address, 100, never), isKind('notFound'));
  });

  it('tries again when two writes met, and gives up after some', async () => {
    const address = { bucket, key: 'met' };
    const conflict = { type: 'error', status: 409, code: 'ConditionalRequestConflict' } as const;
    s3.aws.faults.add({ service: 's3', operation: 'PutObject', times: 2, action: conflict });
    await s3.store.write(address, text('x'), {}, { ifAbsent: true }, never);
    const fault = s3.aws.faults.add({ service: 's3', operation: 'PutObject', action: conflict });
    await assert.rejects(s3.store.write(address, text('y'), {}, { ifMatch: 'e' }, never), isKind('changed'));
    fault.dispose();
    assert.equal(s3.aws.log.count({ operation: 'PutObject' }), 7);
  });

  it('sets, replaces and takes away tags', async () => {
    const address = { bucket, key: 'tagged' };
    await s3.store.write(address, text('x'), {}, {}, never);
    await s3.store.setTags(address, { 'ä b': '<&>', empty: '' }, never);
    assert.deepEqual(await s3.store.tags(address, never), { 'ä b': '<&>', empty: '' });
    assert.equal((await s3.store.head(address, never)).tagCount, 2);
    await s3.store.setTags(address, {}, never);
    assert.deepEqual(await s3.store.tags(address, never), {});
  });

  it('restores an archived object, once', async () => {
    const address = { bucket, key: 'ice' };
    // A store of this test's own: its clock follows that of AWS.
    const tomorrow = s3.bed.storeOf('owner');
    await tomorrow.write(address, text('x'), { storageClass: 'GLACIER' }, {}, never);
    await tomorrow.restore(address, 1, 'Standard', never);
    assert.deepEqual((await tomorrow.head(address, never)).restore, { type: 'ongoing' });
    const again = tomorrow.restore(address, 1, 'Standard', never);
    await assert.rejects(again, isKind('exists', /ice is being restored already/));
    s3.aws.clock.offset += 24 * 3_600_000;
    try {
      const { restore } = await tomorrow.head(address, never);
      assert.ok(restore?.type === 'restored' && restore.until > s3.aws.clock.now());
    } finally {
      s3.aws.clock.offset = 0;
    }
  });

  it('takes an object of S3 Intelligent-Tiering out of its archive, for good', async () => {
    const address = { bucket: 'tiers', key: 'asleep' };
    const tomorrow = s3.bed.storeOf('owner');
    assert.equal((await tomorrow.head(address, never)).archiveStatus, 'DEEP_ARCHIVE_ACCESS');
    await assert.rejects(tomorrow.read(address, 10, never), isKind('archived', /asleep/));
    await assert.rejects(
      tomorrow.restore(address, 1, 'Bulk', never),
      isKind('invalidRequest', /not subject to restore expiry/),
    );
    await tomorrow.restore(address, undefined, 'Bulk', never);
    assert.deepEqual((await tomorrow.head(address, never)).restore, { type: 'ongoing' });
    s3.aws.clock.offset += 24 * 3_600_000;
    try {
      const { archiveStatus, restore } = await tomorrow.head(address, never);
      assert.deepEqual([archiveStatus, restore], [undefined, undefined]);
      assert.equal((await tomorrow.read(address, 10, never)).size, 3);
      await assert.rejects(
        tomorrow.restore(address, undefined, 'Bulk', never),
        isKind('invalidRequest', /not archived/),
      );
    } finally {
      s3.aws.clock.offset = 0;
    }
  });

  it('says that what is not archived needs no restore', async () => {
    const address = { bucket, key: 'warm' };
    await s3.store.write(address, text('x'), {}, {}, never);
    await assert.rejects(s3.store.restore(address, 1, 'Bulk', never), isKind('invalidRequest', /warm is not archived/));
  });

  it('writes where the bucket is', async () => {
    const address = { bucket: 'distant', key: 'a' };
    await s3.bed.storeOf('owner').write(address, text('x'), {}, {}, never);
    assert.equal((await s3.store.head(address, never)).size, 1);
  });
});
