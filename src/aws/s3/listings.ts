import { ListMultipartUploadsCommand, ListObjectsV2Command, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { IncompleteUpload, ListPage, ListRequest, UploadPage, VersionPage } from '../../core/s3/objectStore';
import { inSteps } from '../support/stepwiseAnswer';
import { childrenOf, textsOf } from '../support/xml';
import type { S3Connection } from './connection';
import { type Listed, listed, LONG_ANSWERS, needed, objectsOf, prefixesOf, timeOf, versionsOf } from './listAnswers';
import { nextPage, tokenOf, type ToldNext } from './pageTokens';

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
  const page = inSteps(command, LONG_ANSWERS.objects, async (root, steps) => {
    const list = listed(root);
    const [prefixes, objects] = [await prefixesOf(root, list, steps), await objectsOf(root, list, steps)];
    const isEmpty = prefixes.length + objects.length === 0;
    const told = { isTruncated: list.isTruncated, token: list.texts('NextContinuationToken'), isEmpty };
    return { prefixes, objects, next: nextPage(told, next) };
  });
  await connection.inBucket({ action: 's3:ListBucket', bucket, prefix }, signal, (client, options) =>
    client.send(command, options),
  );
  return page();
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
  const page = inSteps(command, LONG_ANSWERS.versions, async (root, steps) => {
    const list = listed(root);
    const [prefixes, versions] = [await prefixesOf(root, list, steps), await versionsOf(root, list, steps)];
    const isEmpty = prefixes.length + versions.length === 0;
    return { prefixes, versions, next: nextPage({ ...toldMarkers(list, 'NextVersionIdMarker'), isEmpty }, next) };
  });
  const request = { action: 's3:ListBucketVersions', bucket, prefix } as const;
  await connection.inBucket(request, signal, (client, options) => client.send(command, options));
  return page();
}

/** `ListMultipartUploads`, one page. */
export async function listUploads(
  connection: S3Connection,
  { bucket, prefix, next }: Pick<ListRequest, 'bucket' | 'prefix' | 'next'>,
  signal: AbortSignal,
): Promise<UploadPage> {
  const [KeyMarker, UploadIdMarker] = markersOf(next);
  const request = { action: 's3:ListBucketMultipartUploads', bucket, prefix } as const;
  const ask = async (encoding: Partial<typeof ENCODING>): Promise<UploadPage & { readonly isEncoded: boolean }> => {
    const input = { Bucket: bucket, Prefix: prefix, KeyMarker, UploadIdMarker };
    const command = new ListMultipartUploadsCommand({ ...input, ...encoding, ...connection.payer });
    const page = inSteps(command, LONG_ANSWERS.uploads, async (root, steps) => {
      const list = listed(root);
      const uploads = await steps.map(childrenOf(root, 'Upload'), (entry): IncompleteUpload => {
        const texts = textsOf(entry);
        return {
          ...{ key: list.decode(needed(texts, 'Key')), uploadId: needed(texts, 'UploadId') },
          ...{ initiated: timeOf(texts, 'Initiated') ?? 0, storageClass: texts('StorageClass') },
        };
      });
      const isEncoded = list.texts('EncodingType') !== undefined;
      const told = { ...toldMarkers(list, 'NextUploadIdMarker'), isEmpty: uploads.length === 0 };
      return { uploads, isEncoded, next: nextPage(told, next) };
    });
    await connection.inBucket(request, signal, (client, options) => client.send(command, options));
    return page();
  };
  const page = await ask(ENCODING);
  // Ceph RGW encodes without saying so, others do not encode: asked for none, both give the keys.
  const isDoubtful = !page.isEncoded && page.uploads.some(({ key }) => key.includes('%'));
  const { uploads, next: after } = isDoubtful ? await ask({}) : page;
  return { uploads, next: after };
}

/** The two markers of a listing as one token. @param idName of the second one */
function toldMarkers({ texts, decode, isTruncated = false }: Listed, idName: string): ToldNext {
  const [key, id] = [texts('NextKeyMarker'), texts(idName)];
  const token = !key && !id ? undefined : JSON.stringify([decode(key ?? ''), id]);
  return { isTruncated, token };
}

function markersOf(next: string | undefined): readonly [key?: string, id?: string] {
  const token = tokenOf(next);
  return token === undefined ? [] : (JSON.parse(token) as [string, string?]);
}
