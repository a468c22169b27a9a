import assert from 'node:assert/strict';
import type { Encryption } from '../../../../src/core/s3/objectProperties';
import type { Fault } from '../../../localaws/kernel/types';
import { isKind, never, sharedBed } from './storeBed';

const bucket = 'work';
const source = { bucket, key: 'source' };
const PART = 5 * 1024 ** 2;
const KMS: Encryption = { type: 'aws:kms', keyId: 'arn:aws:kms:us-east-1:111111111111:key/k' };
const ABSENT = { ifAbsent: true } as const;

describe('S3 through the SDK, when an answer is lost', () => {
  const s3 = sharedBed();
  before(async () => {
    await s3.store.write(source, Buffer.from('body'), {}, {}, never);
  });
  afterEach(() => s3.aws.faults.clear());

  const once = (operation: string, action: Fault['action'] = { type: 'loseAnswer' }) =>
    s3.aws.faults.add({ service: 's3', operation, times: 1, action });

  for (const [what, encryption] of [
    ['a write', undefined],
    ['a write whose ETag tells nothing, with a key of KMS', KMS],
  ] as const) {
    it(`knows again ${what}`, async () => {
      const address = { bucket, key: what };
      once('PutObject');
      const { etag } = await s3.store.write(
        address,
        Buffer.from('once'),
        encryption ? { encryption } : {},
        ABSENT,
        never,
      );
      assert.equal(s3.aws.log.count({ operation: 'PutObject' }), 2);
      assert.equal((await s3.store.head(address, never)).etag, etag);
    });
  }

  it('knows again a write over what was there', async () => {
    const address = { bucket, key: 'over' };
    const first = await s3.store.write(address, Buffer.from('1'), {}, {}, never);
    once('PutObject');
    const { etag } = await s3.store.write(address, Buffer.from('2'), {}, { ifMatch: first.etag }, never);
    assert.equal((await s3.store.head(address, never)).etag, etag);
  });

  it('knows again a copy, also one whose ETag is another', async () => {
    for (const encryption of [undefined, KMS]) {
      const target = { bucket, key: `copy ${encryption?.type ?? ''}` };
      once('CopyObject');
      const { etag } = await s3.store.copy(
        source,
        target,
        { ...ABSENT, ...(encryption ? { settings: { encryption } } : {}) },
        never,
      );
      assert.equal((await s3.store.head(target, never)).etag, etag);
    }
    assert.equal(s3.aws.log.count({ operation: 'CopyObject' }), 4);
  });

  it('knows again a copy in parts, with and without a condition', async () => {
    const large = s3.bed.storeOf('owner', {}, { single: PART, part: PART });
    const from = { bucket, key: 'large' };
    const body = Buffer.alloc(PART + 1, 'x');
    await large.write(from, body, {}, {}, never);
    for (const condition of [ABSENT, {}]) {
      const target = { bucket, key: `parts ${JSON.stringify(condition)}` };
      once('CompleteMultipartUpload');
      const { etag } = await large.copy(from, target, condition, never);
      const { size, parts, etag: found } = await large.head(target, never);
      assert.deepEqual([size, parts, found], [body.length, 2, etag]);
    }
    assert.equal(s3.aws.log.count({ operation: 'CompleteMultipartUpload' }), 4);
  });

  it('does not take for its own what was there before, whatever its content', async () => {
    const target = { bucket, key: 'before' };
    s3.aws.clock.offset -= 60_000;
    try {
      await s3.bed.storeOf('owner').write(target, Buffer.from('body'), {}, {}, never);
    } finally {
      s3.aws.clock.offset += 60_000;
    }
    once('CopyObject', { type: 'reset' });
    const copying = s3.bed.storeOf('owner').copy(source, target, ABSENT, never);
    await assert.rejects(copying, isKind('exists', /^The object before exists already/));
    once('PutObject', { type: 'reset' });
    const writing = s3.bed.storeOf('owner').write(target, Buffer.from('body'), {}, ABSENT, never);
    await assert.rejects(writing, isKind('exists', /^The object before exists already/));
  });

  it('says that it cannot know what somebody wrote meanwhile', async () => {
    const target = { bucket, key: 'meanwhile' };
    let goOn: () => void = () => undefined;
    once('CopyObject', { type: 'reset' });
    once('CopyObject', { type: 'hold', until: new Promise<void>((resolve) => (goOn = resolve)) });
    const reset = s3.aws.log.waitFor({ operation: 'CopyObject' });
    const copying = s3.store.copy(source, target, ABSENT, never);
    await reset;
    await s3.store.write(target, Buffer.from('theirs'), {}, {}, never);
    goOn();
    await assert.rejects(copying, isKind('exists', /connection was lost.*meanwhile was written since/));
    assert.equal(Buffer.from((await s3.store.read(target, 10, never)).bytes).toString(), 'theirs');
  });
});
