import * as vscode from 'vscode';
import type { Profile } from '../../core/roles/profile';
import { s3Uri, type ProfileObjectAddress } from '../../core/s3/address';
import { filePathOf, parentFolder, parentPrefix, pathText, type FolderAddress } from '../../core/s3/files/filePath';
import { keyProblem } from '../../core/s3/files/newKeys';
import { visibleText } from '../../core/texts/visible';
import { addressOf, type S3Node } from '../../core/s3/nodes';
import { assertWritable } from '../../core/s3/writable';
import { isOwn } from '../../core/secrets/secretUse';
import { AppError, toAppError } from '../../core/support/errors';
import type { CommandHandlers } from '../ids';
import type { S3ActionDeps } from '../s3/actions';
import { chosenRow, rowsOfShortcut } from '../s3/chosenRows';
import { showInputBox } from '../texts/inputs';
import { askForConfiguration, explainWorkspaceFolder } from './folderConfiguration';
import type { ObjectFiles } from './objectFiles';
import { folderUri, renameFolder, renameObject } from './renaming';

export type FileCommand =
  | 'assumeRole.s3.openAsWorkspaceFolder'
  | 'assumeRole.s3.allowConfiguration'
  | 'assumeRole.s3.newFile'
  | 'assumeRole.s3.rename'
  | 'assumeRole.conflict.keepMine'
  | 'assumeRole.conflict.takeTheirs'
  | 'assumeRole.conflict.saveAsNew';

/** Objects as files: workspace folders, new objects, renaming, conflicts. */
export function fileCommands(deps: S3ActionDeps): Pick<CommandHandlers, FileCommand> {
  const { files, getProfile } = deps;
  const selected = (node: S3Node | undefined): ProfileObjectAddress | undefined => {
    const row = chosenRow(deps, node);
    return row && addressOf(row);
  };

  return {
    'assumeRole.s3.openAsWorkspaceFolder': async (node) => {
      const address = selected(node);
      if (address) await openAsWorkspaceFolder(parentFolder(address), deps);
    },
    'assumeRole.s3.allowConfiguration': () => askForConfiguration(deps.allowedFolders),
    'assumeRole.s3.newFile': async (node) => {
      const address = selected(node);
      if (!address) return;
      assertWritable(getProfile(address.profile));
      const { profile, bucket, prefix } = parentFolder(address);
      const key = await askForKey({
        title: vscode.l10n.t('New Object in {0}', visibleText(s3Uri({ bucket, key: prefix }))),
        prompt: vscode.l10n.t('Name; "/" in it makes folders'),
        prefix,
        value: '',
        taken: undefined,
      });
      if (key === undefined) return;
      await showCreated(await (await files()).create({ profile, bucket, key }, new Uint8Array()), await files());
    },
    'assumeRole.s3.rename': async (chosen) => {
      const [row] = await rowsOfShortcut(deps, chosen);
      const address = row && addressOf(row);
      if (!address || address.key === '') return;
      assertWritable(getProfile(address.profile));
      const { profile, bucket, key } = address;
      const isFolder = key.endsWith('/') && row.type !== 'object';
      const own = isFolder ? key.slice(0, -1) : key;
      const prefix = own.slice(0, own.lastIndexOf('/') + 1);
      const target = await askForKey({
        title: vscode.l10n.t('Rename {0}', visibleText(s3Uri({ bucket, key }))),
        prompt: isFolder
          ? vscode.l10n.t('New name; every object in the folder is copied, then deleted')
          : vscode.l10n.t('New name; "/" in it moves the object into folders'),
        prefix,
        value: own.slice(prefix.length),
        taken: own,
      });
      if (target === undefined || target === own) return;
      if (isFolder) await renameFolder({ profile, bucket, prefix: key }, `${target}/`, await files());
      else await renameObject({ profile, bucket, key }, target, await files());
    },
    'assumeRole.conflict.keepMine': async (editor) => (await files()).settleConflict('keepMine', editor),
    'assumeRole.conflict.takeTheirs': async (editor) => (await files()).settleConflict('takeTheirs', editor),
    'assumeRole.conflict.saveAsNew': async (editor) => (await files()).settleConflict('saveAsNew', editor),
  };
}

/** Opens an object that was created. @throws AppError that says that it was, where the session may only write */
async function showCreated(uri: vscode.Uri, files: ObjectFiles): Promise<void> {
  try {
    await vscode.window.showTextDocument(uri, { preview: false });
  } catch (error) {
    // VS Code gives the reason in a text of its own.
    const reason = await files.readFile(uri).then(() => undefined, toAppError);
    if (!reason) throw error;
    const created = vscode.l10n.t('{0} was created, but cannot be opened.', pathText(filePathOf(uri)));
    throw new AppError(reason.kind, `${created} ${reason.message}`, reason.detail, reason);
  }
}

/** How a key is asked for. */
interface KeyQuestion {
  readonly title: string;
  readonly prompt: string;
  /** What stands before what is typed. */
  readonly prefix: string;
  readonly value: string;
  /** The key that it must not be. */
  readonly taken: string | undefined;
}

async function askForKey({ title, prompt, prefix, value, taken }: KeyQuestion): Promise<string | undefined> {
  const dot = value.lastIndexOf('.');
  const typed = await showInputBox({
    title,
    prompt,
    value,
    valueSelection: [value.lastIndexOf('/') + 1, dot > value.lastIndexOf('/') + 1 ? dot : value.length],
    ignoreFocusOut: true,
    // The name as it is shows no fault while nothing was typed; accepted, it changes nothing.
    validateInput: (text) => (prefix + text === taken ? undefined : keyProblem(prefix + text)),
  });
  return typed === undefined ? undefined : prefix + typed;
}

/** Shows a bucket or prefix as a folder of this window's workspace. */
async function openAsWorkspaceFolder(folder: FolderAddress, deps: S3ActionDeps): Promise<void> {
  const { profile, bucket, prefix } = folder;
  assertCountsInS3(deps.getProfile(profile));
  await explainWorkspaceFolder(folder, deps.allowedFolders, deps.globalState);
  const files = await deps.files();
  files.expectWorkspaceFolder(folder);
  const found = await files.find(folderUri(folder, false));
  const uri = folderUri(folder, found.type === 'file');
  const { workspaceFolders = [] } = vscode.workspace;
  const open = workspaceFolders.find((other) => other.uri.toString() === uri.toString());
  // Before the folder is added: that can make another workspace of this one, for which the window begins anew.
  await vscode.commands.executeCommand('workbench.view.explorer');
  if (!open) {
    const last = prefix === '' ? bucket : visibleText(prefix.slice(parentPrefix(prefix).length, -1));
    const name = `${last} (${profile})`;
    await deps.handOver.give(deps.sessions, uri);
    vscode.workspace.updateWorkspaceFolders(workspaceFolders.length, 0, { uri, name });
  }
}

/** @throws AppError of kind `invalidProfile` for a profile that is gone as soon as a folder of S3 is in the workspace */
function assertCountsInS3(profile: Profile): void {
  if (isOwn(profile)) return;
  const { name } = profile;
  throw new AppError(
    'invalidProfile',
    vscode.l10n.t(
      'The profile "{0}" is in the settings of this workspace, which do not count while a folder of it is in S3.',
      name,
    ),
    { profile: name, cure: vscode.l10n.t('Copy the profile into your user settings first.') },
  );
}
