import type { ObjectAddress } from '../address';
import type { ObjectReader, ObjectVersion } from '../objectStore';

/** Versions of one key that are looked at: whoever may write it may make as many as they like. */
export const MAX_VERSIONS = 10_000;
/** Some stores answer fewer than a thousand at once; one that answers none at all is not asked for ever. */
const MAX_PAGES = 100;

/**
 * The versions and delete markers of one key, the newest first, up to about {@link MAX_VERSIONS}. Costs a
 * `ListObjectVersions` for each thousand. Throws AppErrors.
 */
export async function versionsOfKey(
  store: Pick<ObjectReader, 'listVersions'>,
  { bucket, key }: ObjectAddress,
  signal: AbortSignal,
): Promise<ObjectVersion[]> {
  const versions: ObjectVersion[] = [];
  let next: string | undefined;
  let pages = 0;
  do {
    const page = await store.listVersions({ bucket, prefix: key, next }, signal);
    const own = page.versions.filter((version) => version.key === key);
    versions.push(...own);
    // Keys that only begin with it come after it (S3 API, ListObjectVersions: by key).
    next = own.length === page.versions.length ? page.next : undefined;
  } while (next !== undefined && versions.length < MAX_VERSIONS && ++pages < MAX_PAGES);
  return versions;
}
