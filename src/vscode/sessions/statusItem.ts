import * as vscode from 'vscode';
import type { StatusView } from '../../core/sessions/statusView';
import type { CommandId } from '../ids';
import { markColor } from '../support/markColor';
import { markdownString } from '../texts/markdown';
import { createStatusBarItem, type PlainStatusBarItem } from '../texts/statusBar';

/** What the links of the tooltips run. */
const TOOLTIP_COMMANDS: readonly CommandId[] = [
  'assumeRole.assume',
  'assumeRole.renew',
  'assumeRole.showChain',
  'assumeRole.exit',
  'assumeRole.sessions.renew',
];

/** One item of the status bar that shows a session. */
export class StatusItem implements vscode.Disposable {
  readonly #shownItem: PlainStatusBarItem;
  readonly #item: PlainStatusBarItem['item'];
  #shown: StatusView | undefined;
  #command: string | undefined;

  /** @param name what the menu calls it in which people hide items */
  constructor(id: string, name: string, priority: number) {
    this.#shownItem = createStatusBarItem(id, vscode.StatusBarAlignment.Left, priority);
    this.#item = this.#shownItem.item;
    this.#item.name = name;
  }

  /**
   * Shows a view, or nothing without one.
   * @param command what a click runs
   */
  show(view: StatusView | undefined, command: vscode.Command | undefined): void {
    if (!view) {
      if (this.#shown) this.#item.hide();
      this.#shown = undefined;
      return;
    }
    const isHidden = !this.#shown;
    this.#apply(view);
    const id = JSON.stringify(command);
    if (command && id !== this.#command) this.#item.command = command;
    this.#command = id;
    if (isHidden) this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }

  /** Sets only what changed: setting an equal value makes VS Code redraw the item. */
  #apply(view: StatusView): void {
    if (textOf(view) !== (this.#shown && textOf(this.#shown))) this.#shownItem.setText(view);
    if (view.tooltip !== this.#shown?.tooltip) {
      this.#shownItem.setTooltip(markdownString(view.tooltip, TOOLTIP_COMMANDS));
    }
    if (view.accessibleLabel !== this.#shown?.accessibleLabel) {
      this.#shownItem.setAccessibleLabel(view.accessibleLabel);
    }
    if (view.severity !== this.#shown?.severity) {
      this.#item.backgroundColor =
        view.severity === 'normal' ? undefined : new vscode.ThemeColor(`statusBarItem.${view.severity}Background`);
    }
    if (markOf(view) !== (this.#shown && markOf(this.#shown))) {
      // On a warning's background the theme's own colour for it is the one that can be read.
      this.#item.color = view.severity === 'normal' ? markColor(view) : undefined;
    }
    this.#shown = view;
  }
}

function textOf({ icon, mark, text }: StatusView): string {
  return JSON.stringify([icon, mark, text]);
}

function markOf({ production, color, severity }: StatusView): string {
  return JSON.stringify([production, color, severity]);
}
