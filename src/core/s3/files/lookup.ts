import { isAppError, type AppError } from '../../support/errors';
import type { ProfileObjectAddress } from '../address';
import type { HeadCache } from '../headCache';
import type { ObjectInfo, ObjectStore } from '../objectStore';
import { RECENT, type Directories, type Directory } from './directories';
import { folderAt, isFile, isMissing, objectAt, type FilePath, type FolderAddress } from './filePath';

/** Entries of a folder that VS Code is told of; it reads no folder page by page. */
export const MAX_ENTRIES = 10_000;

/** What stands at a path. */
export type Found =
  | { readonly type: 'file'; readonly address: ProfileObjectAddress; readonly info: ObjectInfo }
  /** `folder` is undefined for what is above all buckets. */
  | { readonly type: 'folder'; readonly folder?: FolderAddress | undefined };

/** One entry of a folder. */
export type Entry =
  | { readonly type: 'file'; readonly name: string; readonly info: ObjectInfo }
  /** `besideObject`: whether an object has the same name. */
  | { readonly type: 'folder'; readonly name: string; readonly besideObject: boolean };

/** What a folder holds, for VS Code. */
export interface Entries {
  readonly entries: readonly Entry[];
  /** Whether there is more than {@link MAX_ENTRIES}. */
  readonly isCut: boolean;
}

/** What it takes to find files. */
export interface LookupDeps {
  /** The S3 of a profile's session; may throw an AppError. */
  readonly storeOf: (profile: string) => ObjectStore;
  readonly heads: HeadCache;
  readonly directories: Directories;
  /**
   * The folders that are open as workspace folders: VS Code probes in them for many files that are not there, which one
   * listing of a folder answers.
   */
  readonly workspaceFolders: () => readonly FolderAddress[];
}

/** Finds objects and folders with as few requests as possible. */
export class Lookup {
  constructor(private readonly deps: LookupDeps) {}

