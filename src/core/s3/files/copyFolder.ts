import { t } from '@vscode/l10n';
import { AppError, toAppError } from '../../support/errors';
import { s3Uri } from '../address';
import { visibleText } from '../../texts/visible';
import type { ObjectInfo } from '../objectStore';
import { copyObject, type CopyingDeps } from './copying';
import type { FolderAddress } from './filePath';

/** Objects that are copied or renamed at once; each costs a request, and all are remembered until the end. */
const MAX_OBJECTS = 100_000;
/** Copies under way at once. */
const IN_FLIGHT = 8;

/** Is told how many objects are done, and how many there are. */
export type OnProgress = (done: number, total: number) => void;

/**
 * Every object of a folder, its own marker included. Costs one list call for each 1,000.
 * @throws AppError of kind `tooLarge` beyond 100,000
 */
export async function objectsIn(deps: CopyingDeps, folder: FolderAddress, signal: AbortSignal): Promise<ObjectInfo[]> {
  const { profile, bucket, prefix } = folder;
  const objects: ObjectInfo[] = [];
  let next: string | undefined;
  do {
    const page = await deps.storeOf(profile).list({ bucket, prefix, next }, signal);
    objects.push(...page.objects);
    if (objects.length > MAX_OBJECTS) {
      throw new AppError('tooLarge', t('{0} holds more than 100,000 objects.', folderText(folder)), {
        cure: t('Copy or rename the folders in it one by one.'),
      });
    }
    next = page.next;
  } while (next !== undefined);
  return objects;
}

/**
 * Copies every object of a folder. What fails or is given up ends it, with all originals in their place and the copies
 * made so far in theirs.
 * @param overwrite whether objects that are there already are replaced
 */
export async function copyFolder(
  deps: CopyingDeps,
  source: FolderAddress,
  target: FolderAddress,
  { overwrite, onProgress }: { readonly overwrite: boolean; readonly onProgress: OnProgress },
  signal: AbortSignal,
): Promise<readonly ObjectInfo[]> {
  const objects = await objectsIn(deps, source, signal);
  const failing = new AbortController();
  const either = AbortSignal.any([signal, failing.signal]);
  let begun = 0;
  let done = 0;
  let failure: AppError | undefined;
  const queue = objects.values();
  const work = async (): Promise<void> => {
    for (const { key, etag } of queue) {
      if (either.aborted) return;
      begun += 1;
      const copy = { ...target, key: target.prefix + key.slice(source.prefix.length) };
      const from = { profile: source.profile, bucket: source.bucket, key, etag };
      await copyObject(deps, from, copy, overwrite ? {} : { ifAbsent: true }, either);
      done += 1;
      onProgress(done, objects.length);
    }
  };
  const stopping = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      // What a stop or the failure of another one has ended is no failure of its own.
      if (!either.aborted) failure = toAppError(error);
      failing.abort();
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, stopping));
  if (done === objects.length) return objects;
  // S3 may have made the copies that nobody waited for any more, and one whose answer was lost.
  const most = failure && failure.kind !== 'network' ? begun - 1 : begun;
  const { kind, message, detail, cause } = failure ?? stopped();
  const what = t(
    '{0} of {1} objects were copied to {2}; everything in {3} is still there.',
    most > done ? t('{0} to {1}', done, most) : done,
    objects.length,
    folderText(target),
    folderText(source),
  );
  throw new AppError(kind, `${message} ${what}`, detail, cause);
}

/** The error for work that was given up midway; what was done is to be added to its message. */
export function stopped(): AppError {
  return new AppError('stopped', t('Stopped.'));
}

/** A folder as people write it, such as `s3://lake/a/`. */
export function folderText({ bucket, prefix }: FolderAddress): string {
  return visibleText(s3Uri({ bucket, key: prefix }));
}
