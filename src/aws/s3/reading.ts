import { addAbortSignal, Readable } from 'node:stream';
import { GetObjectCommand, GetObjectTaggingCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { t } from '@vscode/l10n';
import { visibleText } from '../../core/s3/names';
import type { ObjectProperties, Tags } from '../../core/s3/objectProperties';
import type { ObjectContent, ReadOptions, VersionAddress } from '../../core/s3/objectStore';
import { AppError } from '../../core/support/errors';
import type { S3Connection } from './connection';
import { unquoted } from './facts';
import { propertiesOf } from './properties';

/** `HeadObject`. */
export async function headObject(
  connection: S3Connection,
  address: VersionAddress,
  signal: AbortSignal,
): Promise<ObjectProperties> {
  const { bucket, key, versionId } = address;
  const command = new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId, ...connection.payer });
  const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  const output = await connection.inBucket({ action, ...address }, signal, (client, options) =>
    client.send(command, options),
  );
  return propertiesOf(key, output);
}

/** `GetObject` up to `maxBytes`. @throws AppError of kind `tooLarge` before more than that is read */
export async function readObject(
  connection: S3Connection,
  address: VersionAddress,
  maxBytes: number,
  { range, ifMatch }: ReadOptions,
  signal: AbortSignal,
): Promise<ObjectContent> {
  const { bucket, key, versionId } = address;
  const command = new GetObjectCommand({
    ...{ Bucket: bucket, Key: key, VersionId: versionId, IfMatch: ifMatch, Range: range && rangeHeader(range) },
    ...connection.payer,
  });
  const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  return await connection.inBucket({ action, ...address }, signal, async (client, options) => {
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

/** `GetObjectTagging`. */
export async function objectTags(
  connection: S3Connection,
  address: VersionAddress,
  signal: AbortSignal,
): Promise<Tags> {
  const { bucket, key, versionId } = address;
  const command = new GetObjectTaggingCommand({ Bucket: bucket, Key: key, VersionId: versionId, ...connection.payer });
  const action = versionId === undefined ? 's3:GetObjectTagging' : 's3:GetObjectVersionTagging';
  const { TagSet = [] } = await connection.inBucket({ action, ...address }, signal, (client, options) =>
    client.send(command, options),
  );
  return Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
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
  return new AppError('tooLarge', t('{0} is larger than {1} MiB.', visibleText(key), limit), {
    cure: t('Download it instead, for example with the AWS CLI.'),
  });
}
