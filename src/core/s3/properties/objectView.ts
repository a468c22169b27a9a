import { t } from '@vscode/l10n';
import { s3Uri } from '../address';
import { visibleName, visibleText } from '../../texts/visible';
import { tabTitle } from '../previews/tabTitle';
import type { DetailsButton, DetailsView, Mark, Notice } from './detailsView';
import { encryptionSection, metadataSection, storageClassSection, tagsSection } from './editableSections';
import { checksumSection, generalSection, lockSection, restoreSection } from './factSections';
import { hidingMarkers } from './keyVersions';
import type { ObjectState, PropertiesContext } from './objectState';
import { problemOf } from './texts';
import { versionsSection } from './versionsSection';

/** What the page of an object's properties shows. */
export function objectView(state: ObjectState, context: PropertiesContext): DetailsView {
  const { address } = context;
  const { properties, work, done = '', editing } = state;
  const reading = [properties, state.tags, state.versions].some((part) => part.reading);
  const isGone = properties.error?.kind === 'notFound';
  // Of what is not there, only its former versions are worth showing; what is refused says so where it would stand.
  const sections = isGone
    ? []
    : [
        generalSection(state, context),
        restoreSection(state, context),
        storageClassSection(state, context),
        encryptionSection(state, context),
        metadataSection(state, context),
        tagsSection(state, context),
        checksumSection(state),
        lockSection(state, context),
      ];
  return {
    title: tabTitle(nameOf(address.key)),
    place: visibleText(s3Uri(address)),
    marks: marksOf(context),
    status: work ?? (reading ? t('Reading…') : done),
    busy: reading || work !== undefined,
    actions: pageActions(state),
    notice: state.notice ?? goneNotice(state),
    sections: [...sections, versionsSection(state, context)].filter((section) => section !== undefined),
    editing: editing?.section,
    reveal: state.versionsRequested > 0 ? { section: 'versions', request: state.versionsRequested } : undefined,
  };
}

/** The last part of a key, as a person should see it; a folder marker's with its slash. */
export function nameOf(key: string): string {
  const slash = key.lastIndexOf('/', key.length - 2);
  return visibleName(key.slice(slash + 1));
}

/** What a page says of the profile it is seen through. */
export function profileMarks({ readOnly, production }: Pick<PropertiesContext, 'readOnly' | 'production'>): Mark[] {
  return [
    ...(production ? [{ kind: 'production', text: t('production') } as const] : []),
    ...(readOnly ? [{ kind: 'plain', text: t('read-only') } as const] : []),
  ];
}

function marksOf(context: PropertiesContext): Mark[] {
  const { profile, versionId } = context.address;
  return [
    { kind: 'plain', text: profile },
    ...profileMarks(context),
    ...(versionId === undefined ? [] : [{ kind: 'plain', text: t('one version') } as const]),
  ];
}

function pageActions({ work }: ObjectState): DetailsButton[] {
  if (work !== undefined) return [{ id: 'cancel', title: t('Cancel') }];
  return [{ id: 'refresh', title: t('Refresh') }];
}

function goneNotice({ properties: { error }, versions: { value, reading } }: ObjectState): Notice | undefined {
  if (error?.kind !== 'notFound') return undefined;
  if (reading) return { severity: 'warning', text: error.message };
  if (value && hidingMarkers(value).length > 0) {
    return {
      severity: 'warning',
      text: t('The object is deleted: a delete marker hides its versions.'),
      actions: [{ id: 'undelete', title: t('Undelete') }],
    };
  }
  return problemOf(error);
}
