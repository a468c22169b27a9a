import assert from 'node:assert/strict';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { LocalAws } from '../server';
import { bucketSeed, errorOf, s3Client, startS3 } from './testBed';

const Bucket = 'docs';
const Key = 'whole';
const MEBIBYTE = 1024 ** 2;

describe('Multipart uploads', () => {
  let aws: LocalAws;
  let s3: S3Client;
  let UploadId: string;

  beforeEach(async () => {
    const objects = [{ key: 'source', body: { size: 6 * MEBIBYTE, pattern: 'source' } }];
    aws = await startS3([bucketSeed(Bucket, { objects })]);
    s3 = s3Client(aws);
    UploadId = await begin();
  });

  afterEach(async () => {
    s3.destroy();
    await aws.close();
  });

  async function begin(key = Key): Promise<string> {
    const { UploadId: id } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: key }));
    return id ?? assert.fail('no upload ID');
  }

  async function upload(PartNumber: number, Body: string): Promise<CompletedPart> {
    const answer = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    return { PartNumber, ETag: answer.ETag, ChecksumCRC32: answer.ChecksumCRC32 };
  }

  const complete = (Parts: CompletedPart[], input: object = {}) =>
    s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...input }));

  it('become one object with the ETag of its parts', async () => {
    const first = await upload(1, 'a'.repeat(5 * MEBIBYTE));
    const last = await upload(3, 'end');
    const { ETag } = await complete([first, last]);
    assert.match(ETag ?? '', /^"[0-9a-f]{32}-2"$/);
    const tail = await s3.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=-5' }));
    assert.equal(await tail.Body?.transformToString(), 'aaend');
    const part = await s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 2 }));
    assert.deepEqual([await part.Body?.transformToString(), part.PartsCount], ['end', 2]);
    assert.equal((await errorOf(complete([first, last]))).name, 'NoSuchUpload');
  });

  it('refuse parts out of order, unknown, changed or too small', async () => {
    const first = await upload(1, 'small');
    const second = await upload(2, 'end');
    const nameOf = async (parts: CompletedPart[]): Promise<string> => (await errorOf(complete(parts))).name;
    assert.equal(await nameOf([second, first]), 'InvalidPartOrder');
    assert.equal(await nameOf([first, { ...second, PartNumber: 7 }]), 'InvalidPart');
    assert.equal(await nameOf([{ ...first, ETag: '"0123"' }]), 'InvalidPart');
    assert.equal(await nameOf([first, second]), 'EntityTooSmall');
    assert.equal(await nameOf([]), 'MalformedXML');
  });

  it('create only what is not there with If-None-Match', async () => {
    await complete([await upload(1, 'first')]);
    UploadId = await begin();
    const part = await upload(1, 'second');
    assert.equal((await errorOf(complete([part], { IfNoneMatch: '*' }))).status, 412);
    await complete([part]);
  });

  it('take parts from other objects', async () => {
    const CopySource = `${Bucket}/source`;
    const input = { Bucket, Key, UploadId, PartNumber: 1, CopySource };
    const { CopyPartResult } = await s3.send(new UploadPartCopyCommand({ ...input, CopySourceRange: 'bytes=6-11' }));
    await complete([{ PartNumber: 1, ...CopyPartResult }]);
    const whole = await s3.send(new GetObjectCommand({ Bucket, Key }));
    assert.equal(await whole.Body?.transformToString(), 'source');
  });

  it('are listed by page with their parts, and aborted', async () => {
    const other = await begin('other');
    await begin('folder/x');
    await upload(1, 'a');
    await upload(2, 'b');
    const parts = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 1 }));
    assert.deepEqual([parts.Parts?.length, parts.IsTruncated, parts.NextPartNumberMarker], [1, true, '1']);
    const page = await s3.send(new ListMultipartUploadsCommand({ Bucket, Delimiter: '/', MaxUploads: 2 }));
    assert.deepEqual(
      page.Uploads?.map(({ UploadId: id }) => id),
      [other],
    );
    assert.deepEqual(page.CommonPrefixes, [{ Prefix: 'folder/' }]);
    assert.equal(page.IsTruncated, true);
    const next = await s3.send(
      new ListMultipartUploadsCommand({
        Bucket,
        Delimiter: '/',
        KeyMarker: page.NextKeyMarker,
        UploadIdMarker: page.NextUploadIdMarker,
      }),
    );
    assert.deepEqual(
      next.Uploads?.map(({ UploadId: id }) => id),
      [UploadId],
    );
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    assert.equal((await errorOf(s3.send(new ListPartsCommand({ Bucket, Key, UploadId })))).name, 'NoSuchUpload');
  });
});
