import { t } from '@vscode/l10n';
import { visibleText } from '../../texts/visible';
import { isArchived, type ObjectProperties } from '../objectProperties';
import type { DetailsSection, Fact, Field, Form } from './detailsView';
import { encryptionFacts, encryptionFields } from './encryptionForm';
import { HEADERS, HEADER_NAMES } from './metadataRules';
import type { EditableSection, ObjectState, PropertiesContext } from './objectState';
import { storageClassName, storageClassOptions } from './storageClasses';
import { MOST_TAGS } from './tagRules';
import { problemOf } from './texts';

/** Above it S3 copies in parts only (S3 API, CopyObject). */
const LARGEST_COPY = 5 * 1024 ** 3;

/** Headers and user-defined metadata; undefined while nothing is known of the object. */
export function metadataSection(state: ObjectState, context: PropertiesContext): DetailsSection | undefined {
  const { value } = state.properties;
  if (!value) return undefined;
  const { settings } = value;
  const metadata = Object.entries(settings.metadata ?? {});
  const headers = HEADERS.flatMap((id): Fact[] => {
    const text = settings[id];
    return text === undefined || text === '' ? [] : [{ name: HEADER_NAMES[id], value: visibleText(text), copy: text }];
  });
  const facts = metadata.map(([name, text]): Fact => ({ name: METADATA + name, value: visibleText(text), copy: text }));
  const fields: Field[] = [
    ...HEADERS.map((id): Field => ({ type: 'text', id, label: HEADER_NAMES[id], value: settings[id] ?? '' })),
    {
      type: 'pairs',
      id: 'metadata',
      label: t('User-defined metadata'),
      hint: t('Names without "{0}", at most 2,048 bytes together.', METADATA),
      pairs: metadata,
      nameLabel: t('Name'),
      valueLabel: t('Value'),
      addLabel: t('Add Metadata'),
    },
  ];
  const none = metadata.length === 0 && !value.missingMetadata ? [t('No user-defined metadata.')] : [];
  return copied('metadata', t('Metadata'), [...headers, ...facts], none, fields, state, context, value);
}

/** The storage class; undefined while nothing is known of the object. */
export function storageClassSection(state: ObjectState, context: PropertiesContext): DetailsSection | undefined {
  const { value } = state.properties;
  if (!value) return undefined;
  const { storageClass } = value;
  const facts = [{ name: t('Storage class'), value: storageClassName(storageClass) }];
  const options = storageClassOptions(storageClass);
  const fields: Field[] = [
    { type: 'choice', id: 'storageClass', label: t('Storage class'), value: storageClass, options },
  ];
  return copied('storageClass', t('Storage Class'), facts, [], fields, state, context, value);
}

/** How it is encrypted at rest; undefined while nothing is known of the object. */
export function encryptionSection(state: ObjectState, context: PropertiesContext): DetailsSection | undefined {
  const { value } = state.properties;
  if (!value) return undefined;
  const { encryption } = value.settings;
  const fields = encryptionFields(encryption);
  return copied('encryption', t('Encryption'), encryptionFacts(encryption), [], fields, state, context, value);
}

/** The tags; they are asked for by themselves. */
export function tagsSection({ tags, editing }: ObjectState, { readOnly }: PropertiesContext): DetailsSection {
  const pairs = Object.entries(tags.value ?? {});
  const form: Form = {
    fields: [
      {
        type: 'pairs',
        id: 'tags',
        label: t('Tags'),
        hint: t('At most {0}.', MOST_TAGS),
        pairs,
        nameLabel: t('Key'),
        valueLabel: t('Value'),
        addLabel: t('Add Tag'),
        most: MOST_TAGS,
      },
    ],
    note: t('Tags are saved by themselves: the object stays as it is.'),
    errors: editing?.section === 'tags' ? editing.errors : {},
  };
  const isKnown = tags.value !== undefined && !tags.error;
  return {
    id: 'tags',
    title: t('Tags'),
    facts: pairs.map(([name, value]) => ({ name: visibleText(name), value: visibleText(value), copy: value })),
    notes: isKnown ? [...(pairs.length === 0 ? [t('No tags.')] : []), ...(readOnly ? [readOnlyReason()] : [])] : [],
    problem: tags.error && problemOf(tags.error),
    busy: tags.reading && tags.value === undefined,
    form: isKnown && !readOnly ? form : undefined,
  };
}

/** Prefix of the headers of user-defined metadata. */
const METADATA = 'x-amz-meta-';

/** A section that is saved by copying the object onto itself. */
function copied(
  id: EditableSection,
  title: string,
  facts: readonly Fact[],
  notes: readonly string[],
  fields: readonly Field[],
  { editing }: ObjectState,
  context: PropertiesContext,
  properties: ObjectProperties,
): DetailsSection {
  const reason = lockedReason(properties, context);
  const errors = editing?.section === id ? editing.errors : {};
  return {
    id,
    title,
    facts,
    notes: reason === undefined ? notes : [...notes, reason],
    form: reason === undefined ? { fields, note: copyNote(properties), errors } : undefined,
  };
}

/** Why nothing that needs a copy of the object can be edited; undefined when it can. */
function lockedReason(properties: ObjectProperties, { readOnly, address }: PropertiesContext): string | undefined {
  if (readOnly) return readOnlyReason();
  if (address.versionId !== undefined) {
    return t('Of a single version only the tags can be changed. Make it the current version to change this.');
  }
  if (isArchived(properties) && properties.restore?.type !== 'restored') {
    return t('It can be changed after the object is restored from the archive.');
  }
  if (properties.missingMetadata) {
    return t(
      '{0} entries of its metadata cannot be read, and a change here would remove them.',
      properties.missingMetadata,
    );
  }
  return undefined;
}

function readOnlyReason(): string {
  return t('The profile is for reading only.');
}

/** What saving does to the object. */
function copyNote({ versionId, size }: ObjectProperties): string {
  const copy =
    versionId === undefined
      ? t('Saving copies the object onto itself: its date becomes today’s, its content stays.')
      : versionId === 'null'
        ? t('Saving copies the object onto itself; where versioning is on, that makes a new version.')
        : t('Saving makes a new version with the same content.');
  const slow = size > LARGEST_COPY ? t('It is larger than 5 GB and copied in parts, which can take minutes.') : '';
  return [copy, slow].filter(Boolean).join(' ');
}
