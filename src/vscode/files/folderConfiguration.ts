import * as vscode from 'vscode';
import { s3Uri } from '../../core/s3/address';
import { isSameFolder, type AllowedFolder } from '../../core/s3/files/allowedFolders';
import { filePathOf, objectAt, parentFolder, type FolderAddress } from '../../core/s3/files/filePath';
import { visibleText } from '../../core/texts/visible';
import { AppError, cancelled } from '../../core/support/errors';
import { SCHEME, STATE } from '../ids';
import { showQuickPick, type PickItem } from '../texts/inputs';
import { askModal, showInformation } from '../texts/messages';
import type { AllowedFolders } from './allowedFolders';
import { uriOfTab } from './documents';
import { workspaceFoldersInS3 } from './workspaceFolders';

/** What is asked about with {@link askForConfiguration}. */
interface FolderItem extends PickItem {
  readonly folder: FolderAddress;
  /** What counts now. */
  readonly allowed?: AllowedFolder;
}

/**
 * Says, the first time, what a workspace folder in S3 means, and offers that its configuration counts.
 * @throws AppError of kind `cancelled` when the person does not want it
 */
export async function explainWorkspaceFolder(
  folder: FolderAddress,
  allowed: AllowedFolders,
  globalState: vscode.Memento,
): Promise<void> {
  if (globalState.get(STATE.workspaceFolderExplained) === true) return;
  const add = vscode.l10n.t('Add to Workspace');
  const allow = vscode.l10n.t('Add and Allow Configuration…');
  const detail = [
    vscode.l10n.t(
      'VS Code trusts folders in S3 without asking you, and everyone who may write objects there may change them. So settings, tasks, MCP servers and instructions for agents in such a folder (.vscode, .github, AGENTS.md, …) do not count, and notebooks open as text, unless you allow it.',
    ),
    vscode.l10n.t(
      'While the folder is in the workspace, role profiles and other Assume Role settings of the workspace do not count either; those of your user settings do.',
    ),
  ];
  const answer = await askModal(
    vscode.l10n.t('Add {0} to the workspace?', textOf(folder)),
    { severity: 'information', detail: detail.join('\n\n') },
    add,
    allow,
  );
  if (answer === undefined) throw cancelled();
  if (answer === allow) await askToAllow(folder, allowed);
  await globalState.update(STATE.workspaceFolderExplained, true);
}

/** Lets the person choose a folder of S3, and asks whether its configuration counts, or stops that. */
export async function askForConfiguration(allowed: AllowedFolders): Promise<void> {
  const open = openFolders().filter((folder) => !allowed.includes(folder));
  if (open.length + allowed.all.length === 0) {
    throw new AppError(
      'invalidRequest',
      vscode.l10n.t('No folder of this workspace is in S3, and no object is open.'),
      {
        cure: vscode.l10n.t('Add the folder to the workspace in the S3 explorer, or open an object in it, first.'),
      },
    );
  }
  const items: FolderItem[] = [
    ...open.map((folder) => itemOf(folder, vscode.l10n.t('not allowed'))),
    ...allowed.all.map((folder) => ({ ...itemOf(folder, stateOf(folder, allowed)), allowed: folder })),
  ];
  const chosen = await showQuickPick(items, {
    title: vscode.l10n.t('Configuration of S3 Folders'),
    placeHolder: vscode.l10n.t('Choose a folder to allow its configuration, or to stop allowing it'),
    matchOnDescription: true,
  });
  if (!chosen) throw cancelled();
  const { folder } = chosen;
  if (!chosen.allowed) {
    await askToAllow(folder, allowed);
    return;
  }
  await allowed.stop(chosen.allowed);
  if (workspaceFoldersInS3().some((other) => isSameFolder(other, folder))) await offerReload(folder);
}

/** The folders of the workspace, and that of the object in front. */
function openFolders(): FolderAddress[] {
  const folders = workspaceFoldersInS3();
  const front = folderInFront();
  return front && !folders.some((folder) => isSameFolder(folder, front)) ? [...folders, front] : folders;
}

function folderInFront(): FolderAddress | undefined {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  const uri = activeTab && uriOfTab(activeTab);
  if (uri?.scheme !== SCHEME) return undefined;
  try {
    return parentFolder(objectAt(filePathOf(uri, () => true)));
  } catch {
    return undefined;
  }
}

/** Asks whether the configuration in a folder counts from now on. @throws AppError of kind `cancelled` */
export async function askToAllow(folder: FolderAddress, allowed: AllowedFolders): Promise<void> {
  const allow = vscode.l10n.t('Allow');
  // Before the question: whatever gets the name while it is open was not meant.
  const asked = allowed.toAllow(folder);
  const answer = await askModal(
    vscode.l10n.t('Allow the configuration in {0}?', textOf(folder)),
    {
      detail: [
        vscode.l10n.t(
          'Everyone who may write objects in {0} can then run commands on this machine and change where your files and requests go, now and later: settings, tasks, MCP servers, hooks and instructions for agents count, and notebooks open in their own editors, as in a local folder that you trust.',
          textOf(folder),
        ),
        vscode.l10n.t(
          'It holds for this folder seen through the profile "{0}", in all windows, until you run "AWS: Allow Configuration of S3 Folder…" again. Role profiles and other Assume Role settings in it never count.',
          folder.profile,
        ),
      ].join('\n\n'),
    },
    vscode.l10n.t('Do Not Allow'),
    allow,
  );
  if (answer === undefined) throw cancelled();
  if (answer === allow) await allowed.allow(asked);
}

/** What VS Code and extensions have read they keep until the window begins anew. */
async function offerReload(folder: FolderAddress): Promise<void> {
  const reload = vscode.l10n.t('Reload Window');
  const answer = await showInformation(
    vscode.l10n.t('The configuration in {0} does not count any more.', textOf(folder)),
    reload,
  );
  if (answer === reload) await vscode.commands.executeCommand('workbench.action.reloadWindow');
}

function stateOf(folder: AllowedFolder, allowed: AllowedFolders): string {
  return allowed.isOfNow(folder)
    ? vscode.l10n.t('allowed; choose to stop')
    : vscode.l10n.t('allowed for another profile of this name; choose to stop');
}

function itemOf(folder: FolderAddress, state: string): FolderItem {
  return { label: textOf(folder), description: `${folder.profile} · ${state}`, folder };
}

function textOf({ bucket, prefix }: FolderAddress): string {
  return visibleText(s3Uri({ bucket, key: prefix }));
}
