import { t } from '@vscode/l10n';
import { MAX_KEY_BYTES, utf8Length } from '../folderNames';

/**
 * Why a typed text is no key for a new object, in one sentence; undefined where it is one.
 * @param taken a key that it must not be
 */
export function keyProblem(key: string, taken?: string): string | undefined {
  if (key === '' || key.endsWith('/')) return t('An object needs a name.');
  if (key === taken) return t('That is the object itself.');
  const bytes = utf8Length(key);
  if (bytes > MAX_KEY_BYTES) return t('The key is too long: {0} bytes of at most {1}.', bytes, MAX_KEY_BYTES);
  return undefined;
}
