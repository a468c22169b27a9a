import type { Checksum, ChecksumAlgorithm, ChecksumType } from './checksums';
import { createHash } from 'node:crypto';
import { digest, seededContent, type Content } from './content';
import type { UploadSeed } from './seed';
import type { ObjectAttributes } from './storedObject';

/** A part that was uploaded. */
export interface UploadedPart {
  readonly number: number;
  readonly content: Content;
  /** MD5 in hex. */
  readonly etag: string;
  readonly checksum: Checksum | undefined;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
}

/** A multipart upload that is neither completed nor aborted. */
export interface MultipartUpload {
  readonly id: string;
  readonly key: string;
  /** ARN of who began it. */
  readonly initiator: string;
  /** Milliseconds since the epoch. */
  readonly initiated: number;
  readonly attributes: ObjectAttributes;
  /** Undefined when the client named none: S3 then keeps a CRC64NVME of the whole object. */
  readonly checksumAlgorithm: ChecksumAlgorithm | undefined;
  readonly checksumType: ChecksumType;
  readonly parts: Map<number, UploadedPart>;
}

/**
 * @param accountId of the bucket, whose root user began it
 * @returns the upload a seed describes, with the same ID in every run
 */
export function seededUpload(seed: UploadSeed, accountId: string): MultipartUpload {
  const initiated = Date.parse(seed.initiated);
  const parts = seed.parts.map((body, index) => {
    const content = seededContent(body);
    const etag = digest('md5', content).toString('hex');
    return { number: index + 1, content, etag, checksum: undefined, lastModified: initiated };
  });
  return {
    id: createHash('sha256').update(`${seed.key}\0${seed.initiated}`).digest('base64url'),
    key: seed.key,
    initiator: `arn:aws:iam::${accountId}:root`,
    initiated,
    attributes: {
      headers: { 'content-type': 'binary/octet-stream' },
      metadata: {},
      tags: {},
      storageClass: seed.storageClass ?? 'STANDARD',
      encryption: { 'x-amz-server-side-encryption': 'AES256' },
    },
    checksumAlgorithm: undefined,
    checksumType: 'FULL_OBJECT',
    parts: new Map(parts.map((part) => [part.number, part])),
  };
}
