import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  DeleteObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  RestoreObjectCommand,
} from '@aws-sdk/client-s3';
import type { ObjectAddress } from '../../core/s3/address';
import type { ObjectSettings, Tags } from '../../core/s3/objectProperties';
import type { RestoreTier, VersionAddress, WriteCondition, Written } from '../../core/s3/objectStore';
import type { S3Connection } from './connection';
import { encryptionInput } from './encryption';
import { unquoted } from './facts';
import { settingsInput, tagsHeader } from './settings';

/** A write's condition as the SDK takes it (S3 API, PutObject, If-Match and If-None-Match). */
export function conditionInput({ ifMatch, ifAbsent }: WriteCondition) {
  return { IfMatch: ifMatch, IfNoneMatch: ifAbsent ? '*' : undefined };
}

/** `PutObject`. */
export async function writeObject(
  connection: S3Connection,
  address: ObjectAddress,
  body: Uint8Array,
  settings: Partial<ObjectSettings>,
  condition: WriteCondition,
  signal: AbortSignal,
): Promise<Written> {
  const { bucket, key } = address;
  const command = new PutObjectCommand({
    ...{ Bucket: bucket, Key: key, Body: body, ContentLength: body.length },
    ContentMD5: createHash('md5').update(body).digest('base64'),
    ...settingsInput(settings),
    ...(settings.tags === undefined ? {} : { Tagging: tagsHeader(settings.tags) }),
    ...(await encryptionInput(connection.target, settings.encryption)),
    ...conditionInput(condition),
    ...connection.payer,
  });
  const request = { action: 's3:PutObject', ...address, condition } as const;
  const output = await connection.inBucket(request, signal, (client, options) => client.send(command, options));
  return { etag: unquoted(output.ETag), versionId: output.VersionId };
}

/** `PutObjectTagging`, or `DeleteObjectTagging` for no tags. */
export async function setObjectTags(
  connection: S3Connection,
  address: VersionAddress,
  tags: Tags,
  signal: AbortSignal,
): Promise<void> {
  const { bucket, key, versionId } = address;
  const target = { Bucket: bucket, Key: key, VersionId: versionId };
  const version = versionId === undefined ? '' : 'Version';
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (TagSet.length === 0) {
    const request = { action: `s3:DeleteObject${version}Tagging`, ...address } as const;
    const command = new DeleteObjectTaggingCommand(target);
    await connection.inBucket(request, signal, (client, options) => client.send(command, options));
    return;
  }
  const request = { action: `s3:PutObject${version}Tagging`, ...address } as const;
  const command = new PutObjectTaggingCommand({ ...target, Tagging: { TagSet }, ...connection.payer });
  await connection.inBucket(request, signal, (client, options) => client.send(command, options));
}

/** `RestoreObject`. */
export async function restoreObject(
  connection: S3Connection,
  address: VersionAddress,
  days: number,
  tier: RestoreTier,
  signal: AbortSignal,
): Promise<void> {
  const { bucket, key, versionId } = address;
  const command = new RestoreObjectCommand({
    ...{ Bucket: bucket, Key: key, VersionId: versionId },
    RestoreRequest: { Days: days, GlacierJobParameters: { Tier: tier } },
    ...connection.payer,
  });
  await connection.inBucket({ action: 's3:RestoreObject', ...address }, signal, (client, options) =>
    client.send(command, options),
  );
}

/** `AbortMultipartUpload`. */
export async function abortUpload(
  connection: S3Connection,
  address: ObjectAddress,
  uploadId: string,
  signal: AbortSignal,
): Promise<void> {
  const command = new AbortMultipartUploadCommand({
    ...{ Bucket: address.bucket, Key: address.key, UploadId: uploadId },
    ...connection.payer,
  });
  await connection.inBucket({ action: 's3:AbortMultipartUpload', ...address }, signal, (client, options) =>
    client.send(command, options),
  );
}
