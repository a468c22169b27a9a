import * as vscode from 'vscode';
import type { Session } from '../../core/sessions/session';
import type { SessionService } from '../../core/sessions/sessionService';
import { statusView } from '../../core/sessions/statusView';
import { Alarm } from '../../core/support/alarm';
import type { Clock } from '../../core/support/clock';
import { DisposableStore } from '../../core/support/disposable';
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

/** Who this window is and for how long. Its timer fires only when the text changes. */
export class StatusBar implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #item: StatusItem;
  readonly #alarm: Alarm;

  constructor(private readonly deps: StatusBarDeps) {
    this.#item = this.#store.add(new StatusItem('assumeRole.session', vscode.l10n.t('AWS Session'), 40));
    this.#alarm = this.#store.add(new Alarm(deps.clock, () => this.#render()));
    this.#store.add(deps.sessions.onDidChange(() => this.#render()));
    this.#store.add(deps.settings.onDidChange(() => this.#render()));
    this.#store.add(onDidChangeSettings([SETTING.warnBeforeExpiryMinutes], () => this.#render()));
    this.#render();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #render(): void {
    const { sessions: service, clock } = this.deps;
    const now = clock.now();
    const warnBefore = numberSetting(SETTING.warnBeforeExpiryMinutes, 5) * 60_000;
    const { state, sessions } = service;
    const active = state.active && this.#asMarked(state.active);
    const view = statusView({ ...state, active }, { now, warnBefore, formatTime: localTime, sessions });
    const command = (state.assuming === undefined ? 'assumeRole.assume' : 'assumeRole.cancel') satisfies CommandId;
    this.#item.show(view, { command, title: '' });
    this.#alarm.set(view.nextChange);
  }

  /** With the mark that the profile has now, not when its role was assumed. */
  #asMarked(session: Session): Session {
    const { profile } = session;
    return { ...session, profile: { ...profile, production: this.deps.isProduction(profile.name) } };
  }
}
