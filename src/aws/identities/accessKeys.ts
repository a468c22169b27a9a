import { t } from '@vscode/l10n';
import type { SecretVault } from '../../core/sessions/ports';
import { AppError } from '../../core/support/errors';
import type { Resolver } from './resolver';

/** An IAM user's keys from the vault. */
export function accessKeys(vault: Pick<SecretVault, 'accessKeys'>): Resolver<'accessKeys'> {
  return async ({ name }, context) => {
    const keys = await vault.accessKeys(name, context.destinations, context);
    if (keys) return keys;
    const message = t('No access keys are stored under "{0}".', name);
    throw new AppError('secretMissing', message, { secret: { type: 'accessKeys', name } });
  };
}