  /**
   * What stands at a path: from the listing of the folder around it where that is known or worth a request, else by one
   * `HeadObject` and, for what is no object, one listing of a single key.
   * @throws AppError of kind `notFound` when there is nothing
   */
  async find(path: FilePath, signal: AbortSignal): Promise<Found> {
    const { profile, bucket, key, prefix, versionId } = path;
    if (bucket === undefined) return { type: 'folder' };
    if (prefix === '') return { type: 'folder', folder: { profile, bucket, prefix } };
    const info = key === undefined ? undefined : this.deps.heads.known(objectAt(path));
    if (info) return { type: 'file', address: objectAt(path), info };
    if (versionId === undefined) {
      const listed = await this.#fromListing(path, signal);
      if (listed) return listed;
    }
    let denied = key === undefined ? undefined : await this.#head(objectAt(path), signal);
    if (isAppError(denied, 'accessDenied')) denied = (await this.#listedObject(path, signal)) ?? denied;
    if (denied && !(denied instanceof Error)) return denied;
    if (prefix !== undefined && (await this.#isFolder({ profile, bucket, prefix }, denied, signal))) {
      return { type: 'folder', folder: { profile, bucket, prefix } };
    }
    throw denied ?? isMissing(path);
  }

  /**
   * Asks no more than the listings that {@link find} asks.
   * @throws AppError of kind `notFound` when they tell that nothing stands at a path
   */
  async assertNotMissing(path: FilePath, signal: AbortSignal): Promise<void> {
    if (path.versionId !== undefined || path.key === undefined || this.deps.heads.known(objectAt(path))) return;
    await this.#fromListing(path, signal);
  }

  /** Whether anything stands at a path. */
  async exists(path: FilePath, signal: AbortSignal): Promise<Found | undefined> {
    try {
      return await this.find(path, signal);
    } catch (error) {
      if (isAppError(error, 'notFound')) return undefined;
      throw error;
    }
  }

  /**
   * What a folder holds, a folder's own empty marker left out. Costs one list call for each 1,000 entries.
   * @throws AppError of kind `isFile` or `notFound` when it is no folder
   */
  async entries(path: FilePath, signal: AbortSignal): Promise<Entries> {
    const folder = folderAt(path);
    const directory = await this.deps.directories.list(folder, MAX_ENTRIES, signal);
    if (directory.objects.size + directory.folders.size === 0 && folder.prefix !== '') {
      if (path.key !== undefined && !((await this.#head(objectAt(path), signal)) instanceof Error)) throw isFile(path);
      throw isMissing(path);
    }
    const all = entriesOf(directory, folder.prefix);
    return { entries: all.slice(0, MAX_ENTRIES), isCut: !directory.isComplete || all.length > MAX_ENTRIES };
  }

  /**
   * Answers from listings, the outermost first, of which it makes some inside workspace folders.
   * @returns undefined when they do not tell
   */
  async #fromListing(path: FilePath, signal: AbortSignal): Promise<Found | undefined> {
    const { profile, bucket = '' } = path;
    for (const prefix of prefixesAbove(lastKey(path))) {
      const folder = { profile, bucket, prefix };
      let found = foundIn(await this.#listing(folder, signal), prefix, path);
      // Somebody may have made it since.
      if (found === 'nothing') found = foundIn(await this.#listing(folder, signal, RECENT), prefix, path);
      if (found === 'nothing') throw isMissing(path);
      if (found) return found;
    }
    return undefined;
  }

  /** @param maxAge of a listing that is known already, in milliseconds */
  async #listing(folder: FolderAddress, signal: AbortSignal, maxAge?: number): Promise<Directory | undefined> {
    const { directories, workspaceFolders } = this.deps;
    const known = directories.known(folder, maxAge);
    if (known || directories.isDenied(folder)) return known;
    const isInside = workspaceFolders().some(
      ({ profile, bucket, prefix }) =>
        profile === folder.profile && bucket === folder.bucket && folder.prefix.startsWith(prefix),
    );
    if (!isInside) return undefined;
    try {
      return await directories.first(folder, signal, maxAge);
    } catch (error) {
      // What may not be listed may still be read.
      if (isAppError(error, 'accessDenied')) return undefined;
      throw error;
    }
  }

  /** @returns the object, or why it cannot be told of: it is not there, or the session may not know */
  async #head(address: ProfileObjectAddress, signal: AbortSignal): Promise<Found | AppError> {
    try {
      return { type: 'file', address, info: await this.deps.heads.head(address, signal) };
    } catch (error) {
      if (isAppError(error, 'notFound') || isAppError(error, 'accessDenied')) return error;
      throw error;
    }
  }

  /**
   * What a listing tells of an object that may not be read: HEAD does not say whether it is there.
   * @returns undefined when that may not be asked either
   */
  async #listedObject(path: FilePath, signal: AbortSignal): Promise<Found | AppError | undefined> {
    const address = objectAt(path);
    const { profile, bucket, key, versionId } = address;
    if (versionId !== undefined) return undefined;
    try {
      const { objects } = await this.deps.storeOf(profile).list({ bucket, prefix: key, maxKeys: 1 }, signal);
      const [info] = objects;
      return info?.key === key ? { type: 'file', address, info } : isMissing(path);
    } catch (error) {
      if (isAppError(error, 'accessDenied')) return undefined;
      throw error;
    }
  }

  /** @param denied why the object of that name cannot be told of; decides where a listing is denied too */
  async #isFolder(folder: FolderAddress, denied: AppError | undefined, signal: AbortSignal): Promise<boolean> {
    // A workspace folder is asked for itself before and after all that is in it.
    const listed = await this.#listing(folder, signal);
    if (listed && listed.objects.size + listed.folders.size > 0) return true;
    const { profile, bucket, prefix } = folder;
    try {
      const page = await this.deps.storeOf(profile).list({ bucket, prefix, maxKeys: 1 }, signal);
      return page.objects.length + page.prefixes.length > 0;
    } catch (error) {
      throw isAppError(error, 'accessDenied') && denied ? denied : error;
    }
  }
}

/** The key of the object, or of what it would be for a path of folders only. */
function lastKey({ key, prefix = '' }: FilePath): string {
  return key ?? prefix.slice(0, -1);
}

/** The prefixes of all folders around a key, the outermost first. */
function prefixesAbove(key: string): string[] {
  const prefixes = [''];
  for (let slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
    prefixes.push(key.slice(0, slash + 1));
  }
  return prefixes;
}

/**
 * What the listing of a folder around a path tells.
 * @param base the folder's prefix
 * @returns `nothing` when it tells that nothing stands there, undefined when it does not tell
 */
function foundIn(directory: Directory | undefined, base: string, path: FilePath): Found | 'nothing' | undefined {
  if (!directory) return undefined;
  const { objects, folders, isComplete } = directory;
  const { profile, bucket = '', key, prefix = '' } = path;
  const last = lastKey(path);
  const slash = last.indexOf('/', base.length);
  // Nothing stands below a folder that is not there.
  if (slash >= 0) return isComplete && !folders.has(last.slice(0, slash + 1)) ? 'nothing' : undefined;
  const info = key === undefined ? undefined : objects.get(key);
  if (info) return { type: 'file', address: objectAt(path), info };
  // In an incomplete listing the object may stand behind the folder.
  if (folders.has(prefix) && (isComplete || key === undefined)) {
    return { type: 'folder', folder: { profile, bucket, prefix } };
  }
  return isComplete ? 'nothing' : undefined;
}

function entriesOf({ objects, folders }: Directory, prefix: string): Entry[] {
  const files = [...objects.values()]
    // The marker that some tools write for an empty folder is the folder itself; with content it is a file of its own.
    .filter(({ key, size }) => key !== prefix || size > 0)
    .map((info): Entry => ({ type: 'file', name: info.key.slice(prefix.length), info }));
  const inside = [...folders].map((folder): Entry => ({
    type: 'folder',
    name: folder.slice(prefix.length, -1),
    besideObject: objects.has(folder.slice(0, -1)),
  }));
  return [...inside, ...files];
}
