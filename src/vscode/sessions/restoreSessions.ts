import type * as vscode from 'vscode';
import { openDefault, refusedByWorkspace } from '../../core/sessions/openDefault';
import type { SessionService } from '../../core/sessions/sessionService';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import type { AppError } from '../../core/support/errors';
import { SETTING } from '../ids';
import type { ProfileSettings } from '../profiles/settings';
import type { Log } from '../support/log';
import { isWorkspaceListened } from '../workspace/listened';
import { onDidChangeSettings, setting, settingLayers } from '../workspace/settingsReader';
import type { SessionHandOver } from './handOver';
import { liveNames, readNames, sameNames } from './liveNames';

const KEY = 'assumeRole.sessions';

/** Takes up sessions of before. */
export interface SessionRestoration extends Disposable {
  /** Resolves when the workspace's sessions of before are taken up, as far as they are kept. Never rejects. */
  readonly restored: Promise<void>;
  /**
   * Takes up the kept session of a profile that files of the window need, if there is one, after those of the workspace.
   * It does not become the active one: who acts in a window is up to the person. Where the workspace may not be listened to,
   * none is taken up: it would be the workspace that says which.
   */
  readonly restore: (profile: string) => Promise<void>;
}

/** What it takes besides. */
export interface RestorationDeps {
  readonly settings: Pick<ProfileSettings, 'ready' | 'current' | 'nameIn' | 'holderOf'>;
  readonly log: Pick<Log, 'info'>;
  readonly handOver: SessionHandOver;
}

/**
 * Takes up the workspace's sessions after a reload, or else assumes its default profile where that asks for nothing;
 * from then on notes which sessions are live. Begins after the activation, which it does not hold up.
 */
export function restoreSessions(
  state: vscode.Memento,
  sessions: SessionService,
  { settings, log, handOver }: RestorationDeps,
): SessionRestoration {
  const store = new DisposableStore();
  const controller = new AbortController();
  store.add({ dispose: () => controller.abort() });
  const assumeDefault = async (): Promise<void> => {
    const written = setting(SETTING.defaultProfile);
    if (typeof written !== 'string' || written === '') return;
    await settings.ready;
    const layers = settingLayers(SETTING.defaultProfile);
    const inWorkspace = layers.workspace === written && layers.user !== written;
    const name = (inWorkspace ? settings.nameIn('workspace', written) : undefined) ?? written;
    const skipped = ({ message }: AppError): void => log.info(`The default profile ${name} is not assumed: ${message}`);
    const profile = settings.current.profiles.get(name);
    const refusal = profile && inWorkspace ? refusedByWorkspace(profile) : undefined;
    if (refusal) {
      skipped(refusal);
      return;
    }
    const isOpen = await openDefault(sessions, name, controller.signal, skipped, { byWorkspace: inWorkspace });
    if (isOpen) log.info(`Assumed the default profile ${name}.`);
  };
  const takeUp = async (): Promise<void> => {
    const kept = handOver.take() ?? readNames(state.get<unknown>(KEY));
    if (kept.names.length === 0) return;
    await settings.ready;
    const { active, names } = sameNames(kept, settings);
    await sessions.restore(active, names);
  };
  const open = async (): Promise<void> => {
    if (controller.signal.aborted) return;
    // Not before: a state without sessions must not overwrite what is being restored.
    store.add(sessions.onDidChange(() => keepNames(state, sessions)));
    await assumeDefault();
    keepNames(state, sessions);
  };
  const restored = new Promise<void>((resolve) => {
    const start = setImmediate(() => void takeUp().finally(resolve));
    store.add({ dispose: () => clearImmediate(start) });
  });
  const done = restored.then(open);
  if (!isWorkspaceListened()) {
    // A workspace's default profile counts from when the workspace may be listened to. VS Code tells of its trust and of
    // the settings that count then one after the other.
    store.add(
      onDidChangeSettings([SETTING.defaultProfile], () => {
        if (isWorkspaceListened()) void assumeDefault();
      }),
    );
  }
  return {
    restored,
    restore: async (profile) => {
      await done;
      await settings.ready;
      if (!isWorkspaceListened()) return;
      await sessions.restore(undefined, [profile]);
    },
    dispose: () => store.dispose(),
  };
}

function keepNames(state: vscode.Memento, sessions: SessionService): void {
  const live = liveNames(sessions);
  if (JSON.stringify(live) !== JSON.stringify(state.get(KEY))) void state.update(KEY, live);
}
