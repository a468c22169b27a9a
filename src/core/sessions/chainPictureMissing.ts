import { t } from '@vscode/l10n';
import type { AppError } from '../support/errors';
import type { ChainPicture } from './chainPicture';

/** What stands in place of the picture of a profile that is gone or broken. */
export function missingChainPicture(profile: string, { kind, message, detail }: AppError): ChainPicture {
  return {
    profile,
    marks: [],
    summary: [message, detail.cure].filter(Boolean).join(' '),
    nodes: [],
    edges: [],
    actions: kind === 'profileNotFound' ? [] : [{ id: 'edit', title: t('Edit Profile') }],
  };
}
