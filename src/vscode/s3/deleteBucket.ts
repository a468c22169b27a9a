import * as vscode from 'vscode';
import { abortUploads, bucketContents, isEmptyBucket, type BucketContents } from '../../core/s3/bucketContents';
import { contentsText, emptyingFacts } from '../../core/s3/bucketTexts';
import { countText } from '../../core/s3/deletionTexts';
import type { BucketNode } from '../../core/s3/nodes';
import { assertWritable } from '../../core/s3/writable';
import { cancelled } from '../../core/support/errors';
import { confirmDestructive } from '../support/confirmDestructive';
import { withLateProgress } from '../support/lateProgress';
import { askModal } from '../texts/messages';
import { report, runWithProgress, type DeleteDeps } from './deleteObjects';

/**
 * Deletes a bucket whose name the person typed. One that is not empty is emptied only if the person chooses that.
 * @throws AppError of kind `cancelled` when the person does not agree, `notEmpty` when something came into it meanwhile
 */
export async function deleteBucket(deps: DeleteDeps, { profile: name, bucket }: BucketNode): Promise<void> {
  const profile = deps.getProfile(name);
  assertWritable(profile);
  const store = deps.storeOf(name);
  const place = { profile: name, bucket: bucket.name };
  const contents = await withLateProgress(vscode.l10n.t('Looking into the bucket {0}', bucket.name), (show, signal) =>
    bucketContents(store, place, signal, (soFar) => show({ message: countText(soFar, vscode.env.language) })),
  );
  const empties = contents !== undefined && !isEmptyBucket(contents);
  if (empties) await choosesToEmpty(bucket.name, contents);
  const step = {
    question: empties
      ? vscode.l10n.t('Delete everything in {0}, and the bucket?', bucket.name)
      : vscode.l10n.t('Delete the bucket {0}?', bucket.name),
    detail: detailOf(contents),
    action: empties ? vscode.l10n.t('Empty and Delete') : vscode.l10n.t('Delete Bucket'),
    typed: bucket.name,
    alwaysTyped: true,
  };
  await confirmDestructive(profile, step, deps.consent);
  if (empties && !(await emptied(contents, place, deps))) return;
  await store.deleteBucket(bucket.name, new AbortController().signal);
}

/** @throws AppError of kind `cancelled` unless the person chooses to lose all that is in it */
async function choosesToEmpty(bucket: string, contents: BucketContents): Promise<void> {
  const choice = vscode.l10n.t('Empty and Delete…');
  const chosen = await askModal(
    vscode.l10n.t('The bucket {0} is not empty.', bucket),
    { detail: emptyingFacts(contents, vscode.env.language).join('\n') },
    choice,
  );
  if (chosen !== choice) throw cancelled();
}

function detailOf(contents: BucketContents | undefined): string {
  if (!contents) {
    return vscode.l10n.t('What is in it could not be listed. S3 deletes it only if it is empty.');
  }
  if (isEmptyBucket(contents)) return vscode.l10n.t('It is empty. Its name is free for anybody then.');
  return vscode.l10n.t('Gone for good: {0}.', contentsText(contents, vscode.env.language));
}

/** @returns whether nothing is left in the bucket; if not, the person was told */
async function emptied(
  { deletion, count }: BucketContents,
  { profile, bucket }: { readonly profile: string; readonly bucket: string },
  deps: DeleteDeps,
): Promise<boolean> {
  const title = vscode.l10n.t('Emptying the bucket {0}', bucket);
  const outcome = await runWithProgress(title, deletion, count, deps);
  if (outcome.isCancelled || outcome.failures.length > 0) {
    report(outcome, deps);
    return false;
  }
  const [failure] = await withLateProgress(title, (_, signal) => abortUploads(deps.storeOf(profile), bucket, signal));
  if (failure) throw failure;
  return true;
}
