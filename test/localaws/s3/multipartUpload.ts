import type { Checksum, ChecksumAlgorithm, ChecksumType } from './checksums';
import type { Content } from './content';
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
