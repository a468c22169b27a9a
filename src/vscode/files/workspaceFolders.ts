import * as vscode from 'vscode';
import { isSameFolder } from '../../core/s3/files/allowedFolders';
import { filePathOf, type FilePath, type FolderAddress } from '../../core/s3/files/filePath';
import { AppError } from '../../core/support/errors';
import { SCHEME } from '../ids';

/** The folders of S3 that are open as workspace folders. */
export function workspaceFoldersInS3(): FolderAddress[] {
  return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => {
    if (uri.scheme !== SCHEME) return [];
    try {
      const { profile, bucket, prefix } = filePathOf(uri);
      return bucket === undefined || prefix === undefined ? [] : [{ profile, bucket, prefix }];
    } catch {
      // No folder of ours has that address; opening it says so.
      return [];
    }
  });
}

/** Whether a path is that of a workspace folder. */
export function isWorkspaceFolder({ profile, bucket, prefix }: FilePath): boolean {
  return workspaceFoldersInS3().some((folder) =>
    isSameFolder(folder, { profile, bucket: bucket ?? '', prefix: prefix ?? '' }),
  );
}

/**
 * Serves the file of this window's workspace to nobody: whatever its name, VS Code takes its settings, tasks and folders
 * from it, and trusts them.
 * @param kind `notFound` for who reads it, `accessDenied` for who writes it
 */
export function assertNoWorkspaceFile(uri: vscode.Uri, kind: 'notFound' | 'accessDenied'): void {
  const { workspaceFile } = vscode.workspace;
  if (workspaceFile?.scheme !== SCHEME) return;
  // Compared without what a query or fragment could say otherwise.
  if (workspaceFile.authority !== uri.authority || workspaceFile.path !== uri.path) return;
  throw new AppError(kind, vscode.l10n.t('VS Code takes no workspace from a file in S3.'), {
    cure: vscode.l10n.t('Download the file, look at it and open it from your disk.'),
  });
}
