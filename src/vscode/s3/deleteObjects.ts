import * as vscode from 'vscode';
import { partitionIdOf } from '../../core/roles/partitions';
import type { Profile } from '../../core/roles/profile';
import { deletionOf, isEmptyDeletion, type Deletion } from '../../core/s3/deletion';
import { countDeletion, versioningOf, type DeletionCount } from '../../core/s3/deletionCount';
import { runDeletion, type DeletionOutcome } from '../../core/s3/deletionRun';
import { countText, deletionQuestion, deletionReport, stoppedText } from '../../core/s3/deletionTexts';
import type { S3Node } from '../../core/s3/nodes';
import { assertWritable } from '../../core/s3/writable';
import { confirmDestructive } from '../support/confirmDestructive';
import { withLateProgress, type Step } from '../support/lateProgress';
import { presentError } from '../support/presentError';
import { showError, showInformation } from '../texts/messages';
import type { S3ActionDeps } from './actions';
import { formatNumber } from '../../core/texts/formats';

/** What deleting works with. */
export type DeleteDeps = Pick<S3ActionDeps, 'storeOf' | 'getProfile' | 'consent' | 'clock' | 'log'>;

/**
 * Deletes rows of the explorer: counts what would be lost, asks, deletes, and tells what stayed.
 * @throws AppError of kind `cancelled` when the person does not agree
 */
export async function deleteRows(deps: DeleteDeps, nodes: readonly S3Node[]): Promise<void> {
  const deletion = deletionOf(nodes);
  if (isEmptyDeletion(deletion)) {
    void showInformation(vscode.l10n.t('Select the objects, folders or versions to delete.'));
    return;
  }
  const profiles = [...new Set(deletion.map(({ profile }) => profile))].map(deps.getProfile);
  for (const profile of profiles) assertWritable(profile);
  const { count, versioning } = await counted(deletion, deps);
  if (count.objects + count.versions === 0) {
    void showInformation(
      vscode.l10n.t('There is no object to delete. Earlier versions are shown by "Show Versions and Deleted Objects".'),
    );
    return;
  }
  const { question, facts, typed } = deletionQuestion(deletion, count, versioning, vscode.env.language);
  const action = vscode.l10n.t('Delete');
  await confirmDestructive(strictest(profiles), { question, detail: facts.join('\n'), action, typed }, deps.consent);
  // The question was about all of them.
  for (const { name, production } of profiles) if (production) deps.consent.give(name);
  await deleteAndReport(deletion, count, deps);
}

/** Deletes, with progress, and offers what failed for another try. */
async function deleteAndReport(deletion: Deletion, count: DeletionCount | undefined, deps: DeleteDeps): Promise<void> {
  report(await runWithProgress(vscode.l10n.t('Deleting'), deletion, count, deps), deps);
}

/**
 * Deletes, with progress that can be cancelled.
 * @param count how much it is, where known
 */
export function runWithProgress(
  title: string,
  deletion: Deletion,
  count: DeletionCount | undefined,
  deps: DeleteDeps,
): Promise<DeletionOutcome> {
  const partitionOf = (profile: string): string => partitionIdOf(deps.getProfile(profile).region);
  return withLateProgress(title, (show, signal) => {
    let shown = 0;
    return runDeletion(deletion, { ...deps, partitionOf }, signal, ({ deleted, failed }) => {
      show(stepOf(deleted + failed, deleted + failed - shown, count));
      shown = deleted + failed;
    });
  });
}

/** Tells what stayed, and why, and what was stopped. */
export function report(outcome: DeletionOutcome, deps: DeleteDeps): void {
  const told = deletionReport(outcome, vscode.env.language);
  if (outcome.isCancelled) {
    void showInformation(stoppedText(outcome, vscode.env.language));
  }
  if (!told) return;
  for (const line of told.lines) deps.log.warn(line);
  void offerAgain(told.message, outcome, deps).catch((error: unknown) => presentError(error, deps.log));
}

async function offerAgain(message: string, outcome: DeletionOutcome, deps: DeleteDeps): Promise<void> {
  const again = vscode.l10n.t('Retry Failed');
  const log = vscode.l10n.t('Show Log');
  const chosen = await showError(message, again, log);
  if (chosen === log) deps.log.show();
  if (chosen === again) await deleteAndReport(outcome.rest, undefined, deps);
}

function counted(deletion: Deletion, { storeOf }: DeleteDeps) {
  return withLateProgress(vscode.l10n.t('Counting what would be deleted'), async (show, signal) => {
    const [count, versioning] = await Promise.all([
      countDeletion(deletion, storeOf, signal, (soFar) => show({ message: countText(soFar, vscode.env.language) })),
      versioningOf(deletion, storeOf, signal),
    ]);
    return { count, versioning };
  });
}

function stepOf(done: number, since: number, count: DeletionCount | undefined): Step {
  const number = (value: number): string => formatNumber(value, vscode.env.language);
  if (!count?.isComplete) return { message: number(done) };
  const total = count.objects + count.versions;
  return {
    message: vscode.l10n.t('{0} of {1}', number(done), number(total)),
    increment: (100 * since) / Math.max(1, total),
  };
}

/** The profile whose rules are to be kept: a production profile where there is one. */
function strictest(profiles: readonly Profile[]): Profile {
  const [first] = profiles;
  const strict = profiles.find(({ production }) => production) ?? first;
  if (!strict) throw new RangeError('There is no profile.');
  return strict;
}
