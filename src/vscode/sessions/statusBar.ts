import * as vscode from 'vscode';
import type { SessionService } from '../../core/sessions/sessionService';
import { statusView, type StatusView } from '../../core/sessions/statusView';
import type { Clock } from '../../core/support/clock';
import type { Disposable } from '../../core/support/disposable';
import { SETTING, type CommandId } from '../ids';
import { markColor } from '../support/markColor';
import { localTime } from '../support/localTime';
import { markdownString } from '../texts/markdown';
import { createStatusBarItem, type PlainStatusBarItem } from '../texts/statusBar';
import { numberSetting, onDidChangeSettings } from '../workspace/settingsReader';

/** What the links of the tooltip run. */
const TOOLTIP_COMMANDS: readonly CommandId[] = [
  'assumeRole.assume',
  'assumeRole.renew',
  'assumeRole.showChain',
  'assumeRole.exit',
];

/** Longest wait of one timer, milliseconds: a laptop that slept must not show an old time for long. */
const LONGEST_WAIT = 60_000;

/** Who this window is and for how long. Its timer fires only when the text changes. */
export class StatusBar implements vscode.Disposable {
  readonly #shownItem: PlainStatusBarItem;
  readonly #item: PlainStatusBarItem['item'];
  readonly #subscriptions: Disposable[];
  #timer: Disposable | undefined;
  #shown: StatusView | undefined;

  constructor(
    private readonly sessions: SessionService,
    private readonly clock: Clock,
  ) {
    this.#shownItem = createStatusBarItem('assumeRole.session', vscode.StatusBarAlignment.Left, 40);
    this.#item = this.#shownItem.item;
    this.#item.name = vscode.l10n.t('AWS Session');
    this.#subscriptions = [
      sessions.onDidChange(() => this.#render()),
      onDidChangeSettings([SETTING.warnBeforeExpiryMinutes], () => this.#render()),
    ];
    this.#render();
    this.#item.show();
  }

  dispose(): void {
    this.#timer?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#item.dispose();
  }

  #render(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    const now = this.clock.now();
    const warnBefore = numberSetting(SETTING.warnBeforeExpiryMinutes, 5) * 60_000;
    const { state, sessions } = this.sessions;
    const view = statusView(state, { now, warnBefore, formatTime: localTime, sessions });
    this.#apply(view);
    this.#item.command = (state.assuming === undefined ? 'assumeRole.assume' : 'assumeRole.cancel') satisfies CommandId;
    if (view.nextChange !== undefined) {
      const wait = Math.min(LONGEST_WAIT, Math.max(0, view.nextChange - now) + 1);
      this.#timer = this.clock.after(wait, () => this.#render());
    }
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
