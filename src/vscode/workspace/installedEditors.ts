import * as vscode from 'vscode';
import { editorPatterns, useEditorPatterns } from '../../core/workspace/editorNames';

let patterns: readonly string[] | undefined;

/**
 * Lets names that editors of installed extensions open count as such in this bundle, for as long as the extension runs.
 * Every bundle that makes URIs of objects calls it first: each has a copy of the core, and an object would have two URIs
 * otherwise. The check of the package looks after that.
 */
export function followInstalledEditors(): void {
  useEditorPatterns(() => (patterns ??= vscode.extensions.all.flatMap(patternsOf)));
  vscode.extensions.onDidChange(() => (patterns = undefined));
}

function patternsOf({ id, packageJSON }: vscode.Extension<unknown>): string[] {
  return editorPatterns(id, packageJSON);
}
