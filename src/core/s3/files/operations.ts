import { t } from '@vscode/l10n';
import { AppError, isAppError } from '../../support/errors';
import type { ProfileObjectAddress } from '../address';
import { runDeletion, type DeletionDeps, type DeletionOutcome } from '../deletionRun';
import type { ObjectContent, ObjectInfo, ObjectStore } from '../objectStore';
import { copyFolder, folderText, objectsIn, stopped, type OnProgress } from './copyFolder';
import { changedMeanwhile, copyObject, type CopyingDeps } from './copying';
import { folderAt, isFile, isFolder, objectAt, pathText, type FilePath, type FolderAddress } from './filePath';
import type { Found, Lookup } from './lookup';
import { MAX_FILE_BYTES } from './saving';

/** Content type of folder markers, as AWS's own tools write them. */
const FOLDER_TYPE = 'application/x-directory';

/** What it takes to work on files and folders. */
export interface OperationsDeps extends CopyingDeps, DeletionDeps {
  readonly lookup: Lookup;
}

/** How something is moved or copied. */
export interface MoveOptions {
  readonly overwrite: boolean;
  readonly onProgress: OnProgress;
}

/** File operations in terms of keys: S3 has neither folders nor renaming. */
export class FileOperations {
  constructor(private readonly deps: OperationsDeps) {}

  /** An object's content. @throws AppError of kind `tooLarge` beyond 50 MB */
  async read(path: FilePath, signal: AbortSignal): Promise<ObjectContent> {
    const address = objectAt(path);
    // Extensions of VS Code read dozens of files in a workspace folder to see whether they are there.
    await this.deps.lookup.assertNotMissing(path, signal);
    try {
      return await this.deps.storeOf(address.profile).read(address, MAX_FILE_BYTES, signal);
    } catch (error) {
      if (isAppError(error, 'notFound') && path.prefix !== undefined) await this.assertNoFolder(path, signal);
      throw error;
    }
  }

  /** @throws AppError of kind `isFolder` when a folder stands at a path, and no object */
  async assertNoFolder(path: FilePath, signal: AbortSignal): Promise<void> {
    const found = await this.deps.lookup.exists(path, signal);
    if (found?.type === 'folder') throw isFolder(path);
  }

  /** Makes an empty folder visible by the object that stands for it, whose key ends with `/`. */
  async createFolder(path: FilePath, signal: AbortSignal): Promise<void> {
    if (path.bucket === undefined || path.prefix === '') throw exists(path);
    const { profile, bucket, prefix } = folderAt(path);
    if (await this.deps.lookup.exists(path, signal)) throw exists(path);
    await this.deps
      .storeOf(profile)
      .write({ bucket, key: prefix }, new Uint8Array(), { contentType: FOLDER_TYPE }, { ifAbsent: true }, signal);
  }

  /**
   * Deletes an object, or with `recursive` everything in a folder.
   * @throws AppError of kind `notEmpty` for a folder with anything in it otherwise
   */
  async delete(path: FilePath, recursive: boolean, onProgress: OnProgress, signal: AbortSignal): Promise<void> {
    const found = await this.deps.lookup.find(path, signal);
    if (found.type === 'file') {
      await this.deps.storeOf(path.profile).delete(found.address, signal);
      return;
    }
    const folder = ordinaryFolder(path, found);
    if (recursive) {
      await this.#deleteObjects(folder, { prefixes: [folder.prefix] }, onProgress, signal);
      return;
    }
    const { profile, bucket, prefix } = folder;
    const { objects } = await this.deps.storeOf(profile).list({ bucket, prefix, maxKeys: 2 }, signal);
    if (objects.some(({ key }) => key !== prefix)) {
      throw new AppError('notEmpty', t('{0} is not empty.', folderText(folder)));
    }
    await this.deps.storeOf(profile).delete({ bucket, key: prefix }, signal);
  }

