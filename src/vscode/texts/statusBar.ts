import * as vscode from 'vscode';
import { plainLine } from '../../core/texts/plain';
import { iconText, type IconText } from './icons';

/** An item of the status bar; its texts are set by functions, which make them plain. */
export interface PlainStatusBarItem {
  readonly item: Omit<vscode.StatusBarItem, 'text' | 'tooltip' | 'accessibilityInformation'>;
  setText(text: IconText): void;
  setTooltip(tooltip: vscode.MarkdownString): void;
  setAccessibleLabel(label: string): void;
}

/** As VS Code's `window.createStatusBarItem`. */
export function createStatusBarItem(
  id: string,
  alignment: vscode.StatusBarAlignment,
  priority: number,
): PlainStatusBarItem {
  const item = vscode.window.createStatusBarItem(id, alignment, priority);
  return {
    item,
    setText: (text) => (item.text = iconText(text)),
    setTooltip: (tooltip) => (item.tooltip = tooltip),
    setAccessibleLabel: (label) => (item.accessibilityInformation = { label: plainLine(label), role: 'button' }),
  };
}
