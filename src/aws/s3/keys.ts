import { t } from '@vscode/l10n';
import { AppError } from '../../core/support/errors';

/**
 * A key as `EncodingType=url` writes it: form encoding, with `+` for a space. The SDK does not decode it.
 * @throws AppError of kind `strangeAnswer` for what is not encoded so
 */
export function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch (error) {
    throw new AppError('strangeAnswer', t('S3 listed a key that is not encoded as asked: {0}', encoded), {}, error);
  }
}

/** What decodes the keys of a listing: a store that does not know `EncodingType` leaves them as they are. */
export function keyDecoder(output: { readonly EncodingType?: string | undefined }): (key: string) => string {
  return output.EncodingType === 'url' ? decodeKey : (key) => key;
}

/** The value of the header `x-amz-copy-source` (S3 API, CopyObject): the SDK sends it as it is. */
export function copySource(source: {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
}): string {
  const { bucket, key, versionId } = source;
  const path = bucket.startsWith('arn:') ? `${bucket}/object/${key}` : `${bucket}/${key}`;
  const version = versionId === undefined ? '' : `?versionId=${encodeURIComponent(versionId)}`;
  return path.split('/').map(encodeURIComponent).join('/') + version;
}
