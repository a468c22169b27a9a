import type * as vscode from 'vscode';
import type { S3Node } from '../../core/s3/nodes';
import { VIEW, type PressedIn } from '../ids';

/** What knows which rows are selected. */
export interface Selections {
  /** The S3 explorer. */
  readonly view: Pick<vscode.TreeView<S3Node>, 'selection'>;
  /** The selected rows of the search's results. */
  readonly found: () => Promise<readonly S3Node[]>;
}

/**
 * The rows that a command is about.
 * @param row the one whose menu or button it is; what is selected in the S3 explorer without it
 * @param rows all that are selected, where `row` is one of several
 */
export function chosenRows(
  { view }: Pick<Selections, 'view'>,
  row: S3Node | undefined,
  rows?: readonly S3Node[],
): readonly S3Node[] {
  return rows ?? (row ? [row] : view.selection);
}

/** The row that a command is about which takes one only: see {@link chosenRows}. */
export function chosenRow(selections: Pick<Selections, 'view'>, row: S3Node | undefined): S3Node | undefined {
  return chosenRows(selections, row)[0];
}

/** The rows that a command with a keyboard shortcut is about: VS Code hands over no rows then, so the shortcut names its view. */
export async function rowsOfShortcut(
  selections: Selections,
  from: S3Node | PressedIn | undefined,
  rows?: readonly S3Node[],
): Promise<readonly S3Node[]> {
  return from === VIEW.s3Search ? await selections.found() : chosenRows(selections, from, rows);
}
