import { CopyObjectCommand } from '@aws-sdk/client-s3';
import type { ObjectAddress } from '../../core/s3/address';
import { isDirectoryBucket } from '../../core/s3/bucketNames';
import { assertKeepsMetadata } from '../../core/s3/missingMetadata';
import type { ObjectProperties, ObjectSettings } from '../../core/s3/objectProperties';
import type { CopyOptions, VersionAddress, Written } from '../../core/s3/objectStore';
import { AppError, isAppError } from '../../core/support/errors';
import type { S3Connection } from './connection';
import { copyEncryptionInput, copySourceKey, fitsRegion, requiredCustomerKey } from './encryption';
import { explain } from './errors';
import { unquoted } from './facts';
import { copySource } from './keys';
import { hasSameContent, throughLostAnswers } from './lostAnswers';
import { copyInParts } from './multipartCopy';
import { headObject } from './reading';
import type { S3Request } from './requests';
import { setExpires, settingsInput, tagsHeader } from './settings';
import { conditionInput, untilNoConflict } from './writing';

/** How large copies are made. */
export interface CopyLimits {
  /** Bytes of the largest object that one CopyObject copies (S3 API, CopyObject). */
  readonly single: number;
  /** Bytes of a part, where 10,000 of them are enough. */
  readonly part: number;
}

/** Those of S3. */
export const COPY_LIMITS: CopyLimits = { single: 5 * 1024 ** 3, part: 256 * 1024 ** 2 };

/** A copy with all that is known of it before its first write. */
export interface Copy {
  readonly source: VersionAddress;
  readonly target: ObjectAddress;
  readonly options: CopyOptions;
  /** Of the source. */
  readonly properties: ObjectProperties;
  /** What the copy gets in a bucket of that region; its tags are those of the source where they are left out. */
  readonly settingsIn: (region: string) => Partial<ObjectSettings>;
  /** What every request says of the source. */
  readonly sourceInput: { readonly CopySource: string };
  readonly request: S3Request & { readonly bucket: string };
}

/**
 * `CopyObject`, or a multipart copy of what is too large for it. Metadata, tags, storage class and encryption go along:
 * S3 by itself gives a copy the default class, the bucket's default encryption and no website redirect.
 */
export async function copyObject(
  connection: S3Connection,
  source: VersionAddress,
  target: ObjectAddress,
  options: CopyOptions,
  signal: AbortSignal,
  limits: CopyLimits,
): Promise<Written> {
  const properties = await headObject(connection, source, signal);
  const request = { action: 's3:PutObject', ...target, source, condition: options } as const;
  const isEncrypted = properties.settings.encryption?.type === 'SSE-C';
  const copy: Copy = {
    ...{ source, target, options, properties, request },
    settingsIn: (region) => ({ ...keptSettings(properties, source, target, region), ...options.settings }),
    sourceInput: {
      CopySource: copySource(source),
      ...(isEncrypted ? copySourceKey(await requiredCustomerKey(connection.target)) : {}),
    },
  };
  if (replacesMetadata(copy) || properties.size > limits.single) assertKeepsMetadata(source, properties);
  await checkBefore(connection, copy, signal);
  return await untilNoConflict(signal, () =>
    properties.size > limits.single
      ? copyInParts(connection, copy, limits.part, signal)
      : copyAtOnce(connection, copy, signal),
  );
}

/** Whether the copy's metadata is given anew; a copy onto itself must change something (S3 API, CopyObject). */
function replacesMetadata({ source, target, options }: Copy): boolean {
  return options.settings !== undefined || (source.bucket === target.bucket && source.key === target.key);
}

/** The source's settings, without a storage class that the two buckets do not share, and a KMS key of another region. */
function keptSettings(
  { settings }: ObjectProperties,
  source: ObjectAddress,
  target: ObjectAddress,
  region: string,
): ObjectProperties['settings'] {
  const { storageClass, encryption, ...kept } = settings;
  const sameKind = isDirectoryBucket(source.bucket) === isDirectoryBucket(target.bucket);
  return {
    ...kept,
    ...(sameKind && storageClass !== undefined ? { storageClass } : {}),
    ...(encryption && fitsRegion(encryption, region) ? { encryption } : {}),
  };
}

/** Conditions a request could not tell apart, or that S3-compatible stores do not know and would copy in spite of. */
async function checkBefore(
  connection: S3Connection,
  { properties, options, target, request }: Copy,
  signal: AbortSignal,
): Promise<void> {
  const { sourceIfMatch, ifMatch, ifAbsent } = options;
  const { region, endpoint, requesterPays } = connection.target;
  const refused = (about: S3Request): AppError =>
    explain(new AppError('changed', '', { status: 412 }), { ...about, region }, requesterPays);
  if (sourceIfMatch !== undefined && sourceIfMatch !== properties.etag) {
    throw refused({ ...request, condition: {} });
  }
  if (endpoint === undefined || (ifMatch === undefined && !ifAbsent)) return;
  const current = await headObject(connection, target, signal).catch((error: unknown) => {
    if (isAppError(error, 'notFound')) return undefined;
    throw error;
  });
  if (ifAbsent ? current : current?.etag !== ifMatch)
    throw refused({ action: 's3:PutObject', ...target, condition: options });
}

async function copyAtOnce(connection: S3Connection, copy: Copy, signal: AbortSignal): Promise<Written> {
  const { target, properties, request } = copy;
  const own = {
    ...{ address: target, begun: performance.now() },
    isSame: (found: ObjectProperties) => hasSameContent(found, properties),
  };
  return await throughLostAnswers(connection, own, signal, async () => {
    const output = await connection.inBucket(
      request,
      signal,
      async (client, send) => client.send(await copyCommand(connection, copy, await client.config.region()), send),
      'long',
    );
    return { etag: unquoted(output.CopyObjectResult?.ETag), versionId: output.VersionId };
  });
}

async function copyCommand(connection: S3Connection, copy: Copy, region: string): Promise<CopyObjectCommand> {
  const { target, options, properties, settingsIn, sourceInput } = copy;
  const settings = settingsIn(region);
  const { storageClass, websiteRedirect } = settings;
  const replaces = replacesMetadata(copy);
  const etag = options.sourceIfMatch ?? properties.etag;
  const command = new CopyObjectCommand({
    ...{ Bucket: target.bucket, Key: target.key, ...sourceInput },
    // What is copied is what was looked at.
    ...(etag === undefined ? {} : { CopySourceIfMatch: etag }),
    ...(replaces
      ? { MetadataDirective: 'REPLACE', ...settingsInput(settings) }
      : settingsInput({
          ...(storageClass === undefined ? {} : { storageClass }),
          ...(websiteRedirect === undefined ? {} : { websiteRedirect }),
        })),
    ...(options.settings?.tags === undefined
      ? {}
      : { TaggingDirective: 'REPLACE', Tagging: tagsHeader(options.settings.tags) }),
    ...(await copyEncryptionInput(connection.target, settings.encryption, region)),
    ...conditionInput(options),
    ...connection.payer,
  });
  if (replaces) setExpires(command, settings);
  return command;
}
