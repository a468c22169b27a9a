import { isDirectoryBucket } from './bucketNames';
import { compareKeys } from './keyOrder';
import { keyOf, type KeyNode } from './listedNodes';
import type { Level } from './levels';
import type { ObjectChange } from './objectChanges';

/** What the children of a container are a listing of. */
export type LevelContent =
  | { readonly type: 'buckets' }
  /** Keys with that prefix (a filter included), folded at the next `/`. */
  | { readonly type: 'keys'; readonly bucket: string; readonly prefix: string; readonly withVersions: boolean };

/**
 * The row of a level that may read otherwise after a change, by its key, its folder's prefix or its bucket's name;
 * undefined where none does. Looks through the level's rows once for any number of changes.
 * @param isRead whether the folder with that prefix has a level of its own, which tells when nothing is left in it
 */
export function affectedEntry(
  level: Level,
  content: LevelContent,
  isRead: (prefix: string) => boolean,
): (change: ObjectChange) => string | undefined {
  const { state } = level.listing;
  if (!state) return () => undefined;
  if (content.type === 'buckets') {
    const { profile } = level.node;
    return ({ address }) => (address.key === '' && profile === address.profile ? address.bucket : undefined);
  }
  const nodes = state.items as readonly KeyNode[];
  const last = state.hasMore && !isDirectoryBucket(content.bucket) ? (state.last as KeyNode | undefined) : undefined;
  let folders: ReadonlySet<string> | undefined;
  const isListed = (prefix: string): boolean => (folders ??= foldersIn(nodes)).has(prefix);
  return ({ type, address: { bucket, key } }) => {
    // Whichever session did it: the bucket is the same.
    if (content.bucket !== bucket || key === '' || !key.startsWith(content.prefix)) return undefined;
    const slash = key.indexOf('/', content.prefix.length);
    const entry = slash < 0 ? key : key.slice(0, slash + 1);
    // It stands on a page that was not read.
    if (last && compareKeys(entry, keyOf(last)) > 0) return undefined;
    if (slash < 0) return entry;
    // A folder is there as long as any key begins with it; of versions, deleting adds one.
    const comes = type === 'written' || content.withVersions;
    return (comes ? !isListed(entry) : isListed(entry) && !isRead(entry)) ? entry : undefined;
  };
}

/**
 * Whether S3 lists the content from any row on. It lists neither buckets nor versions so, and directory buckets are in no
 * order (S3 API, ListObjectsV2, StartAfter).
 */
export function canBeReadInPart(content: LevelContent): boolean {
  return content.type === 'keys' && !content.withVersions && !isDirectoryBucket(content.bucket);
}

function foldersIn(nodes: readonly KeyNode[]): ReadonlySet<string> {
  return new Set(nodes.flatMap((node) => (node.type === 'folder' ? [node.prefix] : [])));
}
