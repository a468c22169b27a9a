import { Crc32 } from '@aws-crypto/crc32';
import { Crc32c } from '@aws-crypto/crc32c';
import { bytesContent, digest, type Content } from './content';
import { crc64nvme } from './crc64nvme';

/** Additional checksum algorithms, in AWS's words. */
export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
/** One of them. */
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

/** Of the whole object, or of the parts' checksums. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** A checksum as S3 keeps it with an object or part. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Base64; a composite one ends in `-` and the number of parts. */
  readonly value: string;
}

/** Bytes of each algorithm's raw checksum. */
const LENGTHS: Record<ChecksumAlgorithm, number> = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 };

/** @returns the algorithm by AWS's name, in any case; undefined for an unknown one */
export function checksumAlgorithm(name: string): ChecksumAlgorithm | undefined {
  return CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === name.toUpperCase());
}

/** @returns the header that carries a checksum, such as `x-amz-checksum-crc32` */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** @returns the XML element that carries a checksum, such as `ChecksumCRC32` */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`;
}

/** @returns the checksum of a content, base64 */
export function computeChecksum(algorithm: ChecksumAlgorithm, content: Content): string {
  return rawChecksum(algorithm, content).toString('base64');
}

/** @returns whether a value could be this algorithm's checksum at all */
export function isWellFormedChecksum(algorithm: ChecksumAlgorithm, value: string): boolean {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === LENGTHS[algorithm] && bytes.toString('base64') === value;
}

/** @returns the checksum of the parts' checksums, with the number of parts at its end */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly string[]): string {
  const joined = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')));
  return `${computeChecksum(algorithm, bytesContent(joined))}-${parts.length}`;
}

function rawChecksum(algorithm: ChecksumAlgorithm, content: Content): Buffer {
  switch (algorithm) {
    case 'CRC32':
      return word([...content.chunks()].reduce((crc, chunk) => crc.update(chunk), new Crc32()).digest());
    case 'CRC32C':
      return word([...content.chunks()].reduce((crc, chunk) => crc.update(chunk), new Crc32c()).digest());
    case 'CRC64NVME':
      return crc64nvme(content.chunks());
    case 'SHA1':
      return digest('sha1', content);
    case 'SHA256':
      return digest('sha256', content);
  }
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
