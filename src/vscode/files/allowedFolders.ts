import type * as vscode from 'vscode';
import { isSameFolder, readAllowedFolders } from '../../core/s3/files/allowedFolders';
import type { FolderAddress } from '../../core/s3/files/filePath';
import { Emitter } from '../../core/support/event';
import { STATE } from '../ids';

/** The folders of S3 whose configuration counts because the person said so, for all of the person's windows. */
export class AllowedFolders implements vscode.Disposable {
  readonly #changed = new Emitter<FolderAddress>();

  /** Fires with the folder that was allowed, or is not any more. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly state: vscode.Memento) {}

  /** All of them, in the order they were allowed. */
  get all(): readonly FolderAddress[] {
    return readAllowedFolders(this.state.get(STATE.allowedFolders));
  }

  /** Whether the configuration in this very folder counts. */
  readonly includes = (folder: FolderAddress): boolean => this.all.some((allowed) => isSameFolder(allowed, folder));

  /** Lets the configuration in a folder count, or not any more. */
  async set({ profile, bucket, prefix }: FolderAddress, isAllowed: boolean): Promise<void> {
    const folder = { profile, bucket, prefix };
    const others = this.all.filter((allowed) => !isSameFolder(allowed, folder));
    await this.state.update(STATE.allowedFolders, isAllowed ? [...others, folder] : others);
    this.#changed.fire(folder);
  }

  /** Lets the configuration in no folder count any more. */
  async clear(): Promise<void> {
    for (const folder of this.all) await this.set(folder, false);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
