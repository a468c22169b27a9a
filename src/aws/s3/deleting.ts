import { DeleteObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3';
import type { DeleteFailure, VersionAddress } from '../../core/s3/objectStore';
import { isAppError } from '../../core/support/errors';
import { inParallel } from '../inParallel';
import type { S3Connection } from './connection';
import { objectAction } from './requests';

/** An object of the bucket the call is about. */
type ObjectVersion = Omit<VersionAddress, 'bucket'>;

/** Single deletes under way at a time. */
const PARALLEL_DELETES = 8;

/**
 * Keys that XML cannot hold (XML 1.0, "Characters") or would change (line ends), and those that the SDK drops when the
 * answer repeats them (nothing but blanks).
 */
const NOT_FOR_XML = /[\p{Cc}\u2028\ufffe\uffff]|^\s*$/u;

/** `DeleteObject`. */
export async function deleteObject(
  connection: S3Connection,
  address: VersionAddress,
  signal: AbortSignal,
): Promise<void> {
  const { bucket, key, versionId } = address;
  const command = new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId, ...connection.payer });
  const request = { action: objectAction('s3:DeleteObject', versionId), ...address };
  await connection.inBucket(request, signal, (client, options) => client.send(command, options));
}

/**
 * `DeleteObjects`, and `DeleteObject` for the keys that its XML cannot hold.
 * @returns those that stayed, and why
 */
export async function deleteObjects(
  connection: S3Connection,
  bucket: string,
  objects: readonly ObjectVersion[],
  signal: AbortSignal,
): Promise<DeleteFailure[]> {
  const single = objects.filter(({ key }) => NOT_FOR_XML.test(key));
  const together = objects.filter(({ key }) => !NOT_FOR_XML.test(key));
  const failures = together.length === 0 ? [] : await deleteTogether(connection, bucket, together, signal);
  const outcomes = await inParallel(single, PARALLEL_DELETES, (object) =>
    deleteAlone(connection, { bucket, ...object }, signal),
  );
  return [...failures, ...outcomes.flat()];
}

async function deleteTogether(
  connection: S3Connection,
  bucket: string,
  objects: readonly ObjectVersion[],
  signal: AbortSignal,
): Promise<DeleteFailure[]> {
  const command = new DeleteObjectsCommand({
    Bucket: bucket,
    Delete: { Objects: objects.map(({ key, versionId }) => ({ Key: key, VersionId: versionId })), Quiet: true },
    ...connection.payer,
  });
  const request = { action: 's3:DeleteObject', bucket, key: '*' } as const;
  const output = await connection.inBucket(request, signal, (client, options) => client.send(command, options));
  return (output.Errors ?? []).map(({ Key = '', VersionId, Code = '', Message = '' }) => ({
    ...{ key: Key, code: Code, message: Message },
    ...(VersionId === undefined ? {} : { versionId: VersionId }),
  }));
}

/** Reports what AWS refuses as `DeleteObjects` does; that nothing can be deleted at all is thrown. */
async function deleteAlone(
  connection: S3Connection,
  address: VersionAddress,
  signal: AbortSignal,
): Promise<DeleteFailure[]> {
  try {
    await deleteObject(connection, address, signal);
    return [];
  } catch (error) {
    if (!isAppError(error, 'accessDenied')) throw error;
    const { key, versionId } = address;
    const { code = 'AccessDenied' } = error.detail;
    return [{ key, code, message: error.message, ...(versionId === undefined ? {} : { versionId }) }];
  }
}
