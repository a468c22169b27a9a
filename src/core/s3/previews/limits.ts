/**
 * What previews take of objects, whatever is inside them. The numbers are far above what people look at, and far below
 * what fills the memory of the extension host.
 */

/** Columns that are shown of a table. */
export const MAX_COLUMNS = 2000;
/** Fields of a schema that are shown. */
export const MAX_FIELDS = 5000;
/** Longest names of columns and fields, and longest texts of types, in characters. */
export const MAX_NAME = 1000;
/** Levels of lists and objects inside each other. */
export const MAX_DEPTH = 1000;
/** Longest text of a cell that is kept, in characters, where there are few columns; shown is less. */
const MAX_CELL = 1024 ** 2;
/** Least that is kept of a cell, in characters. */
const MIN_CELL = 2000;
/** Longest text of a row that is kept, in characters. */
const MAX_ROW_TEXT = 8 * 1024 ** 2;
/** Characters after which rows are shown even when they are fewer than asked for. */
export const MAX_ROWS_TEXT = 16 * 1024 ** 2;
/** Characters and cells of rows that go from one thread, or into a page, at once. */
export const MAX_MESSAGE_TEXT = 512 * 1024;
export const MAX_MESSAGE_CELLS = 20_000;
/** Rows, cells and characters that an editor with a table holds. */
export const MAX_ROWS = 100_000;
export const MAX_CELLS = 5_000_000;
export const MAX_TABLE_TEXT = 128 * 1024 ** 2;
/** Characters that are put into the clipboard at once. */
export const MAX_COPIED = 8 * 1024 ** 2;
/** Bytes of an object that are read for the next rows or lines, where little or nothing comes out of them. */
export const MAX_INPUT = 32 * 1024 ** 2;
/** Bytes of an object in one request. */
export const MAX_RANGE = 8 * 1024 ** 2;

/** The longest text that is kept of a cell of a table with so many columns. */
export function cellLimit(columns: number): number {
  return Math.max(MIN_CELL, Math.min(MAX_CELL, Math.floor(MAX_ROW_TEXT / Math.max(1, columns))));
}

/** A text without what is beyond `limit`, marked as cut, and never cut in the middle of a character. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
