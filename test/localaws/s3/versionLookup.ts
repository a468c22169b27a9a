import { AwsError } from '../kernel/types';
import type { Bucket } from './bucket';
import type { S3Call } from './s3Call';
import { noSuchKey, noSuchVersion } from './s3Errors';
import type { StoredObject } from './storedObject';

/** Which object an operation is about. */
export interface ObjectReference {
  readonly bucket: Bucket;
  readonly key: string;
  /** The newest when undefined. */
  readonly versionId: string | undefined;
}

/** @returns the object a request names by path and `versionId` */
export function referencedObject(call: S3Call): ObjectReference {
  return { bucket: call.bucket, key: call.key, versionId: call.query('versionId') };
}

/**
 * Finds an object the caller may use.
 * AWS rule: whoever may not list the bucket is not told that a key is missing.
 * @param actions of the newest version and of a named version
 * @throws AwsError AccessDenied, NoSuchKey, NoSuchVersion, MethodNotAllowed (the version is a delete marker)
 */
export function requireObject(
  call: S3Call,
  { bucket, key, versionId }: ObjectReference,
  actions: { readonly current: string; readonly version: string },
): StoredObject {
  if (versionId === undefined) call.authoriseObject(bucket, actions.current, key);
  else call.authoriseObject(bucket, actions.version, key, { 's3:VersionId': versionId });
  const versions = bucket.versions(key);
  const found = versionId === undefined ? versions[0] : versions.find((version) => version.versionId === versionId);
  if (found && !found.deleteMarker) return found;
  if (found && versionId !== undefined) {
    throw new AwsError(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', {
      elements: { Method: call.http.method, ResourceType: 'DeleteMarker' },
      headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': found.versionId, allow: 'DELETE' },
    });
  }
  call.authoriseBucket(bucket, 's3:ListBucket');
  if (versionId !== undefined) throw noSuchVersion(key, versionId);
  const error = noSuchKey(key);
  if (!found) throw error;
  throw new AwsError(error.status, error.code, error.message, {
    elements: { Key: key },
    headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': found.versionId },
  });
}

/** @returns the version ID header, which S3 sends only for a bucket that is or was versioned */
export function versionHeader(bucket: Bucket, versionId: string): Record<string, string> {
  return bucket.versioning === undefined ? {} : { 'x-amz-version-id': versionId };
}
