import { t } from '@vscode/l10n';
import { AppError, isAppError } from '../../support/errors';
import type { ObjectAddress } from '../address';
import { assertKeepsMetadata } from '../missingMetadata';
import { visibleText } from '../../texts/visible';
import type { ObjectProperties, ObjectSettings } from '../objectProperties';
import type { ObjectStore } from '../objectStore';

/** Asks whether an object may be written without its tags, which the session may not read. */
export type MayLoseTags = (address: ObjectAddress) => Promise<boolean>;

/**
 * Everything that must be given again so that a write changes nothing but the content: `PutObject` replaces headers,
 * metadata, tags, storage class and encryption with its own (S3 API, PutObject).
 * @param properties of the object as it is
 * @throws AppError of kind `accessDenied` when it has tags that may not be read, `invalidRequest` when it has such metadata
 */
export async function settingsToKeep(
  store: ObjectStore,
  address: ObjectAddress,
  properties: ObjectProperties,
  mayLoseTags: MayLoseTags,
  signal: AbortSignal,
): Promise<Partial<ObjectSettings>> {
  assertKeepsMetadata(address, properties);
  const { settings, storageClass, tagCount } = properties;
  const kept = { ...settings, storageClass };
  if (tagCount === 0) return kept;
  try {
    // Without a count S3 either has none or does not tell this session (S3 API, HeadObject, x-amz-tagging-count).
    const tags = await store.tags(address, signal);
    return Object.keys(tags).length === 0 ? kept : { ...kept, tags };
  } catch (error) {
    if (isUnknownToStore(error)) return kept;
    if (!isAppError(error, 'accessDenied')) throw error;
    if (tagCount === undefined && (await mayLoseTags(address))) return kept;
    throw new AppError(
      'accessDenied',
      t('The tags of {0} may not be read, and saving would remove them.', visibleText(address.key)),
      error.detail,
      error,
    );
  }
}

/** Whether an S3-compatible store has no tags at all. */
function isUnknownToStore(error: unknown): boolean {
  return isAppError(error) && error.detail.code === 'NotImplemented';
}

/** Content types of source code that the registered names of file endings mistake for something else. */
const SOURCE_CODE: Readonly<Record<string, string>> = {
  ts: 'text/x-typescript',
  mts: 'text/x-typescript',
  cts: 'text/x-typescript',
  tsx: 'text/x-typescript',
};
const PLAIN_TEXT = 'text/plain';

/**
 * The settings of a new object, which gets everything else from S3 and the profile.
 * @param typeOf the registered content type of a file name, such as `text/csv`
 */
export function settingsOfNew(
  key: string,
  body: Uint8Array,
  typeOf: (name: string) => string | undefined,
): Partial<ObjectSettings> {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const known = SOURCE_CODE[ending] ?? (ending === '' ? undefined : typeOf(name));
  const type = known ?? (isText(body) ? PLAIN_TEXT : undefined);
  if (type === undefined) return {};
  return { contentType: type.startsWith('text/') ? `${type}; charset=utf-8` : type };
}

function isText(body: Uint8Array): boolean {
  if (body.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body);
    return true;
  } catch {
    return false;
  }
}
