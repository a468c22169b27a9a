/** A cell, from 0. */
export interface Position {
  readonly row: number;
  readonly column: number;
}

/** How far a grid goes. */
export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows in sight. */
  readonly page: number;
}

/** Where a key leads from a cell (WAI-ARIA Authoring Practices, "Grid"); undefined for keys that lead nowhere. */
export function moved(
  { row, column }: Position,
  { key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  { rows, columns, page }: GridSize,
): Position | undefined {
  if (altKey || rows === 0) return undefined;
  const [lastRow, lastColumn] = [rows - 1, columns - 1];
  const far = ctrlKey || metaKey;
  const moves: Readonly<Record<string, Position>> = {
    ArrowUp: { row: far ? 0 : row - 1, column },
    ArrowDown: { row: far ? lastRow : row + 1, column },
    ArrowLeft: { row, column: far ? 0 : column - 1 },
    ArrowRight: { row, column: far ? lastColumn : column + 1 },
    PageUp: { row: row - page, column },
    PageDown: { row: row + page, column },
    Home: { row: far ? 0 : row, column: 0 },
    End: { row: far ? lastRow : row, column: lastColumn },
  };
  const target = moves[key];
  if (!target) return undefined;
  return {
    row: Math.max(0, Math.min(lastRow, target.row)),
    column: Math.max(0, Math.min(lastColumn, target.column)),
  };
}
