import { t } from '@vscode/l10n';
import { formatSize } from '../nodeText';
import type { ObjectVersion } from '../objectStore';
import type { DetailsButton, DetailsSection, TableRow } from './detailsView';
import { hidingMarkers } from './keyVersions';
import type { ObjectState, PropertiesContext } from './objectState';
import { longDate, problemOf } from './texts';

/** All versions of the key, the newest first. */
export function versionsSection({ versions }: ObjectState, context: PropertiesContext): DetailsSection {
  const { value, error, reading } = versions;
  const section = { id: 'versions', title: t('Versions'), problem: error && problemOf(error) };
  if (!value) {
    const actions = reading ? [] : [{ id: 'showVersions', title: t('Show Versions') }];
    return { ...section, busy: reading, actions };
  }
  const [newest] = value.versions;
  const isDeleted = newest?.isLatest === true && newest.isDeleteMarker;
  const actions = value.next === undefined ? [] : [{ id: 'moreVersions', title: t('Load More…') }];
  return {
    ...section,
    busy: reading,
    actions,
    table: {
      label: t('Versions'),
      columns: [t('Modified'), t('Size'), t('Storage class'), t('Version')],
      wrapping: [3],
      rows: value.versions.map((version) => versionRow(version, isDeleted, context)),
      empty: t('No versions.'),
    },
    notes:
      isDeleted && hidingMarkers(value).length === 0 && value.versions.length > 0 ? [t('Only delete markers.')] : [],
  };
}

function versionRow(version: ObjectVersion, isDeleted: boolean, context: PropertiesContext): TableRow {
  const { locale } = context;
  const { isLatest, isDeleteMarker, versionId, modified, size, storageClass } = version;
  const date = longDate(modified, locale);
  const marks = [...(isLatest ? [t('current')] : []), ...(isDeleteMarker ? [t('delete marker')] : [])];
  return {
    id: versionId,
    label: t('version of {0}', date),
    cells: isDeleteMarker
      ? [date, '', '', versionId]
      : [date, formatSize(size, locale), storageClass ?? 'STANDARD', versionId],
    marks,
    actions: rowActions(version, isDeleted, context).map((action) => ({
      ...action,
      label: t('{0}: version of {1}', action.title, date),
    })),
  };
}

function rowActions(
  { isLatest, isDeleteMarker }: ObjectVersion,
  isDeleted: boolean,
  { readOnly }: PropertiesContext,
): DetailsButton[] {
  const look: DetailsButton[] = isDeleteMarker
    ? []
    : [
        { id: 'version.open', title: t('Open') },
        ...(isLatest || isDeleted ? [] : [{ id: 'version.compare', title: t('Compare') }]),
        { id: 'version.properties', title: t('Properties') },
      ];
  if (readOnly) return look;
  const current: DetailsButton[] = isDeleteMarker
    ? isLatest
      ? [{ id: 'undelete', title: t('Undelete') }]
      : []
    : isLatest
      ? []
      : [{ id: 'version.makeCurrent', title: t('Make Current') }];
  return [...look, ...current, { id: 'version.delete', title: t('Delete…') }];
}
