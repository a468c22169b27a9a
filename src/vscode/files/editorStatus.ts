import * as vscode from 'vscode';
import type { SessionService } from '../../core/sessions/sessionService';
import { editorStatusView, type EditorSession } from '../../core/sessions/statusViewEditor';
import { Alarm } from '../../core/support/alarm';
import type { Clock } from '../../core/support/clock';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { SETTING } from '../ids';
import type { ProfileSettings } from '../profiles/settings';
import type { FrontEditor } from '../sessions/frontEditor';
import { StatusItem } from '../sessions/statusItem';
import { localTime } from '../support/localTime';
import { numberSetting, onDidChangeSettings } from '../workspace/settingsReader';

/** What the item of the editor in front is made from. */
export interface EditorStatusDeps {
  readonly sessions: SessionService;
  readonly clock: Clock;
  readonly front: FrontEditor;
  readonly settings: Pick<ProfileSettings, 'onDidChange'>;
  /** Whether a profile is marked as production now. */
  readonly isProduction: (profile: string) => boolean;
}

/**
 * Beside the active session in the status bar: whose session the S3 editor in front works with, where that is another.
 * Its timer fires only when the text changes.
 */
export class EditorStatus implements Disposable {
  readonly #store = new DisposableStore();
  readonly #item: StatusItem;
  readonly #alarm: Alarm;

  constructor(private readonly deps: EditorStatusDeps) {
    const { sessions, front, settings } = deps;
    // To the right of the active session, whatever other extensions put there with priorities in whole numbers.
    const name = vscode.l10n.t('AWS Session of the Editor');
    this.#item = this.#store.add(new StatusItem('assumeRole.editorSession', name, 39.9));
    this.#alarm = this.#store.add(new Alarm(deps.clock, () => this.#render()));
    for (const event of [sessions.onDidChange, front.onDidChange, settings.onDidChange]) {
      this.#store.add(event(() => this.#render()));
    }
    this.#store.add(onDidChangeSettings([SETTING.warnBeforeExpiryMinutes], () => this.#render()));
    this.#render();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #render(): void {
    const { sessions, clock } = this.deps;
    const now = clock.now();
    const warnBefore = numberSetting(SETTING.warnBeforeExpiryMinutes, 5) * 60_000;
    const active = sessions.state.active?.profile.name;
    const view = editorStatusView(this.#editor(), { now, warnBefore, formatTime: localTime, active });
    this.#item.show(view, view && { command: view.command, title: '', arguments: [view.profile] });
    this.#alarm.set(view?.nextChange);
  }

  #editor(): EditorSession | undefined {
    const { front, sessions, isProduction } = this.deps;
    const { profile } = front;
    if (profile === undefined) return undefined;
    const session = sessions.session(profile);
    return { profile, session, production: isProduction(profile), renewsItself: sessions.renewsItself(profile) };
  }
}
