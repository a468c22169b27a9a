import { randomBytes } from 'node:crypto';
import type { AwsResponse } from '../kernel/types';
import {
  checksumAlgorithm,
  computeChecksum,
  type Checksum,
  type ChecksumAlgorithm,
  type ChecksumType,
} from './checksums';
import { readCopySource } from './copySource';
import { digest, slicedContent, type Content } from './content';
import { assertCustomerKeyOfPart } from './encryption';
import type { MultipartUpload } from './multipartUpload';
import { attributesOf, checksumHeaders } from './objectHeaders';
import { MAX_SINGLE_BYTES, readPayload } from './payload';
import { authoriseWrite } from './putObject';
import { checksumNodes, isoTime, quoted, xmlResponse } from './responses';
import type { S3Call } from './s3Call';
import { invalidArgument, invalidRequest, noSuchUpload } from './s3Errors';

const MAX_PART_NUMBER = 10_000;

/** `CreateMultipartUpload`. */
export function createMultipartUpload(call: S3Call): AwsResponse {
  const { bucket, key } = call;
  const attributes = attributesOf(call);
  authoriseWrite(call, attributes);
  const algorithm = requestedAlgorithm(call);
  const upload: MultipartUpload = {
    id: randomBytes(48).toString('base64url'),
    key,
    initiator: call.caller?.arn ?? '',
    initiated: call.timestamp,
    attributes,
    checksumAlgorithm: algorithm,
    checksumType: requestedType(call, algorithm),
    parts: new Map(),
  };
  bucket.uploads.set(upload.id, upload);
  return xmlResponse(
    'InitiateMultipartUploadResult',
    [
      ['Bucket', bucket.name],
      ['Key', key],
      ['UploadId', upload.id],
    ],
    {
      ...attributes.encryption,
      ...(algorithm ? { 'x-amz-checksum-algorithm': algorithm, 'x-amz-checksum-type': upload.checksumType } : {}),
    },
  );
}

function requestedAlgorithm(call: S3Call): ChecksumAlgorithm | undefined {
  const name = call.header('x-amz-checksum-algorithm');
  if (name === undefined) return undefined;
  const algorithm = checksumAlgorithm(name);
  if (!algorithm) {
    throw invalidRequest(
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  }
  return algorithm;
}

/** AWS rule: CRC64NVME is of the full object only, SHA is composite only, CRC32 and CRC32C may be both. */
function requestedType(call: S3Call, algorithm: ChecksumAlgorithm | undefined): ChecksumType {
  const possible = typesOf(algorithm);
  const requested = call.header('x-amz-checksum-type');
  const found = requested === undefined ? possible[0] : possible.find((type) => type === requested);
  if (found) return found;
  throw invalidRequest(
    `The ${requested ?? ''} checksum type cannot be used with the ${algorithm ?? 'default'} checksum algorithm.`,
  );
}

/** @returns the types an algorithm may have, its default first */
function typesOf(algorithm: ChecksumAlgorithm | undefined): readonly [ChecksumType, ...ChecksumType[]] {
  switch (algorithm) {
    case undefined:
    case 'CRC64NVME':
      return ['FULL_OBJECT'];
    case 'CRC32':
    case 'CRC32C':
      return ['COMPOSITE', 'FULL_OBJECT'];
    case 'SHA1':
    case 'SHA256':
      return ['COMPOSITE'];
  }
}

/** @throws AwsError NoSuchUpload */
export function findUpload(call: S3Call): MultipartUpload {
  const id = call.query('uploadId') ?? '';
  const upload = call.bucket.uploads.get(id);
  if (upload?.key !== call.key) throw noSuchUpload(id);
  return upload;
}

/** `UploadPart`. */
export async function uploadPart(call: S3Call): Promise<AwsResponse> {
  call.authoriseObject(call.bucket, 's3:PutObject');
  const upload = findUpload(call);
  const number = partNumberOf(call);
  assertCustomerKeyOfPart(call, upload.attributes.encryption);
  const { content, checksum } = await readPayload(call);
  const { checksumAlgorithm: agreed } = upload;
  if (agreed && checksum && checksum.algorithm !== agreed) {
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${agreed.toLowerCase()}, actual checksum Type: ${checksum.algorithm.toLowerCase()}`,
    );
  }
  if (agreed && upload.checksumType === 'COMPOSITE' && !checksum) {
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${agreed.toLowerCase()}, actual checksum Type: null`,
    );
  }
  const etag = storePart(call, upload, number, content, checksum);
  return {
    status: 200,
    headers: { etag: quoted(etag), ...checksumHeaders({ checksum }), ...upload.attributes.encryption },
  };
}

/** `UploadPartCopy`. */
export function uploadPartCopy(call: S3Call): AwsResponse {
  call.authoriseObject(call.bucket, 's3:PutObject');
  const upload = findUpload(call);
  const number = partNumberOf(call);
  assertCustomerKeyOfPart(call, upload.attributes.encryption);
  const { object, headers } = readCopySource(call);
  const content = copiedRange(call, object.content);
  if (content.size > MAX_SINGLE_BYTES) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_SINGLE_BYTES}`,
    );
  }
  const { checksumAlgorithm: algorithm } = upload;
  const checksum = algorithm && {
    algorithm,
    type: 'FULL_OBJECT' as const,
    value: computeChecksum(algorithm, content),
  };
  const etag = storePart(call, upload, number, content, checksum);
  return xmlResponse(
    'CopyPartResult',
    [['LastModified', isoTime(call.timestamp)], ['ETag', quoted(etag)], ...checksumNodes(checksum)],
    { ...headers, ...upload.attributes.encryption },
  );
}

function storePart(
  call: S3Call,
  upload: MultipartUpload,
  number: number,
  content: Content,
  checksum: Checksum | undefined,
): string {
  const etag = digest('md5', content).toString('hex');
  upload.parts.set(number, { number, content, etag, checksum, lastModified: call.timestamp });
  return etag;
}

function partNumberOf(call: S3Call): number {
  const text = call.query('partNumber') ?? '';
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= MAX_PART_NUMBER) return number;
  throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', text);
}

function copiedRange(call: S3Call, whole: Content): Content {
  const text = call.header('x-amz-copy-source-range');
  if (text === undefined) return whole;
  const match = /^bytes=(\d+)-(\d+)$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2]);
  if (!match || first > last) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      text,
    );
  }
  if (last >= whole.size) {
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${whole.size}`,
      'x-amz-copy-source-range',
      text,
    );
  }
  return slicedContent(whole, first, last);
}
