import { t } from '@vscode/l10n';
import type { ObjectSettings } from '../objectProperties';
import type { FieldErrors, FormValues, Pair } from './detailsView';

/** Headers that are stored with an object and sent with it, in the order they are shown. */
export const HEADERS = [
  'contentType',
  'cacheControl',
  'contentDisposition',
  'contentEncoding',
  'contentLanguage',
  'expires',
  'websiteRedirect',
] as const satisfies readonly (keyof ObjectSettings)[];

/** The name of a header as HTTP has it. */
export const HEADER_NAMES: Readonly<Record<(typeof HEADERS)[number], string>> = {
  contentType: 'Content-Type',
  cacheControl: 'Cache-Control',
  contentDisposition: 'Content-Disposition',
  contentEncoding: 'Content-Encoding',
  contentLanguage: 'Content-Language',
  expires: 'Expires',
  websiteRedirect: 'x-amz-website-redirect-location',
};

/** Headers and user-defined metadata; an empty header is left out of the object. */
export type MetadataSettings = Pick<ObjectSettings, (typeof HEADERS)[number] | 'metadata'>;

/** What was read from a form: the settings, or why there are none. */
export type Reading<T> =
  { readonly value: T; readonly errors?: never } | { readonly errors: FieldErrors; readonly value?: never };

/** Bytes of names and values together (S3 User Guide, "Working with object metadata": 2 KB for each of the two kinds). */
const MOST_BYTES = 2048;
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
const NUMBER = /^-?\d+$/;
const CONTROL = /\p{Cc}/u;

/**
 * The metadata that a form holds.
 * @param before what the object has: it may stay, even where it breaks a rule
 */
export function readMetadata(values: FormValues, before: Partial<MetadataSettings>): Reading<MetadataSettings> {
  const errors: Record<string, string> = {};
  const headers = HEADERS.map((id) => {
    const text = textOf(values, id);
    const error = headerError(id, text, before[id]);
    if (error !== undefined) errors[id] = error;
    return [id, id === 'expires' && text !== before.expires ? httpDate(text) : text] as const;
  });
  const pairs = pairsOf(values, 'metadata');
  const names = pairs.map(([name]) => name.trim().toLowerCase());
  const metadata = pairs.flatMap(([, value], row): [string, string][] => {
    const name = names[row] ?? '';
    const trimmed = value.trim();
    if (name === '' && trimmed === '') return [];
    const nameError = metadataNameError(name, names.indexOf(name) < row);
    if (nameError !== undefined) errors[`metadata.${row}.name`] = nameError;
    if (CONTROL.test(trimmed)) errors[`metadata.${row}.value`] = t('A value has no control characters.');
    return [[name, trimmed]];
  });
  const system = headers.filter(([, text]) => text !== '').map(([id, text]) => [HEADER_NAMES[id], text] as const);
  if (bytesOf(system) > MOST_BYTES) errors['contentType'] ??= t('All headers together have at most 2,048 bytes.');
  if (bytesOf(metadata) > MOST_BYTES) {
    errors['metadata'] = t('Names and values together have at most 2,048 bytes; these have {0}.', bytesOf(metadata));
  }
  if (Object.keys(errors).length > 0) return { errors };
  const texts = Object.fromEntries(headers) as Record<(typeof HEADERS)[number], string>;
  return { value: { ...texts, metadata: Object.fromEntries(metadata) } };
}

/** The text of a field, without blanks around it; empty without one. */
export function textOf(values: FormValues, id: string): string {
  const value = values[id];
  return typeof value === 'string' ? value.trim() : '';
}

/** The rows of a field. */
export function pairsOf(values: FormValues, id: string): readonly Pair[] {
  const value = values[id];
  return typeof value === 'object' ? value : [];
}

function headerError(id: (typeof HEADERS)[number], text: string, before: string | undefined): string | undefined {
  if (text === '' || text === before) return undefined;
  if (!PRINTABLE_ASCII.test(text)) return t('Only printable ASCII characters: HTTP headers carry no others.');
  if (id === 'expires' && !NUMBER.test(text) && Number.isNaN(Date.parse(text))) {
    return t('Give a date, such as {0}.', 'Wed, 21 Oct 2026 07:28:00 GMT');
  }
  // S3 API, PutObject, x-amz-website-redirect-location.
  if (id === 'websiteRedirect' && !/^(\/|https?:\/\/)/.test(text)) {
    return t('It begins with "/", "http://" or "https://".');
  }
  return undefined;
}

function metadataNameError(name: string, isRepeated: boolean): string | undefined {
  if (name === '') return t('Give it a name.');
  if (!TOKEN.test(name)) return t('A name has letters, digits and hyphens, and no blanks.');
  return isRepeated ? t('That name is there already; S3 does not tell upper case from lower case.') : undefined;
}

/** Any date as HTTP writes it; numbers such as `0` are no dates, but mean "expired" to caches. */
function httpDate(text: string): string {
  const time = Date.parse(text);
  return NUMBER.test(text) || Number.isNaN(time) ? text : new Date(time).toUTCString();
}

const UTF8 = new TextEncoder();

function bytesOf(pairs: readonly (readonly [string, string])[]): number {
  return pairs.reduce((sum, [name, value]) => sum + UTF8.encode(name + value).length, 0);
}
