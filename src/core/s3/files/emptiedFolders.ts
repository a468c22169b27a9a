import type { ObjectStore } from '../objectStore';
import { ancestorPrefixes, type FolderAddress } from './filePath';

/**
 * Those of the folders in which nothing is left, without the folders in them. Asks from the outside to the inside, so
 * that a tree that is gone as a whole costs one request for each level above it, and one for itself.
 * @param folders that have lost objects
 * @param storeOf the S3 of a profile's session; may throw an AppError
 * @returns none of a bucket that may not be listed, or is out of reach
 */
export async function goneFolders(
  folders: readonly FolderAddress[],
  storeOf: (profile: string) => ObjectStore,
  signal: AbortSignal,
): Promise<readonly FolderAddress[]> {
  const gone = new Map<string, FolderAddress>();
  const there = new Set<string>();
  const outOfReach = new Set<string>();
  for (const folder of folders.toSorted((a, b) => a.prefix.length - b.prefix.length)) {
    const { profile, bucket, prefix } = folder;
    const [id, whole] = [idOf(folder), idOf({ ...folder, prefix: '' })];
    const isInsideGone = ancestorPrefixes(prefix).some((around) => gone.has(idOf({ ...folder, prefix: around })));
    if (isInsideGone || there.has(id) || outOfReach.has(whole)) continue;
    try {
      const page = await storeOf(profile).list({ bucket, prefix, maxKeys: 1 }, signal);
      const [first] = page.objects;
      // All folders around a key are there.
      if (first) for (const around of ancestorPrefixes(first.key)) there.add(idOf({ ...folder, prefix: around }));
      else gone.set(id, folder);
    } catch {
      // Such a folder shows as empty until it is listed again.
      outOfReach.add(whole);
    }
  }
  return [...gone.values()];
}

/** JSON keeps apart what joining would not: names may hold any character. */
function idOf({ profile, bucket, prefix }: FolderAddress): string {
  return JSON.stringify([profile, bucket, prefix]);
}
