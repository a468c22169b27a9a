import { t } from '@vscode/l10n';
import type { AppError } from '../support/errors';
import { s3Uri } from './address';
import type { Deletion } from './deletion';
import type { DeletionCount } from './deletionCount';
import type { DeletionFailure, DeletionOutcome } from './deletionRun';
import { visibleText } from '../texts/visible';
import { formatSize } from './nodeText';
import type { Versioning } from './objectStore';
import { tabTitle } from './previews/tabTitle';
import { formatNumber } from '../texts/formats';

/** What a person is asked before a deletion. */
export interface DeletionQuestion {
  readonly question: string;
  /** What is lost and what is not, one fact each. */
  readonly facts: readonly string[];
  /** What is typed to agree: the number of objects, or the bucket's name where that says nothing. */
  readonly typed: string;
}

/** Places named one by one. */
const MAX_PLACES = 3;

/**
 * The question before a deletion.
 * @param versioning of the buckets; undefined where it is not known
 * @param locale of the numbers, BCP 47
 */
export function deletionQuestion(
  deletion: Deletion,
  count: DeletionCount,
  versioning: ReadonlyMap<string, Versioning | undefined>,
  locale: string,
): DeletionQuestion {
  const total = count.objects + count.versions;
  const size = formatSize(count.bytes, locale);
  return {
    question: questionOf(deletion, count, locale),
    facts: [
      ...placesOf(deletion),
      count.isComplete ? size : t('{0} so far', size),
      ...versioningFacts(versioning, total === 1),
      ...(count.versions > 0 ? [t('Versions and delete markers are deleted for good.')] : []),
      ...(count.isComplete ? [] : [lifecycleAdvice()]),
      ...(isHidingAny(deletion) ? [t('Without its delete marker, an object is there again.')] : []),
    ],
    typed: count.isComplete && total > 1 ? String(total) : (deletion[0]?.bucket ?? ''),
  };
}

/** What is better than a window that must stay open. */
export function lifecycleAdvice(): string {
  return t('For very many objects, a lifecycle rule of the bucket costs nothing and needs no open window.');
}

/** Such as "12 objects", "1 version" or "more than 10,000 objects". */
export function countText({ objects, versions, isComplete }: Omit<DeletionCount, 'bytes'>, locale: string): string {
  const number = (value: number): string => formatNumber(value, locale);
  const counted = [
    ...(objects === 1 ? [t('1 object')] : objects > 1 ? [t('{0} objects', number(objects))] : []),
    ...(versions === 1 ? [t('1 version')] : versions > 1 ? [t('{0} versions', number(versions))] : []),
  ];
  const text = counted.length === 2 ? t('{0} and {1}', ...counted) : (counted[0] ?? t('no objects'));
  return isComplete ? text : t('more than {0}', text);
}

/** What a person is told after a deletion that did not go through. */
export interface DeletionReport {
  /** What stayed and the first reasons, with permission and resource. */
  readonly message: string;
  /** For the log: one line for each failure that was kept. */
  readonly lines: readonly string[];
}

/** The report on failures; undefined where there were none. */
export function deletionReport(outcome: DeletionOutcome, locale: string): DeletionReport | undefined {
  const { failures, failed, deleted } = outcome;
  if (failures.length === 0) return undefined;
  const number = (value: number): string => formatNumber(value, locale);
  const stayed =
    failed === 0
      ? [t('Not everything was deleted.')]
      : // Of one object, the reason says it all.
        failed + deleted === 1
        ? []
        : [t('{0} of {1} not deleted.', number(failed), number(failed + deleted))];
  const [main, ...others] = reasonsOf(failures);
  const reasons = [main, ...others].slice(0, 2).flatMap((reason) => reason?.text ?? []);
  const cure = main?.cure;
  return {
    message: [...stayed, ...reasons, ...(cure === undefined ? [] : [cure])].join(' '),
    lines: failures.map(lineOf),
  };
}

