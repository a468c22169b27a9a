import type { Cell, Column } from '../../../core/s3/previews/table';

/** Widths in pixels: of a character, of the space at a cell's sides, and the limits of columns. */
const CHARACTER = 7.5;
const PADDING = 20;
const NARROWEST = 60;
const WIDEST = 360;
/** Rows that a column is made wide enough for. */
const MEASURED = 200;

/** How wide columns are for their names, types and first values. */
export function columnWidths(columns: readonly Column[], rows: readonly (readonly Cell[])[]): number[] {
  return columns.map(({ name, type }, index) => {
    let length = name.length + type.length + 2;
    for (const row of rows.slice(0, MEASURED)) length = Math.max(length, row[index]?.length ?? 0);
    return Math.round(Math.min(WIDEST, Math.max(NARROWEST, length * CHARACTER + PADDING)));
  });
}

/** Widths side by side. */
export class Tracks {
  /** Where each begins, and where the last one ends. */
  readonly #starts: readonly number[];

  constructor(widths: readonly number[]) {
    let end = 0;
    this.#starts = [0, ...widths.map((width) => (end += width))];
  }

  /** All together, in pixels. */
  get size(): number {
    return this.#starts.at(-1) ?? 0;
  }

  start(index: number): number {
    return this.#starts[index] ?? 0;
  }

  width(index: number): number {
    return (this.#starts[index + 1] ?? 0) - this.start(index);
  }

  /** Those of which something is between two places. */
  between(left: number, right: number): number[] {
    return this.#starts.slice(0, -1).flatMap((start, index) => {
      return start < right && start + this.width(index) > left ? [index] : [];
    });
  }
}
