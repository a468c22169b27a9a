import type { UriParts } from '../address';
import type { FilePath } from './filePath';
import type { Found } from './lookup';

/** Whether an object or a folder stands at a path. */
export type FileKind = Found['type'];

/** Paths that are remembered; the oldest go first. */
const CAPACITY = 100_000;

/**
 * What VS Code was told that stands at a path. A person who deletes, renames or copies means what they saw there: in S3 an
 * object and a folder can have one name, and where the object is gone meanwhile, its path leads to the folder.
 */
export class ToldTypes {
  readonly #kinds = new Map<string, FileKind>();

  /** VS Code looked at a path. What it shows already is what it was told before. */
  looked(uri: UriParts, kind: FileKind): void {
    if (!this.#kinds.has(idOf(uri))) this.shown(uri, kind);
  }

  /** Something is shown at a path from now on. */
  shown(uri: UriParts, kind: FileKind): void {
    const id = idOf(uri);
    this.#kinds.delete(id);
    this.#kinds.set(id, kind);
    const [oldest] = this.#kinds.keys();
    if (this.#kinds.size > CAPACITY && oldest !== undefined) this.#kinds.delete(oldest);
  }

  /** VS Code learns that something else stands at a path, and looks again. */
  forget(uri: UriParts): void {
    this.#kinds.delete(idOf(uri));
  }

  /** What is shown at a path; undefined where VS Code was not told of it. */
  at(uri: UriParts): FileKind | undefined {
    return this.#kinds.get(idOf(uri));
  }
}

/** A path that stands for an object or a folder only; for whatever is there, as it is, without `kind`. */
export function pathTo(kind: FileKind | undefined, path: FilePath): FilePath {
  if (kind === 'file' && path.key !== undefined) return { ...path, prefix: undefined };
  return kind === 'folder' && path.prefix !== undefined ? { ...path, key: undefined } : path;
}

function idOf({ authority, path }: UriParts): string {
  return `${authority}${path.endsWith('/') ? path.slice(0, -1) : path}`;
}
