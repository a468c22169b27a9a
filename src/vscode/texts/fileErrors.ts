import * as vscode from 'vscode';
import { plainText } from '../../core/texts/plain';

/** The errors VS Code's file service tells apart. It puts their texts into notifications and editors. */
export type FileErrorCode =
  'FileNotFound' | 'NoPermissions' | 'FileExists' | 'FileIsADirectory' | 'FileNotADirectory' | 'Unavailable';

/** An error for VS Code's file service. */
export function fileSystemError(code: FileErrorCode, message: string): vscode.FileSystemError {
  return vscode.FileSystemError[code](plainText(message));
}
