import { t } from '@vscode/l10n';
import { markedText, numberOf, parseExact, stringifyExact, textOfMarked } from './exactJson';
import { MAX_COLUMNS } from './limits';
import type { Cell, Column } from './table';

/** The values of one line, with the number of the column of each. */
export type SparseRow = readonly (readonly [column: number, cell: Cell])[];

/** A table of JSON Lines: the union of the objects' names are its columns, in the order they are met. */
export class JsonLinesTable {
  readonly #names = new Map<string, number>();
  readonly #types = new Map<string, Set<string>>();
  #isCut = false;

  /** All columns met so far, as far as they are shown. */
  get columns(): Column[] {
    return [...this.#names.keys()].map((name) => {
      const types = [...(this.#types.get(name) ?? [])];
      return { name, type: types.join(' | '), numeric: types.length > 0 && types.every((type) => type === 'number') };
    });
  }

  /** Whether there were more names than columns are shown. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /**
   * The row of one line: an object's values, or the line itself in a column of its own where it is none.
   * Throws AppErrors.
   */
  row(line: string): SparseRow {
    const value = parseExact(line);
    if (!isObject(value)) return this.#fill([[t('(no object)'), value === undefined ? markedText(line) : value]]);
    return this.#fill(Object.entries(value));
  }

  #fill(entries: readonly (readonly [name: string, value: unknown])[]): SparseRow {
    const row: [number, Cell][] = [];
    for (const [marked, value] of entries) {
      const name = textOfMarked(marked);
      const index = this.#names.get(name) ?? this.#names.size;
      if (index >= MAX_COLUMNS) {
        this.#isCut = true;
        continue;
      }
      this.#names.set(name, index);
      row.push([index, textOf(value)]);
      if (value === null) continue;
      const types = this.#types.get(name) ?? new Set();
      this.#types.set(name, types.add(typeOf(value)));
    }
    return row;
  }
}

/** A row with a cell for each column up to its last one. */
export function filled(row: SparseRow): Cell[] {
  const cells: Cell[] = [];
  for (const [index, cell] of row) {
    while (cells.length < index) cells.push(null);
    cells[index] = cell;
  }
  return cells;
}

/** Whether the lines of a text are JSON objects, the last line aside, which may be cut. */
export function looksLikeJsonLines(text: string): boolean {
  const lines = text.split('\n', 20).filter((line) => line.trim() !== '');
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  try {
    return whole.length > 0 && whole.every((line) => isObject(parseExact(line)));
  } catch {
    // Too deep to be shown as a table.
    return false;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): Cell {
  if (value === null) return null;
  if (typeof value === 'string') return numberOf(value) ?? textOfMarked(value);
  if (typeof value !== 'number' && typeof value !== 'boolean') return stringifyExact(value);
  return String(value);
}

function typeOf(value: unknown): string {
  if (typeof value === 'string') return numberOf(value) === undefined ? 'text' : 'number';
  return Array.isArray(value) ? 'array' : typeof value;
}
