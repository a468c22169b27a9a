import * as vscode from 'vscode';
import { fromUriParts, s3Uri, type ProfileObjectAddress } from '../../core/s3/address';
import { parentFolder } from '../../core/s3/files/filePath';
import { visibleText } from '../../core/texts/visible';
import type { Disposable } from '../../core/support/disposable';
import { isAppError } from '../../core/support/errors';
import { editorMarks } from '../../core/workspace/editorNames';
import { SCHEME } from '../ids';
import { showInformation } from '../texts/messages';
import type { AllowedFolders } from './allowedFolders';
import { askToAllow } from './folderConfiguration';
import { openedUri } from './objectFileSystem';

/** Says, once in a window, why a notebook of S3 opens as text, and offers to open it as what it is. */
export class OpenedAsText implements Disposable {
  readonly #subscription: vscode.Disposable;
  #isTold = false;

  constructor(
    private readonly allowed: AllowedFolders,
    private readonly present: (error: unknown) => void,
  ) {
    this.#subscription = vscode.window.tabGroups.onDidChangeTabs(() => this.#look());
    this.#look();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #look(): void {
    if (this.#isTold) return;
    const address = frontText();
    if (!address || this.allowed.includes(parentFolder(address))) return;
    const name = address.key.slice(address.key.lastIndexOf('/') + 1);
    if (editorMarks(name).length === 0) return;
    this.#isTold = true;
    this.#tell(address, visibleText(name)).catch((error: unknown) => {
      if (!isAppError(error, 'cancelled')) this.present(error);
    });
  }

  async #tell(address: ProfileObjectAddress, name: string): Promise<void> {
    const folder = parentFolder(address);
    const allow = vscode.l10n.t('Allow in This Folder…');
    const answer = await showInformation(
      vscode.l10n.t(
        '"{0}" is shown as text: notebooks and other files with an editor of their own can run scripts on this machine, and everyone who may write objects in {1} can change them.',
        name,
        visibleText(s3Uri({ bucket: folder.bucket, key: folder.prefix })),
      ),
      allow,
    );
    if (answer !== allow) return;
    await askToAllow(folder, this.allowed);
    if (!this.allowed.includes(folder)) return;
    await vscode.commands.executeCommand('vscode.open', openedUri(address, this.allowed.includes));
  }
}

/** The object that the editor in front shows as text, or would if it were one. */
function frontText(): ProfileObjectAddress | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputText) || input.uri.scheme !== SCHEME) return undefined;
  try {
    return fromUriParts(input.uri);
  } catch {
    // Such as one side of a conflict.
    return undefined;
  }
}
