import type { KeyNode } from './listedNodes';

/** The orders in which a folder's rows can stand; `name` is S3's own, by the bytes of the keys. */
export const SORT_ORDERS = ['name', 'size', 'newest', 'oldest'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

/** Whether `value`, as it was kept, is an order. */
export function isSortOrder(value: unknown): value is SortOrder {
  return SORT_ORDERS.some((order) => order === value);
}

/**
 * What was read so far in the order asked for. S3 lists by name only, so that any other order is one of what is loaded.
 * Folders, which have neither size nor date, come first in the order of their names.
 */
export function sorted(nodes: readonly KeyNode[], order: SortOrder): readonly KeyNode[] {
  if (order === 'name') return nodes;
  const rank = RANKS[order];
  const rankOf = (node: KeyNode): number => {
    if (node.type === 'folder') return -Infinity;
    return rank(node.type === 'object' ? node.object : node.latest);
  };
  // The sort is stable: what ranks alike stays in the order of names.
  return nodes
    .map((node) => ({ node, rank: rankOf(node) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .map(({ node }) => node);
}

/** Small first. */
const RANKS: Readonly<Record<Exclude<SortOrder, 'name'>, (of: { size: number; modified: number }) => number>> = {
  size: ({ size }) => -size,
  newest: ({ modified }) => -modified,
  oldest: ({ modified }) => modified,
};
