import type { AwsResponse } from '../kernel/types';
import type { Bucket } from './bucket';
import { commonPrefixNodes } from './listObjects';
import { listContext, listParameters, markerRow, type ListParameters } from './listParameters';
import { listRows, takePage, type ListRow } from './listing';
import { isoTime, ownerNode, quoted, xmlResponse } from './responses';
import type { S3Call } from './s3Call';
import { invalidArgument } from './s3Errors';
import type { Version } from './storedObject';
import type { XmlNode } from './xml';

/** A version of a key, or a common prefix. */
type VersionRow = { readonly version: Version; readonly isLatest: boolean } | { readonly folder: ListRow };

/** `ListObjectVersions`. */
export function listObjectVersions(call: S3Call): AwsResponse {
  const { bucket } = call;
  call.authoriseBucket(bucket, 's3:ListBucketVersions', listContext(call));
  const parameters = listParameters(call);
  const keyMarker = call.query('key-marker') ?? '';
  const versionIdMarker = call.query('version-id-marker') ?? '';
  if (versionIdMarker !== '' && keyMarker === '') {
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      versionIdMarker,
    );
  }
  const page = takePage(versionRows(bucket, parameters, keyMarker, versionIdMarker), parameters.maxKeys);
  const { encode } = parameters;
  return xmlResponse('ListVersionsResult', [
    ['Name', bucket.name],
    ['Prefix', encode(parameters.prefix)],
    ['KeyMarker', encode(keyMarker)],
    ['VersionIdMarker', versionIdMarker],
    ...(page.isTruncated ? nextMarkers(page.rows.at(-1), encode) : []),
    ['MaxKeys', parameters.maxKeys],
    ['Delimiter', parameters.delimiter === '' ? undefined : encode(parameters.delimiter)],
    ['EncodingType', parameters.encodingType],
    ['IsTruncated', page.isTruncated],
    ...page.rows.flatMap((row) => ('version' in row ? [versionNode(bucket, row, encode)] : [])),
    ...commonPrefixNodes(
      page.rows.flatMap((row) => ('folder' in row ? [row.folder] : [])),
      encode,
    ),
  ]);
}

function* versionRows(
  bucket: Bucket,
  parameters: ListParameters,
  keyMarker: string,
  versionIdMarker: string,
): Generator<VersionRow> {
  if (versionIdMarker !== '') {
    const rows = [...rowsOf(bucket, keyMarker)];
    const marked = rows.findIndex((row) => row.version.versionId === versionIdMarker);
    if (marked >= 0) yield* rows.slice(marked + 1);
  }
  const after = keyMarker === '' ? undefined : markerRow(keyMarker, parameters);
  for (const row of listRows(bucket.allKeys, { ...parameters, after })) {
    if (row.kind === 'key') yield* rowsOf(bucket, row.name);
    else yield { folder: row };
  }
}

function* rowsOf(bucket: Bucket, key: string): Generator<{ version: Version; isLatest: boolean }> {
  let isLatest = true;
  for (const version of bucket.versions(key)) {
    yield { version, isLatest };
    isLatest = false;
  }
}

function nextMarkers(last: VersionRow | undefined, encode: (text: string) => string): readonly XmlNode[] {
  if (!last) return [];
  if ('folder' in last) return [['NextKeyMarker', encode(last.folder.name)]];
  return [
    ['NextKeyMarker', encode(last.version.key)],
    ['NextVersionIdMarker', last.version.versionId],
  ];
}

function versionNode(
  bucket: Bucket,
  { version, isLatest }: { version: Version; isLatest: boolean },
  encode: (text: string) => string,
): XmlNode {
  const common: readonly XmlNode[] = [
    ['Key', encode(version.key)],
    ['VersionId', version.versionId],
    ['IsLatest', isLatest],
    ['LastModified', isoTime(version.lastModified)],
  ];
  if (version.deleteMarker) return ['DeleteMarker', [...common, ownerNode(bucket.accountId)]];
  return [
    'Version',
    [
      ...common,
      ['ETag', quoted(version.etag)],
      ['ChecksumAlgorithm', version.checksumKind?.algorithm],
      ['ChecksumType', version.checksumKind?.type],
      ['Size', version.content.size],
      ['StorageClass', version.attributes.storageClass],
      ownerNode(bucket.accountId),
    ],
  ];
}
