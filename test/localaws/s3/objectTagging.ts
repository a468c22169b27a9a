import type { AwsResponse } from '../kernel/types';
import { checkedTags } from './objectHeaders';
import { readXml } from './payload';
import { xmlResponse } from './responses';
import type { S3Call } from './s3Call';
import { malformedXml } from './s3Errors';
import { referencedObject, requireObject, versionHeader } from './versionLookup';
import { childText, childrenNamed, type XmlNode } from './xml';

/** `GetObjectTagging`. */
export function getObjectTagging(call: S3Call): AwsResponse {
  const object = requireObject(call, referencedObject(call), {
    current: 's3:GetObjectTagging',
    version: 's3:GetObjectVersionTagging',
  });
  const tags = Object.entries(object.attributes.tags).map(([key, value]): XmlNode => [
    'Tag',
    [
      ['Key', key],
      ['Value', value],
    ],
  ]);
  return xmlResponse('Tagging', [['TagSet', tags]], versionHeader(call.bucket, object.versionId));
}

/** `PutObjectTagging`: replaces all tags. */
export async function putObjectTagging(call: S3Call): Promise<AwsResponse> {
  const object = requireObject(call, referencedObject(call), {
    current: 's3:PutObjectTagging',
    version: 's3:PutObjectVersionTagging',
  });
  const tagging = await readXml(call);
  const [tagSet] = childrenNamed(tagging, 'TagSet');
  if (tagging.name !== 'Tagging' || !tagSet) throw malformedXml();
  const tags = childrenNamed(tagSet, 'Tag').map((tag): [string, string] => {
    const key = childText(tag, 'Key');
    if (key === undefined) throw malformedXml();
    return [key, childText(tag, 'Value') ?? ''];
  });
  object.attributes = { ...object.attributes, tags: checkedTags(tags) };
  return { status: 200, headers: versionHeader(call.bucket, object.versionId) };
}

/** `DeleteObjectTagging`. */
export function deleteObjectTagging(call: S3Call): AwsResponse {
  const object = requireObject(call, referencedObject(call), {
    current: 's3:DeleteObjectTagging',
    version: 's3:DeleteObjectVersionTagging',
  });
  object.attributes = { ...object.attributes, tags: {} };
  return { status: 204, headers: versionHeader(call.bucket, object.versionId) };
}
