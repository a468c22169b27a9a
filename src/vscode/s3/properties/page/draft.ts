import type { FormValues } from '../../../../core/s3/properties/detailsView';
import { keepState, keptState } from './vscode';

/** Fields of a section's form that the person changed; the others follow the object. */
export function draftOf(section: string): FormValues {
  const { draft } = keptState();
  return draft?.section === section ? draft.values : {};
}

/** Remembers what stands in a field now. */
export function keepField(section: string, field: string, value: FormValues[string]): void {
  keepState({ draft: { section, values: { ...draftOf(section), [field]: value } } });
}

/** Forgets what was typed: it was saved, or the person gave it up. */
export function dropDraft(): void {
  if (keptState().draft) keepState({});
}