/** What was deleted before the person stopped it. */
export function stoppedText({ deleted, failed }: DeletionOutcome, locale: string): string {
  const text = countText({ objects: deleted, versions: 0, isComplete: true }, locale);
  if (failed > 0) return t('Stopped: {0} deleted, {1} not, the rest is untouched.', text, failed);
  return t('Stopped: {0} deleted, the rest is untouched.', text);
}

function questionOf(deletion: Deletion, count: DeletionCount, locale: string): string {
  const [part, ...others] = deletion;
  const [object] = part?.objects ?? [];
  const [prefix] = part?.prefixes ?? [];
  const chosen = deletion.reduce((sum, { objects, prefixes }) => sum + objects.length + prefixes.length, 0);
  if (others.length === 0 && chosen === 1 && object) {
    const name = nameOf(object.key);
    return object.versionId === undefined ? t('Delete {0}?', name) : t('Delete this version of {0} for good?', name);
  }
  const text = countText(count, locale);
  if (others.length === 0 && chosen === 1 && prefix !== undefined) {
    return t('Delete the folder {0} with {1}?', nameOf(prefix), text);
  }
  return t('Delete {0}?', text);
}

/** The last name in a key, with a folder's `/`. */
function nameOf(key: string): string {
  return tabTitle(visibleText(/[^/]*\/*$/.exec(key)?.[0] ?? key) || key);
}

function placesOf(deletion: Deletion): string[] {
  const places = deletion.flatMap(({ bucket, objects, prefixes }) => [
    ...prefixes.map((key) => ({ bucket, key })),
    ...objects.map(({ key }) => ({ bucket, key })),
  ]);
  const shown = places.slice(0, MAX_PLACES).map((place) => visibleText(s3Uri(place)));
  const left = places.length - shown.length;
  return left > 0 ? [...shown, t('… and {0} more', left)] : shown;
}

function versioningFacts(versioning: ReadonlyMap<string, Versioning | undefined>, isOne: boolean): string[] {
  const states = [...new Set(versioning.values())];
  const [only] = states;
  if (states.length === 0) return [];
  if (states.length === 1) return [versioningFact(only, isOne)];
  return [...versioning].map(([bucket, state]) => `${bucket}: ${versioningFact(state, false)}`);
}

function versioningFact(state: Versioning | undefined, isOne: boolean): string {
  switch (state) {
    case 'Enabled':
      return isOne
        ? t('Versioning is on: a delete marker hides it, and its versions can be restored.')
        : t('Versioning is on: delete markers hide them, and their versions can be restored.');
    case 'Suspended':
      return t('Versioning is suspended: only versions from before can be restored.');
    case 'Off':
      return isOne ? t('Versioning is off: it is gone for good.') : t('Versioning is off: they are gone for good.');
    case undefined:
      return t('It is not known whether versioning is on: this may be for good.');
  }
}

function isHidingAny(deletion: Deletion): boolean {
  return deletion.some(({ objects }) => objects.some(({ isHiding }) => isHiding === true));
}

/** The reasons with how often each occurred, the most frequent first. */
function reasonsOf(
  failures: readonly DeletionFailure[],
): { readonly text: string; readonly cure?: string | undefined }[] {
  const byReason = new Map<string, { readonly error: AppError; readonly isPrefix: boolean; times: number }>();
  for (const { error, isPrefix } of failures) {
    const id = [error.kind, error.detail.code, isPrefix].join(' ');
    const known = byReason.get(id);
    if (known) known.times++;
    else byReason.set(id, { error, isPrefix, times: 1 });
  }
  return [...byReason.values()]
    .sort((a, b) => b.times - a.times)
    .map(({ error, times }) => ({
      text: times === 1 ? error.message : t('{0} ({1} more like it)', error.message, times - 1),
      cure: error.detail.cure,
    }));
}

function lineOf({ bucket, key, versionId, isPrefix, error }: DeletionFailure): string {
  const place = visibleText(s3Uri({ bucket, key }));
  const what = isPrefix ? t('{0} could not be listed', place) : t('{0} was not deleted', place);
  const version = versionId === undefined ? '' : ` (${versionId})`;
  return `${what}${version}: [${error.kind}] ${error.message}`;
}
