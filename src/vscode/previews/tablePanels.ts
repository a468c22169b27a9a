import * as vscode from 'vscode';
import type { TableFormat } from '../../core/s3/previews/contentKind';
import type { Disposable } from '../../core/support/disposable';
import { WEBVIEW } from '../ids';
import { createWebviewPanel } from '../texts/editors';
import { webviewOptions } from '../webPage/shell';
import type { OpenedObject } from './openedObject';
import { TablePanel, type TableDeps } from './tablePanel';

/** The editors with tables, at most one for an object or a version. */
export class TablePanels implements Disposable {
  readonly #panels = new Map<string, TablePanel>();

  constructor(private readonly deps: TableDeps) {}

  /**
   * Shows an object's rows, in the editor that shows them already or in a new one. It tells itself what goes wrong.
   * @param preserveFocus whether the focus stays where it is
   */
  async show(opened: OpenedObject, format: TableFormat, preserveFocus = false): Promise<void> {
    const { profile, bucket, key, versionId } = opened.address;
    const id = JSON.stringify([profile, bucket, key, versionId, opened.facts.etag]);
    const known = this.#panels.get(id);
    if (known) {
      known.bringToFront(preserveFocus);
      return;
    }
    // Kept while hidden: rows, selection and place would be lost.
    const options = { ...webviewOptions(this.deps.extensionUri), retainContextWhenHidden: true };
    const place = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    const editor = createWebviewPanel(WEBVIEW.table, opened.name, place, options);
    const panel = new TablePanel(opened, format, editor, this.deps);
    this.#panels.set(id, panel);
    editor.onDidDispose(() => {
      this.#panels.delete(id);
      panel.dispose();
    });
    await panel.begin();
  }

  dispose(): void {
    for (const panel of this.#panels.values()) panel.dispose();
    this.#panels.clear();
  }
}
