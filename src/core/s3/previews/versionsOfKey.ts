import type { ObjectAddress } from '../address';
import type { ObjectReader, ObjectVersion } from '../objectStore';

/**
 * All versions and delete markers of one key, the newest first. Costs a `ListObjectVersions` for each thousand.
 * Throws AppErrors.
 */
export async function versionsOfKey(
  store: Pick<ObjectReader, 'listVersions'>,
  { bucket, key }: ObjectAddress,
  signal: AbortSignal,
): Promise<ObjectVersion[]> {
  const versions: ObjectVersion[] = [];
  let next: string | undefined;
  do {
    const page = await store.listVersions({ bucket, prefix: key, next }, signal);
    const own = page.versions.filter((version) => version.key === key);
    versions.push(...own);
    // Keys that only begin with it come after it (S3 API, ListObjectVersions: by key).
    next = own.length === page.versions.length ? page.next : undefined;
  } while (next !== undefined);
  return versions;
}
