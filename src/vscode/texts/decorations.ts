import * as vscode from 'vscode';
import { plainLine } from '../../core/texts/plain';

/** What a file bears on its tab and rows. */
export interface FileMark {
  /** One or two letters. */
  readonly badge?: string;
  readonly tooltip: string;
  readonly color?: vscode.ThemeColor;
}

/** A mark as VS Code takes it. */
export function fileDecoration({ badge, tooltip, color }: FileMark): vscode.FileDecoration {
  return new vscode.FileDecoration(badge, plainLine(tooltip), color);
}

/** Has VS Code ask `provider` for the marks of files, which {@link fileDecoration} makes. */
export function registerFileDecorations(provider: vscode.FileDecorationProvider): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider(provider);
}
