import assert from 'node:assert/strict';
import { explain } from '../../../../src/aws/s3/errors';
import type { S3Request } from '../../../../src/aws/s3/requests';
import type { ObjectStore } from '../../../../src/core/s3/objectStore';
import { AppError, isAppError } from '../../../../src/core/support/errors';
import { isKind, never, StoreBed, writableWorld } from './storeBed';

const bucket = 'work';
const address = { bucket, key: 'a b' };
const version = { ...address, versionId: 'v1' };
const body = Buffer.from('x');
const BUCKET = 'arn:aws:s3:::work';
const OBJECT = 'arn:aws:s3:::work/a b';

/** Every request, with the permission and the resource a policy must name for it (Service Authorization Reference). */
const REQUESTS: readonly (readonly [string, string, (store: ObjectStore) => Promise<unknown>])[] = [
  ['s3:ListAllMyBuckets', '*', (store) => store.listBuckets(undefined, never)],
  ['s3:ListBucket', BUCKET, (store) => store.list({ bucket, prefix: '' }, never)],
  ['s3:ListBucketVersions', BUCKET, (store) => store.listVersions({ bucket, prefix: '' }, never)],
  ['s3:ListBucketMultipartUploads', BUCKET, (store) => store.listUploads(bucket, '', undefined, never)],
  ['s3:GetBucketVersioning', BUCKET, (store) => store.versioning(bucket, never)],
  ['s3:CreateBucket', 'arn:aws:s3:::work-new', (store) => store.createBucket('work-new', 'us-east-1', never)],
  ['s3:DeleteBucket', BUCKET, (store) => store.deleteBucket(bucket, never)],
  ['s3:GetObject', OBJECT, (store) => store.head(address, never)],
  ['s3:GetObject', OBJECT, (store) => store.read(address, 10, never)],
  ['s3:GetObjectVersion', OBJECT, (store) => store.read(version, 10, never)],
  ['s3:GetObjectTagging', OBJECT, (store) => store.tags(address, never)],
  ['s3:GetObjectVersionTagging', OBJECT, (store) => store.tags(version, never)],
  ['s3:PutObjectTagging', OBJECT, (store) => store.setTags(address, { a: 'b' }, never)],
  ['s3:DeleteObjectTagging', OBJECT, (store) => store.setTags(address, {}, never)],
  ['s3:PutObject', OBJECT, (store) => store.write(address, body, {}, {}, never)],
  ['s3:GetObject', OBJECT, (store) => store.copy(address, { bucket, key: 'c' }, {}, never)],
  ['s3:DeleteObject', OBJECT, (store) => store.delete(address, never)],
  ['s3:DeleteObjectVersion', OBJECT, (store) => store.delete(version, never)],
  ['s3:RestoreObject', OBJECT, (store) => store.restore(address, 1, 'Standard', never)],
  ['s3:AbortMultipartUpload', OBJECT, (store) => store.abortUpload(address, 'u', never)],
];

/** The error of a denial with these words of AWS; undefined for a HEAD request's. */
function denial(request: S3Request, awsMessage?: string): AppError {
  const detail = awsMessage === undefined ? {} : { code: 'AccessDenied', awsMessage };
  return explain(
    new AppError('accessDenied', 'Denied.', { status: 403, ...detail }),
    { ...request, region: 'us-east-1' },
    false,
  );
}

const told = (action: string, resource: string, why: string): string =>
  `User: arn:aws:iam::111111111111:user/a is not authorized to perform: ${action} on resource: "${resource}" ${why}`;

describe('S3 through the SDK, denied', () => {
  let bed: StoreBed;

  before(async () => {
    bed = await StoreBed.start(writableWorld);
    await bed.storeOf('owner').write(address, body, {}, {}, never);
  });
  after(() => bed.close());

  for (const [action, resource, send] of REQUESTS) {
    it(`names ${action} on ${resource}`, async () => {
      await assert.rejects(send(bed.storeOf('guest')), (error) => {
        assert.ok(isAppError(error, 'accessDenied'), String(error));
        assert.equal(error.message, `${action} on ${resource} is not allowed for this session.`);
        assert.ok(error.detail.cure?.startsWith(`Ask for ${action} on ${resource} in the permission policy`));
        return true;
      });
    });
  }

  it('names the prefix that may not be listed', async () => {
    const listing = bed.storeOf('guest').list({ bucket, prefix: 'team/\n' }, never);
    await assert.rejects(
      listing,
      isKind('accessDenied', /^s3:ListBucket on arn:aws:s3:::work with the prefix "team\/␊"/),
    );
  });

  it('names what AWS names where that is another permission', () => {
    const read = { action: 's3:GetObject', ...address } as const;
    const key = 'arn:aws:kms:us-east-1:111111111111:key/k';
    const kms = denial(
      read,
      told('kms:Decrypt', key, 'because no identity-based policy allows the kms:Decrypt action'),
    );
    assert.equal(kms.message, `kms:Decrypt on ${key} is not allowed for this session.`);
    const listing = denial(read, told('s3:ListBucket', BUCKET, 'because no identity-based policy allows it'));
    assert.equal(listing.message, `s3:ListBucket on ${BUCKET} is not allowed for this session.`);
  });

  it('says who denied explicitly, because asking for an Allow would not help', () => {
    const why = 'with an explicit deny in a service control policy: arn:aws:organizations::1:policy/p';
    const { detail } = denial({ action: 's3:PutObject', ...address }, told('s3:PutObject', OBJECT, why));
    assert.match(detail.cure ?? '', /^It is denied explicitly in a service control policy:/);
  });

  it('says of a copy which of the two it is, or both where AWS does not tell', () => {
    const copy = { action: 's3:PutObject', bucket, key: 'to', source: address } as const;
    const reading = denial(copy, told('s3:GetObject', OBJECT, 'because no identity-based policy allows it'));
    assert.equal(reading.message, `s3:GetObject on ${OBJECT} is not allowed for this session.`);
    const { message } = denial(copy, 'Access Denied');
    assert.match(message, /s3:GetObject on arn:aws:s3:::work\/a b, or s3:PutObject on arn:aws:s3:::work\/to,/);
  });

  it('says that the object may also be missing where S3 does not tell', () => {
    const { detail } = denial({ action: 's3:GetObject', ...address });
    assert.match(detail.cure ?? '', /may also be missing: without s3:ListBucket on arn:aws:s3:::work,/);
  });

  it('names the resources of access points and of other partitions', () => {
    const point = 'arn:aws:s3:eu-west-1:111111111111:accesspoint/p';
    assert.match(
      denial({ action: 's3:GetObject', bucket: point, key: 'k' }).message,
      /accesspoint\/p\/object\/k is not allowed/,
    );
    const china = explain(
      new AppError('accessDenied', ''),
      { action: 's3:ListBucket', bucket, region: 'cn-north-1' },
      false,
    );
    assert.match(china.message, /arn:aws-cn:s3:::work /);
  });
});
