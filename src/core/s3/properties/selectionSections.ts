import { t } from '@vscode/l10n';
import { s3Uri } from '../address';
import { visibleText } from '../../texts/visible';
import { exactSize } from '../nodeText';
import type { DetailsSection, Fact, FieldErrors, Form } from './detailsView';
import type { Failure } from './runForAll';
import type { SelectedObject } from './selection';
import { storageClassName, storageClassOptions } from './storageClasses';
import { longDate } from './texts';

/** What can be set for all objects of a selection. */
export const SELECTION_FORMS = ['tag', 'storageClass', 'contentType'] as const;
export type SelectionForm = (typeof SELECTION_FORMS)[number];

/** What the sections of a selection are made of. */
export interface SelectionState {
  readonly objects: readonly SelectedObject[];
  readonly failures: readonly Failure<SelectedObject>[];
  /** Of the form that is open. */
  readonly errors: FieldErrors;
  readonly readOnly: boolean;
  /** BCP 47, for numbers and dates. */
  readonly locale: string;
}

/** Totals, what can be set for all, and what could not be changed. */
export function selectionSections(state: SelectionState): DetailsSection[] {
  const { objects, failures, errors, readOnly } = state;
  const editable = (id: SelectionForm, title: string, note: string, form: Omit<Form, 'errors'>): DetailsSection => ({
    id,
    title,
    notes: [readOnly ? t('The profile is for reading only.') : note],
    form: readOnly ? undefined : { ...form, errors },
  });
  const copies = t('Saving copies each object onto itself; where versioning is on, that makes new versions.');
  return [
    totals(state),
    editable('tag', t('Tag'), t('Set one tag on all of them; their other tags stay.'), {
      fields: [
        { type: 'text', id: 'key', label: t('Key'), value: '' },
        { type: 'text', id: 'value', label: t('Value'), value: '' },
      ],
      note: t('Objects that have the tag get the new value.'),
    }),
    editable('storageClass', t('Storage Class'), t('Move all of them into one storage class.'), {
      fields: [
        {
          type: 'choice',
          id: 'storageClass',
          label: t('Storage class'),
          value: commonClass(objects),
          options: storageClassOptions(undefined),
        },
      ],
      note: copies,
    }),
    editable('contentType', t('Content-Type'), t('Give all of them one content type.'), {
      fields: [{ type: 'text', id: 'contentType', label: t('Content-Type'), value: '' }],
      note: copies,
    }),
    ...(failures.length > 0 ? [failureSection(failures)] : []),
  ];
}

function totals({ objects, locale }: SelectionState): DetailsSection {
  const bytes = objects.reduce((sum, { size }) => sum + size, 0);
  const times = objects.map(({ modified }) => modified).sort((a, b) => a - b);
  const [oldest = 0, newest = 0] = [times[0], times.at(-1)];
  const classes = new Map<string, number>();
  for (const { storageClass = 'STANDARD' } of objects) classes.set(storageClass, (classes.get(storageClass) ?? 0) + 1);
  const number = new Intl.NumberFormat(locale);
  const facts: Fact[] = [
    { name: t('Objects'), value: number.format(objects.length) },
    { name: t('Size together'), value: exactSize(bytes, locale) },
    { name: t('Newest'), value: longDate(newest, locale) },
    { name: t('Oldest'), value: longDate(oldest, locale) },
    ...[...classes].map(([id, count]) => ({ name: storageClassName(id), value: number.format(count) })),
  ];
  return { id: 'totals', title: t('General'), facts };
}

function failureSection(failures: readonly Failure<SelectedObject>[]): DetailsSection {
  return {
    id: 'failures',
    title: t('Not Changed'),
    table: {
      label: t('Objects that were not changed'),
      columns: [t('Object'), t('Why')],
      wrapping: [0, 1],
      rows: failures.map(({ item: { address }, error }) => {
        const label = visibleText(s3Uri(address));
        return {
          id: JSON.stringify([address.profile, address.bucket, address.key, address.versionId]),
          label,
          cells: [label, [error.message, error.detail.cure].filter(Boolean).join(' ')],
        };
      }),
      empty: '',
    },
  };
}

function commonClass(objects: readonly SelectedObject[]): string {
  const classes = new Set(objects.map(({ storageClass = 'STANDARD' }) => storageClass));
  const [only = 'STANDARD'] = classes;
  return classes.size === 1 ? only : 'STANDARD';
}
