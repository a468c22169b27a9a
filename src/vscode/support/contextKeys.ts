import * as vscode from 'vscode';
import type { SessionService } from '../../core/sessions/sessionService';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { CONTEXT } from '../ids';
import type { ProfileSettings } from '../profiles/settings';

/** Keeps the `when`-clause keys of views and menus in step with settings and sessions. */
export function trackContextKeys(settings: ProfileSettings, sessions: SessionService): Disposable {
  const set = (key: string, value: boolean): void => {
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const unsaved = (): void => {
    set(
      CONTEXT.hasUnsavedSession,
      sessions.sessions.some(({ profile }) => !settings.holds(profile.name)),
    );
  };
  const profiles = (): void => {
    set(CONTEXT.hasProfiles, settings.hasProfiles);
    unsaved();
  };
  const session = (): void => {
    const { active, assuming } = sessions.state;
    unsaved();
    set(CONTEXT.hasSession, active !== undefined);
    set(CONTEXT.assuming, assuming !== undefined);
  };
  profiles();
  session();
  const store = new DisposableStore();
  store.add(settings.onDidChange(profiles));
  store.add(sessions.onDidChange(session));
  return store;
}
