import * as vscode from 'vscode';
import type { Profile } from '../../core/roles/profile';
import type { Deletion } from '../../core/s3/deletion';
import { countDeletion, versioningOf } from '../../core/s3/deletionCount';
import { deletionQuestion } from '../../core/s3/deletionTexts';
import type { Found } from '../../core/s3/files/lookup';
import type { ObjectStore } from '../../core/s3/objectStore';
import type { WriteConsent } from '../../core/s3/writeConsent';
import { assertWritable } from '../../core/s3/writable';
import { AppError, isAppError } from '../../core/support/errors';
import { confirmDestructive } from '../support/confirmDestructive';
import { withLateProgress } from '../support/lateProgress';

/** What deletions are counted and agreed to with. */
export interface DeletionDeps {
  readonly storeOf: (profile: string) => ObjectStore;
  readonly consent: WriteConsent;
}

/**
 * Asks before VS Code's own file explorer, or an extension, deletes through a profile marked `production`.
 * @param found what is to be deleted
 * @param place its name for people
 * @throws AppError of kind `cancelled` unless the person agrees, in words, because VS Code always shows why it failed
 */
export async function confirmInProduction(
  profile: Profile,
  found: Found,
  place: string,
  { storeOf, consent }: DeletionDeps,
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
