import { isJsonObject } from '../../support/json';
import type { FolderAddress } from '../address';

/** What is kept of the folders whose configuration a person allowed; anything else that stands there counts for nothing. */
export function readAllowedFolders(kept: unknown): FolderAddress[] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((entry: unknown) => {
    if (!isJsonObject(entry)) return [];
    const { profile, bucket, prefix } = entry;
    if (typeof profile !== 'string' || typeof bucket !== 'string' || bucket === '') return [];
    if (typeof prefix !== 'string' || (prefix !== '' && !prefix.endsWith('/'))) return [];
    return [{ profile, bucket, prefix }];
  });
}

/** Whether two addresses are of one folder, seen through one profile. */
export function isSameFolder(one: FolderAddress, other: FolderAddress): boolean {
  return one.profile === other.profile && one.bucket === other.bucket && one.prefix === other.prefix;
}
