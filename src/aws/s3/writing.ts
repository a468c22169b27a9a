import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  DeleteObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  RestoreObjectCommand,
} from '@aws-sdk/client-s3';
import type { ObjectAddress } from '../../core/s3/address';
import type { ObjectProperties, ObjectSettings, Tags } from '../../core/s3/objectProperties';
import type { RestoreTier, VersionAddress, WriteCondition, Written } from '../../core/s3/objectStore';
import { isAppError } from '../../core/support/errors';
import { wait } from '../wait';
import type { S3Connection } from './connection';
import { encryptionInput } from './encryption';
import { unquoted } from './facts';
import { throughLostAnswers } from './lostAnswers';
import { readObject } from './reading';
import { taggingAction } from './requests';
import { setExpires, settingsInput, tagsHeader } from './settings';

/** Pauses before a conditional write that another one overtook is tried again, milliseconds. */
const CONFLICT_PAUSES = [100, 300, 900];

/** A write's condition as the SDK takes it (S3 API, PutObject, If-Match and If-None-Match). */
export function conditionInput({ ifMatch, ifAbsent }: WriteCondition) {
  return {
    ...(ifMatch === undefined ? {} : { IfMatch: ifMatch }),
    ...(ifAbsent ? { IfNoneMatch: '*' } : {}),
  };
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
  const input = {
    ...{ Bucket: bucket, Key: key, Body: body, ContentLength: body.length },
    ...integrityInput(connection, body),
    ...settingsInput(settings),
    ...(settings.tags === undefined ? {} : { Tagging: tagsHeader(settings.tags) }),
    ...(await encryptionInput(connection.target, settings.encryption)),
    ...conditionInput(condition),
    ...connection.payer,
  };
  const request = { action: 's3:PutObject', ...address, condition } as const;
  const own = {
    ...{ address, begun: performance.now() },
    isSame: (found: ObjectProperties) => holds(connection, address, found, body, signal),
  };
  return await untilNoConflict(signal, () =>
    throughLostAnswers(connection, own, signal, async () => {
      const command = new PutObjectCommand(input);
      setExpires(command, settings);
      const output = await connection.inBucket(request, signal, (client, options) => client.send(command, options));
      return { etag: unquoted(output.ETag), versionId: output.VersionId };
    }),
  );
}

/** Whether an object holds these bytes, by its ETag or, where that is no MD5 (S3 API, Object, ETag), by reading it. */
async function holds(
  connection: S3Connection,
  address: ObjectAddress,
  { etag, size }: ObjectProperties,
  body: Uint8Array,
  signal: AbortSignal,
): Promise<boolean> {
  if (size !== body.length) return false;
  if (etag === createHash('md5').update(body).digest('hex')) return true;
  const content = await readObject(connection, address, size, { ifMatch: etag }, signal).catch(() => undefined);
  return content !== undefined && Buffer.from(body).equals(content.bytes);
}

/** S3 stores a CRC with the object; S3-compatible stores may know `Content-MD5` only. */
function integrityInput({ target }: S3Connection, body: Uint8Array) {
  return target.endpoint === undefined
    ? { ChecksumAlgorithm: 'CRC32' as const }
    : { ContentMD5: createHash('md5').update(body).digest('base64') };
}

/**
 * Writes again after a conflict: two conditional writes met, which says nothing of the condition (S3 User Guide,
 * "Add preconditions to S3 operations", 409 Conflict).
 */
export async function untilNoConflict<Output>(signal: AbortSignal, write: () => Promise<Output>): Promise<Output> {
  for (const pause of CONFLICT_PAUSES) {
    try {
      return await write();
    } catch (error) {
      if (!isAppError(error) || error.detail.code !== 'ConditionalRequestConflict') throw error;
      await wait(pause, signal);
    }
  }
  return await write();
}

/** `PutObjectTagging`, or `DeleteObjectTagging` for no tags. */
export async function setObjectTags(
  connection: S3Connection,
  address: VersionAddress,
  tags: Tags,
  signal: AbortSignal,
): Promise<void> {
  const { bucket, key, versionId } = address;
  const object = { Bucket: bucket, Key: key, VersionId: versionId };
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (TagSet.length === 0) {
    const command = new DeleteObjectTaggingCommand(object);
    const request = { action: taggingAction('Delete', versionId), ...address };
    await connection.inBucket(request, signal, (client, options) => client.send(command, options));
  } else {
    const command = new PutObjectTaggingCommand({ ...object, Tagging: { TagSet }, ...connection.payer });
    const request = { action: taggingAction('Put', versionId), ...address };
    await connection.inBucket(request, signal, (client, options) => client.send(command, options));
  }
}

/** `RestoreObject`. */
export async function restoreObject(
  connection: S3Connection,
  address: VersionAddress,
  days: number | undefined,
  tier: RestoreTier,
  signal: AbortSignal,
): Promise<void> {
  const { bucket, key, versionId } = address;
  const command = new RestoreObjectCommand({
    ...{ Bucket: bucket, Key: key, VersionId: versionId },
    RestoreRequest: { Days: days, GlacierJobParameters: { Tier: tier } },
    ...connection.payer,
  });
  const request = { action: 's3:RestoreObject', ...address } as const;
  await connection.inBucket(request, signal, (client, options) => client.send(command, options));
}

/** `AbortMultipartUpload`. */
export async function abortUpload(
  connection: S3Connection,
  address: ObjectAddress,
  uploadId: string,
  signal: AbortSignal,
): Promise<void> {
  const { bucket, key } = address;
  const command = new AbortMultipartUploadCommand({
    ...{ Bucket: bucket, Key: key, UploadId: uploadId },
    ...connection.payer,
  });
  const request = { action: 's3:AbortMultipartUpload', ...address } as const;
  await connection.inBucket(request, signal, (client, options) => client.send(command, options));
}
