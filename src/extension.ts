import { config } from '@vscode/l10n';
import { userInfo } from 'node:os';
import * as vscode from 'vscode';
import { askingStores } from './core/s3/askingStore';
import { writeGuard } from './core/s3/guardedStore';
import { HeadCache } from './core/s3/headCache';
import type { S3Node } from './core/s3/nodes';
import { ObjectChanges } from './core/s3/objectChanges';
import { ObjectStores } from './core/s3/stores';
import { lazyCredentialSource, lazyPrompter, lazyRoleAssumer, lazySignInPrompter } from './core/sessions/lazyPorts';
import type { Profile } from './core/roles/profile';
import { sessionNameFrom } from './core/sessions/sessionName';
import { SessionService } from './core/sessions/sessionService';
import { lazy } from './core/support/lazy';
import { lazyCommands } from './vscode/commands/lazyCommands';
import type { WindowCommands } from './vscode/commands/commands';
import { PERSON_COMMANDS } from './vscode/commands/lazyCommandIds';
import { commandsInTitles, registerCommands } from './vscode/commands/registry';
import { WorkspaceConsents } from './vscode/consent/workspaceConsents';
import { AllowedFolders } from './vscode/files/allowedFolders';
import { FileDecorations } from './vscode/files/fileDecorations';
import type { ObjectFiles } from './vscode/files/objectFiles';
import { ObjectFileSystem, registerObjectFileSystem } from './vscode/files/objectFileSystem';
import { AwsConfigFiles } from './vscode/profiles/awsConfigFiles';
import { currentProfile, isProduction, profileToAssume } from './vscode/profiles/currentProfile';
import { SETTING } from './vscode/ids';
import { ProfileDiagnostics } from './vscode/profiles/diagnostics';
import { KeptAccountNames } from './vscode/profiles/keptAccountNames';
import { ProfileSettings } from './vscode/profiles/settings';
import { ACTION_COMMANDS, EXPLORER_COMMANDS, PREVIEW_COMMANDS, SEARCH_COMMANDS } from './vscode/s3/lazyCommandIds';
import { forgetHeads } from './vscode/s3/forgetHeads';
import { LazyExplorer } from './vscode/s3/lazyExplorer';
import { LazyChainViews } from './vscode/sessions/chainView/register';
import { FrontEditor } from './vscode/sessions/frontEditor';
import { SessionsView } from './vscode/sessions/sessionsView';
import { SessionHandOver } from './vscode/sessions/handOver';
import { restoreSessions } from './vscode/sessions/restoreSessions';
import { signInMethod } from './vscode/sessions/signInMethod';
import { StatusBar } from './vscode/sessions/statusBar';
import { LazySecretKeeping } from './vscode/secrets/lazySecretKeeping';
import { trackContextKeys } from './vscode/support/contextKeys';
import { Log } from './vscode/support/log';
import { systemClock } from './vscode/support/systemClock';
import { cappedSetting } from './vscode/workspace/settingsReader';

