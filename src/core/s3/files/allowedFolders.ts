import { isJsonObject } from '../../support/json';
import type { FolderAddress } from '../address';

/** A folder whose configuration a person allowed, for the profile they saw it through. */
export interface AllowedFolder extends FolderAddress {
  /** Which profile that was: another one of the same name has allowed nothing. */
  readonly grantee: string;
}

/**
 * What is kept of the folders whose configuration a person allowed; anything else that stands there counts for nothing,
 * such as what earlier versions kept for whatever profile has a name.
 */
export function readAllowedFolders(kept: unknown): AllowedFolder[] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((entry: unknown) => {
    if (!isJsonObject(entry)) return [];
    const { profile, bucket, prefix, grantee } = entry;
    if (typeof profile !== 'string' || typeof bucket !== 'string' || bucket === '') return [];
    if (typeof prefix !== 'string' || (prefix !== '' && !prefix.endsWith('/'))) return [];
    if (typeof grantee !== 'string' || grantee === '') return [];
    return [{ profile, bucket, prefix, grantee }];
  });
}

/** Whether two addresses are of one folder, seen through profiles of one name. */
export function isSameFolder(one: FolderAddress, other: FolderAddress): boolean {
  return one.profile === other.profile && one.bucket === other.bucket && one.prefix === other.prefix;
}
