import { config, type l10nJsonFormat } from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Profile } from '../../core/roles/profile';
import { ChangeFollower } from '../../core/s3/changeFollower';
import type { HeadCache } from '../../core/s3/headCache';
import type { S3Node } from '../../core/s3/nodes';
import { ObjectBrowser } from '../../core/s3/objectBrowser';
import type { ObjectChanges } from '../../core/s3/objectChanges';
import type { ObjectStore } from '../../core/s3/objectStore';
import type { SessionService } from '../../core/sessions/sessionService';
import type { Clock } from '../../core/support/clock';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { isLate } from '../../core/support/isLate';
import type { CommandHandlers } from '../ids';
import type { ProfileSettings } from '../profiles/settings';
import type { Log } from '../support/log';
import { explorerCommands, type ExplorerCommand } from './explorerCommands';
import { ExplorerState } from './explorerState';
import { followSessions } from './followSessions';
import { trackLoading } from './loadingContext';
import { logged } from './loggedStore';
import { navigationCommands, type NavigationCommand } from './navigationCommands';
import { ObjectTree } from './objectTree';
import { followInstalledEditors } from '../workspace/installedEditors';

/** How long rows wait for the sessions of before a reload, milliseconds: one of a base identity may take requests. */
const PATIENCE = 5000;

/** What the S3 explorer is made of. */
export interface ExplorerDeps {
  readonly view: vscode.TreeView<S3Node>;
  /** Shows a row, also one that a change has just brought. */
  readonly revealRow: vscode.TreeView<S3Node>['reveal'];
  readonly heads: HeadCache;
  readonly changes: ObjectChanges;
  /** The S3 of a profile's session; throws kind `expired` without one. */
  readonly storeOf: (profile: string) => ObjectStore;
  /** The profile of that name as it is used now; throws an AppError when it is missing or broken. */
  readonly getProfile: (name: string) => Profile;
  /** What a click on a row of an object or a version runs; never rejects. */
  readonly commandOf: (node: S3Node) => Promise<vscode.Command>;
  readonly sessions: SessionService;
  readonly settings: Pick<ProfileSettings, 'onDidChange' | 'ready'>;
  /** Resolves when the sessions of before a reload are taken up. */
  readonly restored: Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly workspaceState: vscode.Memento;
  readonly globalState: vscode.Memento;
}

/** The S3 explorer: its rows, and the commands that find one's way in it. */
export interface Explorer extends Disposable {
  readonly browser: ObjectBrowser;
  readonly tree: ObjectTree;
  readonly commands: Pick<CommandHandlers, ExplorerCommand | NavigationCommand>;
}

/** The S3 explorer, in a bundle of its own that is loaded when there is a session to show. */
export async function createExplorer(deps: ExplorerDeps, translations: l10nJsonFormat | undefined): Promise<Explorer> {
  if (translations) config({ contents: translations });
  followInstalledEditors();
  const { storeOf, changes, clock, log, workspaceState, globalState } = deps;
  // What a pinned profile is like is known only then, and whether its session is kept.
  await deps.settings.ready;
  await isLate(deps.restored, PATIENCE, clock);
  const store = new DisposableStore();
  // The tree shows its failures without logging them; editors and commands present theirs, which logs them.
  const browser = store.add(new ObjectBrowser((profile) => logged(storeOf(profile), log), clock));
  const state = store.add(new ExplorerState(workspaceState, globalState));
  const tree = store.add(new ObjectTree(browser, deps.commandOf));
  store.add(followSessions({ ...deps, browser, state }));
  store.add(new ChangeFollower(browser, changes, clock));
  store.add(trackLoading(browser, clock));
  return {
    browser,
    tree,
    commands: {
      ...explorerCommands({ ...deps, browser, state }),
      ...navigationCommands({ ...deps, browser }),
    },
    dispose: () => store.dispose(),
  };
}
