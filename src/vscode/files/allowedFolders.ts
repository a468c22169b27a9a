import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import type { Profile } from '../../core/roles/profile';
import { grantee } from '../../core/roles/sameProfile';
import { isSameFolder, readAllowedFolders, type AllowedFolder } from '../../core/s3/files/allowedFolders';
import type { FolderAddress } from '../../core/s3/files/filePath';
import { isAppError } from '../../core/support/errors';
import { Emitter } from '../../core/support/event';
import { STATE } from '../ids';

/** The folders of S3 whose configuration counts because the person said so, for all of the person's windows. */
export class AllowedFolders implements vscode.Disposable {
  readonly #changed = new Emitter<FolderAddress>();

  /** Fires with the folder that was allowed, or is not any more. */
  readonly onDidChange = this.#changed.event;

  /** @param getProfile the profile that has a name now; throws an AppError where none has */
  constructor(
    private readonly state: vscode.Memento,
    private readonly getProfile: (name: string) => Profile,
  ) {}

  /** All of them, in the order they were allowed, also those allowed for a profile that has its name no longer. */
  get all(): readonly AllowedFolder[] {
    return readAllowedFolders(this.state.get(STATE.allowedFolders));
  }

  /** Whether the configuration in this very folder counts, seen through the profile that has the name now. */
  readonly includes = (folder: FolderAddress): boolean => {
    return this.all.some((allowed) => isSameFolder(allowed, folder) && this.isOfNow(allowed));
  };

  /** Whether the profile for which a folder was allowed is the one that has its name now. */
  isOfNow(allowed: AllowedFolder): boolean {
    try {
      return allowed.grantee === this.#granteeOf(allowed);
    } catch (error) {
      if (!isAppError(error)) throw error;
      return false;
    }
  }

  /**
   * What the person is to be asked about: the folder, for the profile that has the name now and no other.
   * @throws AppError of kind `profileNotFound` or `invalidProfile` where none has
   */
  toAllow(folder: FolderAddress): AllowedFolder {
    const { profile, bucket, prefix } = folder;
    return { profile, bucket, prefix, grantee: this.#granteeOf(folder) };
  }

  /** Lets the configuration in a folder count. */
  async allow(allowed: AllowedFolder): Promise<void> {
    await this.#keep([...this.#without(allowed), allowed], [allowed]);
  }

  /** Lets the configuration in a folder count no longer. */
  async stop(allowed: AllowedFolder): Promise<void> {
    await this.#keep(this.#without(allowed), [allowed]);
  }

  /** Lets the configuration in no folder count any more. */
  async clear(): Promise<void> {
    await this.#keep([], this.all);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** As a hash: a recipe may hold what does not belong into VS Code's state. */
  #granteeOf({ profile }: FolderAddress): string {
    return createHash('sha256')
      .update(grantee(this.getProfile(profile)))
      .digest('base64url');
  }

  #without({ grantee: other, ...folder }: AllowedFolder): AllowedFolder[] {
    return this.all.filter((one) => !isSameFolder(one, folder) || one.grantee !== other);
  }

  async #keep(kept: readonly AllowedFolder[], changed: readonly FolderAddress[]): Promise<void> {
    await this.state.update(STATE.allowedFolders, kept);
    for (const folder of changed) this.#changed.fire(folder);
  }
}
