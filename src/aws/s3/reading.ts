import { addAbortSignal, Readable } from 'node:stream';
import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { t } from '@vscode/l10n';
import { visibleText } from '../../core/texts/visible';
import type { ObjectProperties, Tags } from '../../core/s3/objectProperties';
import type { ObjectContent, ReadOptions, VersionAddress } from '../../core/s3/objectStore';
import { AppError, isAppError } from '../../core/support/errors';
import type { S3Connection } from './connection';
import type { CustomerKeyInput } from './encryption';
import { unquoted } from './facts';
import { propertiesOf } from './properties';
import { objectAction, taggingAction } from './requests';

/**
 * `HeadObject`, with checksums where the session may know them: of an object encrypted with KMS they need `kms:Decrypt`
 * (S3 API, HeadObject, x-amz-checksum-mode), which the rest does not.
 */
export async function headObject(
  connection: S3Connection,
  address: VersionAddress,
  signal: AbortSignal,
): Promise<ObjectProperties> {
  const { bucket, key, versionId } = address;
  const request = { action: objectAction('s3:GetObject', versionId), ...address };
  const head = (ChecksumMode: 'ENABLED' | undefined): Promise<HeadObjectCommandOutput> =>
    connection.customerKeys.opening(bucket, (customerKey) => {
      const input = { Bucket: bucket, Key: key, VersionId: versionId, ChecksumMode };
      const command = new HeadObjectCommand({ ...input, ...customerKey, ...connection.payer });
      return connection.inBucket(request, signal, (client, options) => client.send(command, options));
    });
  const output = await head('ENABLED').catch(async (error: unknown) => {
    if (isAppError(error, 'accessDenied')) return head(undefined);
    if (!isWordless(error)) throw error;
    await assertNotEnded(connection, address, signal);
    return head('ENABLED');
  });
  return propertiesOf(key, output);
}

/** Whether S3 refused a request and did not say why, as to all HEAD requests: their answers have no body. */
function isWordless(error: unknown): boolean {
  return isAppError(error, 'invalidRequest') && error.detail.status === 400 && error.detail.code === undefined;
}

/**
 * Reads one byte, of which S3 says why it is refused. A session that has ended is renewed by it.
 * @throws AppError of kind `expired` when it cannot be renewed
 */
async function assertNotEnded(connection: S3Connection, address: VersionAddress, signal: AbortSignal): Promise<void> {
  const firstByte = { range: { start: 0, end: 1 }, maxBytes: 1, customerKey: undefined };
  try {
    await getObject(connection, address, firstByte, signal);
  } catch (error) {
    // Empty, archived, or encrypted with a key that was not sent: the session has not ended.
    if (!isAppError(error, 'invalidRequest') && !isAppError(error, 'archived')) throw error;
  }
}

/** `GetObject` up to `maxBytes`. @throws AppError of kind `tooLarge` before more than that is read */
export async function readObject(
  connection: S3Connection,
  address: VersionAddress,
  maxBytes: number,
  read: ReadOptions,
  signal: AbortSignal,
): Promise<ObjectContent> {
  // S3 would take such a range for none and send everything.
  if (read.range && isEmpty(read.range)) return await readNothing(connection, address, read, signal);
  const { bucket } = address;
  try {
    return await connection.customerKeys.opening(bucket, (customerKey) =>
      getObject(connection, address, { ...read, maxBytes, customerKey }, signal),
    );
  } catch (error) {
    // S3 API, GetObject: not even the first byte of the range is in the object, as is always so of an empty one.
    if (!isAppError(error) || error.detail.status !== 416) throw error;
    return await readNothing(connection, address, read, signal);
  }
}

interface GetOptions extends ReadOptions {
  readonly maxBytes: number;
  readonly customerKey: CustomerKeyInput | undefined;
}

async function getObject(
  connection: S3Connection,
  address: VersionAddress,
  { range, ifMatch, maxBytes, customerKey }: GetOptions,
  signal: AbortSignal,
): Promise<ObjectContent> {
  const { bucket, key, versionId } = address;
  const command = new GetObjectCommand({
    // Without quotes, which S3 takes as well and Ceph RGW takes alone.
    ...{ Bucket: bucket, Key: key, VersionId: versionId, IfMatch: ifMatch, Range: range && rangeHeader(range) },
    ...customerKey,
    ...connection.payer,
  });
  const request = { action: objectAction('s3:GetObject', versionId), ...address };
  return await connection.inBucket(request, signal, async (client, options) => {
    const output = await client.send(command, options);
    const { Body, ContentLength = 0, ContentRange, ContentEncoding } = output;
    const bytes =
      Body instanceof Readable
        ? await collect(addAbortSignal(signal, Body), { key, size: ContentLength, maxBytes })
        : new Uint8Array();
    return {
      ...{ bytes, etag: unquoted(output.ETag), versionId: output.VersionId, contentEncoding: ContentEncoding },
      size: sizeIn(ContentRange) ?? ContentLength,
    };
  });
}

/** What is known of an object of which no byte was asked for. */
async function readNothing(
  connection: S3Connection,
  address: VersionAddress,
  { ifMatch }: ReadOptions,
  signal: AbortSignal,
): Promise<ObjectContent> {
  const { etag, size, versionId, settings } = await headObject(connection, address, signal);
  if (ifMatch !== undefined && ifMatch !== etag) {
    throw new AppError('changed', t('The object {0} was changed by somebody else.', visibleText(address.key)));
  }
  return { bytes: new Uint8Array(), etag, size, versionId, contentEncoding: settings.contentEncoding };
}

/** `GetObjectTagging`. */
export async function objectTags(
  connection: S3Connection,
  address: VersionAddress,
  signal: AbortSignal,
): Promise<Tags> {
  const { bucket, key, versionId } = address;
  const command = new GetObjectTaggingCommand({ Bucket: bucket, Key: key, VersionId: versionId, ...connection.payer });
  const request = { action: taggingAction('Get', versionId), ...address };
  const { TagSet = [] } = await connection.inBucket(request, signal, (client, options) =>
    client.send(command, options),
  );
  return Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
}

function isEmpty(range: NonNullable<ReadOptions['range']>): boolean {
  return 'last' in range ? range.last <= 0 : range.end <= range.start;
}

function rangeHeader(range: NonNullable<ReadOptions['range']>): string {
  return 'last' in range ? `bytes=-${range.last}` : `bytes=${range.start}-${range.end - 1}`;
}

/** Bytes of the whole object by the header of a part, such as `bytes 0-9/1000`. */
function sizeIn(contentRange: string | undefined): number | undefined {
  const size = /\/(\d+)$/.exec(contentRange ?? '')?.[1];
  return size === undefined ? undefined : Number(size);
}

async function collect(
  body: Readable,
  { key, size, maxBytes }: { readonly key: string; readonly size: number; readonly maxBytes: number },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let received = 0;
  try {
    if (size > maxBytes) throw tooLarge(key, maxBytes);
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      received += chunk.length;
      if (received > maxBytes) throw tooLarge(key, maxBytes);
      chunks.push(chunk);
    }
  } finally {
    // Ends the download where it was not read to its end.
    body.destroy();
  }
  return Buffer.concat(chunks, received);
}

function tooLarge(key: string, maxBytes: number): AppError {
  const limit = Math.floor(maxBytes / 1024 ** 2);
  return new AppError('tooLarge', t('{0} is larger than {1} MB.', visibleText(key), limit), {
    cure: t('Download it instead, for example with the AWS CLI.'),
  });
}
