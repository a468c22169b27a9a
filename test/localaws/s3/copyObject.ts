import type { AwsResponse } from '../kernel/types';
import { checkWriteConditions } from './conditions';
import { checksumAlgorithm, computeChecksum } from './checksums';
import { readCopySource } from './copySource';
import { namesEncryption } from './encryption';
import { attributesOf } from './objectHeaders';
import { MAX_SINGLE_BYTES } from './payload';
import { authoriseWrite } from './putObject';
import { checksumNodes, isoTime, quoted, xmlResponse } from './responses';
import type { S3Call } from './s3Call';
import { invalidArgument, invalidRequest } from './s3Errors';
import { StoredObject, type ObjectAttributes } from './storedObject';
import { versionHeader } from './versionLookup';

const REDIRECT = 'x-amz-website-redirect-location';

/** `CopyObject`. */
export function copyObject(call: S3Call): AwsResponse {
  const { bucket, key } = call;
  const { object: source, reference, headers } = readCopySource(call);
  const attributes = copiedAttributes(call, source);
  // AWS rule: tags go along for those only who may read them.
  if (!isReplaced(call, 'x-amz-tagging-directive') && Object.keys(source.attributes.tags).length > 0) {
    call.authoriseObject(reference.bucket, 's3:GetObjectTagging', reference.key);
  }
  authoriseWrite(call, attributes);
  checkWriteConditions(call, key, bucket.current(key));
  if (source.content.size > MAX_SINGLE_BYTES) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_SINGLE_BYTES}`,
    );
  }
  if (isPointless(call, reference.bucket.name === bucket.name && reference.key === key && !reference.versionId)) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const algorithm = checksumAlgorithm(call.header('x-amz-checksum-algorithm') ?? '');
  const checksum = algorithm
    ? { algorithm, type: 'FULL_OBJECT' as const, value: computeChecksum(algorithm, source.content) }
    : source.checksum;
  const copy = new StoredObject({
    key,
    versionId: bucket.nextVersionId(),
    lastModified: call.timestamp,
    content: source.content,
    attributes,
    // AWS rule: a copy is one piece, so a composite checksum of parts is not kept.
    ...(checksum?.type === 'FULL_OBJECT' ? { checksum } : {}),
  });
  bucket.write(copy);
  return xmlResponse(
    'CopyObjectResult',
    [['LastModified', isoTime(copy.lastModified)], ['ETag', quoted(copy.etag)], ...checksumNodes(copy.checksum)],
    { ...headers, ...attributes.encryption, ...versionHeader(bucket, copy.versionId) },
  );
}

/**
 * AWS rule: metadata and tags come from the source unless the directive says REPLACE; storage class and encryption never do.
 * @throws AwsError InvalidArgument
 */
function copiedAttributes(call: S3Call, source: StoredObject): ObjectAttributes {
  const own = attributesOf(call);
  const replacesMetadata = isReplaced(call, 'x-amz-metadata-directive');
  const replacesTags = isReplaced(call, 'x-amz-tagging-directive');
  return {
    ...own,
    ...(replacesMetadata ? {} : { headers: copiedHeaders(own, source), metadata: source.attributes.metadata }),
    tags: replacesTags ? own.tags : source.attributes.tags,
  };
}

/** AWS rule: the website redirect is never copied, but taken from the request. */
function copiedHeaders(own: ObjectAttributes, source: StoredObject): Record<string, string> {
  const headers = Object.entries(source.attributes.headers).filter(([name]) => name !== REDIRECT);
  const redirect = own.headers[REDIRECT];
  return { ...Object.fromEntries(headers), ...(redirect === undefined ? {} : { [REDIRECT]: redirect }) };
}

function isReplaced(call: S3Call, directive: string): boolean {
  const value = call.header(directive) ?? 'COPY';
  if (value !== 'COPY' && value !== 'REPLACE') {
    const name = directive === 'x-amz-metadata-directive' ? 'metadata' : 'tagging';
    throw invalidArgument(`Unknown ${name} directive.`, directive, value);
  }
  return value === 'REPLACE';
}

function isPointless(call: S3Call, isSameObject: boolean): boolean {
  const changes = ['x-amz-storage-class', 'x-amz-website-redirect-location'];
  return (
    isSameObject &&
    !namesEncryption(call) &&
    call.header('x-amz-metadata-directive') !== 'REPLACE' &&
    changes.every((name) => call.header(name) === undefined)
  );
}
