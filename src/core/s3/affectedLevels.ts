import { compareKeys } from './keyOrder';
import { keyOf } from './listedNodes';
import type { Level } from './levels';
import type { ObjectChange } from './objectChanges';

/** What the children of a container are a listing of. */
export type LevelContent =
  | { readonly type: 'buckets' }
  /** Keys with that prefix (a filter included), folded at the next `/`. */
  | { readonly type: 'keys'; readonly bucket: string; readonly prefix: string; readonly withVersions: boolean };

/**
 * Whether a level may read otherwise after a change.
 * @param isRead whether the folder with that prefix has a level of its own, which tells when nothing is left in it
 */
export function isAffected(
  level: Level,
  content: LevelContent,
  { type, address }: ObjectChange,
  isRead: (prefix: string) => boolean,
): boolean {
  const { profile, bucket, key } = address;
  const { state } = level.listing;
  if (!state) return false;
  if (content.type === 'buckets') return key === '' && level.node.profile === profile;
  // Whichever session did it: the bucket is the same.
  if (content.bucket !== bucket || key === '' || !key.startsWith(content.prefix)) return false;
  const slash = key.indexOf('/', content.prefix.length);
  const entry = slash < 0 ? key : key.slice(0, slash + 1);
  const nodes = state.items.flatMap((item) => (item.type === 'bucket' ? [] : [item]));
  const last = nodes.at(-1);
  // It stands on a page that was not read.
  if (state.hasMore && last && compareKeys(entry, keyOf(last)) > 0) return false;
  if (slash < 0 || content.withVersions) return slash < 0 || !nodes.some((node) => keyOf(node) === entry);
  const isListed = nodes.some((node) => node.type === 'folder' && node.prefix === entry);
  // A folder is there as long as any key begins with it.
  return type === 'written' ? !isListed : isListed && !isRead(entry);
}
