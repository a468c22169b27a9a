import { isAppError, toAppError, type AppError } from '../support/errors';
import { everythingIn, type Deletion } from './deletion';
import { countDeletion, versioningOrUnknown, type DeletionCount } from './deletionCount';
import type { IncompleteUpload, ObjectStore, UploadPage } from './objectStore';

/** What keeps a bucket from being deleted. */
export interface BucketContents {
  /** What deleting all of it means. */
  readonly deletion: Deletion;
  readonly count: DeletionCount;
  /** Incomplete uploads, those of the first page; undefined where the session may not list them. */
  readonly uploads: number | undefined;
  readonly hasMoreUploads: boolean;
}

/** Uploads aborted at once. */
const IN_FLIGHT = 4;

/**
 * What is in a bucket, counted up to a bound: objects, or all versions where it has them, and incomplete uploads.
 * @param onCount is told after each page
 * @returns undefined where the session may not list it
 * @throws AppError of any other kind than `accessDenied`
 */
export async function bucketContents(
  store: ObjectStore,
  { profile, bucket }: { readonly profile: string; readonly bucket: string },
  signal: AbortSignal,
  onCount: (count: DeletionCount) => void,
): Promise<BucketContents | undefined> {
  const versioning = await versioningOrUnknown(store, bucket, signal);
  const all = everythingIn(profile, bucket);
  const current: Deletion = all.map((part) => ({ ...part, everyVersion: false }));
  const counted = async (deletion: Deletion) => {
    const count = await unlessDenied(countDeletion(deletion, () => store, signal, onCount));
    return count && { deletion, count };
  };
  const found = (versioning === 'Off' ? undefined : await counted(all)) ?? (await counted(current));
  if (!found) return undefined;
  const uploads = await unlessDenied(store.listUploads(bucket, '', undefined, signal));
  return { ...found, uploads: uploads?.uploads.length, hasMoreUploads: uploads?.next !== undefined };
}

/** Whether S3 would delete the bucket as it is, as far as that is known. */
export function isEmptyBucket({ count, uploads = 0 }: BucketContents): boolean {
  return count.objects + count.versions + uploads === 0;
}

/**
 * Aborts all incomplete uploads of a bucket, page by page.
 * @returns why uploads stayed; empty when none did
 * @throws AppError of kind `cancelled`, or why they could not be listed
 */
export async function abortUploads(store: ObjectStore, bucket: string, signal: AbortSignal): Promise<AppError[]> {
  const failures: AppError[] = [];
  let next: string | undefined;
  do {
    const page: UploadPage = await store.listUploads(bucket, '', next, signal);
    next = page.next;
    const queue = page.uploads.values();
    const work = async (): Promise<void> => {
      for (const upload of queue) {
        await abortUpload(store, bucket, upload, signal).catch((error: unknown) => {
          if (isAppError(error, 'cancelled')) throw error;
          failures.push(toAppError(error));
        });
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  } while (next !== undefined);
  return failures;
}

/**
 * Aborts one incomplete upload; one that is gone already is what was wanted.
 * @throws AppError when it stays
 */
export async function abortUpload(
  store: ObjectStore,
  bucket: string,
  { key, uploadId }: Pick<IncompleteUpload, 'key' | 'uploadId'>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await store.abortUpload({ bucket, key }, uploadId, signal);
  } catch (error) {
    if (!isAppError(error, 'notFound')) throw error;
  }
}

/** The outcome of `work`; undefined where it is not allowed. */
async function unlessDenied<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isAppError(error, 'accessDenied')) return undefined;
    throw error;
  }
}
