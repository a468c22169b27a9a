import * as vscode from 'vscode';
import type { ErrorKind } from '../../core/support/errors';
import { toAppError } from '../../core/support/errors';

/** The errors VS Code tells apart; every other kind is `Unavailable`. */
const BY_KIND: Partial<Record<ErrorKind, (message: string) => vscode.FileSystemError>> = {
  notFound: (message) => vscode.FileSystemError.FileNotFound(message),
  accessDenied: (message) => vscode.FileSystemError.NoPermissions(message),
  exists: (message) => vscode.FileSystemError.FileExists(message),
  isFolder: (message) => vscode.FileSystemError.FileIsADirectory(message),
  isFile: (message) => vscode.FileSystemError.FileNotADirectory(message),
};

/** Any error as VS Code's file service wants it, with what the person can do in its text. */
export function toFileSystemError(error: unknown): vscode.FileSystemError {
  const { kind, message, detail } = toAppError(error);
  const text = detail.cure === undefined ? message : `${message} ${detail.cure}`;
  return BY_KIND[kind]?.(text) ?? vscode.FileSystemError.Unavailable(text);
}
