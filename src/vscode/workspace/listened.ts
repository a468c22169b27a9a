import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { isListenedTo } from '../../core/workspace/listened';

/**
 * Whether what the workspace says may count: its settings, and what is done at opening because of it. The only question of
 * trust to ask; `vscode.workspace.isTrusted` alone is true for a folder of S3, into which others write.
 */
export function isWorkspaceListened(): boolean {
  const { isTrusted, workspaceFolders = [], workspaceFile } = vscode.workspace;
  return isListenedTo({
    isTrusted,
    folders: workspaceFolders.map(({ uri }) => uri.scheme),
    file: workspaceFile?.scheme,
  });
}

/** Tells of every moment after which {@link isWorkspaceListened} may answer otherwise. */
export function onDidChangeListened(listener: () => void): Disposable {
  const store = new DisposableStore();
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(listener));
  let before = isWorkspaceListened();
  store.add(
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      const now = isWorkspaceListened();
      const isSame = now === before;
      before = now;
      if (!isSame) listener();
    }),
  );
  return store;
}
