import * as vscode from 'vscode';
import type { Session } from '../../core/sessions/session';
import type { SessionService } from '../../core/sessions/sessionService';
import { statusView } from '../../core/sessions/statusView';
import type { Clock } from '../../core/support/clock';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { SETTING, type CommandId } from '../ids';
import type { ProfileSettings } from '../profiles/settings';
import { localTime } from '../support/localTime';
import { numberSetting, onDidChangeSettings } from '../workspace/settingsReader';
import { StatusItem } from './statusItem';

/** What the status bar shows. */
export interface StatusBarDeps {
  readonly sessions: SessionService;
  readonly clock: Clock;
  readonly settings: Pick<ProfileSettings, 'onDidChange'>;
  /** Whether a profile is marked as production now. */
  readonly isProduction: (profile: string) => boolean;
}

/** Longest wait of one timer, milliseconds: a laptop that slept must not show an old time for long. */
export const LONGEST_WAIT = 60_000;

/** Who this window is and for how long. Its timer fires only when the text changes. */
export class StatusBar implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #item: StatusItem;
  #timer: Disposable | undefined;

  constructor(private readonly deps: StatusBarDeps) {
    this.#item = this.#store.add(new StatusItem('assumeRole.session', vscode.l10n.t('AWS Session'), 40));
    this.#store.add(deps.sessions.onDidChange(() => this.#render()));
    this.#store.add(deps.settings.onDidChange(() => this.#render()));
    this.#store.add(onDidChangeSettings([SETTING.warnBeforeExpiryMinutes], () => this.#render()));
    this.#render();
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#store.dispose();
  }

  #render(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    const { sessions: service, clock } = this.deps;
    const now = clock.now();
    const warnBefore = numberSetting(SETTING.warnBeforeExpiryMinutes, 5) * 60_000;
    const { state, sessions } = service;
    const active = state.active && this.#asMarked(state.active);
    const view = statusView({ ...state, active }, { now, warnBefore, formatTime: localTime, sessions });
    const command = (state.assuming === undefined ? 'assumeRole.assume' : 'assumeRole.cancel') satisfies CommandId;
    this.#item.show(view, { command, title: '' });
    if (view.nextChange === undefined) return;
    const wait = Math.min(LONGEST_WAIT, Math.max(0, view.nextChange - now) + 1);
    this.#timer = clock.after(wait, () => this.#render());
  }

  /** With the mark that the profile has now, not when its role was assumed. */
  #asMarked(session: Session): Session {
    const { profile } = session;
    return { ...session, profile: { ...profile, production: this.deps.isProduction(profile.name) } };
  }
}
