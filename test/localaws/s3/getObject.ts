import { Readable } from 'node:stream';
import { AwsError, type AwsResponse } from '../kernel/types';
import { checkReadConditions } from './conditions';
import { readAll, slicedContent, type Content } from './content';
import { assertCustomerKey } from './encryption';
import { checksumHeaders, objectHeaders } from './objectHeaders';
import type { S3Call } from './s3Call';
import { invalidArgument } from './s3Errors';
import type { StoredObject } from './storedObject';
import { referencedObject, requireObject } from './versionLookup';

/** Bodies above this are streamed. */
const BUFFERED_BYTES = 1024 * 1024;

/** Query parameters that replace headers of the answer. */
const OVERRIDES = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** First and last byte, both inclusive. */
interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** `GetObject`. */
export function getObject(call: S3Call): AwsResponse {
  const object = readableObject(call);
  const { now } = call;
  if (object.isArchived(now)) {
    throw new AwsError(403, 'InvalidObjectState', "The operation is not valid for the object's storage class", {
      elements: {
        StorageClass: object.attributes.storageClass,
        ...(object.archiveStatus === undefined ? {} : { AccessTier: object.archiveStatus }),
      },
    });
  }
  return answer(call, object);
}

/** `HeadObject`; archived objects have a head like all others. */
export function headObject(call: S3Call): AwsResponse {
  const { status, headers } = answer(call, readableObject(call));
  return { status, headers: headers ?? {} };
}

function readableObject(call: S3Call): StoredObject {
  const object = requireObject(call, referencedObject(call), {
    current: 's3:GetObject',
    version: 's3:GetObjectVersion',
  });
  assertCustomerKey(call, object);
  return object;
}

function answer(call: S3Call, object: StoredObject): AwsResponse {
  const headers = objectHeaders(call, referencedObject(call), object);
  if (checkReadConditions(call, object) === 'notModified') {
    const { etag = '', 'last-modified': lastModified = '' } = headers;
    return { status: 304, headers: { etag, 'last-modified': lastModified } };
  }
  for (const name of OVERRIDES) {
    const value = call.query(`response-${name}`);
    if (value !== undefined) headers[name] = value;
  }
  const partNumber = call.query('partNumber');
  if (partNumber !== undefined && object.partSizes.length > 0) {
    headers['x-amz-mp-parts-count'] = String(object.partSizes.length);
  }
  const range = partNumber === undefined ? rangeOf(call, object.content.size) : partRange(object, partNumber);
  if (!range) {
    const wanted = call.header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
    return body(200, { ...headers, ...(wanted ? checksumHeaders(object) : {}) }, object.content);
  }
  headers['content-range'] = `bytes ${range.first}-${range.last}/${object.content.size}`;
  return body(206, headers, slicedContent(object.content, range.first, range.last));
}

function body(status: number, headers: Record<string, string>, content: Content): AwsResponse {
  return {
    status,
    headers: { ...headers, 'content-length': String(content.size) },
    body: content.size > BUFFERED_BYTES ? Readable.from(content.chunks()) : readAll(content),
  };
}

/**
 * AWS rule: one range of bytes; what cannot be read as one is ignored.
 * @throws AwsError InvalidRange when no byte of the object is in it
 */
function rangeOf(call: S3Call, size: number): ByteRange | undefined {
  const text = call.header('range');
  const match = /^bytes=(\d*)-(\d*)$/.exec(text ?? '');
  if (!match || (!match[1] && !match[2])) return undefined;
  const [, from, to] = match;
  const first = from ? Number(from) : Math.max(0, size - Number(to));
  const last = from && to ? Math.min(Number(to), size - 1) : size - 1;
  if (from && to && Number(to) < first) return undefined;
  if (first <= last && first < size) return { first, last };
  throw new AwsError(416, 'InvalidRange', 'The requested range is not satisfiable', {
    elements: { RangeRequested: text ?? '', ActualObjectSize: String(size) },
    headers: { 'content-range': `bytes */${size}` },
  });
}

/** @throws AwsError InvalidArgument, InvalidPartNumber */
function partRange(object: StoredObject, text: string): ByteRange | undefined {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', text);
  }
  const sizes = object.partSizes.length > 0 ? object.partSizes : [object.content.size];
  const size = sizes[number - 1];
  if (size === undefined) {
    throw new AwsError(416, 'InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      elements: { PartNumberRequested: text, ActualPartCount: String(sizes.length) },
    });
  }
  const first = sizes.slice(0, number - 1).reduce((sum, one) => sum + one, 0);
  return size === 0 ? undefined : { first, last: first + size - 1 };
}
