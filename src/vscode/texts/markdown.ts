import * as vscode from 'vscode';
import type { Markdown } from '../../core/texts/markdown';
import type { CommandId } from '../ids';

/** Markdown of ours with icons. @param commands those that its links may run */
export function markdownString(text: Markdown, commands: readonly CommandId[] = []): vscode.MarkdownString {
  const value = new vscode.MarkdownString(text, true);
  if (commands.length > 0) value.isTrusted = { enabledCommands: commands };
  return value;
}
