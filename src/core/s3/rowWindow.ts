import { compareKeys } from './keyOrder';
import { keyOf, type KeyNode } from './listedNodes';

/** What a listing of a part of a level has told, which is all there is between two keys. */
export interface RowWindow {
  /** The key the part begins after; undefined for the beginning of the level. */
  readonly after: string | undefined;
  /** The last key of the part; undefined for the end of the level. */
  readonly to: string | undefined;
  /** In the order of their keys. */
  readonly rows: readonly KeyNode[];
}

/** The row after which a listing has to begin in order to tell of the row with that key; undefined for the beginning. */
export function rowBefore(rows: readonly KeyNode[], key: string): KeyNode | undefined {
  return rows[countFirst(rows, (row) => compareKeys(keyOf(row), key) < 0) - 1];
}

/**
 * The rows of a level with those of a part of it exchanged.
 * @param rows in the order of their keys
 * @param limit the last key up to which the level was read, beyond which it shows nothing; undefined for all
 */
export function exchangeRows(rows: readonly KeyNode[], window: RowWindow, limit: string | undefined): KeyNode[] {
  const { after, to } = window;
  const isUpTo = (key: string | undefined, row: KeyNode): boolean =>
    key === undefined || compareKeys(keyOf(row), key) <= 0;
  const begin = after === undefined ? 0 : countFirst(rows, (row) => isUpTo(after, row));
  const end = countFirst(rows, (row) => isUpTo(to, row));
  // A store that lists after a folder may tell of that folder once more.
  const now = window.rows.filter((row) => (after === undefined || !isUpTo(after, row)) && isUpTo(limit, row));
  return [...rows.slice(0, begin), ...now, ...rows.slice(end)];
}

/** How many rows `holds` holds for, which are the first ones. */
function countFirst(rows: readonly KeyNode[], holds: (row: KeyNode) => boolean): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row && holds(row)) low = middle + 1;
    else high = middle;
  }
  return low;
}
