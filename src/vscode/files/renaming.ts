import * as vscode from 'vscode';
import type { ProfileObjectAddress } from '../../core/s3/address';
import { folderUriParts, type FolderAddress } from '../../core/s3/files/filePath';
import type { FileKind } from '../../core/s3/files/toldTypes';
import { isAppError } from '../../core/support/errors';
import { SCHEME } from '../ids';
import { uriOfTab } from './documents';
import type { ObjectFiles } from './objectFiles';
import { uriOf } from './objectFileSystem';

/** The URI of a folder or bucket. @param besideObject whether an object has its name */
export function folderUri(folder: FolderAddress, besideObject: boolean): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, ...folderUriParts(folder, besideObject) });
}

/** Renames an object; editors of it go along. Throws AppErrors. */
export async function renameObject(from: ProfileObjectAddress, key: string, files: ObjectFiles): Promise<void> {
  const to = { ...from, key };
  // Where its folder is allowed, it may be open under its own name, and as text.
  if (isOpenIn(files.opened(from))) await renameWithEditors(files.opened(from), files.opened(to), 'file', files);
  else if (isOpenIn(uriOf(from))) await renameWithEditors(uriOf(from), uriOf(to), 'file', files);
  else {
    files.show(uriOf(from), 'file');
    await files.rename(uriOf(from), uriOf(to), { overwrite: false });
  }
}

/** Renames a folder; editors of what is in it go along. Throws AppErrors. */
export async function renameFolder(from: FolderAddress, prefix: string, files: ObjectFiles): Promise<void> {
  const to = { ...from, prefix };
  if (isOpenIn(folderUri(from, false)) || isOpenIn(folderUri(from, true))) {
    const [source, target] = await Promise.all([shownUri(from, files), shownUri(to, files)]);
    await renameWithEditors(source, target, 'folder', files);
  } else {
    // Under these names it is the folder, whatever stands beside it.
    await files.rename(folderUri(from, true), folderUri(to, true), { overwrite: false });
  }
}

/** Renames through VS Code, which renames the editors too. */
async function renameWithEditors(from: vscode.Uri, to: vscode.Uri, kind: FileKind, files: ObjectFiles): Promise<void> {
  files.show(from, kind);
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(from, to, { overwrite: false });
  void files.takeRename(from, to);
  if (await vscode.workspace.applyEdit(edit)) return;
  // VS Code does not say why not. The file system does, which is asked itself where VS Code did not come to ask it.
  await (files.takeRename(from, to) ?? files.rename(from, to, { overwrite: false }));
}

/** The URI under which VS Code shows a folder: where an object has its name, it has another. */
async function shownUri(folder: FolderAddress, files: ObjectFiles): Promise<vscode.Uri> {
  const uri = folderUri(folder, false);
  // Where it may not be asked, the folder is named so that it is no object.
  const isObject = await files.find(uri).then(
    ({ type }) => type === 'file',
    (error: unknown) => !isAppError(error, 'notFound'),
  );
  return isObject ? folderUri(folder, true) : uri;
}

/** Whether an editor shows a file, or something in a folder. */
function isOpenIn(place: vscode.Uri): boolean {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some((tab) => {
      const uri = uriOfTab(tab);
      return (
        uri?.scheme === place.scheme &&
        uri.authority === place.authority &&
        (uri.path === place.path || uri.path.startsWith(`${place.path}/`))
      );
    });
}
