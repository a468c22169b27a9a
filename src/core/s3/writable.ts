import { t } from '@vscode/l10n';
import type { Profile } from '../roles/profile';
import { AppError } from '../support/errors';

/**
 * Refuses to change anything through a profile that is for reading only, before AWS is asked.
 * @throws AppError of kind `accessDenied`
 */
export function assertWritable({ name, readOnly }: Profile): void {
  if (!readOnly) return;
  throw new AppError('accessDenied', t('The profile "{0}" is for reading only.', name), {
    profile: name,
    cure: t('Assume the role through another profile, or take "readOnly" out of this one.'),
  });
}
