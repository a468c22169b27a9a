import * as vscode from 'vscode';
import type { SessionService } from '../../core/sessions/sessionService';
import {
  nextSwitcherChange,
  switcherRows,
  type SwitcherInput,
  type SwitcherRow,
} from '../../core/sessions/switcherView';
import { cancelled } from '../../core/support/errors';
import type { Clock } from '../../core/support/clock';
import type { Disposable } from '../../core/support/disposable';
import type { ProfileSettings } from '../profiles/settings';
import { createQuickPick, type PickItem } from '../texts/inputs';
import type { RecentProfiles } from './recentProfiles';

/** What the person chose. */
export type SwitcherChoice =
  | { readonly type: 'assume' | 'edit' | 'save' | 'renew' | 'chain'; readonly profile: string }
  | { readonly type: 'arn'; readonly arn: string }
  | CommandChoice;

interface CommandChoice {
  readonly type: 'exit' | 'exitAll' | 'add' | 'import' | 'secrets';
}

interface Button extends vscode.QuickInputButton {
  readonly does: 'edit' | 'save' | 'renew' | 'chain';
}

interface Item extends PickItem {
  readonly choice?: SwitcherChoice;
  readonly buttons?: readonly Button[];
}

/** The picker behind "Assume Role" and the status bar. It follows sessions, settings and the clock while it is open. */
export class Switcher {
  constructor(
    private readonly settings: ProfileSettings,
    private readonly sessions: SessionService,
    private readonly recent: RecentProfiles,
    private readonly clock: Clock,
  ) {}

  /** Lets the person choose; throws kind `cancelled` when they do not. */
  async choose(): Promise<SwitcherChoice> {
    const picker = createQuickPick<Item>();
    picker.title = vscode.l10n.t('Assume Role');
    picker.placeholder = vscode.l10n.t('Profile to assume (name, account or role), or a role ARN');
    picker.matchOnDescription = true;
    picker.matchOnDetail = true;
    picker.keepScrollPosition = true;
    let timer: Disposable | undefined;
    let shown = '';
    let arnWasShown = false;
    const update = (): void => {
      timer?.dispose();
      const input = this.#input(picker.value);
      const items = [...switcherRows(input).map(toItem), ...this.#commands()];
      const text = JSON.stringify(items);
      if (text !== shown) {
        shown = text;
        arnWasShown &&= items[0]?.choice?.type === 'arn';
        replaceItems(picker, items);
      }
      const next = nextSwitcherChange(input);
      timer = next === undefined ? undefined : this.clock.after(Math.max(0, next - input.now) + 1, update);
    };
    // Enter right after a paste comes before the row of the pasted ARN is drawn: then the ARN is what the person means.
    const accepted = (): SwitcherChoice | undefined => {
      const [first] = picker.items;
      const chosen = first?.choice?.type === 'arn' && !arnWasShown ? first : picker.activeItems[0];
      return chosen?.choice;
    };
    const subscriptions = [
      picker.onDidChangeValue(update),
      picker.onDidChangeActive(([active]) => (arnWasShown ||= active?.choice?.type === 'arn')),
      this.sessions.onDidChange(update),
      this.settings.onDidChange(update),
    ];
    try {
      update();
      const choice = await new Promise<SwitcherChoice | undefined>((resolve) => {
        picker.onDidAccept(() => resolve(accepted()));
        picker.onDidTriggerItemButton(({ item, button }) => resolve(choiceOf(item, button)));
        picker.onDidHide(() => resolve(undefined));
        picker.show();
      });
      if (!choice) throw cancelled();
      return choice;
    } finally {
      timer?.dispose();
      for (const subscription of subscriptions) subscription.dispose();
      picker.dispose();
    }
  }

  #input(filter: string): SwitcherInput {
    return {
      profiles: this.settings.current,
      sessions: this.sessions.sessions,
      activeName: this.sessions.state.active?.profile.name,
      recent: this.recent.names,
      filter,
      now: this.clock.now(),
    };
  }

  #commands(): Item[] {
    const { sessions, state } = this.sessions;
    const active = state.active?.profile.name;
    const command = (icon: string, label: string, type: CommandChoice['type'], alwaysShow = false): Item => ({
      icon,
      label,
      alwaysShow,
      choice: { type },
    });
    return [
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      ...(active === undefined ? [] : [command('sign-out', vscode.l10n.t('Exit Role'), 'exit')]),
      ...(sessions.length > 1 ? [command('sign-out', vscode.l10n.t('Exit All Roles'), 'exitAll')] : []),
      ...(active === undefined || this.settings.holds(active)
        ? []
        : [
            {
              icon: 'save',
              label: vscode.l10n.t('Save Session as Role Profile…'),
              choice: { type: 'save', profile: active } as const,
            },
          ]),
      // Stays when nothing matches what was typed: then it is what the person needs.
      command('add', vscode.l10n.t('Add Role Profile…'), 'add', true),
      command('cloud-download', vscode.l10n.t('Import from ~/.aws/config…'), 'import'),
      command('lock', vscode.l10n.t('Manage Secrets…'), 'secrets'),
    ];
  }
}

/** New items in place of the old; the filter stays by itself, the row the person is at is found again. */
function replaceItems(picker: vscode.QuickPick<Item>, items: readonly Item[]): void {
  const keyOf = ({ choice }: Item): string => JSON.stringify(choice);
  const active = picker.activeItems[0];
  picker.items = items;
  const again = active && items.find((item) => item.choice && keyOf(item) === keyOf(active));
  // A typed ARN is what the person means.
  if (again && items[0]?.choice?.type !== 'arn') picker.activeItems = [again];
}

function choiceOf({ choice }: Item, button: vscode.QuickInputButton): SwitcherChoice | undefined {
  return choice && 'profile' in choice && isOurs(button) ? { type: button.does, profile: choice.profile } : undefined;
}

function isOurs(button: vscode.QuickInputButton): button is Button {
  return 'does' in button;
}

function button(does: Button['does'], icon: string, tooltip: string): Button {
  return { does, iconPath: new vscode.ThemeIcon(icon), tooltip };
}

function toItem(row: SwitcherRow): Item {
  const edit = button('edit', 'edit', vscode.l10n.t('Edit Profile'));
  switch (row.type) {
    case 'separator':
      return { label: row.label, kind: vscode.QuickPickItemKind.Separator };
    case 'arn':
      return { icon: row.icon, label: row.label, alwaysShow: true, choice: { type: 'arn', arn: row.arn } };
    case 'broken':
      return {
        icon: row.icon,
        label: row.label,
        detail: row.detail,
        buttons: [edit],
        choice: { type: 'edit', profile: row.profile },
      };
    case 'profile':
      return {
        icon: row.icon,
        ...(row.mark === undefined ? {} : { mark: row.mark }),
        label: row.label,
        description: row.description,
        detail: row.detail,
        buttons: [
          ...(row.live ? [button('renew', 'history', vscode.l10n.t('Renew Session'))] : []),
          button('chain', 'type-hierarchy-sub', vscode.l10n.t('Show Chain')),
          row.isSaved ? edit : button('save', 'save', vscode.l10n.t('Save Session as Role Profile…')),
        ],
        choice: { type: 'assume', profile: row.profile },
      };
  }
}
