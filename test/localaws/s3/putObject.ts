import type { AwsResponse } from '../kernel/types';
import { assertNotOvertaken, checkWriteConditions } from './conditions';
import { attributesOf, checksumHeaders } from './objectHeaders';
import { readPayload } from './payload';
import { quoted } from './responses';
import type { S3Call } from './s3Call';
import { StoredObject, type ObjectAttributes } from './storedObject';
import { versionHeader } from './versionLookup';

/** `PutObject`. */
export async function putObject(call: S3Call): Promise<AwsResponse> {
  const { bucket, key } = call;
  const attributes = attributesOf(call);
  authoriseWrite(call, attributes);
  const before = bucket.current(key);
  checkWriteConditions(call, key, before);
  const { content, checksum } = await readPayload(call);
  assertNotOvertaken(call, before, bucket.current(key));
  const object = new StoredObject({
    key,
    versionId: bucket.nextVersionId(),
    lastModified: call.timestamp,
    content,
    attributes,
    ...(checksum ? { checksum } : {}),
  });
  bucket.write(object);
  return {
    status: 200,
    headers: {
      etag: quoted(object.etag),
      ...checksumHeaders(object),
      ...attributes.encryption,
      ...versionHeader(bucket, object.versionId),
    },
  };
}

/** @throws AwsError AccessDenied unless the caller may write the object, and its tags if it has any */
export function authoriseWrite(call: S3Call, { tags, encryption, storageClass }: ObjectAttributes): void {
  const { bucket, key } = call;
  const algorithm = encryption['x-amz-server-side-encryption'];
  call.authoriseObject(bucket, 's3:PutObject', key, {
    's3:x-amz-storage-class': storageClass,
    ...(algorithm === undefined ? {} : { 's3:x-amz-server-side-encryption': algorithm }),
  });
  if (Object.keys(tags).length > 0) call.authoriseObject(bucket, 's3:PutObjectTagging', key);
}
