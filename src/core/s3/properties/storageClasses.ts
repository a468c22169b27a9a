import { t } from '@vscode/l10n';
import type { RestoreTier } from '../objectStore';

/** Storage classes an object can be copied into (S3 User Guide, "Understanding and managing storage classes"). */
const CLASSES = [
  'STANDARD',
  'INTELLIGENT_TIERING',
  'STANDARD_IA',
  'ONEZONE_IA',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
] as const;

const NAMES: Readonly<Record<string, string>> = {
  STANDARD: 'S3 Standard',
  INTELLIGENT_TIERING: 'S3 Intelligent-Tiering',
  STANDARD_IA: 'S3 Standard-IA',
  ONEZONE_IA: 'S3 One Zone-IA',
  GLACIER_IR: 'S3 Glacier Instant Retrieval',
  GLACIER: 'S3 Glacier Flexible Retrieval',
  DEEP_ARCHIVE: 'S3 Glacier Deep Archive',
  EXPRESS_ONEZONE: 'S3 Express One Zone',
  REDUCED_REDUNDANCY: 'Reduced Redundancy',
};

/** Days for which storage is paid for at least, whenever the object is deleted. */
const LEAST_DAYS: Readonly<Record<string, number>> = {
  STANDARD_IA: 30,
  ONEZONE_IA: 30,
  GLACIER_IR: 90,
  GLACIER: 90,
  DEEP_ARCHIVE: 180,
};

/** A storage class as AWS names it, with its ID; the ID alone where we know no name. */
export function storageClassName(id: string): string {
  const name = NAMES[id];
  return name === undefined ? id : `${name} (${id})`;
}

/** What one can choose from, with what the object has first where it is none of them. */
export function storageClassOptions(current: string | undefined): { value: string; label: string }[] {
  const isOther = current !== undefined && !CLASSES.some((id) => id === current);
  return [...(isOther ? [current] : []), ...CLASSES].map((id) => ({ value: id, label: classLabel(id) }));
}

function classLabel(id: string): string {
  const days = LEAST_DAYS[id];
  const name = storageClassName(id);
  if (id === 'GLACIER' || id === 'DEEP_ARCHIVE') {
    return t('{0}: read after a restore only; paid for {1} days at least', name, days ?? 0);
  }
  return days === undefined ? name : t('{0}: paid for {1} days at least', name, days);
}

/** A way to make archived objects readable. */
export interface RestoreOption {
  readonly tier: RestoreTier;
  readonly title: string;
  /** How long it takes. */
  readonly time: string;
  /** What is to be paid for it. */
  readonly cost: string;
}

/**
 * The ways to restore objects of these storage classes, the cheapest last (S3 User Guide, "Understanding archive
 * retrieval options").
 */
export function restoreOptions(classes: ReadonlySet<string>): RestoreOption[] {
  const deep = classes.has('DEEP_ARCHIVE');
  const flexible = !deep || classes.size > 1;
  const time = (fast: string, slow: string): string => {
    if (!deep) return fast;
    return flexible ? t('{0}; from Deep Archive {1}', fast, slow) : slow;
  };
  const expedited: RestoreOption = {
    tier: 'Expedited',
    title: t('Expedited'),
    time: t('1 to 5 minutes, longer above 250 MB; AWS may refuse it when demand is high'),
    cost: t('the dearest: per request and per GB'),
  };
  const standard: RestoreOption = {
    tier: 'Standard',
    title: t('Standard'),
    time: time(t('3 to 5 hours'), t('within 12 hours')),
    cost: t('paid for per request and per GB'),
  };
  const bulk: RestoreOption = {
    tier: 'Bulk',
    title: t('Bulk'),
    time: time(t('5 to 12 hours'), t('within 48 hours')),
    cost: deep ? t('the cheapest; from Deep Archive per request and per GB') : t('free of charge'),
  };
  // Deep Archive knows no Expedited.
  return deep ? [standard, bulk] : [expedited, standard, bulk];
}

/** Why that is no number of days to restore for; undefined when it is. */
export function restoreDaysError(text: string): string | undefined {
  return /^[1-9]\d{0,4}$/.test(text.trim()) ? undefined : t('Give a whole number of days, at least 1.');
}
