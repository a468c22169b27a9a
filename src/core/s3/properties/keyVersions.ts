import type { ObjectAddress } from '../address';
import type { ObjectStore, ObjectVersion } from '../objectStore';

/** Versions of one key, the newest first, as far as they were read. */
export interface VersionList {
  readonly versions: readonly ObjectVersion[];
  /** Of `ListObjectVersions`; undefined when there are no more. */
  readonly next?: string | undefined;
}

/** Versions asked for at once: what a person looks at, not all that S3 gives. */
const PAGE_SIZE = 100;

/**
 * The versions of exactly this key, delete markers included, after those of `before`. One `ListObjectVersions`: the key
 * comes before all others that begin with it, so a page with another key is the last one.
 */
export async function readVersions(
  store: ObjectStore,
  { bucket, key }: ObjectAddress,
  before: VersionList | undefined,
  signal: AbortSignal,
): Promise<VersionList> {
  const page = await store.listVersions({ bucket, prefix: key, maxKeys: PAGE_SIZE, next: before?.next }, signal);
  const own = page.versions.filter((version) => version.key === key);
  return {
    versions: [...(before?.versions ?? []), ...own],
    next: own.length < page.versions.length ? undefined : page.next,
  };
}

/** The delete markers that hide an object: all above its newest version. */
export function hidingMarkers({ versions }: VersionList): readonly ObjectVersion[] {
  const first = versions.findIndex(({ isDeleteMarker }) => !isDeleteMarker);
  return first < 0 ? [] : versions.slice(0, first);
}
