import type { HeadObjectCommandOutput, PutObjectCommandInput } from '@aws-sdk/client-s3';
import type { Encryption, ObjectProperties, ObjectSettings, Tags } from '../../core/s3/objectProperties';

/** Settings that are one text for us and for the SDK. */
const TEXTS = {
  contentType: 'ContentType',
  contentEncoding: 'ContentEncoding',
  contentLanguage: 'ContentLanguage',
  contentDisposition: 'ContentDisposition',
  cacheControl: 'CacheControl',
  websiteRedirect: 'WebsiteRedirectLocation',
} as const satisfies Partial<Record<keyof ObjectSettings, keyof PutObjectCommandInput & keyof HeadObjectCommandOutput>>;

const TEXT_SETTINGS = Object.entries(TEXTS) as readonly [keyof typeof TEXTS, (typeof TEXTS)[keyof typeof TEXTS]][];

/** The settings a HEAD answer tells of. */
export function settingsOf(output: HeadObjectCommandOutput): ObjectProperties['settings'] {
  const texts = TEXT_SETTINGS.flatMap(([setting, field]) => {
    const text = output[field];
    return text === undefined ? [] : [[setting, text] as const];
  });
  const encryption = encryptionOf(output);
  return {
    ...Object.fromEntries(texts),
    ...(output.ExpiresString === undefined ? {} : { expires: output.ExpiresString }),
    metadata: output.Metadata ?? {},
    storageClass: output.StorageClass ?? 'STANDARD',
    ...(encryption === undefined ? {} : { encryption }),
  };
}

function encryptionOf(output: HeadObjectCommandOutput): Encryption | undefined {
  const { ServerSideEncryption: type, SSEKMSKeyId: keyId, BucketKeyEnabled: bucketKey, SSECustomerAlgorithm } = output;
  if (SSECustomerAlgorithm !== undefined) return { type: 'SSE-C' };
  if (type === 'AES256') return { type };
  if (type !== 'aws:kms' && type !== 'aws:kms:dsse') return undefined;
  return { type, keyId, ...(bucketKey === undefined ? {} : { bucketKey }) };
}

/** What a write says of settings other than encryption and tags. */
export function settingsInput(settings: Partial<ObjectSettings>) {
  const { expires, metadata, storageClass } = settings;
  const texts = TEXT_SETTINGS.map(([setting, field]) => [field, settings[setting]] as const);
  return {
    ...(Object.fromEntries(texts) as Partial<Record<(typeof TEXTS)[keyof typeof TEXTS], string>>),
    ...(expires === undefined ? {} : { Expires: new Date(expires) }),
    ...(metadata === undefined ? {} : { Metadata: { ...metadata } }),
    ...(storageClass === undefined
      ? {}
      : { StorageClass: storageClass as NonNullable<PutObjectCommandInput['StorageClass']> }),
  };
}

/** Tags as the header `x-amz-tagging` has them (S3 API, PutObject): percent encoding, in which `+` is no space. */
export function tagsHeader(tags: Tags): string {
  return Object.entries(tags)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}