/** Composition root: everything is made here, in dependency order, and cleaned up in the reverse. */
export function activate({
  subscriptions,
  extension,
  secrets,
  globalState,
  extensionUri,
  workspaceState,
  globalStorageUri,
}: vscode.ExtensionContext): void {
  const own = <T extends { dispose(): void }>(item: T): T => {
    subscriptions.unshift(item);
    return item;
  };
  const translations = vscode.l10n.bundle;
  if (translations) config({ contents: translations });

  const log = new Log(own(vscode.window.createOutputChannel('Assume Role', { log: true })));
  const clock = systemClock;
  const defaultSessionName = () => sessionNameFrom(userInfo().username);
  const directory = globalStorageUri.fsPath;
  const personal = lazy(async (): Promise<WindowCommands> => {
    const { createCommands } = await import('./vscode/commands/commands');
    return createCommands({ chains, sessions, settings, editing, getProfile, globalState, clock, log }, translations);
  });
  const warn = (error: unknown): void => {
    // What cannot be shown is in the log at least.
    const unshown = (failure: unknown): void => [error, failure].forEach((one) => log.error(one));
    void personal().then(({ present }) => void present(error), unshown);
  };
  const consents = new WorkspaceConsents(globalState, clock);
  const prompter = lazyPrompter(async () => (await personal()).prompter);
  // Bundles of their own are loaded when they are needed: secrets, what reads profiles, the AWS SDK, dialogs, the Chain view.
  const keeping: LazySecretKeeping = own(
    new LazySecretKeeping(async () => {
      const { createSecretKeeping } = await import('./vscode/secrets/secretKeeping');
      // What the person has agreed to is forgotten with the secrets.
      const participants = [consents, allowedFolders].map((kept) => ({ forget: () => kept.clear() }));
      return createSecretKeeping({ directory, storage: secrets, clock, prompter, participants, warn, translations });
    }),
  );
  const configFiles = own(new AwsConfigFiles(log));
  const accountNames = own(new KeptAccountNames(globalState));
  const settings = own(
    new ProfileSettings(
      configFiles,
      async () => (await import('./core/roles/profileReader')).createProfileReader(translations),
      accountNames,
      log,
    ),
  );
  const aws = lazy(async () =>
    (await import('./aws/index')).createAwsServices(keeping.vault, translations, {
      tokens: (await keeping.load()).kept,
      warn: (message) => log.warn(message),
      prompter: lazySignInPrompter(async () => (await personal()).signInPrompter),
      signInMethod,
      defaultSessionName,
    }),
  );

  const editing = lazy(async () => {
    const { createProfileEditing } = await import('./vscode/profiles/editing');
    const { kept, forgetEverything } = await keeping.load();
    return createProfileEditing({
      settings,
      vault: kept,
      secrets: keeping.vault,
      sessions,
      consents,
      forgetEverything,
      configFiles,
      directory: async () => (await aws()).directory,
      accountNames,
      keyRotation: async () => (await aws()).keyRotation,
      copySharedKeys: async (...args) => (await aws()).copySharedKeys(...args),
      translations,
    });
  });
  own(new ProfileDiagnostics(settings, editing));

  const getProfile = (name: string): Profile => currentProfile(name, { settings, sessions });
  const roles = lazyRoleAssumer(async () => (await aws()).roles);
  const sources = lazyCredentialSource(async () => (await aws()).sources);
  const sessions: SessionService = own(
    new SessionService({
      clock,
      vault: keeping.vault,
      roles,
      sources,
      prompter,
      consents,
      defaultSessionName,
      getProfile: (name) => profileToAssume(name, { settings, sessions }),
      guarded: (...args) => settings.guarded(...args),
      holderOf: (name) => settings.holderOf(name),
      cache: keeping.sessions,
      lock: keeping.lock,
      mfaSessionSeconds: () => 3600 * cappedSetting(SETTING.mfaSessionHours, 12),
    }),
  );
  const handOver = new SessionHandOver(globalState, clock);
  const { restore, restored } = own(restoreSessions(workspaceState, sessions, { settings, log, handOver }));
  own(vscode.window.onDidChangeWindowState(({ focused }) => focused && sessions.wake()));
  own(sessions.onDidLoseName(warn));
  own(settings.onDidChange(() => sessions.followSettings()));
  const isMarked = (name: string) => isProduction(name, getProfile, sessions);
  const front = own(new FrontEditor());
  own(new StatusBar({ sessions, clock, settings, isProduction: isMarked }));
  own(new FileDecorations({ isProduction: isMarked, changes: [settings.onDidChange, sessions.onDidChange] }));
  own(new SessionsView({ settings, sessions, getProfile, clock }));
  const chains = own(
    new LazyChainViews(async () => {
      const { createChainViews } = await import('./vscode/sessions/chainView/chainViews');
      await settings.ready;
      return createChainViews({ sessions, settings, getProfile, clock, log, extensionUri }, translations);
    }),
  );
  own(trackContextKeys(settings, sessions));

  const changes = own(new ObjectChanges());
  const stores = own(
    new ObjectStores(
      sessions,
      async (target) => (await aws()).openStore(target),
      keeping.vault,
      changes,
      (assumed) =>
        writeGuard(assumed, getProfile, async (...write) => {
          await (await files()).consent.require(...write);
        }),
    ),
  );
  const heads = own(new HeadCache((profile) => stores.of(profile), clock));
  const asking = askingStores(async (error) => (await keeping.load()).askForKey(error));
  const storeOf = (profile: string) => asking(stores.of(profile));
  own(forgetHeads(heads, sessions));
  const commandOf = async (node: S3Node): Promise<vscode.Command> => (await previews()).commandOf(node);
  const common = { heads, changes, storeOf, commandOf, getProfile, sessions, front, clock, log, extensionUri };
  const { explorer, view, revealRow } = own(
    new LazyExplorer({ sessions, workspaceState, clock }, async (tree) => {
      const { createExplorer } = await import('./vscode/s3/explorer');
      return createExplorer(
        { ...common, view: tree.view, revealRow: tree.revealRow, settings, restored, workspaceState, globalState },
        translations,
      );
    }),
  );
  own(changes.onDidChange((made) => made.forEach(({ address }) => heads.forget(address))));
  const allowedFolders = own(new AllowedFolders(globalState, getProfile));
  // Every window follows what is forgotten in another.
  keeping.load().catch(warn);
  const files: () => Promise<ObjectFiles> = lazy(async () => {
    const { createObjectFiles } = await import('./vscode/files/objectFiles');
    // Which profile has a name decides what the person has allowed.
    await settings.ready;
    return createObjectFiles(
      {
        ...{ storeOf, heads, changes, getProfile, sessions, restore, clock, workspaceState, allowedFolders },
        ...{ front, settings, isProduction: isMarked },
        present: warn,
        fire: (events) => fileSystem.fire(events),
      },
      translations,
    );
  });
  own(front.onDidChange(() => void files()));
  const fileSystem = own(new ObjectFileSystem(files));
  own(registerObjectFileSystem(fileSystem));

  const found = async (): Promise<readonly S3Node[]> => (await search()).selection();
  const s3 = async () => {
    const [{ browser }, { consent, personalStoreOf }] = await Promise.all([explorer(), files()]);
    return {
      ...{ ...common, view, revealRow, found, files, allowedFolders, handOver, globalState },
      ...{ browser, consent, storeOf: personalStoreOf },
    };
  };
  const actions = lazy(async () => (await import('./vscode/s3/actions')).createS3Actions(await s3(), translations));
  const previews = lazy(async () =>
    own((await import('./vscode/previews/previews')).createPreviews(await s3(), translations)),
  );
  const search = lazy(async () => (await import('./vscode/s3/search/search')).createSearch(await s3(), translations));

  own(
    registerCommands(
      {
        ...lazyCommands(PERSON_COMMANDS, async () => (await personal()).commands),
        ...lazyCommands(EXPLORER_COMMANDS, async () => (await explorer()).commands),
        ...lazyCommands(ACTION_COMMANDS, actions),
        ...lazyCommands(PREVIEW_COMMANDS, async () => (await previews()).commands),
        ...lazyCommands(SEARCH_COMMANDS, async () => (await search()).commands),
      },
      { present: warn, ready: () => settings.ready, inTitles: commandsInTitles(extension) },
    ),
  );
}
