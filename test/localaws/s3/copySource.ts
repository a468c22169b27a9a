import { AwsError } from '../kernel/types';
import { checkCopyConditions } from './conditions';
import { assertCustomerKey } from './encryption';
import type { S3Call } from './s3Call';
import { invalidArgument } from './s3Errors';
import type { StoredObject } from './storedObject';
import { assertKeyLength } from './target';
import { requireObject, versionHeader, type ObjectReference } from './versionLookup';

/** The object a copy reads. */
export interface CopySource {
  readonly object: StoredObject;
  readonly reference: ObjectReference;
  /** Tells the source's version in the answer. */
  readonly headers: Record<string, string>;
}

/**
 * Finds the source of `CopyObject` or `UploadPartCopy` and checks all that must hold before it is read.
 * @throws AwsError InvalidArgument, NoSuchBucket, NoSuchKey, AccessDenied, InvalidObjectState, PreconditionFailed
 */
export function readCopySource(call: S3Call): CopySource {
  const reference = parseCopySource(call);
  const object = requireObject(call, reference, { current: 's3:GetObject', version: 's3:GetObjectVersion' });
  if (object.isArchived(call.now)) {
    throw new AwsError(403, 'InvalidObjectState', "Operation is not valid for the source object's storage class", {
      elements: { StorageClass: object.attributes.storageClass },
    });
  }
  assertCustomerKey(call, object, 'x-amz-copy-source-');
  checkCopyConditions(call, object);
  const version = versionHeader(reference.bucket, object.versionId)['x-amz-version-id'];
  return { object, reference, headers: version === undefined ? {} : { 'x-amz-copy-source-version-id': version } };
}

/** `[/]bucket/key[?versionId=…]`, percent-encoded. */
function parseCopySource(call: S3Call): ObjectReference {
  const header = call.header('x-amz-copy-source') ?? '';
  const [path = '', versionId] = header.split(/\?versionId=/);
  const source = decode(path).replace(/^\//, '');
  const slash = source.indexOf('/');
  const key = source.slice(slash + 1);
  if (slash <= 0 || key === '') {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    );
  }
  assertKeyLength(key);
  return { bucket: call.findBucket(source.slice(0, slash), 'x-amz-source-expected-bucket-owner'), key, versionId };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidArgument('Invalid copy source encoding.', 'x-amz-copy-source', text);
  }
}
