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
 * Whether a level may read otherwise after a change; looks through the level's rows once for any number of changes.
 * @param isRead whether the folder with that prefix has a level of its own, which tells when nothing is left in it
 */
export function affectedBy(
  level: Level,
  content: LevelContent,
  isRead: (prefix: string) => boolean,
): (change: ObjectChange) => boolean {
  const { state } = level.listing;
  if (!state) return () => false;
  if (content.type === 'buckets') {
    return ({ address }) => address.key === '' && level.node.profile === address.profile;
  }
  const nodes = state.items as readonly KeyNode[];
  const last = state.hasMore ? nodes.at(-1) : undefined;
  let folders: ReadonlySet<string> | undefined;
  const isListed = (prefix: string): boolean => (folders ??= foldersIn(nodes)).has(prefix);
  return ({ type, address: { bucket, key } }) => {
    // Whichever session did it: the bucket is the same.
    if (content.bucket !== bucket || key === '' || !key.startsWith(content.prefix)) return false;
    const slash = key.indexOf('/', content.prefix.length);
    const entry = slash < 0 ? key : key.slice(0, slash + 1);
    // It stands on a page that was not read.
    if (last && compareKeys(entry, keyOf(last)) > 0) return false;
    if (slash < 0) return true;
    // A folder is there as long as any key begins with it; of versions, deleting adds one.
    if (type === 'written' || content.withVersions) return !isListed(entry);
    return isListed(entry) && !isRead(entry);
  };
}

/**
 * The objects whose rows changes take out of a level, where that is all they do to it; undefined where only a listing
 * tells, as of what was written, of folders and of versions.
 * @param changes that affect the level
 */
export function rowsGone(changes: readonly ObjectChange[], content: LevelContent): ReadonlySet<string> | undefined {
  if (content.type === 'buckets' || content.withVersions) return undefined;
  const isGone = ({ type, address: { key, versionId } }: ObjectChange): boolean =>
    type === 'deleted' && versionId === undefined && !key.includes('/', content.prefix.length);
  return changes.every(isGone) ? new Set(changes.map(({ address }) => address.key)) : undefined;
}

function foldersIn(nodes: readonly KeyNode[]): ReadonlySet<string> {
  return new Set(nodes.flatMap((node) => (node.type === 'folder' ? [node.prefix] : [])));
}
