import { t } from '@vscode/l10n';
import { readStaticKeys } from '../../core/configFiles/sharedConfig';
import { Credentials, type RevealedCredentials } from '../../core/sessions/credentials';
import { AppError } from '../../core/support/errors';
import { readSharedFiles } from '../sharedFiles';
import type { Resolver } from './resolver';

/**
 * The access keys that stand in a profile of the shared files, which are read anew each time so that edited or rotated
 * keys count at once. Not the SDK's `fromIni`: its parser passes over sections and lines that the AWS CLI takes (see
 * src/core/configFiles).
 */
export const sharedConfig: Resolver<'sharedConfig'> = async ({ profile }) => {
  const keys = readStaticKeys(await readSharedFiles(), profile);
  if (keys) return new Credentials(keys);
  throw new AppError('identityUnavailable', t('The shared config profile "{0}" holds no access keys.', profile));
};

/**
 * Hands the long-term access keys that stand in a profile to `store`.
 * @returns whether there were any; keys with a session token are temporary and stay where they are
 */
export async function copySharedKeys(
  profile: string,
  store: (keys: Pick<RevealedCredentials, 'accessKeyId' | 'secretAccessKey'>) => Promise<void>,
): Promise<boolean> {
  const keys = readStaticKeys(await readSharedFiles(), profile);
  if (!keys || keys.sessionToken !== undefined) return false;
  await store(keys);
  return true;
}
