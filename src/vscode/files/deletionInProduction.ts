import * as vscode from 'vscode';
import type { Profile } from '../../core/roles/profile';
import type { Deletion } from '../../core/s3/deletion';
import { countDeletion, versioningOf } from '../../core/s3/deletionCount';
import { deletionQuestion } from '../../core/s3/deletionTexts';
import { pathText, type FilePath } from '../../core/s3/files/filePath';
import type { Found } from '../../core/s3/files/lookup';
import { pathTo } from '../../core/s3/files/toldTypes';
import type { ObjectStore } from '../../core/s3/objectStore';
import type { WriteConsent } from '../../core/s3/writeConsent';
import { assertWritable } from '../../core/s3/writable';
import { AppError, isAppError } from '../../core/support/errors';
import { confirmDestructive } from '../support/confirmDestructive';
import { withLateProgress } from '../support/lateProgress';

/** What deletions are counted and agreed to with. */
export interface DeletionDeps {
  readonly getProfile: (name: string) => Profile;
  readonly storeOf: (profile: string) => ObjectStore;
  readonly consent: WriteConsent;
  /** What stands at a path; throws AppErrors. */
  readonly find: (path: FilePath) => Promise<Found>;
}

/** Questions before VS Code's own file explorer, or an extension, deletes through a profile marked `production`. */
export class DeletionQuestions {
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly deps: DeletionDeps) {}

  /**
   * Asks about one deletion after the other: a second question would close the first.
   * @returns the path to what was agreed to
   * @throws AppError of kind `cancelled` unless the person agrees, in words, because VS Code always shows why it failed
   */
  async ask(path: FilePath): Promise<FilePath> {
    const profile = this.deps.getProfile(path.profile);
    if (!profile.production) return path;
    const ask = async (): Promise<FilePath> => {
      const found = await this.deps.find(path);
      await confirm(profile, found, pathText(path), this.deps);
      return pathTo(found.type, path);
    };
    const asked = this.#last.then(ask, ask);
    this.#last = asked;
    return await asked;
  }
}

async function confirm(
  profile: Profile,
  found: Found,
  place: string,
  { storeOf, consent }: Pick<DeletionDeps, 'storeOf' | 'consent'>,
): Promise<void> {
  // Nobody is asked about what is refused anyway.
  assertWritable(profile);
  const deletion = deletionOf(found);
  if (!deletion) return;
  try {
    const [count, versioning] = await withLateProgress(
      vscode.l10n.t('Counting what would be deleted'),
      async (_show, signal) =>
        await Promise.all([
          countDeletion(deletion, storeOf, signal, () => undefined),
          versioningOf(deletion, storeOf, signal),
        ]),
    );
    const { question, facts, typed } = deletionQuestion(deletion, count, versioning, vscode.env.language);
    const action = vscode.l10n.t('Delete');
    await confirmDestructive(profile, { question, detail: facts.join('\n'), action, typed }, consent);
  } catch (error) {
    if (!isAppError(error, 'cancelled')) throw error;
    throw new AppError('cancelled', vscode.l10n.t('{0} was not deleted.', place));
  }
}

/** @returns undefined for a bucket and what is above, which are not deleted this way */
function deletionOf(found: Found): Deletion | undefined {
  const nothing = { objects: [], prefixes: [], everyVersion: false };
  if (found.type === 'file') {
    const { profile, bucket, key } = found.address;
    return [{ ...nothing, profile, bucket, objects: [{ key, size: found.info.size }] }];
  }
  if (!found.folder || found.folder.prefix === '') return undefined;
  const { profile, bucket, prefix } = found.folder;
  return [{ ...nothing, profile, bucket, prefixes: [prefix] }];
}
