import { isAppError } from '../support/errors';
import type { Deletion, DeletionPart } from './deletion';
import type { Page } from './listing';
import type { ListRequest, ObjectStore, Versioning } from './objectStore';

/** What a deletion takes, as far as it was counted. */
export interface DeletionCount {
  /** Objects whose current version goes or is hidden. */
  readonly objects: number;
  /** Versions and delete markers that go for good. */
  readonly versions: number;
  /** Bytes of both, where known. */
  readonly bytes: number;
  /** Whether that is all; else there is more. */
  readonly isComplete: boolean;
}

/** Counting stops here: further than that nobody's decision depends on the number. */
const COUNT_LIMIT = 10_000;
/** Keys in a page (S3 API, ListObjectsV2). */
const PAGE = 1000;

/**
 * Counts what a deletion takes, page by page and up to `limit` objects.
 * @param onCount is told after each page
 * @throws AppError as the listings do, also of kind `cancelled`
 */
export async function countDeletion(
  deletion: Deletion,
  storeOf: (profile: string) => ObjectStore,
  signal: AbortSignal,
  onCount: (count: DeletionCount) => void,
  limit = COUNT_LIMIT,
): Promise<DeletionCount> {
  let count = chosenAlone(deletion);
  for (const part of deletion) {
    for (const prefix of part.prefixes) {
      let next: string | undefined;
      do {
        const room = limit - count.objects - count.versions;
        // One more key tells that there is more.
        const maxKeys = Math.max(1, Math.min(PAGE, room));
        const page = await pageOf(storeOf(part.profile), part, { prefix, next, maxKeys }, signal);
        next = page.next;
        if (room <= 0 && page.items.length > 0) return { ...count, isComplete: false };
        const bytes = page.items.reduce((sum, { size }) => sum + size, count.bytes);
        const kind = part.everyVersion ? 'versions' : 'objects';
        count = { ...count, [kind]: count[kind] + page.items.length, bytes };
        onCount(count);
      } while (next !== undefined);
    }
  }
  return count;
}

/**
 * How the buckets of a deletion keep versions; undefined for those of which that cannot be known, as
 * {@link versioningOrUnknown} says.
 * @throws AppError of any other kind than `accessDenied` and `serviceFault`
 */
export async function versioningOf(
  deletion: Deletion,
  storeOf: (profile: string) => ObjectStore,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Versioning | undefined>> {
  const found = new Map<string, Versioning | undefined>();
  for (const { profile, bucket, objects, prefixes } of deletion) {
    const isCurrent = prefixes.length > 0 || objects.some(({ versionId }) => versionId === undefined);
    if (isCurrent && found.get(bucket) === undefined) {
      found.set(bucket, await versioningOrUnknown(storeOf(profile), bucket, signal));
    }
  }
  return found;
}

/**
 * A bucket's versioning; undefined where the session may not know and where S3 is at fault: the question before a
 * deletion says then that it may be for good.
 * @throws AppError of any other kind than `accessDenied` and `serviceFault`
 */
export async function versioningOrUnknown(
  store: ObjectStore,
  bucket: string,
  signal: AbortSignal,
): Promise<Versioning | undefined> {
  try {
    return await store.versioning(bucket, signal);
  } catch (error) {
    // S3-compatible stores without versions do not know the question.
    if (isAppError(error, 'serviceFault') && error.detail.code === 'NotImplemented') return 'Off';
    if (isAppError(error, 'accessDenied') || isAppError(error, 'serviceFault')) return undefined;
    throw error;
  }
}

function chosenAlone(deletion: Deletion): DeletionCount {
  const objects = deletion.flatMap((part) => part.objects);
  const versions = objects.filter(({ versionId }) => versionId !== undefined).length;
  const bytes = objects.reduce((sum, { size = 0 }) => sum + size, 0);
  return { objects: objects.length - versions, versions, bytes, isComplete: true };
}

/** An object, or one version of it, that stands below a prefix. */
export interface FoundObject {
  readonly key: string;
  readonly versionId?: string | undefined;
  readonly size: number;
}

/** One page of what goes below a prefix. */
export async function pageOf(
  store: ObjectStore,
  { bucket, everyVersion }: Pick<DeletionPart, 'bucket' | 'everyVersion'>,
  place: Pick<ListRequest, 'prefix' | 'next' | 'maxKeys'>,
  signal: AbortSignal,
): Promise<Page<FoundObject>> {
  const request = { bucket, ...place };
  if (!everyVersion) {
    const page = await store.list(request, signal);
    return { items: page.objects.map(({ key, size }) => ({ key, size })), next: page.next };
  }
  const page = await store.listVersions(request, signal);
  return { items: page.versions.map(({ key, versionId, size }) => ({ key, versionId, size })), next: page.next };
}
