import { createHash } from 'node:crypto';
import { AwsError, type AwsResponse } from '../kernel/types';
import {
  CHECKSUM_ALGORITHMS,
  checksumElement,
  checksumHeader,
  compositeChecksum,
  computeChecksum,
  type Checksum,
} from './checksums';
import { assertNotOvertaken, checkWriteConditions } from './conditions';
import { joinedContent, type Content } from './content';
import type { MultipartUpload, UploadedPart } from './multipartUpload';
import { readXml } from './payload';
import { authoriseWrite } from './putObject';
import { checksumNodes, quoted, xmlResponse } from './responses';
import type { S3Call } from './s3Call';
import { malformedXml } from './s3Errors';
import { StoredObject } from './storedObject';
import { findUpload } from './uploadOperations';
import { versionHeader } from './versionLookup';
import { childText, childrenNamed, type XmlElement } from './xml';

/** AWS rule: every part but the last holds at least 5 MiB. */
const MIN_PART_BYTES = 5 * 1024 ** 2;

/** `CompleteMultipartUpload`. */
export async function completeMultipartUpload(call: S3Call): Promise<AwsResponse> {
  const { bucket, key } = call;
  const upload = findUpload(call);
  authoriseWrite(call, upload.attributes);
  const before = bucket.current(key);
  checkWriteConditions(call, key, before);
  const parts = chosenParts(await readXml(call), upload);
  assertNotOvertaken(call, before, bucket.current(key));
  const content = joinedContent(parts.map((part) => part.content));
  const object = new StoredObject({
    key,
    versionId: bucket.nextVersionId(),
    lastModified: call.timestamp,
    content,
    attributes: upload.attributes,
    etag: multipartEtag(parts),
    checksum: verifiedChecksum(call, upload, parts, content),
    partSizes: parts.map((part) => part.content.size),
  });
  bucket.write(object);
  bucket.uploads.delete(upload.id);
  return xmlResponse(
    'CompleteMultipartUploadResult',
    [
      ['Location', `http://${call.header('host') ?? ''}/${bucket.name}/${encodeURIComponent(key)}`],
      ['Bucket', bucket.name],
      ['Key', key],
      ['ETag', quoted(object.etag)],
      ...checksumNodes(object.checksum),
    ],
    { ...upload.attributes.encryption, ...versionHeader(bucket, object.versionId) },
  );
}

/** @throws AwsError MalformedXML, InvalidPartOrder, InvalidPart, EntityTooSmall */
function chosenParts(request: XmlElement, upload: MultipartUpload): readonly UploadedPart[] {
  const elements = childrenNamed(request, 'Part');
  if (request.name !== 'CompleteMultipartUpload' || elements.length === 0) throw malformedXml();
  let previous = 0;
  const parts = elements.map((element) => {
    const number = Number(childText(element, 'PartNumber'));
    if (!Number.isInteger(number)) throw malformedXml();
    if (number <= previous) {
      const message =
        'The list of parts was not in ascending order. The parts list must be specified in order by part number.';
      throw new AwsError(400, 'InvalidPartOrder', message, { elements: { UploadId: upload.id } });
    }
    previous = number;
    return chosenPart(element, number, upload);
  });
  const tooSmall = parts.slice(0, -1).find((part) => part.content.size < MIN_PART_BYTES);
  if (tooSmall) {
    throw new AwsError(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      elements: {
        ProposedSize: String(tooSmall.content.size),
        MinSizeAllowed: String(MIN_PART_BYTES),
        PartNumber: String(tooSmall.number),
        ETag: tooSmall.etag,
      },
    });
  }
  return parts;
}

function chosenPart(element: XmlElement, number: number, upload: MultipartUpload): UploadedPart {
  const etag = (childText(element, 'ETag') ?? '').replaceAll('"', '');
  const part = upload.parts.get(number);
  const claims = CHECKSUM_ALGORITHMS.flatMap((algorithm) => {
    const value = childText(element, checksumElement(algorithm));
    return value === undefined ? [] : [{ algorithm, value }];
  });
  const agrees =
    part?.etag === etag &&
    claims.every(({ algorithm, value }) => part.checksum?.algorithm === algorithm && part.checksum.value === value);
  if (part && agrees) return part;
  throw new AwsError(
    400,
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { elements: { UploadId: upload.id, PartNumber: String(number), ETag: etag } },
  );
}

/** AWS rule: the MD5 of the parts' MD5s, a hyphen, and the number of parts. */
function multipartEtag(parts: readonly UploadedPart[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(Buffer.from(part.etag, 'hex'));
  return `${hash.digest('hex')}-${parts.length}`;
}

/** @throws AwsError BadDigest when the client states another one, InvalidRequest when a part has none */
function verifiedChecksum(
  call: S3Call,
  upload: MultipartUpload,
  parts: readonly UploadedPart[],
  content: Content,
): Checksum {
  const { checksumAlgorithm: algorithm = 'CRC64NVME', checksumType: type } = upload;
  const value =
    type === 'FULL_OBJECT'
      ? computeChecksum(algorithm, content)
      : compositeChecksum(
          algorithm,
          parts.map((part) => part.checksum?.value ?? ''),
        );
  const stated = call.header(checksumHeader(algorithm));
  if (stated !== undefined && stated !== value && stated !== value.replace(/-\d+$/, '')) {
    throw new AwsError(400, 'BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return { algorithm, type, value };
}
