import { AwsError } from '../kernel/types';
import type { S3Call } from './s3Call';
import { noSuchKey, preconditionFailed } from './s3Errors';
import type { StoredObject } from './storedObject';

/** What a conditional read comes to. */
export type ReadOutcome = 'proceed' | 'notModified';

/**
 * Conditions of GET and HEAD. AWS rule (as RFC 9110): `If-Match` wins over `If-Unmodified-Since`,
 * `If-None-Match` over `If-Modified-Since`.
 * @throws AwsError PreconditionFailed
 */
export function checkReadConditions(call: S3Call, object: StoredObject): ReadOutcome {
  assertUnchanged(call, object, '');
  const noneMatch = call.header('if-none-match');
  const modifiedSince = timeHeader(call, 'if-modified-since');
  if (noneMatch !== undefined) return matches(noneMatch, object.etag) ? 'notModified' : 'proceed';
  return modifiedSince !== undefined && object.lastModified <= modifiedSince ? 'notModified' : 'proceed';
}

/**
 * Conditions on the source of a copy.
 * @throws AwsError PreconditionFailed
 */
export function checkCopyConditions(call: S3Call, source: StoredObject): void {
  const prefix = 'x-amz-copy-source-';
  assertUnchanged(call, source, prefix);
  const noneMatch = call.header(`${prefix}if-none-match`);
  const modifiedSince = timeHeader(call, `${prefix}if-modified-since`);
  if (noneMatch !== undefined) {
    if (matches(noneMatch, source.etag)) throw preconditionFailed(`${prefix}If-None-Match`);
  } else if (modifiedSince !== undefined && source.lastModified <= modifiedSince) {
    throw preconditionFailed(`${prefix}If-Modified-Since`);
  }
}

function assertUnchanged(call: S3Call, object: StoredObject, prefix: string): void {
  const match = call.header(`${prefix}if-match`);
  const unmodifiedSince = timeHeader(call, `${prefix}if-unmodified-since`);
  if (match !== undefined) {
    if (!matches(match, object.etag)) throw preconditionFailed(`${prefix}If-Match`);
  } else if (unmodifiedSince !== undefined && object.lastModified > unmodifiedSince) {
    throw preconditionFailed(`${prefix}If-Unmodified-Since`);
  }
}

/**
 * Conditions of a write: `If-None-Match: *` creates only, `If-Match` replaces only what the client has seen.
 * @throws AwsError PreconditionFailed, NoSuchKey (`If-Match` on a missing key), NotImplemented (`If-None-Match` of an ETag)
 */
export function checkWriteConditions(call: S3Call, key: string, current: StoredObject | undefined): void {
  const noneMatch = call.header('if-none-match');
  if (noneMatch !== undefined && noneMatch !== '*') {
    throw new AwsError(501, 'NotImplemented', 'A header you provided implies functionality that is not implemented', {
      elements: { Header: 'If-None-Match' },
    });
  }
  if (noneMatch === '*' && current) throw preconditionFailed('If-None-Match');
  const match = call.header('if-match');
  if (match !== undefined) assertMatches(key, current, match);
}

/**
 * The condition that an object is the one a client has seen.
 * @param etags as `If-Match` lists them
 * @throws AwsError PreconditionFailed, NoSuchKey
 */
export function assertMatches(key: string, current: StoredObject | undefined, etags: string): void {
  if (!current) throw noSuchKey(key);
  if (!matches(etags, current.etag)) throw preconditionFailed('If-Match');
}

/**
 * AWS rule: a conditional write that was overtaken while its body was sent is refused, to be tried again.
 * @throws AwsError ConditionalRequestConflict
 */
export function assertNotOvertaken(
  call: S3Call,
  before: StoredObject | undefined,
  now: StoredObject | undefined,
): void {
  const isConditional = call.header('if-match') !== undefined || call.header('if-none-match') !== undefined;
  if (!isConditional || before?.etag === now?.etag) return;
  throw new AwsError(
    409,
    'ConditionalRequestConflict',
    'The conditional request cannot succeed due to a conflicting operation against this resource.',
    { elements: { Condition: call.header('if-match') === undefined ? 'If-None-Match' : 'If-Match' } },
  );
}

function matches(list: string, etag: string): boolean {
  return list
    .split(',')
    .map((one) => one.trim().replace(/^(?:W\/)?"(.*)"$/, '$1'))
    .some((one) => one === '*' || one === etag);
}

function timeHeader(call: S3Call, name: string): number | undefined {
  const time = Date.parse(call.header(name) ?? '');
  return Number.isNaN(time) ? undefined : time;
}
