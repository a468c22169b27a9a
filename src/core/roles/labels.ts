import { t } from '@vscode/l10n';
import type { Profile } from './profile';

/** The base identity for people: `alice`, `config profile dev` or `environment`. */
export function sourceLabel({ source }: Profile): string {
  if (source.type === 'accessKeys') return source.name;
  return source.type === 'sharedConfig' ? t('config profile {0}', source.profile) : t('environment');
}
