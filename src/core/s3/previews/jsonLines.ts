import { t } from '@vscode/l10n';
import type { Cell, Column } from './table';

/** Stands before a number that JavaScript's numbers would change, kept as text. No JSON text holds it unescaped. */
const EXACT = '\u0000';

/** JSON's strings and numbers; everything between is left as it is. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** A table of JSON Lines: the union of the objects' names are its columns, in the order they are met. */
export class JsonLinesTable {
  readonly #names = new Map<string, number>();
  readonly #types = new Map<string, Set<string>>();

  /** All columns met so far. */
  get columns(): Column[] {
    return [...this.#names.keys()].map((name) => {
      const types = [...(this.#types.get(name) ?? [])];
      return { name, type: types.join(' | '), numeric: types.length > 0 && types.every((type) => type === 'number') };
    });
  }

  /** The row of one line: an object's values, or the line itself in a column of its own where it is none. */
  row(line: string): Cell[] {
    const value = parse(line);
    if (!isObject(value)) return this.#fill([[t('(no object)'), value === undefined ? line : value]]);
    return this.#fill(Object.entries(value));
  }

  #fill(entries: readonly (readonly [name: string, value: unknown])[]): Cell[] {
    const cells: Cell[] = [];
    for (const [name, value] of entries) {
      const index = this.#names.get(name) ?? this.#names.size;
      this.#names.set(name, index);
      while (cells.length < index) cells.push(null);
      cells[index] = textOf(value);
      if (value === null) continue;
      const types = this.#types.get(name) ?? new Set();
      this.#types.set(name, types.add(typeOf(value)));
    }
    return cells;
  }
}

/** Whether the lines of a text are JSON objects, the last line aside, which may be cut. */
export function looksLikeJsonLines(text: string): boolean {
  const lines = text.split('\n', 20).filter((line) => line.trim() !== '');
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  return whole.length > 0 && whole.every((line) => isObject(parse(line)));
}

/** @returns undefined for what is not JSON */
function parse(line: string): unknown {
  const exact = line.replace(TOKENS, (token) =>
    token.startsWith('"') || isExact(token) ? token : JSON.stringify(EXACT + token),
  );
  try {
    return JSON.parse(exact);
  } catch {
    return undefined;
  }
}

/** Whether a number is written by JavaScript with the same digits, or is short enough to be exact. */
function isExact(token: string): boolean {
  return token.replace(/\D/g, '').length <= 15 || String(Number(token)) === token;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): Cell {
  if (value === null) return null;
  if (typeof value === 'string') return value.startsWith(EXACT) ? value.slice(1) : value;
  if (typeof value !== 'number' && typeof value !== 'boolean')
    return JSON.stringify(value).replace(/"\\u0000([^"]*)"/g, '$1');
  return String(value);
}

function typeOf(value: unknown): string {
  if (typeof value === 'string') return value.startsWith(EXACT) ? 'number' : 'text';
  return Array.isArray(value) ? 'array' : typeof value;
}
