import { AwsError } from '../kernel/types';
import { checksumHeader, type Checksum } from './checksums';
import { encryptionOf } from './encryption';
import { lockHeaders } from './objectLock';
import { httpTime, quoted } from './responses';
import type { S3Call } from './s3Call';
import type { ObjectAttributes, StoredObject } from './storedObject';
import { versionHeader, type ObjectReference } from './versionLookup';

/** System headers S3 keeps with an object. */
const KEPT_HEADERS = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
  'x-amz-website-redirect-location',
];
const METADATA_PREFIX = 'x-amz-meta-';
const MAX_METADATA_BYTES = 2048;
const STORAGE_CLASSES = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
];

/**
 * Reads what a write says about the object.
 * @throws AwsError InvalidStorageClass, MetadataTooLarge, InvalidTag, InvalidArgument
 */
export function attributesOf(call: S3Call): ObjectAttributes {
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const name of KEPT_HEADERS) {
    const value = name === 'content-encoding' ? withoutAwsChunked(call.header(name)) : call.header(name);
    if (value) headers[name] = value;
  }
  return {
    headers,
    metadata: metadataOf(call),
    tags: parseTagHeader(call.header('x-amz-tagging') ?? ''),
    storageClass: storageClassOf(call),
    encryption: encryptionOf(call),
  };
}

function withoutAwsChunked(encoding: string | undefined): string | undefined {
  return encoding
    ?.split(',')
    .map((one) => one.trim())
    .filter((one) => one !== 'aws-chunked')
    .join(',');
}

function metadataOf(call: S3Call): Record<string, string> {
  const entries = Object.entries(call.http.headers)
    .filter(([name]) => name.startsWith(METADATA_PREFIX))
    .map(([name, value]): [string, string] => [name.slice(METADATA_PREFIX.length), value]);
  const size = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0);
  if (size > MAX_METADATA_BYTES) {
    throw new AwsError(400, 'MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      elements: { Size: String(size), MaxSizeAllowed: String(MAX_METADATA_BYTES) },
    });
  }
  return Object.fromEntries(entries);
}

/** @throws AwsError InvalidStorageClass */
export function storageClassOf(call: S3Call): string {
  const storageClass = call.header('x-amz-storage-class') ?? 'STANDARD';
  if (STORAGE_CLASSES.includes(storageClass)) return storageClass;
  throw new AwsError(400, 'InvalidStorageClass', 'The storage class you specified is not valid', {
    elements: { StorageClassRequested: storageClass },
  });
}

/**
 * Reads tags written as a query string.
 * @throws AwsError InvalidTag, BadRequest
 */
export function parseTagHeader(text: string): Record<string, string> {
  return checkedTags([...new URLSearchParams(text)]);
}

/**
 * AWS rule: at most 10 tags, keys 1–128 and values 0–256 characters, no key twice.
 * @throws AwsError InvalidTag, BadRequest
 */
export function checkedTags(tags: readonly (readonly [name: string, value: string])[]): Record<string, string> {
  if (tags.length > 10) throw new AwsError(400, 'BadRequest', 'Object tags cannot be greater than 10');
  const result: Record<string, string> = {};
  for (const [name, value] of tags) {
    if (name === '' || name.length > 128) {
      throw new AwsError(400, 'InvalidTag', 'The TagKey you have provided is invalid', { elements: { TagKey: name } });
    }
    if (value.length > 256) {
      const elements = { TagKey: name, TagValue: value };
      throw new AwsError(400, 'InvalidTag', 'The TagValue you have provided is invalid', { elements });
    }
    if (name in result) {
      const message = 'Cannot provide multiple Tags with the same key';
      throw new AwsError(400, 'InvalidTag', message, { elements: { TagKey: name } });
    }
    result[name] = value;
  }
  return result;
}

/** @returns the headers of GET and HEAD that do not depend on the range */
export function objectHeaders(
  call: S3Call,
  { bucket, versionId }: ObjectReference,
  object: StoredObject,
): Record<string, string> {
  const { headers, metadata, tags, storageClass, encryption } = object.attributes;
  const tagCount = Object.keys(tags).length;
  // AWS rule: how many tags there are is told to whoever may read them.
  const readTags = versionId === undefined ? 's3:GetObjectTagging' : 's3:GetObjectVersionTagging';
  return {
    ...headers,
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [METADATA_PREFIX + name, value])),
    ...encryption,
    ...(storageClass === 'STANDARD' ? {} : { 'x-amz-storage-class': storageClass }),
    ...(tagCount > 0 && call.mayUseObject(bucket, readTags, object.key)
      ? { 'x-amz-tagging-count': String(tagCount) }
      : {}),
    ...lockHeaders(call, bucket, object),
    ...restoreHeader(object, call.now),
    ...archiveHeader(object, call.now),
    ...versionHeader(bucket, object.versionId),
    etag: quoted(object.etag),
    'last-modified': httpTime(object.lastModified),
    'accept-ranges': 'bytes',
  };
}

/** @returns the headers that tell a checksum, if there is one */
export function checksumHeaders({ checksum }: { readonly checksum: Checksum | undefined }): Record<string, string> {
  return checksum ? { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type } : {};
}

/** AWS rule: an object of S3 Intelligent-Tiering is told to be archived until it is moved out of its tier. */
function archiveHeader(object: StoredObject, now: number): Record<string, string> {
  const { archiveStatus } = object;
  return archiveStatus !== undefined && object.isArchived(now) ? { 'x-amz-archive-status': archiveStatus } : {};
}

function restoreHeader({ restoration, archiveStatus }: StoredObject, now: number): Record<string, string> {
  if (!restoration || restoration.expires <= now) return {};
  if (archiveStatus !== undefined && restoration.ready <= now) return {};
  const done = `ongoing-request="false", expiry-date="${httpTime(restoration.expires)}"`;
  return { 'x-amz-restore': restoration.ready > now ? 'ongoing-request="true"' : done };
}
