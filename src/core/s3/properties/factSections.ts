import { t } from '@vscode/l10n';
import { arn, s3Uri } from '../address';
import { visibleText } from '../../texts/visible';
import { exactSize } from '../nodeText';
import { isArchived } from '../objectProperties';
import type { DetailsSection, Fact } from './detailsView';
import type { ObjectState, PropertiesContext } from './objectState';
import { storageClassName } from './storageClasses';
import { longDate, problemOf } from './texts';

/** What the object is and where. */
export function generalSection({ properties }: ObjectState, context: PropertiesContext): DetailsSection {
  const { address, locale } = context;
  const [uri, objectArn] = [s3Uri(address), arnOf(context)];
  const { value } = properties;
  const versionId = value?.versionId ?? address.versionId;
  const facts: Fact[] = [
    { name: t('Key'), value: visibleText(address.key), copy: address.key },
    { name: t('Bucket'), value: address.bucket, copy: address.bucket },
    { name: t('S3 URI'), value: visibleText(uri), copy: uri },
    { name: t('ARN'), value: visibleText(objectArn), copy: objectArn },
  ];
  if (value) {
    facts.push(
      { name: t('Size'), value: exactSize(value.size, locale) },
      { name: t('Modified'), value: longDate(value.modified, locale) },
    );
    if (value.etag !== undefined) facts.push({ name: t('ETag'), value: value.etag, copy: value.etag });
    if (value.parts !== undefined) facts.push({ name: t('Uploaded in'), value: t('{0} parts', value.parts) });
  }
  if (versionId !== undefined) facts.push({ name: t('Version'), value: visibleText(versionId), copy: versionId });
  return {
    id: 'general',
    title: t('General'),
    facts,
    problem: properties.error && problemOf(properties.error),
    busy: properties.reading && value === undefined,
  };
}

/** Checksums that S3 keeps; undefined while nothing is known of the object. */
export function checksumSection({ properties: { value } }: ObjectState): DetailsSection | undefined {
  if (!value) return undefined;
  const facts = Object.entries(value.checksums).map(([name, text]): Fact => ({ name, value: text, copy: text }));
  const none = facts.length === 0 ? [t('S3 keeps no checksum of this object.')] : undefined;
  return { id: 'checksums', title: t('Checksums'), facts, notes: none };
}

/** How an archived object can be read; undefined for others. */
export function restoreSection(
  { properties: { value } }: ObjectState,
  { locale, readOnly }: PropertiesContext,
): DetailsSection | undefined {
  if (!value || (!isArchived(value) && !value.restore)) return undefined;
  const { restore, archiveStatus } = value;
  const state =
    restore === undefined
      ? t('Archived: it cannot be read or changed before it is restored.')
      : restore.type === 'ongoing'
        ? t('Being restored. S3 does not say how far it is; refresh to see whether it is done.')
        : t('Restored: it can be read until {0}.', longDate(restore.until, locale));
  const title = restore?.type === 'restored' ? t('Change the Days…') : t('Restore from Archive…');
  const canRestore = !readOnly && restore?.type !== 'ongoing';
  return {
    id: 'restore',
    title: t('Archive'),
    facts: [
      { name: t('State'), value: state },
      ...(archiveStatus === undefined ? [] : [{ name: t('Tier'), value: storageClassName(archiveStatus) }]),
    ],
    actions: canRestore ? [{ id: 'restore', title }] : [],
  };
}

/** Object Lock; undefined while nothing is known of the object. */
export function lockSection(
  { properties: { value } }: ObjectState,
  { locale }: PropertiesContext,
): DetailsSection | undefined {
  if (!value) return undefined;
  const { retainUntil, legalHold } = value;
  const facts: Fact[] = [];
  if (retainUntil !== undefined) facts.push({ name: t('Retained until'), value: longDate(retainUntil, locale) });
  if (legalHold !== undefined) facts.push({ name: t('Legal hold'), value: legalHold ? t('on') : t('off') });
  const unknown = t(
    'S3 tells of none. It does so only where the session has s3:GetObjectRetention and s3:GetObjectLegalHold.',
  );
  return { id: 'lock', title: t('Object Lock'), facts, notes: facts.length === 0 ? [unknown] : undefined };
}

function arnOf({ address: { bucket, key }, partition }: PropertiesContext): string {
  // S3 User Guide, "Using access points": an object behind one is arn:…:accesspoint/name/object/key.
  return bucket.startsWith('arn:') ? `${bucket}/object/${key}` : arn({ bucket, key }, partition);
}
