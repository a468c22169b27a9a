import { DeleteObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3';
import type { DeleteFailure, VersionAddress } from '../../core/s3/objectStore';
import type { S3Connection } from './connection';

/** `DeleteObject`. */
export async function deleteObject(
  connection: S3Connection,
  address: VersionAddress,
  signal: AbortSignal,
): Promise<void> {
  const { bucket, key, versionId } = address;
  const command = new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId, ...connection.payer });
  const action = versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
  await connection.inBucket({ action, ...address }, signal, (client, options) => client.send(command, options));
}

/** `DeleteObjects`. */
export async function deleteObjects(
  connection: S3Connection,
  bucket: string,
  objects: readonly Omit<VersionAddress, 'bucket'>[],
  signal: AbortSignal,
): Promise<DeleteFailure[]> {
  const command = new DeleteObjectsCommand({
    Bucket: bucket,
    Delete: { Objects: objects.map(({ key, versionId }) => ({ Key: key, VersionId: versionId })), Quiet: true },
    ...connection.payer,
  });
  const { Errors = [] } = await connection.inBucket({ action: 's3:DeleteObject', bucket }, signal, (client, options) =>
    client.send(command, options),
  );
  return Errors.map(({ Key = '', VersionId, Code = '', Message = '' }) => ({
    ...{ key: Key, code: Code, message: Message },
    ...(VersionId === undefined ? {} : { versionId: VersionId }),
  }));
}
