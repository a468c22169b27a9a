import type { AwsResponse } from '../kernel/types';
import { checksumElement } from './checksums';
import { assertCustomerKey } from './encryption';
import { httpTime, xmlResponse } from './responses';
import type { S3Call } from './s3Call';
import { invalidArgument } from './s3Errors';
import { referencedObject, requireObject, versionHeader } from './versionLookup';
import type { XmlNode } from './xml';

const ATTRIBUTES = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'] as const;

/** `GetObjectAttributes`: those that `x-amz-object-attributes` asks for. */
export function getObjectAttributes(call: S3Call): AwsResponse {
  const reference = referencedObject(call);
  const object = requireObject(call, reference, {
    current: 's3:GetObjectAttributes',
    version: 's3:GetObjectVersionAttributes',
  });
  // AWS rule: without a version it is a read, which needs both permissions.
  call.authoriseObject(reference.bucket, reference.versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion');
  assertCustomerKey(call, object);
  const asked = (call.header('x-amz-object-attributes') ?? '').split(',').map((name) => name.trim());
  const unknown = asked.find((name) => !ATTRIBUTES.some((attribute) => attribute === name));
  if (unknown !== undefined) {
    throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', unknown);
  }
  const { etag, checksum, partSizes, content, attributes } = object;
  const values: Readonly<Record<(typeof ATTRIBUTES)[number], XmlNode | undefined>> = {
    ETag: ['ETag', etag],
    Checksum: checksum && [
      'Checksum',
      [
        [checksumElement(checksum.algorithm), checksum.value],
        ['ChecksumType', checksum.type],
      ],
    ],
    ObjectParts: partSizes.length > 0 ? ['ObjectParts', [['PartsCount', partSizes.length]]] : undefined,
    StorageClass: ['StorageClass', attributes.storageClass],
    ObjectSize: ['ObjectSize', content.size],
  };
  const nodes = ATTRIBUTES.flatMap((name) => (asked.includes(name) ? (values[name] ? [values[name]] : []) : []));
  return xmlResponse('GetObjectAttributesResponse', nodes, {
    ...versionHeader(reference.bucket, object.versionId),
    'last-modified': httpTime(object.lastModified),
  });
}
