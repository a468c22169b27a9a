import * as vscode from 'vscode';
import type { SessionService } from '../../core/sessions/sessionService';
import { switcherRows, type SwitcherRow } from '../../core/sessions/switcherView';
import { cancelled } from '../../core/support/errors';
import type { Clock } from '../../core/support/clock';
import type { ProfileSettings } from '../profiles/settings';
import type { RecentProfiles } from './recentProfiles';

/** What the person chose. */
export type SwitcherChoice =
  { readonly type: 'assume' | 'edit'; readonly profile: string } | { readonly type: 'exit' | 'add' };

interface Item extends vscode.QuickPickItem {
  readonly choice?: SwitcherChoice;
}

/** The picker behind "Assume Role" and the status bar. */
export class Switcher {
  constructor(
    private readonly settings: ProfileSettings,
    private readonly sessions: SessionService,
    private readonly recent: RecentProfiles,
    private readonly clock: Clock,
  ) {}

  /** Lets the person choose; throws kind `cancelled` when they do not. */
  async choose(): Promise<SwitcherChoice> {
    const picker = vscode.window.createQuickPick<Item>();
    picker.title = vscode.l10n.t('Assume Role');
    picker.placeholder = vscode.l10n.t('Profile to assume (name, account or role)');
    picker.matchOnDescription = true;
    picker.matchOnDetail = true;
    picker.items = this.#items();
    const edit = (item: Item): SwitcherChoice | undefined =>
      item.choice && 'profile' in item.choice ? { type: 'edit', profile: item.choice.profile } : undefined;
    try {
      const choice = await new Promise<SwitcherChoice | undefined>((resolve) => {
        picker.onDidAccept(() => resolve(picker.activeItems[0]?.choice));
        picker.onDidTriggerItemButton(({ item }) => resolve(edit(item)));
        picker.onDidHide(() => resolve(undefined));
        picker.show();
      });
      if (!choice) throw cancelled();
      return choice;
    } finally {
      picker.dispose();
    }
  }

  #items(): Item[] {
    const rows = switcherRows({
      profiles: this.settings.current,
      sessions: this.sessions.sessions,
      activeName: this.sessions.state.active?.profile.name,
      recent: this.recent.names,
      now: this.clock.now(),
    });
    const exit: Item[] = this.sessions.state.active
      ? [{ label: `$(sign-out) ${vscode.l10n.t('Exit Role')}`, alwaysShow: true, choice: { type: 'exit' } }]
      : [];
    return [
      ...rows.map(toItem),
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      ...exit,
      { label: `$(add) ${vscode.l10n.t('Add Role Profile…')}`, alwaysShow: true, choice: { type: 'add' } },
    ];
  }
}

function toItem(row: SwitcherRow): Item {
  if (row.type === 'separator') return { label: row.label, kind: vscode.QuickPickItemKind.Separator };
  const buttons = [{ iconPath: new vscode.ThemeIcon('edit'), tooltip: vscode.l10n.t('Edit Profile') }];
  if (row.type === 'broken') {
    return { label: row.label, detail: row.detail, buttons, choice: { type: 'edit', profile: row.profile } };
  }
  return {
    label: row.label,
    description: row.description,
    detail: row.detail,
    buttons,
    choice: { type: 'assume', profile: row.profile },
  };
}
