import {
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import type { ListPage, ListRequest, UploadPage, VersionPage } from '../../core/s3/objectStore';
import type { S3Connection } from './connection';
import { objectInfo } from './facts';
import { keyDecoder } from './keys';
import { listAnswer } from './listAnswer';
import { nextPage, tokenOf, type ToldNext } from './pageTokens';
import { versionOrder } from './versionOrder';

/** Without it, keys with control characters come as XML that no parser reads. */
const ENCODING = { EncodingType: 'url' } as const;

/** `ListObjectsV2`, one page. */
export async function listObjects(
  connection: S3Connection,
  { bucket, prefix, delimiter, startAfter, maxKeys, next }: ListRequest,
  signal: AbortSignal,
): Promise<ListPage> {
  const command = new ListObjectsV2Command({
    ...{ Bucket: bucket, Prefix: prefix, Delimiter: delimiter, MaxKeys: maxKeys },
    ...{ StartAfter: startAfter, ContinuationToken: tokenOf(next) },
    ...ENCODING,
    ...connection.payer,
  });
  const page = listAnswer(command);
  const output = await connection.inBucket({ action: 's3:ListBucket', bucket, prefix }, signal, (client, options) =>
    client.send(command, options),
  );
  const read = page();
  if (read) return { ...read, next: nextPage({ token: read.next }, next) };
  const decode = keyDecoder(output);
  return {
    prefixes: (output.CommonPrefixes ?? []).map(({ Prefix = '' }) => decode(Prefix)),
    objects: (output.Contents ?? []).map(({ Key = '', ...entry }) => objectInfo(decode(Key), entry)),
    next: nextPage({ isTruncated: output.IsTruncated, token: output.NextContinuationToken }, next),
  };
}

/** `ListObjectVersions`, one page. */
export async function listVersions(
  connection: S3Connection,
  { bucket, prefix, delimiter, maxKeys, next }: Omit<ListRequest, 'startAfter'>,
  signal: AbortSignal,
): Promise<VersionPage> {
  const [KeyMarker, VersionIdMarker] = markersOf(next);
  const command = new ListObjectVersionsCommand({
    ...{ Bucket: bucket, Prefix: prefix, Delimiter: delimiter, MaxKeys: maxKeys, KeyMarker, VersionIdMarker },
    ...ENCODING,
    ...connection.payer,
  });
  const order = versionOrder(command);
  const request = { action: 's3:ListBucketVersions', bucket, prefix } as const;
  const output = await connection.inBucket(request, signal, (client, options) => client.send(command, options));
  const decode = keyDecoder(output);
  const versions = (output.Versions ?? []).map(({ Key = '', VersionId, IsLatest, ...entry }) => ({
    ...objectInfo(decode(Key), entry),
    ...{ versionId: VersionId ?? 'null', isLatest: IsLatest ?? false, isDeleteMarker: false },
  }));
  const markers = (output.DeleteMarkers ?? []).map(({ Key = '', VersionId, IsLatest, LastModified }) => ({
    ...{ key: decode(Key), size: 0, modified: LastModified?.getTime() ?? 0 },
    ...{ versionId: VersionId ?? 'null', isLatest: IsLatest ?? false, isDeleteMarker: true },
  }));
  return {
    prefixes: (output.CommonPrefixes ?? []).map(({ Prefix = '' }) => decode(Prefix)),
    versions: order.merged(versions, markers),
    next: nextPage(
      toldMarkers(output.IsTruncated, decode(output.NextKeyMarker ?? ''), output.NextVersionIdMarker),
      next,
    ),
  };
}

/** `ListMultipartUploads`, one page. */
export async function listUploads(
  connection: S3Connection,
  { bucket, prefix, next }: Pick<ListRequest, 'bucket' | 'prefix' | 'next'>,
  signal: AbortSignal,
): Promise<UploadPage> {
  const [KeyMarker, UploadIdMarker] = markersOf(next);
  const request = { action: 's3:ListBucketMultipartUploads', bucket, prefix } as const;
  const ask = (encoding: Partial<typeof ENCODING>): Promise<ListMultipartUploadsCommandOutput> => {
    const input = { Bucket: bucket, Prefix: prefix, KeyMarker, UploadIdMarker };
    const command = new ListMultipartUploadsCommand({ ...input, ...encoding, ...connection.payer });
    return connection.inBucket(request, signal, (client, options) => client.send(command, options));
  };
  let output = await ask(ENCODING);
  // Ceph RGW encodes without saying so, others do not encode: asked for none, both give the keys.
  if (output.EncodingType === undefined && output.Uploads?.some(({ Key = '' }) => Key.includes('%'))) {
    output = await ask({});
  }
  const decode = keyDecoder(output);
  return {
    uploads: (output.Uploads ?? []).map(({ Key = '', UploadId = '', Initiated, StorageClass }) => ({
      ...{ key: decode(Key), uploadId: UploadId, initiated: Initiated?.getTime() ?? 0, storageClass: StorageClass },
    })),
    next: nextPage(
      toldMarkers(output.IsTruncated, decode(output.NextKeyMarker ?? ''), output.NextUploadIdMarker),
      next,
    ),
  };
}

/** The two markers of a listing as one token. */
function toldMarkers(isTruncated: boolean | undefined, key: string, id: string | undefined): ToldNext {
  const token = key === '' && !id ? undefined : JSON.stringify([key, id]);
  return { isTruncated: isTruncated ?? false, token };
}

function markersOf(next: string | undefined): readonly [key?: string, id?: string] {
  const token = tokenOf(next);
  return token === undefined ? [] : (JSON.parse(token) as [string, string?]);
}
