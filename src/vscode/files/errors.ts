import type * as vscode from 'vscode';
import type { ErrorKind } from '../../core/support/errors';
import { toAppError } from '../../core/support/errors';
import { fileSystemError, type FileErrorCode } from '../texts/fileErrors';

/** The errors VS Code tells apart; every other kind is `Unavailable`. */
const BY_KIND: Partial<Record<ErrorKind, FileErrorCode>> = {
  notFound: 'FileNotFound',
  accessDenied: 'NoPermissions',
  exists: 'FileExists',
  isFolder: 'FileIsADirectory',
  isFile: 'FileNotADirectory',
};

/** Any error as VS Code's file service wants it, with what the person can do in its text. */
export function toFileSystemError(error: unknown): vscode.FileSystemError {
  const { kind, message, detail } = toAppError(error);
  const text = detail.cure === undefined ? message : `${message} ${detail.cure}`;
  return fileSystemError(BY_KIND[kind] ?? 'Unavailable', text);
}
