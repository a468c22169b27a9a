import { t } from '@vscode/l10n';
import { AppError } from '../support/errors';
import type { ObjectAddress } from './address';
import { visibleText } from '../texts/visible';
import type { ObjectProperties } from './objectProperties';

/**
 * Refuses a write that gives an object its metadata anew, where nobody can give all of it.
 * @param properties of the object whose metadata is to stay
 * @throws AppError of kind `invalidRequest`
 */
export function assertKeepsMetadata({ key }: ObjectAddress, { missingMetadata = 0 }: ObjectProperties): void {
  if (missingMetadata === 0) return;
  throw new AppError(
    'invalidRequest',
    t(
      '{0} entries of the metadata of {1} cannot be read, and this would remove them.',
      missingMetadata,
      visibleText(key),
    ),
    { cure: t('Write a new object under another name instead.') },
  );
}
