import { toUriParts, type ProfileObjectAddress, type UriParts } from '../address';
import { plainPath } from './configurationPaths';
import { entryName, folderUriParts, parentPrefix, type FilePath, type FolderAddress } from './filePath';

/** Folders whose other paths are remembered; the oldest go first. */
const CAPACITY = 1000;

/**
 * The paths other than its own under which VS Code knows a folder: one with an object beside it is `a~~`, and everything in
 * it has a path through that. What changes there is told under every path that VS Code has asked for.
 */
export class FolderAliases {
  readonly #paths = new Map<string, ReadonlySet<string>>();

  /** VS Code asked for what stands at a path. @param uriPath the path as it stands in the URI */
  asked({ profile, bucket, key, prefix = '' }: FilePath, uriPath: string): void {
    if (bucket === undefined) return;
    const around = key === undefined ? parentPrefix(prefix) : folderOf(key);
    this.listed({ profile, bucket, prefix: around }, uriPath.slice(0, withoutSlash(uriPath).lastIndexOf('/')));
  }

  /** VS Code listed a folder. @param uriPath its path as it stands in the URI */
  listed(folder: FolderAddress, uriPath: string): void {
    const path = withoutSlash(uriPath);
    if (path === '' || path === folderUriParts(folder).path) return;
    const id = idOf(folder);
    const paths = this.#known(folder);
    this.#paths.delete(id);
    this.#paths.set(id, new Set([...paths, path]));
    const [oldest] = this.#paths.keys();
    if (this.#paths.size > CAPACITY && oldest !== undefined) this.#paths.delete(oldest);
  }

  /** The URI parts under which VS Code may know an object, its own first. */
  urisOfObject({ profile, bucket, key }: ProfileObjectAddress): UriParts[] {
    const prefix = folderOf(key);
    return urisAt(toUriParts({ profile, bucket, key }), this.#inside({ profile, bucket, prefix }, key));
  }

  /** The URI parts under which VS Code may know a folder, its own first. */
  urisOfFolder(folder: FolderAddress): UriParts[] {
    const prefix = parentPrefix(folder.prefix);
    const inside = this.#inside({ ...folder, prefix }, folder.prefix.slice(0, -1));
    return urisAt(folderUriParts(folder), [...inside, ...this.#known(folder)]);
  }

  /** Paths of what has this key in a folder, through the folder's other paths. */
  #inside(folder: FolderAddress, key: string): string[] {
    return [...this.#known(folder)].map((path) => `${path}/${entryName(key.slice(folder.prefix.length))}`);
  }

  #known(folder: FolderAddress): ReadonlySet<string> {
    return this.#paths.get(idOf(folder)) ?? new Set();
  }
}

/** Of configuration also those under the names by which VS Code looks for it, which it may be allowed to. */
function urisAt(own: UriParts, paths: readonly string[]): UriParts[] {
  return [...new Set([own.path, ...paths].flatMap((path) => [path, plainPath(path)]))].map((path) => ({
    ...own,
    path,
  }));
}

/** What the keys beside an object begin with. */
function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

/** JSON keeps apart what joining would not: names may hold any character. */
function idOf({ profile, bucket, prefix }: FolderAddress): string {
  return JSON.stringify([profile, bucket, prefix]);
}
