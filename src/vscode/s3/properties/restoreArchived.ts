import * as vscode from 'vscode';
import { s3Uri, type ProfileObjectAddress } from '../../../core/s3/address';
import { visibleText } from '../../../core/texts/visible';
import { isArchived, mayBeArchived, type StorageFacts } from '../../../core/s3/objectProperties';
import { runForAll } from '../../../core/s3/properties/runForAll';
import { nameOf } from '../../../core/s3/properties/objectView';
import {
  archiveOf,
  isRestoredForDays,
  restoreDaysError,
  restoreOptions,
  type RestoreOption,
} from '../../../core/s3/properties/storageClasses';
import { assertWritable } from '../../../core/s3/writable';
import { AppError, cancelled } from '../../../core/support/errors';
import { signalOf } from '../../support/cancellation';
import { withLateProgress } from '../../support/lateProgress';
import { pickStep, runSteps } from '../../support/multiStep';
import { showInformation } from '../../texts/messages';
import { withProgress } from '../../texts/progress';
import type { S3ActionDeps } from '../actions';

/** An object, or one version of it, that may be archived. */
export interface RestoreTarget extends StorageFacts {
  readonly address: ProfileObjectAddress;
}

interface Draft {
  option: RestoreOption | undefined;
  days: string;
}

/** Suggested days: long enough for a weekend, short enough not to be forgotten. */
const USUAL_DAYS = 7;

/**
 * Asks how fast and for how many days, and has S3 restore what is archived among the targets.
 * @param showProperties offered afterwards where it is one object
 * @throws AppError for a profile for reading only, when the person gives up, or when nothing could be restored
 */
export async function restoreArchived(
  targets: readonly RestoreTarget[],
  { storeOf, getProfile, log }: Pick<S3ActionDeps, 'storeOf' | 'getProfile' | 'log'>,
  showProperties?: (address: ProfileObjectAddress) => void,
): Promise<void> {
  const archived = (await withArchiveStatus(targets, storeOf)).filter(isArchived);
  const [first] = archived;
  if (!first) {
    void showInformation(vscode.l10n.t('Nothing of it is archived: it can be read as it is.'));
    return;
  }
  for (const name of new Set(archived.map(({ address }) => address.profile))) assertWritable(getProfile(name));
  const what =
    archived.length === 1 ? nameOf(first.address.key) : vscode.l10n.t('{0} archived objects', archived.length);
  const { option, days } = await ask(what, new Set(archived.map(archiveOf)));
  const { failures, left } = await withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Asking S3 to restore {0}', what),
      cancellable: archived.length > 1,
    },
    (progress, token) => {
      const signal = signalOf(token);
      return runForAll(
        archived,
        profileOf,
        (target) => {
          const { address } = target;
          const kept = isRestoredForDays(archiveOf(target)) ? days : undefined;
          return storeOf(address.profile).restore(address, kept, option.tier, signal);
        },
        ({ finished, total }) =>
          progress.report({
            increment: 100 / total,
            ...(total > 1 ? { message: vscode.l10n.t('{0} of {1}', finished, total) } : {}),
          }),
        signal,
      );
    },
  );
  const begun = archived.length - failures.length - left;
  if (begun > 0) void tellWhatComes(begun, what, option, showProperties && (() => showProperties(first.address)));
  const [failure] = failures;
  if (!failure) return;
  if (archived.length === 1) throw failure.error;
  for (const { item, error } of failures) {
    log.warn(`${visibleText(s3Uri(item.address))}: ${error.message}`);
  }
  const counts = [failures.length, archived.length, failure.error.message, left] as const;
  throw new AppError(
    failure.error.kind,
    left > 0
      ? vscode.l10n.t('{0} of {1} could not be restored, {3} were not tried. The first: {2}', ...counts)
      : vscode.l10n.t('{0} of {1} could not be restored. The first: {2}', ...counts),
    { cure: vscode.l10n.t('All of them stand in the log ("AWS: Show Assume Role Log").') },
  );
}

function profileOf({ address }: RestoreTarget): string {
  return address.profile;
}

/** Looks into those that only their head tells of; a listing does not have the tiers of S3 Intelligent-Tiering. */
async function withArchiveStatus(
  targets: readonly RestoreTarget[],
  storeOf: S3ActionDeps['storeOf'],
): Promise<readonly RestoreTarget[]> {
  const unknown = targets.filter(mayBeArchived);
  if (unknown.length === 0) return targets;
  const found = new Map<RestoreTarget, RestoreTarget>();
  await withLateProgress(vscode.l10n.t('Asking S3 what is archived'), async (_, signal) => {
    const look = async (target: RestoreTarget): Promise<void> => {
      const { archiveStatus } = await storeOf(target.address.profile).head(target.address, signal);
      found.set(target, { ...target, archiveStatus });
    };
    const { failures } = await runForAll(unknown, profileOf, look, () => undefined, signal);
    if (signal.aborted) throw cancelled();
    if (failures[0]) throw failures[0].error;
  });
  return targets.map((target) => found.get(target) ?? target);
}

async function ask(what: string, archives: ReadonlySet<string>): Promise<{ option: RestoreOption; days: number }> {
  const draft: Draft = { option: undefined, days: String(USUAL_DAYS) };
  const options = restoreOptions(archives);
  await runSteps(
    vscode.l10n.t('Restore {0}', what),
    [
      pickStep<Draft, RestoreOption>({
        kind: 'pick',
        placeholder: vscode.l10n.t('How fast? S3 does it by itself; nothing is downloaded.'),
        choices: () =>
          options.map((value) => ({ label: value.title, description: value.time, detail: value.cost, value })),
        chosen: ({ tier }, { option }) => tier === (option?.tier ?? 'Standard'),
        keep: (answers, option) => {
          answers.option = option;
          return undefined;
        },
      }),
      {
        kind: 'text',
        applies: () => [...archives].some(isRestoredForDays),
        prompt: vscode.l10n.t(
          'For how many days? As long the copy can be read, and is paid for as S3 Standard besides the archived object.',
        ),
        value: ({ days }) => days,
        keep: (answers, days) => {
          answers.days = days;
        },
        validate: (text) => restoreDaysError(text),
      },
    ],
    draft,
  );
  const { option, days } = draft;
  if (!option) throw cancelled();
  return { option, days: Number(days) };
}

/** Says when to look again: S3 tells nobody when it is done. */
async function tellWhatComes(
  count: number,
  what: string,
  { time }: RestoreOption,
  showProperties: (() => void) | undefined,
): Promise<void> {
  if (count > 1) {
    const text = vscode.l10n.t('S3 is restoring {0} objects. They can be read in: {1}.', count, time);
    void showInformation(text);
    return;
  }
  const text = vscode.l10n.t('S3 is restoring {0}. It can be read in: {1}.', what, time);
  const show = vscode.l10n.t('Show Properties');
  const answer = await showInformation(text, ...(showProperties ? [show] : []));
  if (answer === show) showProperties?.();
}
