import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  RestoreObjectCommand,
  type GetObjectCommandInput,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { LocalAws } from '../server';
import { bucketSeed, errorOf, s3Client, startS3, type ErrorAnswer } from './testBed';

const Bucket = 'docs';
const GIBIBYTE = 1024 ** 3;

describe('Objects', () => {
  let aws: LocalAws;
  let s3: S3Client;

  beforeEach(async () => {
    const objects = [
      { key: 'digits', body: '0123456789', contentType: 'text/plain', lastModified: '2026-02-03T04:05:06Z' },
      { key: 'huge', body: { size: 40 * GIBIBYTE, pattern: 'abcdefghi\n' } },
      { key: 'ledger', body: 'frozen', storageClass: 'GLACIER' },
    ];
    aws = await startS3([bucketSeed(Bucket, { objects })]);
    s3 = s3Client(aws);
  });

  afterEach(async () => {
    s3.destroy();
    await aws.close();
  });

  const get = (input: Partial<GetObjectCommandInput> = {}) =>
    s3.send(new GetObjectCommand({ Bucket, Key: 'digits', ...input }));
  const put = (input: Partial<PutObjectCommandInput> = {}) =>
    s3.send(new PutObjectCommand({ Bucket, Key: 'digits', Body: 'new', ...input }));
  const head = (Key: string) => s3.send(new HeadObjectCommand({ Bucket, Key }));
  const textOf = async (input: Partial<GetObjectCommandInput> = {}): Promise<string | undefined> =>
    (await get(input)).Body?.transformToString();
  const codeOf = ({ status, name }: ErrorAnswer): [number | undefined, string] => [status, name];

  it('give the ranges asked for', async () => {
    const ranges = {
      'bytes=2-4': '234',
      'bytes=7-': '789',
      'bytes=-3': '789',
      'bytes=8-99': '89',
      'bytes=-99': '0123456789',
    };
    for (const [Range, expected] of Object.entries(ranges)) assert.equal(await textOf({ Range }), expected, Range);
    assert.equal((await get({ Range: 'bytes=2-4' })).ContentRange, 'bytes 2-4/10');
    assert.deepEqual(codeOf(await errorOf(get({ Range: 'bytes=10-' }))), [416, 'InvalidRange']);
    assert.deepEqual(codeOf(await errorOf(get({ Range: 'bytes=-0' }))), [416, 'InvalidRange']);
  });

  it('are read from the middle of 40 GiB that nobody holds', async () => {
    const at = 33 * GIBIBYTE;
    const Range = `bytes=${at}-${at + 200_000}`;
    const bytes = await (await get({ Key: 'huge', Range })).Body?.transformToByteArray();
    assert.equal(bytes?.length, 200_001);
    const expected = Buffer.from('abcdefghi\n');
    assert.ok(bytes.every((byte, index) => byte === expected[(at + index) % expected.length]));
    assert.equal((await head('huge')).ContentLength, 40 * GIBIBYTE);
  });

  it('answer conditional reads', async () => {
    const ETag = (await head('digits')).ETag ?? '';
    const before = new Date('2026-02-03T04:05:05Z');
    const after = new Date('2026-02-03T04:05:07Z');
    assert.equal(await textOf({ IfMatch: ETag, IfNoneMatch: '"other"' }), '0123456789');
    assert.equal((await errorOf(get({ IfMatch: '"other"' }))).status, 412);
    assert.equal((await errorOf(get({ IfNoneMatch: ETag }))).status, 304);
    assert.equal((await errorOf(get({ IfModifiedSince: after }))).status, 304);
    assert.equal(await textOf({ IfModifiedSince: before }), '0123456789');
    assert.equal((await errorOf(get({ IfUnmodifiedSince: before }))).status, 412);
    assert.equal(await textOf({ IfUnmodifiedSince: after }), '0123456789');
  });

  it('are written over only by who has seen them', async () => {
    const ETag = (await head('digits')).ETag ?? '';
    assert.deepEqual(codeOf(await errorOf(put({ IfMatch: '"other"' }))), [412, 'PreconditionFailed']);
    assert.deepEqual(codeOf(await errorOf(put({ IfNoneMatch: '*' }))), [412, 'PreconditionFailed']);
    assert.deepEqual(codeOf(await errorOf(put({ Key: 'missing', IfMatch: ETag }))), [404, 'NoSuchKey']);
    await put({ IfMatch: ETag });
    await put({ Key: 'created', IfNoneMatch: '*' });
    assert.equal(await textOf(), 'new');
  });

  it('refuse a conditional write that was overtaken while its body was sent', async () => {
    async function* overtaken(): AsyncGenerator<Buffer> {
      yield Buffer.from('mine');
      await put({ Key: 'created', Body: 'theirs' });
      yield Buffer.from(' too');
    }
    const late = put({ Key: 'created', IfNoneMatch: '*', Body: Readable.from(overtaken()), ContentLength: 8 });
    assert.deepEqual(codeOf(await errorOf(late)), [409, 'ConditionalRequestConflict']);
    assert.equal(await textOf({ Key: 'created' }), 'theirs');
  });

  it('are deleted only by who has seen them', async () => {
    const remove = (IfMatch: string) => s3.send(new DeleteObjectCommand({ Bucket, Key: 'digits', IfMatch }));
    assert.equal((await errorOf(remove('"other"'))).status, 412);
    await remove((await head('digits')).ETag ?? '');
    assert.equal((await errorOf(head('digits'))).status, 404);
  });

  it('keep what was said of them', async () => {
    const said = {
      ContentType: 'text/markdown',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment; filename="a.md"',
      ContentEncoding: 'gzip',
      ContentLanguage: 'en',
      Metadata: { author: 'alice', 'with-dash': 'x y' },
      StorageClass: 'STANDARD_IA',
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'arn:aws:kms:us-east-1:111111111111:key/lake',
    } as const;
    const { ETag } = await put({ ...said, Tagging: 'team=lake&empty=' });
    const found = await get();
    for (const [name, value] of Object.entries(said)) assert.deepEqual(found[name as keyof typeof said], value, name);
    assert.equal(found.TagCount, 2);
    assert.notEqual(ETag, '"22af645d1859cb5ca6da0c484f1f37ea"', 'with KMS the ETag is no MD5');
    assert.equal((await put()).ETag, '"22af645d1859cb5ca6da0c484f1f37ea"');
  });

  it('sent as a stream of chunks keep only the encoding they have', async () => {
    const stream = () => ({ Body: Readable.from([Buffer.from('ab'), Buffer.from('cd')]), ContentLength: 4 });
    await put(stream());
    assert.deepEqual([await textOf(), (await get()).ContentEncoding], ['abcd', undefined]);
    await put({ ...stream(), ContentEncoding: 'gzip' });
    assert.equal((await get()).ContentEncoding, 'gzip');
  });

  it('let the reader replace headers of the answer', async () => {
    const { ContentType } = await get({ ResponseContentType: 'application/json' });
    assert.equal(ContentType, 'application/json');
  });

  for (const algorithm of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const) {
    it(`are checked by ${algorithm}`, async () => {
      const name = `Checksum${algorithm}` as const;
      const { [name]: value = '' } = await put({ ChecksumAlgorithm: algorithm });
      assert.equal((await get({ ChecksumMode: 'ENABLED' }))[name], value);
      const wrong = await errorOf(put({ Body: 'other', [name]: value }));
      assert.deepEqual(codeOf(wrong), [400, 'BadDigest']);
    });
  }

  it('are checked by MD5', async () => {
    assert.deepEqual(codeOf(await errorOf(put({ ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }))), [400, 'BadDigest']);
    assert.deepEqual(codeOf(await errorOf(put({ ContentMD5: 'short' }))), [400, 'InvalidDigest']);
  });

  it('are copied with or without what was said of them', async () => {
    await put({ Key: 'a', Metadata: { kept: 'yes' }, Tagging: 'team=lake', ContentType: 'text/csv' });
    const copy = (input: object) =>
      s3.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a`, ...input }));
    await copy({});
    const kept = await get({ Key: 'b' });
    assert.deepEqual([kept.Metadata, kept.TagCount, kept.ContentType], [{ kept: 'yes' }, 1, 'text/csv']);
    await copy({ MetadataDirective: 'REPLACE', Metadata: { other: 'no' }, TaggingDirective: 'REPLACE' });
    const replaced = await get({ Key: 'b' });
    assert.deepEqual([replaced.Metadata, replaced.TagCount], [{ other: 'no' }, undefined]);
    assert.equal((await errorOf(copy({ CopySourceIfMatch: '"other"' }))).status, 412);
    assert.equal((await errorOf(copy({ CopySource: `${Bucket}/huge` }))).name, 'InvalidRequest');
    assert.equal((await errorOf(copy({ CopySource: `${Bucket}/b` }))).name, 'InvalidRequest');
  });

  it('carry tags', async () => {
    const object = { Bucket, Key: 'digits' };
    const TagSet = [{ Key: 'team', Value: 'a & b' }];
    await s3.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet } }));
    assert.deepEqual((await s3.send(new GetObjectTaggingCommand(object))).TagSet, TagSet);
    await s3.send(new DeleteObjectTaggingCommand(object));
    assert.deepEqual((await s3.send(new GetObjectTaggingCommand(object))).TagSet, []);
  });

  it('encrypted with a key of the customer are read with that key only', async () => {
    const withKey = (letter: string) => ({ SSECustomerAlgorithm: 'AES256', SSECustomerKey: letter.repeat(32) });
    await put(withKey('a'));
    assert.equal(await textOf(withKey('a')), 'new');
    assert.equal((await errorOf(get())).name, 'InvalidRequest');
    assert.deepEqual(codeOf(await errorOf(get(withKey('b')))), [403, 'AccessDenied']);
  });

  it('of an archive are read only after a restore', async () => {
    const ledger = { Bucket, Key: 'ledger' };
    const RestoreRequest = { Days: 2, GlacierJobParameters: { Tier: 'Standard' as const } };
    assert.deepEqual(codeOf(await errorOf(get(ledger))), [403, 'InvalidObjectState']);
    await s3.send(new RestoreObjectCommand({ ...ledger, RestoreRequest }));
    assert.equal((await head('ledger')).Restore, 'ongoing-request="true"');
    assert.deepEqual(codeOf(await errorOf(get(ledger))), [403, 'InvalidObjectState']);
    const again = await errorOf(s3.send(new RestoreObjectCommand({ ...ledger, RestoreRequest })));
    assert.deepEqual(codeOf(again), [409, 'RestoreAlreadyInProgress']);
    aws.clock.offset += 3000;
    assert.equal(await textOf(ledger), 'frozen');
    aws.clock.offset += 2 * 24 * 60 * 60 * 1000;
    s3.config.systemClockOffset = aws.clock.offset;
    assert.deepEqual(codeOf(await errorOf(get(ledger))), [403, 'InvalidObjectState']);
  });

  it('that are missing are NoSuchKey, and deleting them succeeds', async () => {
    assert.deepEqual(codeOf(await errorOf(get({ Key: 'missing' }))), [404, 'NoSuchKey']);
    assert.equal((await errorOf(head('missing'))).status, 404);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'missing' }));
  });
});
