import * as vscode from 'vscode';
import { fromUriParts, toUriParts, type ProfileObjectAddress } from '../../core/s3/address';
import { changeTime, type HeadCache } from '../../core/s3/headCache';
import type { ObjectStore } from '../../core/s3/objectStore';
import { isAppError } from '../../core/support/errors';
import { SCHEME } from '../ids';
import { toFileSystemError } from './errors';

/** The largest object an editor opens, in bytes; VS Code syncs no larger files to its extensions either. */
const MAX_BYTES = 50 * 1024 ** 2;

/** The URI under which editors know an object. */
export function uriOf(address: ProfileObjectAddress): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, ...toUriParts(address) });
}

/** Objects as read-only files. VS Code cannot cancel a file operation, so none takes a signal. */
export class ObjectFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #closing = new AbortController();
  readonly #subscription: { dispose(): void };

  readonly onDidChangeFile = this.#changes.event;

  /**
   * @param storeOf the S3 of a profile's session; may throw an AppError
   * @param present shows the person why an object could not be read: an editor says only that it failed
   */
  constructor(
    private readonly storeOf: (profile: string) => ObjectStore,
    private readonly heads: HeadCache,
    private readonly present: (error: unknown) => void,
  ) {
    this.#subscription = heads.onDidChange((address) => {
      this.#changes.fire([{ type: vscode.FileChangeType.Changed, uri: uriOf(address) }]);
    });
  }

  /** S3 has no events for clients: changes are noticed when an object is asked for again. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    // VS Code asks for the folders above an opened file; buckets are there without a question to S3.
    if (/^\/[^/]*$/.test(uri.path)) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    return await this.#run(async (signal) => {
      const info = await this.heads.head(fromUriParts(uri), signal);
      const time = changeTime(info);
      return {
        type: vscode.FileType.File,
        ctime: time,
        mtime: time,
        size: info.size,
        permissions: vscode.FilePermission.Readonly,
      };
    });
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return await this.#run(async (signal) => {
      const address = fromUriParts(uri);
      try {
        return (await this.storeOf(address.profile).read(address, MAX_BYTES, signal)).bytes;
      } catch (error) {
        // Of a missing file, the editor itself tells.
        if (!isAppError(error, 'notFound')) this.present(error);
        throw error;
      }
    });
  }

  readDirectory(): never {
    throw vscode.FileSystemError.Unavailable(vscode.l10n.t('Browse folders in the S3 explorer.'));
  }

  createDirectory(): never {
    throw readOnly();
  }

  writeFile(): never {
    throw readOnly();
  }

  delete(): never {
    throw readOnly();
  }

  rename(): never {
    throw readOnly();
  }

  dispose(): void {
    this.#closing.abort();
    this.#subscription.dispose();
    this.#changes.dispose();
  }

  async #run<T>(operation: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await operation(this.#closing.signal);
    } catch (error) {
      throw toFileSystemError(error);
    }
  }
}

/** Makes objects openable in editors, marked as read-only. */
export function registerObjectFileSystem(fileSystem: ObjectFileSystem): vscode.Disposable {
  return vscode.workspace.registerFileSystemProvider(SCHEME, fileSystem, {
    isCaseSensitive: true,
    isReadonly: new vscode.MarkdownString(readOnlyReason()),
  });
}

function readOnly(): vscode.FileSystemError {
  return vscode.FileSystemError.NoPermissions(readOnlyReason());
}

function readOnlyReason(): string {
  return vscode.l10n.t('Objects in S3 are opened for reading only.');
}
