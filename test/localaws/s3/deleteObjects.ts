import { AwsError, type AwsResponse } from '../kernel/types';
import { NULL_VERSION, type Bucket } from './bucket';
import { assertMatches, checkWriteConditions } from './conditions';
import { assertNotLocked } from './objectLock';
import { readXml } from './payload';
import { xmlResponse } from './responses';
import type { S3Call } from './s3Call';
import { invalidRequest, malformedXml } from './s3Errors';
import { assertKeyLength } from './target';
import { childText, childrenNamed, type XmlElement, type XmlNode } from './xml';

/** AWS rule: at most so many keys in one `DeleteObjects`. */
const MAX_KEYS = 1000;

/** What a delete left behind. */
interface Deletion {
  /** Of the delete marker that was made or removed. */
  readonly deleteMarker: boolean;
  readonly versionId?: string;
}

/** `DeleteObject`. AWS rule: deleting what is not there succeeds. */
export function deleteObject(call: S3Call): AwsResponse {
  const { bucket, key } = call;
  const versionId = call.query('versionId');
  authoriseDelete(call, bucket, key, versionId);
  if (call.header('if-match') !== undefined) checkWriteConditions(call, key, bucket.current(key));
  const { deleteMarker, versionId: affected } = remove(bucket, key, versionId, call.timestamp);
  return {
    status: 204,
    headers: {
      ...(deleteMarker ? { 'x-amz-delete-marker': 'true' } : {}),
      ...(affected === undefined ? {} : { 'x-amz-version-id': affected }),
    },
  };
}

/** `DeleteObjects`: one answer of 200 with a result for each key. */
export async function deleteObjects(call: S3Call): Promise<AwsResponse> {
  const { bucket } = call;
  const hasIntegrity = Object.keys(call.http.headers).some(
    (name) => name === 'content-md5' || name === 'x-amz-trailer' || name.startsWith('x-amz-checksum-'),
  );
  if (!hasIntegrity) {
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  const request = await readXml(call);
  const objects = childrenNamed(request, 'Object');
  if (request.name !== 'Delete' || objects.length === 0 || objects.length > MAX_KEYS) throw malformedXml();
  const isQuiet = childText(request, 'Quiet') === 'true';
  const results = objects.map((object) => deleteOne(call, bucket, object));
  return xmlResponse(
    'DeleteResult',
    results.filter(([name]) => name === 'Error' || !isQuiet),
  );
}

function deleteOne(call: S3Call, bucket: Bucket, object: XmlElement): XmlNode {
  const key = childText(object, 'Key');
  const stated = childText(object, 'VersionId');
  const versionId = stated === '' ? undefined : stated;
  if (key === undefined || key === '') throw malformedXml();
  try {
    assertKeyLength(key);
    authoriseDelete(call, bucket, key, versionId);
    const etag = childText(object, 'ETag');
    if (etag !== undefined) {
      // AWS rule: who makes deleting depend on what is there must be allowed to see that.
      call.authoriseObject(bucket, 's3:GetObject', key);
      assertMatches(key, bucket.current(key), etag);
    }
    const { deleteMarker, versionId: affected } = remove(bucket, key, versionId, call.timestamp);
    return [
      'Deleted',
      [
        ['Key', key],
        ['VersionId', versionId],
        ['DeleteMarker', deleteMarker || undefined],
        ['DeleteMarkerVersionId', deleteMarker ? affected : undefined],
      ],
    ];
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return [
      'Error',
      [
        ['Key', key],
        ['VersionId', versionId],
        ['Code', error.code],
        ['Message', error.message],
      ],
    ];
  }
}

/** @throws AwsError AccessDenied, also for a version that Object Lock protects */
function authoriseDelete(call: S3Call, bucket: Bucket, key: string, versionId: string | undefined): void {
  if (versionId === undefined) {
    call.authoriseObject(bucket, 's3:DeleteObject', key);
    return;
  }
  call.authoriseObject(bucket, 's3:DeleteObjectVersion', key, { 's3:VersionId': versionId });
  assertNotLocked(
    call,
    bucket,
    bucket.versions(key).find((version) => version.versionId === versionId),
  );
}

/** AWS rule: without a version ID a versioned bucket gets a delete marker, a never versioned one loses the object. */
function remove(bucket: Bucket, key: string, versionId: string | undefined, now: number): Deletion {
  if (versionId !== undefined) {
    const removed = bucket.removeVersion(key, versionId);
    return { deleteMarker: removed?.deleteMarker ?? false, versionId };
  }
  if (bucket.versioning === undefined) {
    bucket.removeVersion(key, NULL_VERSION);
    return { deleteMarker: false };
  }
  const marker = { deleteMarker: true, key, versionId: bucket.nextVersionId(), lastModified: now } as const;
  bucket.write(marker);
  return { deleteMarker: true, versionId: marker.versionId };
}
