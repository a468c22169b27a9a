import { t } from '@vscode/l10n';
import { cutText } from './limits';

/** A value as text; null where there is none. */
export type Cell = string | null;

/** One column of a table. */
export interface Column {
  readonly name: string;
  /** As the format has it or, where it has none, as the values look; empty where nothing is known. */
  readonly type: string;
  /** Whether its values are aligned as numbers. */
  readonly numeric: boolean;
}

/** One field of a schema, nested ones with their whole path. */
export interface SchemaField {
  readonly path: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** Rows in a row, and all columns met so far. */
export interface TableRows {
  readonly columns: readonly Column[];
  /** May be shorter than the columns: what is missing is null. */
  readonly rows: readonly (readonly Cell[])[];
  /** Whether these are the last ones. */
  readonly done: boolean;
}

/** A part of a table: rows and columns from the first up to and with the last. */
export interface CellRange {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** Longest text of a cell that is shown; the rest is in the object. */
export const SHOWN_CHARACTERS = 2000;

/** The cell as it is shown: long texts cut, never in the middle of a character. */
export function shownCell(cell: Cell): Cell {
  return cell === null ? null : cutText(cell, SHOWN_CHARACTERS);
}

/**
 * Cells as text for the clipboard: one alone as it is, several separated by tabs and line feeds, quoted where they hold
 * one of these or a quote, as spreadsheets take them. What a spreadsheet would compute is preceded by an apostrophe, which
 * makes it a text there: a formula can start programs and send the other cells away (CWE-1236).
 * @param raw whether they are wanted letter by letter
 */
export function copiedCells(rows: readonly (readonly Cell[])[], range: CellRange, raw = false): string {
  const { firstRow, lastRow, firstColumn, lastColumn } = range;
  if (firstRow === lastRow && firstColumn === lastColumn) return rows[firstRow]?.[firstColumn] ?? '';
  const columns = Array.from({ length: lastColumn - firstColumn + 1 }, (_, index) => firstColumn + index);
  return rows
    .slice(firstRow, lastRow + 1)
    .map((row) => columns.map((column) => quoted(raw ? (row[column] ?? '') : harmless(row[column] ?? ''))).join('\t'))
    .join('\n');
}

function harmless(text: string): string {
  return /^\s*[=＝+＋\-－@＠|]|^[\t\r\n]/.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Names for the columns of a table that does not name them, or not all. */
export function columnNames(header: readonly string[], width: number): string[] {
  return Array.from({ length: width }, (_, index) => {
    const name = header[index]?.trim() ?? '';
    return name === '' ? t('Column {0}', index + 1) : name;
  });
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const INTEGER = /^[+-]?\d+$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/;
const BOOLEAN = /^(?:true|false)$/i;

/** What texts can be told to be, the narrowest first; `integer` is a `decimal`, everything is `text`. */
const TYPES: readonly (readonly [type: string, pattern: RegExp])[] = [
  ['integer', INTEGER],
  ['decimal', NUMBER],
  ['boolean', BOOLEAN],
  ['date', DATE],
  ['timestamp', TIMESTAMP],
];

/** The type that all these values have; empty ones do not count. */
export function typeOfTexts(values: Iterable<Cell>): string {
  let possible = TYPES;
  let isEmpty = true;
  for (const value of values) {
    const text = value?.trim() ?? '';
    if (text === '') continue;
    isEmpty = false;
    possible = possible.filter(([, pattern]) => pattern.test(text));
    if (possible.length === 0) return 'text';
  }
  return isEmpty ? '' : (possible[0]?.[0] ?? 'text');
}

/** Columns of texts, with the types that their values have in `rows`. */
export function textColumns(names: readonly string[], rows: readonly (readonly Cell[])[]): Column[] {
  return names.map((name, index) => {
    const type = typeOfTexts(rows.map((row) => row[index] ?? null));
    return { name, type, numeric: type === 'integer' || type === 'decimal' };
  });
}

/**
 * Whether the first row of a table without a schema names its columns: every cell is filled, none is a number or a date,
 * and no two are the same.
 */
export function isHeader(row: readonly string[]): boolean {
  const names = row.map((cell) => cell.trim());
  return (
    names.length > 0 &&
    names.every((name) => name !== '' && typeOfTexts([name]) === 'text') &&
    new Set(names).size === names.length
  );
}
