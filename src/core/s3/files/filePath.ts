import { t } from '@vscode/l10n';
import { AppError } from '../../support/errors';
import {
  FOLDER_ALIAS,
  fromUriParts,
  plainSegment,
  s3Uri,
  toUriParts,
  uriSegment,
  type FolderAddress,
  type ProfileObjectAddress,
  type UriParts,
} from '../address';
import { visibleText } from '../../texts/visible';
import { NOTHING_ALLOWED, plainPath, servedPath, type IsAllowed } from './configurationPaths';

export type { FolderAddress } from '../address';

/**
 * What a URI may stand for. S3 has keys only: `/lake/a` is the object `a`, or the folder of all keys that begin with
 * `a/`. Where both are there, it is the object, and the folder has a name of its own, `/lake/a~~`.
 */
export interface FilePath {
  readonly profile: string;
  /** Undefined for what is above all buckets. */
  readonly bucket?: string | undefined;
  /** The key, where it may be an object. */
  readonly key?: string | undefined;
  /** What the keys of the folder begin with, where it may be one: empty for a bucket, else ending with `/`. */
  readonly prefix?: string | undefined;
  readonly versionId?: string | undefined;
}

/** What viewers of VS Code, such as that of images, add to a file's URI so that no cache answers with an older state. */
const AGAINST_CACHES = /^version=\d+$/;

/**
 * What a URI may stand for.
 * @param isAllowed where configuration has the names by which VS Code looks for it, beside its own
 * @throws AppError of kind `notFound` for what {@link toUriParts} and {@link folderUriParts} never give
 */
export function filePathOf(uri: UriParts, isAllowed: IsAllowed = NOTHING_ALLOWED): FilePath {
  const { authority, query } = uri;
  const folderOf = (path: string): FolderAddress | undefined => {
    const { profile, bucket, prefix } = filePathOf({ authority, path, query: '' });
    return bucket === undefined || prefix === undefined ? undefined : { profile, bucket, prefix };
  };
  const path = servedPath(uri.path, folderOf, isAllowed);
  const parts = { authority, path, query: AGAINST_CACHES.test(query) ? '' : query };
  const [first, ...rest] = parts.path.split('/');
  // A folder's URI may end with a slash.
  if (rest.length > 1 && rest.at(-1) === '') rest.pop();
  if (first !== '' || rest.length === 0) throw noSuchPath(parts.path);
  const names = rest.map((segment) => (isAlias(segment) ? segment.slice(0, -FOLDER_ALIAS.length) : segment));
  const isFolderOnly = rest.length > 1 && (isAlias(rest.at(-1) ?? '') || parts.path.endsWith('/'));
  if (rest.length === 1) {
    const [bucket = ''] = names;
    // The bucket's name is read with a key beside it, which every object's URI has.
    const address = fromUriParts({ ...parts, path: `/${bucket === '' ? FOLDER_ALIAS : bucket}/x` });
    const { profile } = address;
    return bucket === '' ? { profile } : { profile, bucket: address.bucket, prefix: '' };
  }
  const { profile, bucket, key, versionId } = fromUriParts({ ...parts, path: ['', ...names].join('/') });
  if (versionId !== undefined) return { profile, bucket, key, versionId };
  const prefix = `${key}/`;
  // S3 has no object with an empty key.
  return isFolderOnly || key === '' ? { profile, bucket, prefix } : { profile, bucket, key, prefix };
}

/**
 * The URI parts of a folder or bucket.
 * @param besideObject whether there is an object with the folder's key without the `/` at its end
 */
export function folderUriParts({ profile, bucket, prefix }: FolderAddress, besideObject = false): UriParts {
  const { path, ...parts } = toUriParts({ profile, bucket, key: prefix.slice(0, -1) });
  if (prefix === '') return { ...parts, path: path.slice(0, path.indexOf('/', 1)) };
  return { ...parts, path: besideObject ? path + FOLDER_ALIAS : path };
}

/** The URI parts under which an object opens as it does from a disk where that is allowed, else its own. */
export function openedUriParts(address: ProfileObjectAddress, isAllowed: IsAllowed): UriParts {
  const parts = toUriParts(address);
  const plain = { ...parts, path: plainPath(parts.path) };
  try {
    filePathOf(plain, isAllowed);
    return plain;
  } catch {
    return parts;
  }
}

/**
 * A name in a listing as VS Code appends it to the folder's URI.
 * @param isAliased whether an object has a folder's name
 * @param isPlain whether configuration has the name by which VS Code looks for it
 */
export function entryName(name: string, isAliased = false, isPlain = false): string {
  const segment = isPlain ? plainSegment(name) : uriSegment(name);
  return isAliased ? segment + FOLDER_ALIAS : segment;
}

/** What the keys beside `key` begin with: everything up to the `/` before its last name, a folder's own `/` aside. */
export function parentPrefix(key: string): string {
  const own = key.endsWith('/') ? key.slice(0, -1) : key;
  return own.slice(0, own.lastIndexOf('/') + 1);
}

/** What the keys in all folders around `key` begin with, the nearest first and the bucket (empty) last. */
export function ancestorPrefixes(key: string): string[] {
  const prefixes: string[] = [];
  for (let prefix = key; prefix !== '';) {
    prefix = parentPrefix(prefix);
    prefixes.push(prefix);
  }
  return prefixes;
}

/** The folder that an address stands for: of an object, or of a beginning of keys, the one around it. */
export function parentFolder({ profile, bucket, key }: ProfileObjectAddress): FolderAddress {
  return { profile, bucket, prefix: key.slice(0, key.lastIndexOf('/') + 1) };
}

/** The object a path may stand for. @throws AppError of kind `isFolder` for a path of folders only */
export function objectAt(path: FilePath): ProfileObjectAddress {
  const { profile, bucket, key, versionId } = path;
  if (bucket === undefined || key === undefined) throw isFolder(path);
  return { profile, bucket, key, ...(versionId === undefined ? {} : { versionId }) };
}

/** The folder a path may stand for. @throws AppError of kind `isFile` for a version of an object, or above the buckets */
export function folderAt(path: FilePath): FolderAddress {
  const { profile, bucket, prefix } = path;
  if (bucket === undefined || prefix === undefined) throw isFile(path);
  return { profile, bucket, prefix };
}

/** The path as people write it, such as `s3://lake/a/b`. */
export function pathText({ bucket, key, prefix }: FilePath): string {
  return bucket === undefined ? 's3://' : visibleText(s3Uri({ bucket, key: key ?? prefix ?? '' }));
}

/** The error for a folder where an object was wanted. */
export function isFolder(path: FilePath): AppError {
  return new AppError('isFolder', t('{0} is a folder.', pathText(path)));
}

/** The error for an object where a folder was wanted. */
export function isFile(path: FilePath): AppError {
  return new AppError('isFile', t('{0} is an object, not a folder.', pathText(path)));
}

/** The error for what is neither object nor folder. */
export function isMissing(path: FilePath): AppError {
  return new AppError('notFound', t('There is nothing at {0}.', pathText(path)));
}

function isAlias(segment: string): boolean {
  return segment.length > FOLDER_ALIAS.length && segment.endsWith(FOLDER_ALIAS);
}

function noSuchPath(path: string): AppError {
  return new AppError('notFound', t('No object has the address {0}.', path));
}