  /** Copies an object or a folder. */
  async copy(source: FilePath, target: FilePath, options: MoveOptions, signal: AbortSignal): Promise<void> {
    const found = await this.deps.lookup.find(source, signal);
    if (found.type === 'file') await this.#copyFile(found.address, found.info, target, options, signal);
    else await this.#copyFolder(ordinaryFolder(source, found), target, options, signal);
  }

  /**
   * Renames an object or a folder: everything is copied, then the originals are deleted, those excepted that somebody
   * changed meanwhile. Onto itself it does nothing. What is written between the last look and the deletion is lost only
   * where a store other than AWS's knows no condition of a deletion.
   */
  async rename(source: FilePath, target: FilePath, options: MoveOptions, signal: AbortSignal): Promise<void> {
    const found = await this.deps.lookup.find(source, signal);
    if (found.type === 'folder') {
      await this.#renameFolder(ordinaryFolder(source, found), target, options, signal);
      return;
    }
    const { address } = found;
    if (address.bucket === target.bucket && address.key === target.key) {
      if (address.profile !== target.profile) throw ontoItself(source);
      return;
    }
    const store = this.deps.storeOf(address.profile);
    const before = await store.head(address, signal);
    await this.#copyFile(address, before, target, options, signal);
    const now = await store.head(address, signal).catch((error: unknown) => {
      throw stays(error, source, target);
    });
    if (!isSame(before, now)) throw stays(changedMeanwhile(address), source, target);
    try {
      await store.delete(address, signal, { ifMatch: now.etag });
    } catch (error) {
      // Gone is what was wanted: by somebody else, or by a first try whose answer was lost.
      if (!isAppError(error, 'changed') || !(await isGone(store, address, signal))) throw stays(error, source, target);
    }
  }

  async #copyFile(
    source: ProfileObjectAddress,
    info: ObjectInfo,
    target: FilePath,
    { overwrite }: MoveOptions,
    signal: AbortSignal,
  ): Promise<void> {
    const to = objectAt(target);
    if (source.bucket === to.bucket && source.key === to.key && source.versionId === undefined) {
      throw ontoItself(target);
    }
    const there = await this.#there(target, signal);
    if (there?.type === 'folder') throw isFolder(target);
    if (there && !overwrite) throw exists(target);
    try {
      await copyObject(this.deps, { ...source, etag: info.etag }, to, overwrite ? {} : { ifAbsent: true }, signal);
    } catch (error) {
      // Nobody waited for the answer, or it was lost.
      const isUnknown = isAppError(error, 'cancelled') || isAppError(error, 'network');
      if (!isUnknown || error.detail.isUnsent) throw error;
      throw withMore(error, t('S3 may have copied it to {0} all the same.', pathText(target)));
    }
  }

  async #renameFolder(
    source: FolderAddress,
    target: FilePath,
    options: MoveOptions,
    signal: AbortSignal,
  ): Promise<void> {
    const to = folderAt(target);
    if (source.profile === to.profile && source.bucket === to.bucket && source.prefix === to.prefix) return;
    const copied = await this.#copyFolder(source, target, options, signal);
    // What is there now and was not copied as it is stays.
    const byKey = new Map(copied.map((object) => [object.key, object]));
    const isCopied = (object: ObjectInfo): boolean => {
      const original = byKey.get(object.key);
      return original !== undefined && isSame(original, object);
    };
    let others: readonly ObjectInfo[];
    try {
      const now = await objectsIn(this.deps, source, signal);
      others = now.filter((object) => !isCopied(object));
      await this.#deleteObjects(source, { objects: now.filter(isCopied) }, () => undefined, signal);
    } catch (error) {
      throw withMore(error, t('Everything was copied to {0}.', folderText(to)));
    }
    if (others.length === 0) return;
    const [first] = others;
    throw new AppError(
      'changed',
      t(
        'Everything was copied to {0}, but {1} of the objects in {2} were written meanwhile and stay there, such as {3}.',
        folderText(to),
        others.length,
        folderText(source),
        pathText({ ...source, key: first?.key }),
      ),
    );
  }

  async #copyFolder(
    source: FolderAddress,
    target: FilePath,
    { overwrite, onProgress }: MoveOptions,
    signal: AbortSignal,
  ): Promise<readonly ObjectInfo[]> {
    const to = folderAt(target);
    if (to.prefix === '') throw exists(target);
    if (source.bucket === to.bucket && to.prefix.startsWith(source.prefix)) throw ontoItself(target);
    const there = await this.#there(target, signal);
    if (there && !overwrite) throw exists(target);
    if (there?.type === 'file') throw isFile(target);
    return await copyFolder(this.deps, source, to, { overwrite, onProgress }, signal);
  }

  /** What a copy would replace; where that may not be seen, S3 itself sees to it that nothing is replaced unasked. */
  async #there(target: FilePath, signal: AbortSignal): Promise<Found | undefined> {
    try {
      return await this.deps.lookup.exists(target, signal);
    } catch (error) {
      if (isAppError(error, 'accessDenied')) return undefined;
      throw error;
    }
  }

  async #deleteObjects(
    { profile, bucket, prefix }: FolderAddress,
    {
      objects = [],
      prefixes = [],
    }: { readonly objects?: readonly ObjectInfo[]; readonly prefixes?: readonly string[] },
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<void> {
    const doomed = objects.map(({ key, size, etag }) => ({ key, size, ifMatch: etag }));
    const part = { profile, bucket, objects: doomed, prefixes, everyVersion: false };
    const outcome = await runDeletion([part], this.deps, signal, ({ deleted }) => onProgress(deleted, 0));
    const problem = problemOf(outcome, { profile, bucket, prefix });
    if (problem) throw problem;
  }
}

