import { t } from '@vscode/l10n';
import { isAppError } from '../support/errors';
import type { ObjectStore } from './objectStore';

/** Bytes of UTF-8 in the longest key (S3 User Guide, "Creating object key names"). */
export const MAX_KEY_BYTES = 1024;

/** The key of the empty object that makes a folder visible. @param name with or without the `/` at its end */
export function folderKey(prefix: string, name: string): string {
  return `${prefix}${name.replace(/\/$/, '')}/`;
}

/**
 * Why there can be no folder of that name at a prefix, in one sentence; undefined where there can.
 * @param name what was typed; `a/b` is one folder in another
 * @param taken keys of folders that are there
 */
export function folderNameProblem(prefix: string, name: string, taken: ReadonlySet<string>): string | undefined {
  const typed = name.replace(/\/$/, '');
  if (typed === '') return name === '' ? t('A folder needs a name.') : t('A folder name does not begin with "/".');
  if (typed.startsWith('/')) return t('A folder name does not begin with "/".');
  if (typed.includes('//') || name.endsWith('//')) return t('Between two "/" there must be a name.');
  const bytes = utf8Length(folderKey(prefix, name));
  if (bytes > MAX_KEY_BYTES) {
    return t('The key is too long: {0} bytes of at most {1}, the folders above included.', bytes, MAX_KEY_BYTES);
  }
  if (taken.has(folderKey(prefix, name))) return t('There is such a folder already.');
  return undefined;
}

/**
 * Whether any key begins with a folder's key. Costs one list call.
 * @returns undefined where the session may not list there
 * @throws AppError of any other kind than `accessDenied`
 */
export async function folderExists(
  store: ObjectStore,
  bucket: string,
  key: string,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  try {
    const page = await store.list({ bucket, prefix: key, maxKeys: 1 }, signal);
    return page.objects.length > 0;
  } catch (error) {
    if (isAppError(error, 'accessDenied')) return undefined;
    throw error;
  }
}

/** How many bytes a text has in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
