import type { AwsResponse } from '../kernel/types';
import type { Bucket } from './bucket';
import {
  continuationToken,
  listContext,
  listParameters,
  markerRow,
  parseContinuationToken,
  type ListParameters,
} from './listParameters';
import { listRows, takePage, type ListPage, type ListRow } from './listing';
import { isoTime, ownerNode, quoted, xmlResponse } from './responses';
import type { S3Call } from './s3Call';
import { invalidArgument } from './s3Errors';
import type { XmlNode } from './xml';

/** `ListObjectsV2`. */
export function listObjectsV2(call: S3Call): AwsResponse {
  const { bucket, parameters } = beginList(call);
  const token = call.query('continuation-token');
  if (token === '') {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  const startAfter = call.query('start-after');
  const after: ListRow | undefined = token
    ? parseContinuationToken(token)
    : startAfter
      ? { kind: 'key', name: startAfter }
      : undefined;
  const page = takePage(listRows(bucket.currentKeys, { ...parameters, after }), parameters.maxKeys);
  const last = page.rows.at(-1);
  return xmlResponse('ListBucketResult', [
    ...headNodes(bucket, parameters),
    ['ContinuationToken', token],
    ['NextContinuationToken', page.isTruncated && last ? continuationToken(last) : undefined],
    ['StartAfter', startAfter === undefined ? undefined : parameters.encode(startAfter)],
    ['KeyCount', page.rows.length],
    ...pageNodes(bucket, page, parameters, call.query('fetch-owner') === 'true'),
  ]);
}

/** `ListObjects`, the first version of the list. */
export function listObjectsV1(call: S3Call): AwsResponse {
  const { bucket, parameters } = beginList(call);
  const marker = call.query('marker') ?? '';
  const after = marker === '' ? undefined : markerRow(marker, parameters);
  const page = takePage(listRows(bucket.currentKeys, { ...parameters, after }), parameters.maxKeys);
  const last = page.rows.at(-1);
  // AWS rule: without a delimiter the last key itself is the next marker.
  const nextMarker = page.isTruncated && last && parameters.delimiter !== '' ? parameters.encode(last.name) : undefined;
  return xmlResponse('ListBucketResult', [
    ...headNodes(bucket, parameters),
    ['Marker', parameters.encode(marker)],
    ['NextMarker', nextMarker],
    ...pageNodes(bucket, page, parameters, true),
  ]);
}

function beginList(call: S3Call): { bucket: Bucket; parameters: ListParameters } {
  const { bucket } = call;
  call.authoriseBucket(bucket, 's3:ListBucket', listContext(call));
  return { bucket, parameters: listParameters(call) };
}

function headNodes(bucket: Bucket, { prefix, encode }: ListParameters): readonly XmlNode[] {
  return [
    ['Name', bucket.name],
    ['Prefix', encode(prefix)],
  ];
}

function pageNodes(
  bucket: Bucket,
  { rows, isTruncated }: ListPage<ListRow>,
  { maxKeys, delimiter, encodingType, encode }: ListParameters,
  withOwner: boolean,
): readonly XmlNode[] {
  return [
    ['MaxKeys', maxKeys],
    ['Delimiter', delimiter === '' ? undefined : encode(delimiter)],
    ['EncodingType', encodingType],
    ['IsTruncated', isTruncated],
    ...rows.filter(({ kind }) => kind === 'key').map(({ name }) => contentsNode(bucket, name, encode, withOwner)),
    ...commonPrefixNodes(rows, encode),
  ];
}

/** @returns the folders of a page as XML elements */
export function commonPrefixNodes(rows: readonly ListRow[], encode: (text: string) => string): readonly XmlNode[] {
  return rows
    .filter(({ kind }) => kind === 'commonPrefix')
    .map(({ name }): XmlNode => ['CommonPrefixes', [['Prefix', encode(name)]]]);
}

function contentsNode(bucket: Bucket, key: string, encode: (text: string) => string, withOwner: boolean): XmlNode {
  const object = bucket.current(key);
  const kind = object?.checksumKind;
  return [
    'Contents',
    [
      ['Key', encode(key)],
      ['LastModified', object && isoTime(object.lastModified)],
      ['ETag', object && quoted(object.etag)],
      ['ChecksumAlgorithm', kind?.algorithm],
      ['ChecksumType', kind?.type],
      ['Size', object?.content.size],
      ...(withOwner ? [ownerNode(bucket.accountId)] : []),
      ['StorageClass', object?.attributes.storageClass],
    ],
  ];
}
