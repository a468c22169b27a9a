import * as vscode from 'vscode';
import { toUriParts } from '../../../src/core/s3/address';
import { SCHEME } from '../../../src/vscode/ids';

/** The URI of an object as a profile's session sees it. */
export function objectUri(profile: string, bucket: string, key: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, ...toUriParts({ profile, bucket, key }) });
}

/** An object's content as text. */
export async function textOf(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** How VS Code refuses a file operation. */
export interface Refusal {
  /** Such as `FileNotFound`. */
  readonly code: string;
  readonly message: string;
}

/** The refusal of an operation. @throws when it succeeds or fails with anything but a FileSystemError */
export async function refusalOf(operation: PromiseLike<unknown>): Promise<Refusal> {
  try {
    await operation;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('The operation succeeded.');
}
