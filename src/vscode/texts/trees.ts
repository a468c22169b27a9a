import * as vscode from 'vscode';
import { plainLine, plainText } from '../../core/texts/plain';
import { withPlainTexts } from './plainSetters';
import { withPlainErrors } from './errors';

/** As VS Code's `window.createTreeView`: message, title, description and errors hold no link. */
export function createTreeView<T>(id: string, options: vscode.TreeViewOptions<T>): vscode.TreeView<T> {
  return withPlainTexts(
    vscode.window.createTreeView(id, { ...options, treeDataProvider: withPlainErrors(options.treeDataProvider) }),
    {
      message: (message) => message && plainText(message),
      title: (title) => title && plainLine(title),
      description: (description) => description && plainLine(description),
    },
  );
}

/** The texts of a row. */
export interface RowTexts {
  readonly label: string;
  /** Parts of the label to highlight, from and to. */
  readonly highlights?: [number, number][];
  readonly description?: string | undefined;
  readonly tooltip?: string | vscode.MarkdownString | undefined;
  readonly accessibleLabel: string;
}

/** A row of a tree. */
export function treeItem(
  { label, highlights, description, tooltip, accessibleLabel }: RowTexts,
  state: vscode.TreeItemCollapsibleState,
): vscode.TreeItem {
  const shownAt = (at: number): number => plainLine(label.slice(0, at)).length;
  const shown = highlights?.map(([from, to]): [number, number] => [shownAt(from), shownAt(to)]);
  const plain = plainLine(label);
  const item = new vscode.TreeItem(shown ? { label: plain, highlights: shown } : plain, state);
  if (description !== undefined) item.description = plainLine(description);
  if (tooltip !== undefined) item.tooltip = typeof tooltip === 'string' ? plainText(tooltip) : tooltip;
  item.accessibilityInformation = { label: plainLine(accessibleLabel) };
  return item;
}
