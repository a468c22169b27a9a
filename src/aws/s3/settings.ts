import type { HeadObjectCommandOutput, PutObjectCommandInput } from '@aws-sdk/client-s3';
import { HttpRequest } from '@smithy/core/protocols';
import type { MiddlewareStack } from '@smithy/types';
import type { Encryption, ObjectProperties, ObjectSettings, Tags } from '../../core/s3/objectProperties';
import { headerValue, metadataHeaders, metadataOf } from './metadata';

/** Settings that are one text: the SDK's name and that of the header. */
const TEXTS = {
  contentType: ['ContentType', 'Content-Type'],
  contentEncoding: ['ContentEncoding', 'Content-Encoding'],
  contentLanguage: ['ContentLanguage', 'Content-Language'],
  contentDisposition: ['ContentDisposition', 'Content-Disposition'],
  cacheControl: ['CacheControl', 'Cache-Control'],
  websiteRedirect: ['WebsiteRedirectLocation', 'x-amz-website-redirect-location'],
} as const;

type TextSetting = keyof typeof TEXTS;
type TextField = (typeof TEXTS)[TextSetting][0];
const TEXT_SETTINGS = Object.keys(TEXTS) as readonly TextSetting[];

/** The settings a HEAD answer tells of. */
export function settingsOf(output: HeadObjectCommandOutput): ObjectProperties['settings'] {
  const texts = TEXT_SETTINGS.flatMap((setting) => {
    const text = output[TEXTS[setting][0]];
    return text === undefined ? [] : [[setting, text] as const];
  });
  const encryption = encryptionOf(output);
  return {
    ...Object.fromEntries(texts),
    ...(output.ExpiresString === undefined ? {} : { expires: output.ExpiresString }),
    metadata: metadataOf(output.Metadata ?? {}),
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

/**
 * What a write says of settings other than encryption, tags and {@link setExpires}. Empty texts are left out.
 * @throws AppError of kind `invalidRequest` for text that no header can hold
 */
export function settingsInput({ metadata, storageClass, ...settings }: Partial<ObjectSettings>) {
  const texts = TEXT_SETTINGS.flatMap((setting) => {
    const [field, header] = TEXTS[setting];
    const text = settings[setting] ?? '';
    return text === '' ? [] : [[field, headerValue(header, text)] as const];
  });
  return {
    ...(Object.fromEntries(texts) as Partial<Record<TextField, string>>),
    ...(metadata === undefined ? {} : { Metadata: metadataHeaders(metadata) }),
    ...(storageClass === undefined
      ? {}
      : { StorageClass: storageClass as NonNullable<PutObjectCommandInput['StorageClass']> }),
  };
}

/** A command of the SDK, as far as its requests can be changed. */
interface Command<Input extends object, Output extends object> {
  readonly middlewareStack: Pick<MiddlewareStack<Input, Output>, 'add'>;
}

/**
 * Gives a command the header `Expires` as it is, such as the `0` many have: the SDK would make a date of it.
 * @throws AppError of kind `invalidRequest` for text that no header can hold
 */
export function setExpires<Input extends object, Output extends object>(
  command: Command<Input, Output>,
  { expires = '' }: Partial<ObjectSettings>,
): void {
  if (expires === '') return;
  const value = headerValue('Expires', expires);
  command.middlewareStack.add(
    (next) => (args) => {
      if (HttpRequest.isInstance(args.request)) args.request.headers['expires'] = value;
      return next(args);
    },
    { step: 'build', name: 'exactExpires' },
  );
}

/** Tags as the header `x-amz-tagging` has them (S3 API, PutObject): percent encoding, in which `+` is no space. */
export function tagsHeader(tags: Tags): string {
  return Object.entries(tags)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}
