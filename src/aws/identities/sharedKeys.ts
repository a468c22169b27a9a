import { readStaticKeys } from '../../core/configFiles/sharedConfig';
import { readSharedFiles } from '../sharedFiles';

/**
 * Hands the long-term access keys of a profile of the shared files to `store`.
 * @returns whether there were any; keys with a session token are temporary and stay where they are
 */
export async function copySharedKeys(
  profile: string,
  store: (accessKeyId: string, secretAccessKey: string) => Promise<void>,
): Promise<boolean> {
  const keys = readStaticKeys(await readSharedFiles(), profile);
  if (!keys || keys.sessionToken !== undefined) return false;
  await store(keys.accessKeyId, keys.secretAccessKey);
  return true;
}
