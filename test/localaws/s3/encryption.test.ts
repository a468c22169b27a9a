import assert from 'node:assert/strict';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { LocalAws } from '../server';
import { bucketSeed, errorOf, s3Client, startS3 } from './testBed';

const Bucket = 'docs';
const sealed = { Bucket, Key: 'sealed' };
const keyOf = (letter: string) => ({ SSECustomerAlgorithm: 'AES256', SSECustomerKey: letter.repeat(32) });
/** Headers as a client of its own would send them. */
const ssec = (headers: Record<string, string>) => ({
  step: 'build' as const,
  apply: (next: (args: never) => Promise<never>) => (args: { request: { headers: Record<string, string> } }) => {
    for (const [name, value] of Object.entries(headers)) {
      args.request.headers[`x-amz-server-side-encryption-customer-${name}`] = value;
    }
    return next(args as never);
  },
});

describe('Encryption', () => {
  let aws: LocalAws;
  let s3: S3Client;

  beforeEach(async () => {
    aws = await startS3([bucketSeed(Bucket, { objects: [{ key: 'plain', body: 'plain' }] })]);
    s3 = s3Client(aws);
  });
  afterEach(async () => {
    s3.destroy();
    await aws.close();
  });

  const codeOf = async (request: Promise<unknown>): Promise<readonly [number | undefined, string]> => {
    const { status, name } = await errorOf(request);
    return [status, name];
  };

  it("with a customer's key tells its MD5 and never the key, and the head needs the key too", async () => {
    const put = await s3.send(new PutObjectCommand({ ...sealed, Body: 'x', ...keyOf('a') }));
    assert.deepEqual([put.SSECustomerAlgorithm, put.ServerSideEncryption], ['AES256', undefined]);
    const head = await s3.send(new HeadObjectCommand({ ...sealed, ...keyOf('a') }));
    assert.equal(head.SSECustomerKeyMD5, put.SSECustomerKeyMD5);
    assert.equal((await errorOf(s3.send(new HeadObjectCommand(sealed)))).status, 400);
    assert.equal((await errorOf(s3.send(new HeadObjectCommand({ ...sealed, ...keyOf('b') })))).status, 403);
    const plain = await errorOf(s3.send(new GetObjectCommand({ Bucket, Key: 'plain', ...keyOf('a') })));
    assert.equal(plain.message, 'The encryption parameters are not applicable to this object.');
    assert.ok(!JSON.stringify(aws.log.entries).includes('a'.repeat(32)));
  });

  for (const [what, headers, message] of [
    ['no algorithm', { key: 'x', 'key-md5': 'x' }, /must provide a valid encryption algorithm\.$/],
    ['no key', { algorithm: 'AES256', 'key-md5': 'x' }, /must provide an appropriate secret key\.$/],
    ['no MD5', { algorithm: 'AES256', key: 'x' }, /must provide the client calculated MD5 of the secret key\.$/],
    [
      'a key of 16 bytes',
      { algorithm: 'AES256', key: 'AAAAAAAAAAAAAAAAAAAAAA==', 'key-md5': 'x' },
      /secret key was invalid/,
    ],
    [
      'a wrong MD5',
      { algorithm: 'AES256', key: `${'A'.repeat(43)}=`, 'key-md5': 'x' },
      /MD5 hash of the key did not match/,
    ],
  ] as const) {
    it(`with a customer's key is refused with ${what}`, async () => {
      const client = s3Client(aws);
      const { step, apply } = ssec(headers);
      client.middlewareStack.add(apply as never, { step });
      const {
        status,
        name,
        message: said,
      } = await errorOf(client.send(new PutObjectCommand({ ...sealed, Body: 'x' })));
      assert.deepEqual([status, name], [400, 'InvalidArgument']);
      assert.match(said, message);
      client.destroy();
    });
  }

  it('of a copy is its own, and the key of the source is given apart', async () => {
    await s3.send(new PutObjectCommand({ ...sealed, Body: 'x', ...keyOf('a') }));
    const copy = { Bucket, Key: 'copy', CopySource: `${Bucket}/sealed` };
    assert.deepEqual(await codeOf(s3.send(new CopyObjectCommand(copy))), [400, 'InvalidRequest']);
    const source = { CopySourceSSECustomerAlgorithm: 'AES256', CopySourceSSECustomerKey: 'a'.repeat(32) };
    await s3.send(new CopyObjectCommand({ ...copy, ...source }));
    assert.equal((await s3.send(new HeadObjectCommand({ Bucket, Key: 'copy' }))).ServerSideEncryption, 'AES256');
    // Onto itself another key is a change.
    await s3.send(new CopyObjectCommand({ ...sealed, CopySource: `${Bucket}/sealed`, ...source, ...keyOf('b') }));
    await s3.send(new GetObjectCommand({ ...sealed, ...keyOf('b') }));
  });

  it('of a multipart upload is that of every part', async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...sealed, ...keyOf('a') }));
    const part = { ...sealed, UploadId, PartNumber: 1, Body: 'x' };
    const missing = await errorOf(s3.send(new UploadPartCommand(part)));
    assert.match(missing.message, /^The multipart upload initiate requested encryption\./);
    const other = await errorOf(s3.send(new UploadPartCommand({ ...part, ...keyOf('b') })));
    assert.equal(other.message, 'The provided encryption parameters did not match the ones used originally.');
    const { ETag } = await s3.send(new UploadPartCommand({ ...part, ...keyOf('a') }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await s3.send(new CompleteMultipartUploadCommand({ ...sealed, UploadId, MultipartUpload }));
    assert.deepEqual(await codeOf(s3.send(new GetObjectCommand(sealed))), [400, 'InvalidRequest']);
    await s3.send(new GetObjectCommand({ ...sealed, ...keyOf('a') }));
  });

  it('with KMS tells the ARN of the key, of an alias and of none too, and whether the bucket has a key', async () => {
    const put = (input: { SSEKMSKeyId?: string; BucketKeyEnabled?: boolean }) =>
      s3.send(new PutObjectCommand({ Bucket, Key: 'kms', Body: 'x', ServerSideEncryption: 'aws:kms', ...input }));
    const arn = /^arn:aws:kms:us-east-1:111111111111:key\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    const ofAlias = await put({ SSEKMSKeyId: 'alias/lake', BucketKeyEnabled: true });
    assert.match(ofAlias.SSEKMSKeyId ?? '', arn);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'kms' }));
    assert.deepEqual([head.SSEKMSKeyId, head.BucketKeyEnabled], [ofAlias.SSEKMSKeyId, true]);
    const byDefault = await put({});
    assert.match(byDefault.SSEKMSKeyId ?? '', arn);
    assert.notEqual(byDefault.SSEKMSKeyId, ofAlias.SSEKMSKeyId);
    const { SSEKMSKeyId } = await put({ SSEKMSKeyId: '1234abcd-12ab-34cd-56ef-1234567890ab' });
    assert.equal(SSEKMSKeyId, 'arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab');
    const elsewhere = await errorOf(put({ SSEKMSKeyId: 'arn:aws:kms:eu-west-1:111111111111:key/k' }));
    assert.deepEqual(
      [elsewhere.status, elsewhere.name, elsewhere.message],
      [400, 'KMS.NotFoundException', 'Invalid arn eu-west-1'],
    );
  });
});
