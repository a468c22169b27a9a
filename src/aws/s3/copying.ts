import { CopyObjectCommand } from '@aws-sdk/client-s3';
import type { ObjectAddress } from '../../core/s3/address';
import type { CopyOptions, VersionAddress, Written } from '../../core/s3/objectStore';
import type { S3Connection } from './connection';
import { encryptionInput } from './encryption';
import { unquoted } from './facts';
import { copySource } from './keys';
import { headObject } from './reading';
import { settingsInput, tagsHeader } from './settings';
import { conditionInput } from './writing';

/** `CopyObject`; metadata, tags, storage class and encryption go along, which S3 by itself does in part only. */
export async function copyObject(
  connection: S3Connection,
  source: VersionAddress,
  target: ObjectAddress,
  options: CopyOptions,
  signal: AbortSignal,
): Promise<Written> {
  const { settings: kept } = await headObject(connection, source, signal);
  const settings = { ...kept, ...options.settings };
  const command = new CopyObjectCommand({
    ...{ Bucket: target.bucket, Key: target.key, CopySource: copySource(source) },
    ...{ MetadataDirective: 'REPLACE', ...settingsInput(settings) },
    ...(options.settings?.tags === undefined
      ? {}
      : { TaggingDirective: 'REPLACE', Tagging: tagsHeader(options.settings.tags) }),
    ...(await encryptionInput(connection.target, settings.encryption)),
    ...{ CopySourceIfMatch: options.sourceIfMatch, ...conditionInput(options) },
    ...connection.payer,
  });
  const request = { action: 's3:PutObject', ...target, condition: options } as const;
  const output = await connection.inBucket(request, signal, (client, send) => client.send(command, send));
  return { etag: unquoted(output.CopyObjectResult?.ETag), versionId: output.VersionId };
}