/** Why a deletion did not come to its end, and how far it came. */
function problemOf({ failures, failed, deleted, isCancelled }: DeletionOutcome, folder: FolderAddress) {
  const [first] = failures;
  if (first) {
    const { kind, message, detail } = first.error;
    const rest = t('{0} objects of {1} were deleted, {2} were not.', deleted, folderText(folder), Math.max(failed, 1));
    return new AppError(kind, `${message} ${rest}`, detail, first.error);
  }
  if (!isCancelled) return undefined;
  return new AppError('stopped', t('Stopped. {0} objects of {1} were deleted.', deleted, folderText(folder)));
}

/** The folder that was found, no bucket and nothing above. */
function ordinaryFolder(path: FilePath, { folder }: Found & { readonly type: 'folder' }): FolderAddress {
  if (folder && folder.prefix !== '') return folder;
  throw new AppError('accessDenied', t('{0} is a bucket.', pathText(path)), {
    cure: t('Create, rename and delete buckets in the S3 explorer.'),
  });
}

async function isGone(store: ObjectStore, address: ProfileObjectAddress, signal: AbortSignal): Promise<boolean> {
  try {
    await store.head(address, signal);
    return false;
  } catch (error) {
    return isAppError(error, 'notFound');
  }
}

/** Whether nobody has written the object between two looks. */
function isSame(before: ObjectInfo, now: ObjectInfo): boolean {
  return before.etag === now.etag && before.modified === now.modified && before.size === now.size;
}

function exists(path: FilePath): AppError {
  return new AppError('exists', t('{0} exists already.', pathText(path)));
}

function ontoItself(path: FilePath): AppError {
  return new AppError('invalidRequest', t('{0} cannot be copied or moved onto or into itself.', pathText(path)));
}

function stays(error: unknown, source: FilePath, target: FilePath): unknown {
  return withMore(error, t('It was copied to {0}; {1} is still there.', pathText(target), pathText(source)));
}

/** An AppError that says more; any other error is left as it is. */
function withMore(error: unknown, more: string): unknown {
  if (!isAppError(error)) return error;
  const { kind, message, detail, cause } = isAppError(error, 'cancelled') ? stopped() : error;
  return new AppError(kind, `${message} ${more}`, detail, cause);
}
