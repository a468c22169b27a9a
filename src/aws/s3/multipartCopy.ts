import { createHash } from 'node:crypto';
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { ObjectProperties } from '../../core/s3/objectProperties';
import type { Written } from '../../core/s3/objectStore';
import { inParallel } from '../inParallel';
import type { S3Connection } from './connection';
import type { Copy } from './copying';
import { copyEncryptionInput } from './encryption';
import { unquoted } from './facts';
import { hasSameContent, throughLostAnswers } from './lostAnswers';
import { objectTags } from './reading';
import { setExpires, settingsInput, tagsHeader } from './settings';
import { abortUpload, conditionInput } from './writing';

/** S3 User Guide, "Amazon S3 multipart upload limits". */
const MAX_PARTS = 10_000;
/** Parts under way at a time. */
const PARALLEL_PARTS = 8;
/** How long the parts of a failed copy may take to be given back, milliseconds. */
const CLEANING_LIMIT = 30_000;

/**
 * Copies an object part by part inside S3. What was begun is aborted when it fails or is cancelled, because parts that
 * are left cost storage.
 * @param partBytes of each part, unless the object needs larger ones
 */
export async function copyInParts(
  connection: S3Connection,
  copy: Copy,
  partBytes: number,
  signal: AbortSignal,
): Promise<Written> {
  // An object of parts has the date of its upload's beginning (S3 User Guide, "Multipart upload").
  const begun = performance.now();
  const uploadId = await begin(connection, copy, signal);
  // Parts stop together: the first that fails ends the others, so that nothing is added to an aborted upload.
  const failure = new AbortController();
  const both = AbortSignal.any([signal, failure.signal]);
  try {
    const parts = await inParallel(rangesOf(copy.properties.size, partBytes), PARALLEL_PARTS, (range) =>
      copyPart(connection, copy, { ...range, uploadId }, both),
    );
    const own = {
      ...{ address: copy.target, begun },
      isSame: (found: ObjectProperties) => found.etag === etagOf(parts) || hasSameContent(found, copy.properties),
    };
    return await throughLostAnswers(connection, own, signal, () =>
      complete(connection, copy, { uploadId, parts }, signal),
    );
  } catch (error) {
    failure.abort();
    // What failed is worse than parts that stay, which the list of incomplete uploads shows.
    await abortUpload(connection, copy.target, uploadId, AbortSignal.timeout(CLEANING_LIMIT)).catch(() => undefined);
    throw error;
  }
}

async function begin(connection: S3Connection, copy: Copy, signal: AbortSignal): Promise<string> {
  const { source, target, properties, options, settingsIn, request } = copy;
  // Other than CopyObject, an upload does not take the source's tags along; an object that tells of none has none.
  const tags =
    options.settings?.tags ?? (properties.tagCount === 0 ? {} : await objectTags(connection, source, signal));
  const { UploadId = '' } = await connection.inBucket(request, signal, async (client, send) => {
    const region = await client.config.region();
    const settings = settingsIn(region);
    const command = new CreateMultipartUploadCommand({
      ...{ Bucket: target.bucket, Key: target.key },
      ...settingsInput(settings),
      ...(Object.keys(tags).length === 0 ? {} : { Tagging: tagsHeader(tags) }),
      ...(await copyEncryptionInput(connection.target, settings.encryption, region)),
      ...connection.payer,
    });
    setExpires(command, settings);
    return client.send(command, send);
  });
  return UploadId;
}

interface PartRange {
  readonly number: number;
  /** Bytes, both inclusive. */
  readonly first: number;
  readonly last: number;
}

function rangesOf(size: number, partBytes: number): PartRange[] {
  const bytes = Math.max(partBytes, Math.ceil(size / MAX_PARTS));
  return Array.from({ length: Math.ceil(size / bytes) }, (_, index) => ({
    ...{ number: index + 1, first: index * bytes, last: Math.min(size, (index + 1) * bytes) - 1 },
  }));
}

async function copyPart(
  connection: S3Connection,
  copy: Copy,
  { number, first, last, uploadId }: PartRange & { readonly uploadId: string },
  signal: AbortSignal,
): Promise<CompletedPart> {
  const { target, options, properties, sourceInput, request } = copy;
  const etag = options.sourceIfMatch ?? properties.etag;
  const command = new UploadPartCopyCommand({
    ...{ Bucket: target.bucket, Key: target.key, UploadId: uploadId, PartNumber: number, ...sourceInput },
    CopySourceRange: `bytes=${first}-${last}`,
    // All parts are of one state of the source.
    ...(etag === undefined ? {} : { CopySourceIfMatch: etag }),
    ...(await partKey(connection, copy)),
    ...connection.payer,
  });
  const { CopyPartResult } = await connection.inBucket(
    request,
    signal,
    (client, send) => client.send(command, send),
    'long',
  );
  return { PartNumber: number, ETag: CopyPartResult?.ETag };
}

async function complete(
  connection: S3Connection,
  copy: Copy,
  { uploadId, parts }: { readonly uploadId: string; readonly parts: CompletedPart[] },
  signal: AbortSignal,
): Promise<Written> {
  const { target, options, request } = copy;
  const command = new CompleteMultipartUploadCommand({
    ...{ Bucket: target.bucket, Key: target.key, UploadId: uploadId, MultipartUpload: { Parts: parts } },
    ...(await partKey(connection, copy)),
    ...conditionInput(options),
    ...connection.payer,
  });
  const output = await connection.inBucket(request, signal, (client, send) => client.send(command, send), 'long');
  return { etag: unquoted(output.ETag), versionId: output.VersionId };
}

/** The ETag of an object made of these parts: the MD5 of their MD5s and their number, wherever their ETags are MD5s. */
function etagOf(parts: readonly CompletedPart[]): string {
  const hash = createHash('md5');
  for (const { ETag } of parts) hash.update(Buffer.from(unquoted(ETag) ?? '', 'hex'));
  return `${hash.digest('hex')}-${parts.length}`;
}

/** Of encryption only SSE-C is said again with each part (S3 API, UploadPartCopy). */
async function partKey(connection: S3Connection, { target, settingsIn }: Copy) {
  const region = connection.regionOf(target.bucket);
  const encryption = await copyEncryptionInput(connection.target, settingsIn(region).encryption, region);
  return 'SSECustomerKey' in encryption ? encryption : {};
}
