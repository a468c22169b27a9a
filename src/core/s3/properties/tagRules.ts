import { t } from '@vscode/l10n';
import type { Tags } from '../objectProperties';
import type { FormValues } from './detailsView';
import { pairsOf, type Reading } from './metadataRules';

/** Limits of object tags (S3 User Guide, "Categorizing your storage using tags"). */
export const MOST_TAGS = 10;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The tags that the field `tags` holds; rows without a key and a value are none. */
export function readTags(values: FormValues): Reading<Tags> {
  const rows = pairsOf(values, 'tags');
  const keys = rows.map(([key]) => key);
  const errors: Record<string, string> = {};
  const tags = rows.flatMap(([key, value], row): [string, string][] => {
    if (key === '' && value === '') return [];
    const keyError = keys.indexOf(key) < row ? t('That key is there already.') : tagKeyError(key);
    const valueError = tagValueError(value);
    if (keyError !== undefined) errors[`tags.${row}.name`] = keyError;
    if (valueError !== undefined) errors[`tags.${row}.value`] = valueError;
    return [[key, value]];
  });
  if (tags.length > MOST_TAGS) errors['tags'] = t('An object has at most {0} tags.', MOST_TAGS);
  return Object.keys(errors).length > 0 ? { errors } : { value: Object.fromEntries(tags) };
}

/** Why S3 takes no tag with that key; undefined when it does. */
export function tagKeyError(key: string): string | undefined {
  if (key === '') return t('Give it a key.');
  if (key.toLowerCase().startsWith('aws:')) return t('Keys that begin with "aws:" are reserved for AWS.');
  if (key.length > LONGEST_KEY) return t('A key has at most {0} characters.', LONGEST_KEY);
  return ALLOWED.test(key) ? undefined : allowedCharacters();
}

/** Why S3 takes no tag with that value; undefined when it does. */
export function tagValueError(value: string): string | undefined {
  if (value.length > LONGEST_VALUE) return t('A value has at most {0} characters.', LONGEST_VALUE);
  return ALLOWED.test(value) ? undefined : allowedCharacters();
}

function allowedCharacters(): string {
  return t('Only letters, digits, blanks and + - = . _ : / @');
}
