import { t } from '@vscode/l10n';
import { AppError, toAppError } from '../../support/errors';
import { isSameJson } from './isSameJson';
import type { ObjectSettings, ObjectProperties, Tags } from '../objectProperties';
import type { ObjectStore, VersionAddress } from '../objectStore';
import type { FormValues } from './detailsView';
import { readEncryption } from './encryptionForm';
import { HEADERS, readMetadata, textOf, type Reading } from './metadataRules';
import type { EditableSection } from './objectState';

/** Settings that a form of a section other than the tags holds. */
export function readSettings(
  section: Exclude<EditableSection, 'tags'>,
  values: FormValues,
  { settings }: ObjectProperties,
): Reading<Partial<ObjectSettings>> {
  switch (section) {
    case 'metadata':
      return readMetadata(values, settings);
    case 'storageClass': {
      const storageClass = textOf(values, 'storageClass');
      return { value: { storageClass } };
    }
    case 'encryption': {
      const reading = readEncryption(values, settings.encryption);
      return reading.errors ? reading : { value: { encryption: reading.value } };
    }
  }
}

/** Whether writing `settings` would leave the object as it is. */
export function changesNothing(settings: Partial<ObjectSettings>, before: ObjectProperties): boolean {
  const known: Partial<ObjectSettings> = { ...before.settings, storageClass: before.storageClass };
  return (Object.keys(settings) as (keyof ObjectSettings)[]).every((name) => {
    // An empty header and none are the same.
    const empty = HEADERS.some((header) => header === name) ? '' : name === 'metadata' ? {} : undefined;
    return isSameJson(settings[name] ?? empty, known[name] ?? empty);
  });
}

/**
 * Copies an object onto itself with other settings, if it is still as it was shown. S3 compares ETags only, and those
 * stay when somebody changes metadata alone; so it is asked once more before.
 * @throws AppError of kind `changed` when it is not as shown
 */
export async function saveSettings(
  store: ObjectStore,
  address: VersionAddress,
  settings: Partial<ObjectSettings>,
  shown: ObjectProperties,
  signal: AbortSignal,
): Promise<void> {
  const now = await store.head(address, signal);
  if (now.etag !== shown.etag || now.modified !== shown.modified || now.versionId !== shown.versionId) {
    throw changedMeanwhile();
  }
  const { bucket, key } = address;
  await store.copy({ bucket, key }, { bucket, key }, { settings, sourceIfMatch: shown.etag }, signal);
}

/**
 * Whether a write onto an object loses it as it was shown, because no version of it stays. Asks `GetBucketVersioning`
 * only where the object does not tell; whoever may not know that is told the worst.
 */
export async function replacesForGood(
  store: Pick<ObjectStore, 'versioning'>,
  bucket: string,
  { versionId }: Pick<ObjectProperties, 'versionId'>,
  signal: AbortSignal,
): Promise<boolean> {
  if (versionId === undefined) return true;
  // A version with an ID of its own stays even where versioning is suspended meanwhile.
  if (versionId !== 'null') return false;
  try {
    return (await store.versioning(bucket, signal)) !== 'Enabled';
  } catch (error) {
    if (toAppError(error).kind === 'cancelled') throw error;
    return true;
  }
}

/**
 * Replaces the tags, if they are still those that were shown; S3 has no condition for it.
 * @throws AppError of kind `changed` when they are not
 */
export async function saveTags(
  store: ObjectStore,
  address: VersionAddress,
  tags: Tags,
  shown: Tags,
  signal: AbortSignal,
): Promise<void> {
  if (!isSameJson(await store.tags(address, signal), shown)) throw changedMeanwhile();
  await store.setTags(address, tags, signal);
}

function changedMeanwhile(): AppError {
  return new AppError('changed', t('Somebody changed the object since it was shown here.'));
}
