import * as vscode from 'vscode';
import { toUriParts, type ProfileObjectAddress } from '../../core/s3/address';
import type { IsAllowed } from '../../core/s3/files/configurationPaths';
import { openedUriParts } from '../../core/s3/files/filePath';
import type { Disposable } from '../../core/support/disposable';
import { SCHEME } from '../ids';
import { toFileSystemError } from './errors';
import { assertNoWorkspaceFile } from './workspaceFolders';

/** The URI under which editors know an object. */
export function uriOf(address: ProfileObjectAddress): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, ...toUriParts(address) });
}

/** Where an object opens from: where the person has allowed its folder, as what its name says. */
export function openedUri(address: ProfileObjectAddress, isAllowed: IsAllowed): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, ...openedUriParts(address, isAllowed) });
}

/** What a file system does, with promises and errors of the core. */
export interface FileWork extends Disposable {
  stat(uri: vscode.Uri): Promise<vscode.FileStat>;
  readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]>;
  readFile(uri: vscode.Uri): Promise<Uint8Array>;
  writeFile(
    uri: vscode.Uri,
    body: Uint8Array,
    options: { readonly create: boolean; readonly overwrite: boolean },
  ): Promise<void>;
  createDirectory(uri: vscode.Uri): Promise<void>;
  delete(uri: vscode.Uri, options: { readonly recursive: boolean }): Promise<void>;
  rename(from: vscode.Uri, to: vscode.Uri, options: { readonly overwrite: boolean }): Promise<void>;
  copy(from: vscode.Uri, to: vscode.Uri, options: { readonly overwrite: boolean }): Promise<void>;
}

/** Objects as files, whose work is loaded at its first use. VS Code cannot cancel a file operation, so none takes a signal. */
export class ObjectFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changes.event;
  readonly #opening: vscode.Disposable;
  #loaded: Promise<FileWork> | undefined;

  constructor(private readonly load: () => Promise<FileWork>) {
    // What a window was closed with is watched from the beginning, above all unsaved changes: VS Code restores those
    // without reading anything here.
    const { textDocuments, workspaceFolders = [] } = vscode.workspace;
    const watch = ({ uri }: { readonly uri: vscode.Uri }): void => {
      if (uri.scheme === SCHEME) void this.#files();
    };
    for (const open of [...textDocuments, ...workspaceFolders]) watch(open);
    this.#opening = vscode.workspace.onDidOpenTextDocument(watch);
  }

  /** Tells VS Code of changes. */
  fire(changes: vscode.FileChangeEvent[]): void {
    this.#changes.fire(changes);
  }

  /** S3 has no events for clients: changes by others are noticed when an object is asked for again. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return await this.#run((files) => files.stat(uri), { read: uri });
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    return await this.#run((files) => files.readDirectory(uri));
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return await this.#run((files) => files.readFile(uri), { read: uri });
  }

  async writeFile(...args: Parameters<FileWork['writeFile']>): Promise<void> {
    await this.#run((files) => files.writeFile(...args), { written: args[0] });
  }

  async createDirectory(uri: vscode.Uri): Promise<void> {
    await this.#run((files) => files.createDirectory(uri));
  }

  async delete(...args: Parameters<FileWork['delete']>): Promise<void> {
    await this.#run((files) => files.delete(...args));
  }

  async rename(...args: Parameters<FileWork['rename']>): Promise<void> {
    await this.#run((files) => files.rename(...args), { written: args[1] });
  }

  async copy(...args: Parameters<FileWork['copy']>): Promise<void> {
    await this.#run((files) => files.copy(...args), { read: args[0], written: args[1] });
  }

  dispose(): void {
    this.#opening.dispose();
    void this.#loaded?.then((files) => files.dispose());
    this.#changes.dispose();
  }

  #files(): Promise<FileWork> {
    return (this.#loaded = this.load());
  }

  async #run<T>(
    operation: (files: FileWork) => Promise<T>,
    { read, written }: { readonly read?: vscode.Uri; readonly written?: vscode.Uri } = {},
  ): Promise<T> {
    try {
      if (read) assertNoWorkspaceFile(read, 'notFound');
      if (written) assertNoWorkspaceFile(written, 'accessDenied');
      return await operation(await this.#files());
    } catch (error) {
      throw toFileSystemError(error);
    }
  }
}

/** Makes objects files of VS Code. */
export function registerObjectFileSystem(fileSystem: ObjectFileSystem): vscode.Disposable {
  return vscode.workspace.registerFileSystemProvider(SCHEME, fileSystem, { isCaseSensitive: true });
}
