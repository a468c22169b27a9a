import assert from 'node:assert/strict';
import type { CopyLimits } from '../../../../src/aws/s3/copying';
import type { ObjectSettings } from '../../../../src/core/s3/objectProperties';
import type { StoreTarget } from '../../../../src/core/s3/stores';
import { DISTANT_KEY, isKind, never, sharedBed } from './storeBed';

const bucket = 'work';
const source = { bucket, key: 'source +%.txt' };
const target = { bucket, key: 'folder/target' };
const PART = 5 * 1024 ** 2;

const SETTINGS = {
  contentType: 'text/html',
  cacheControl: 'no-store',
  expires: 'Thu, 01 Dec 1994 16:00:00 GMT',
  websiteRedirect: '/x',
  metadata: { owner: 'Zoë' },
  storageClass: 'STANDARD_IA',
  encryption: { type: 'aws:kms', keyId: 'arn:aws:kms:us-east-1:111111111111:key/k' },
} satisfies Partial<ObjectSettings>;

describe('S3 through the SDK, copying', () => {
  const s3 = sharedBed();
  let etag: string | undefined;

  beforeEach(async () => {
    ({ etag } = await s3.store.write(source, Buffer.from('body'), { ...SETTINGS, tags: { a: 'b c' } }, {}, never));
    await s3.store.delete(target, never);
    s3.aws.log.clear();
  });

  it('keeps metadata, tags, storage class, encryption and redirect', async () => {
    const copied = await s3.store.copy(source, target, {}, never);
    const properties = await s3.store.head(target, never);
    assert.deepEqual(properties.settings, SETTINGS);
    assert.equal(copied.etag, properties.etag);
    assert.deepEqual(await s3.store.tags(target, never), { a: 'b c' });
  });

  it('changes what it is told to and keeps the rest', async () => {
    await s3.store.copy(source, target, { settings: { storageClass: 'STANDARD', cacheControl: '' } }, never);
    const { settings } = await s3.store.head(target, never);
    assert.equal(settings.cacheControl, undefined);
    assert.deepEqual({ ...SETTINGS, ...settings }, { ...SETTINGS, storageClass: 'STANDARD' });
    assert.deepEqual(await s3.store.tags(target, never), { a: 'b c' });
    await s3.store.copy(source, target, { settings: { tags: { c: 'd' } } }, never);
    assert.deepEqual((await s3.store.head(target, never)).settings, SETTINGS);
    assert.deepEqual(await s3.store.tags(target, never), { c: 'd' });
  });

  it('copies an object onto itself', async () => {
    await s3.store.copy(source, source, {}, never);
    await s3.store.copy(source, source, { settings: { metadata: { new: 'one' } } }, never);
    assert.deepEqual((await s3.store.head(source, never)).settings, { ...SETTINGS, metadata: { new: 'one' } });
  });

  it('copies between regions', async () => {
    await s3.store.copy(source, { bucket: 'distant', key: 'a' }, {}, never);
    await s3.store.copy({ bucket: 'distant', key: 'a' }, target, {}, never);
    assert.equal((await s3.store.head(target, never)).size, 4);
  });

  it("leaves a KMS key in its region, where the copy is encrypted as its bucket's default says", async () => {
    const { encryption } = SETTINGS;
    const of = (profile: Partial<StoreTarget>, limits?: CopyLimits) => s3.bed.storeOf('owner', profile, limits);
    const inParts: CopyLimits = { single: 3, part: PART };
    for (const [key, copier] of [
      ['at once', s3.store],
      ['in parts', of({}, inParts)],
      // The profile's own key is of no use there either.
      ['at once, own key', of({ encryption })],
      ['in parts, own key', of({ encryption }, inParts)],
    ] as const) {
      const far = { bucket: 'distant', key };
      await copier.copy(source, far, {}, never);
      const { settings } = await copier.head(far, never);
      assert.ok(settings.encryption?.type === 'aws:kms', key);
      assert.equal(settings.encryption.keyId, DISTANT_KEY, key);
      assert.deepEqual({ ...settings, encryption }, SETTINGS);
      const asked = copier.copy(source, far, { settings: { encryption } }, never);
      await assert.rejects(asked, isKind('invalidRequest', /KMS key.*Invalid arn us-east-1/));
    }
    const far = { bucket: 'distant', key: 'of the profile' };
    await of({ encryption: { type: 'AES256' } }).copy(source, far, {}, never);
    assert.equal(
      (await s3.store.head(far, never)).settings.encryption?.type,
      'AES256',
      'as new objects of the profile',
    );
  });

  it('refuses a copy that would remove metadata it cannot read', async () => {
    const old = { bucket: 'soap', key: 'old' };
    assert.equal((await s3.store.head(old, never)).missingMetadata, 2);
    const changed = s3.store.copy(old, old, { settings: { storageClass: 'STANDARD_IA' } }, never);
    await assert.rejects(changed, isKind('invalidRequest', /^2 entries of the metadata of old cannot be read/));
    const inParts = s3.bed.storeOf('owner', {}, { single: 0, part: PART });
    await assert.rejects(inParts.copy(old, target, {}, never), isKind('invalidRequest'));
    assert.equal(s3.aws.log.count({ operation: 'CreateMultipartUpload' }), 0);
    await s3.store.copy(old, target, {}, never);
    assert.equal((await s3.store.head(target, never)).missingMetadata, 2);
  });

  it('copies one version', async () => {
    const old = { bucket: 'history', key: 'a?b' };
    const { versionId } = await s3.store.write(old, Buffer.from('old'), {}, {}, never);
    await s3.store.write(old, Buffer.from('newer'), {}, {}, never);
    await s3.store.copy({ ...old, versionId }, target, {}, never);
    assert.equal((await s3.store.head(target, never)).size, 3);
  });

  it('copies only under its conditions', async () => {
    await assert.rejects(s3.store.copy(source, target, { sourceIfMatch: 'other' }, never), isKind('changed', /source/));
    await s3.store.copy(source, target, { sourceIfMatch: etag, ifAbsent: true }, never);
    await assert.rejects(s3.store.copy(source, target, { ifAbsent: true }, never), isKind('exists', /target/));
    await assert.rejects(s3.store.copy(source, target, { ifMatch: 'other' }, never), isKind('changed', /target/));
    await assert.rejects(s3.store.copy({ bucket, key: 'gone' }, target, {}, never), isKind('notFound', /object gone/));
  });

  it('names the source when that is archived', async () => {
    await s3.store.write(source, Buffer.from('ice'), { storageClass: 'GLACIER' }, {}, never);
    await assert.rejects(s3.store.copy(source, target, {}, never), isKind('archived', /source/));
  });

  it('copies what is too large for one request in parts, with everything', async () => {
    const large = s3.bed.storeOf('owner', {}, { single: PART, part: PART });
    const body = Buffer.alloc(2 * PART + 1, 'x');
    await large.write(source, body, { ...SETTINGS, tags: { a: 'b c' } }, {}, never);
    await large.copy(source, target, { ifAbsent: true }, never);
    const { settings, size, parts } = await large.head(target, never);
    assert.deepEqual([settings, size, parts], [SETTINGS, body.length, 3]);
    assert.deepEqual(await large.tags(target, never), { a: 'b c' });
    assert.ok(body.equals((await large.read(target, body.length, never)).bytes));
    await assert.rejects(large.copy(source, target, { ifAbsent: true }, never), isKind('exists'));
    assert.deepEqual((await large.listUploads(bucket, '', undefined, never)).uploads, []);
  });

  it('waits for what takes S3 long, and not for what does not', async () => {
    const impatient = { requestHandler: (silence = 300) => ({ socketTimeout: silence }) };
    const limits = { single: PART, part: PART };
    const copier = s3.bed.storeOf('owner', {}, limits, impatient);
    const large = { bucket, key: 'large' };
    await s3.store.write(large, Buffer.alloc(PART + 1, 'x'), {}, {}, never);
    for (const operation of ['CopyObject', 'UploadPartCopy', 'CompleteMultipartUpload']) {
      s3.aws.faults.add({ service: 's3', operation, times: 1, action: { type: 'delay', milliseconds: 900 } });
    }
    await copier.copy(source, target, {}, never);
    await copier.copy(large, target, {}, never);
    const counts = ['CopyObject', 'CompleteMultipartUpload'].map((operation) => s3.aws.log.count({ operation }));
    assert.deepEqual(counts, [1, 1], 'none is sent again');
    const fault = s3.aws.faults.add({
      service: 's3',
      operation: 'HeadObject',
      action: { type: 'delay', milliseconds: 900 },
    });
    await assert.rejects(copier.head(source, never), isKind('network'));
    fault.dispose();
  });

  it('leaves no parts behind when it fails or is cancelled', async () => {
    const large = s3.bed.storeOf('owner', {}, { single: PART, part: PART });
    await large.write(source, Buffer.alloc(2 * PART, 'x'), {}, {}, never);
    s3.aws.faults.add({
      service: 's3',
      operation: 'UploadPartCopy',
      times: 1,
      action: { type: 'error', status: 403, code: 'AccessDenied' },
    });
    await assert.rejects(large.copy(source, target, {}, never), isKind('accessDenied'));
    assert.deepEqual((await large.listUploads(bucket, '', undefined, never)).uploads, []);
    const stop = new AbortController();
    const fault = s3.aws.faults.add({
      service: 's3',
      operation: 'UploadPartCopy',
      action: { type: 'delay', milliseconds: 5000 },
    });
    const begun = s3.aws.log.waitFor({ operation: 'CreateMultipartUpload' });
    const copying = large.copy(source, target, {}, stop.signal);
    await begun;
    stop.abort();
    await assert.rejects(copying, isKind('cancelled'));
    fault.dispose();
    await s3.aws.log.waitFor({ operation: 'AbortMultipartUpload' });
    assert.deepEqual((await large.listUploads(bucket, '', undefined, never)).uploads, []);
  });
});
