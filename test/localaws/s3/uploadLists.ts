import type { AwsResponse } from '../kernel/types';
import { checksumElement } from './checksums';
import { commonPrefixNodes } from './listObjects';
import { listContext, listParameters, markerRow } from './listParameters';
import { listRows, takePage, type KeySource, type ListRow } from './listing';
import type { MultipartUpload, UploadedPart } from './multipartUpload';
import { isoTime, ownerNode, quoted, xmlResponse } from './responses';
import type { S3Call } from './s3Call';
import { findUpload } from './uploadOperations';
import { compareUtf8 } from './utf8Order';
import type { XmlNode } from './xml';

const PAGE_LIMIT = 1000;

/** `AbortMultipartUpload`. */
export function abortMultipartUpload(call: S3Call): AwsResponse {
  call.authoriseObject(call.bucket, 's3:AbortMultipartUpload');
  call.bucket.uploads.delete(findUpload(call).id);
  return { status: 204 };
}

/** `ListParts`. */
export function listParts(call: S3Call): AwsResponse {
  const { bucket, key } = call;
  call.authoriseObject(bucket, 's3:ListMultipartUploadParts');
  const upload = findUpload(call);
  const limit = call.integerQuery('max-parts', PAGE_LIMIT, { min: 0, max: PAGE_LIMIT });
  const marker = call.integerQuery('part-number-marker', 0, { min: 0, max: 2 ** 31 - 1 });
  const parts = [...upload.parts.values()].filter(({ number }) => number > marker).sort((a, b) => a.number - b.number);
  const { rows, isTruncated } = takePage(parts, limit);
  return xmlResponse('ListPartsResult', [
    ['Bucket', bucket.name],
    ['Key', key],
    ['UploadId', upload.id],
    ['PartNumberMarker', marker],
    ['NextPartNumberMarker', rows.at(-1)?.number],
    ['MaxParts', limit],
    ['IsTruncated', isTruncated],
    ...rows.map(partNode),
    ['Initiator', [['ID', upload.initiator]]],
    ownerNode(bucket.accountId),
    ['StorageClass', upload.attributes.storageClass],
    ['ChecksumAlgorithm', upload.checksumAlgorithm],
    ['ChecksumType', upload.checksumAlgorithm && upload.checksumType],
  ]);
}

function partNode({ number, content, etag, checksum, lastModified }: UploadedPart): XmlNode {
  return [
    'Part',
    [
      ['PartNumber', number],
      ['LastModified', isoTime(lastModified)],
      ['ETag', quoted(etag)],
      ['Size', content.size],
      ...(checksum ? [[checksumElement(checksum.algorithm), checksum.value] as const] : []),
    ],
  ];
}

type UploadRow = { readonly upload: MultipartUpload } | { readonly folder: ListRow };

/** `ListMultipartUploads`: by key, then by time of initiation. */
export function listMultipartUploads(call: S3Call): AwsResponse {
  const { bucket } = call;
  call.authoriseBucket(bucket, 's3:ListBucketMultipartUploads', listContext(call));
  const parameters = listParameters(call, 'max-uploads');
  const { encode, prefix, delimiter } = parameters;
  const keyMarker = call.query('key-marker') ?? '';
  const uploadIdMarker = call.query('upload-id-marker') ?? '';
  const rows = uploadRows([...bucket.uploads.values()], { prefix, delimiter }, keyMarker, uploadIdMarker);
  const page = takePage(rows, parameters.maxKeys);
  const last = page.isTruncated ? page.rows.at(-1) : undefined;
  return xmlResponse('ListMultipartUploadsResult', [
    ['Bucket', bucket.name],
    ['KeyMarker', encode(keyMarker)],
    ['UploadIdMarker', keyMarker === '' ? '' : uploadIdMarker],
    ['NextKeyMarker', last && encode('upload' in last ? last.upload.key : last.folder.name)],
    ['NextUploadIdMarker', last && 'upload' in last ? last.upload.id : undefined],
    ['Prefix', encode(prefix)],
    ['Delimiter', delimiter === '' ? undefined : encode(delimiter)],
    ['EncodingType', parameters.encodingType],
    ['MaxUploads', parameters.maxKeys],
    ['IsTruncated', page.isTruncated],
    ...page.rows.flatMap((row) => ('upload' in row ? [uploadNode(row.upload, bucket.accountId, encode)] : [])),
    ...commonPrefixNodes(
      page.rows.flatMap((row) => ('folder' in row ? [row.folder] : [])),
      encode,
    ),
  ]);
}

function* uploadRows(
  uploads: readonly MultipartUpload[],
  query: { readonly prefix: string; readonly delimiter: string },
  keyMarker: string,
  uploadIdMarker: string,
): Generator<UploadRow> {
  const keys = [...new Set(uploads.map(({ key }) => key))].sort(compareUtf8);
  const source: KeySource = { ceiling: (from) => keys.find((key) => compareUtf8(key, from) >= 0) };
  const ofKey = (key: string): readonly MultipartUpload[] => uploads.filter((upload) => upload.key === key);
  const marked = ofKey(keyMarker);
  const position = marked.findIndex(({ id }) => id === uploadIdMarker);
  if (position >= 0) for (const upload of marked.slice(position + 1)) yield { upload };
  const after: ListRow | undefined = keyMarker === '' ? undefined : markerRow(keyMarker, query);
  for (const row of listRows(source, { ...query, after })) {
    if (row.kind === 'commonPrefix') yield { folder: row };
    else for (const upload of ofKey(row.name)) yield { upload };
  }
}

function uploadNode(upload: MultipartUpload, accountId: string, encode: (text: string) => string): XmlNode {
  return [
    'Upload',
    [
      ['Key', encode(upload.key)],
      ['UploadId', upload.id],
      ['Initiator', [['ID', upload.initiator]]],
      ownerNode(accountId),
      ['StorageClass', upload.attributes.storageClass],
      ['Initiated', isoTime(upload.initiated)],
      ['ChecksumAlgorithm', upload.checksumAlgorithm],
      ['ChecksumType', upload.checksumAlgorithm && upload.checksumType],
    ],
  ];
}
