import * as vscode from 'vscode';
import { MAX_COPIED, MAX_MESSAGE_CELLS, MAX_MESSAGE_TEXT } from '../../core/s3/previews/limits';
import { copiedCells, SHOWN_CHARACTERS, type Cell, type CellRange } from '../../core/s3/previews/table';
import { AppError } from '../../core/support/errors';

type Rows = readonly (readonly Cell[])[];

/** Where the rows from `first` on end that are put into one message to a page. */
export function messageEnd(rows: Rows, first: number): number {
  let cells = 0;
  let text = 0;
  let end = first;
  for (; end < rows.length; end++) {
    const row = rows[end] ?? [];
    cells += row.length;
    text += row.reduce((sum, cell) => sum + Math.min(SHOWN_CHARACTERS, cell?.length ?? 0), 0);
    if (end > first && (cells > MAX_MESSAGE_CELLS || text > MAX_MESSAGE_TEXT)) break;
  }
  return end;
}

/** Lets others of this thread work. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** {@link copiedCells} in steps between which others work. @throws AppError tooLarge for more than a clipboard should take */
export async function copiedInSteps(rows: Rows, range: CellRange, raw: boolean): Promise<string> {
  const { firstRow, firstColumn, lastColumn } = range;
  const lastRow = Math.min(range.lastRow, rows.length - 1);
  const width = Math.max(1, lastColumn - firstColumn + 1);
  const step = Math.max(2, Math.floor(MAX_MESSAGE_CELLS / width));
  let text = '';
  for (let first = firstRow; first <= lastRow || first === firstRow;) {
    // No step of one row: a single cell is copied otherwise.
    const last = lastRow - first < step + 2 ? lastRow : first + step - 1;
    text += (first > firstRow ? '\n' : '') + copiedCells(rows, { ...range, firstRow: first, lastRow: last }, raw);
    if (text.length > MAX_COPIED) {
      throw new AppError('tooLarge', vscode.l10n.t('These cells are too many to be copied at once.'), {
        cure: vscode.l10n.t('Select fewer, or download the object.'),
      });
    }
    first = Math.max(last, first) + 1;
    await pause();
  }
  return text;
}
