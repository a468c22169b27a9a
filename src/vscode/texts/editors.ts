import * as vscode from 'vscode';
import { plainLine, plainText } from '../../core/texts/plain';
import { withPlainTexts } from './plainSetters';
import { withPlainErrors } from './errors';

/** A line above a line of code. It may draw icons, so its title is made plain. */
export function codeLens(range: vscode.Range, command: vscode.Command): vscode.CodeLens {
  return new vscode.CodeLens(range, { ...command, title: plainLine(command.title) });
}

/** As VS Code's `workspace.registerTextDocumentContentProvider`. */
export function registerTextDocumentContentProvider(
  scheme: string,
  provider: vscode.TextDocumentContentProvider,
): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, withPlainErrors(provider));
}

/** A problem of the Problems panel. */
export function diagnostic(
  range: vscode.Range,
  message: string,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  return new vscode.Diagnostic(range, plainText(message), severity);
}

/** As VS Code's `window.createWebviewPanel`. */
export function createWebviewPanel(
  ...[viewType, title, place, options]: Parameters<typeof vscode.window.createWebviewPanel>
): vscode.WebviewPanel {
  return plainTitled(vscode.window.createWebviewPanel(viewType, plainLine(title), place, options));
}

/** A panel that VS Code has made, such as one it restores. */
export function plainTitled(panel: vscode.WebviewPanel): vscode.WebviewPanel {
  return withPlainTexts(panel, { title: plainLine });
}

/** Compares two files in an editor of that title. */
export async function openDiff(
  left: vscode.Uri,
  right: vscode.Uri,
  title: string,
  options?: vscode.TextDocumentShowOptions,
): Promise<void> {
  await vscode.commands.executeCommand('vscode.diff', left, right, plainLine(title), options);
}
