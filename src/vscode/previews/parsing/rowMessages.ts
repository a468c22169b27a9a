import { cutText, MAX_MESSAGE_CELLS, MAX_MESSAGE_TEXT, MAX_NAME } from '../../../core/s3/previews/limits';
import type { Cell, Column } from '../../../core/s3/previews/table';
import type { RowsMessage } from './protocol';

/** Rows in messages that are small enough for whoever takes them; the first has the columns. */
export function* rowMessages(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Generator<RowsMessage, void, undefined> {
  let first = 0;
  let cells = 0;
  let text = 0;
  let begun: Pick<RowsMessage, 'columns'> = { columns: columns.map(shortened) };
  for (const [index, row] of rows.entries()) {
    const length = row.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
    if (index > first && (cells + row.length > MAX_MESSAGE_CELLS || text + length > MAX_MESSAGE_TEXT)) {
      yield { ...begun, rows: rows.slice(first, index) };
      [first, cells, text, begun] = [index, 0, 0, {}];
    }
    cells += row.length;
    text += length;
  }
  yield { ...begun, rows: rows.slice(first) };
}

function shortened({ name, type, numeric }: Column): Column {
  return { name: cutText(name, MAX_NAME), type: cutText(type, MAX_NAME), numeric };
}
