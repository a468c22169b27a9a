import { t } from '@vscode/l10n';
import type { ArchiveStatus, StorageFacts } from '../objectProperties';
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
  ARCHIVE_ACCESS: 'S3 Intelligent-Tiering Archive Access',
  DEEP_ARCHIVE_ACCESS: 'S3 Intelligent-Tiering Deep Archive Access',
};

/** Where an archived object is: its tier of S3 Intelligent-Tiering, else its storage class. */
export function archiveOf({ storageClass = '', archiveStatus }: StorageFacts): string {
  return archiveStatus ?? storageClass;
}

const DEEP: ReadonlySet<string> = new Set(['DEEP_ARCHIVE', 'DEEP_ARCHIVE_ACCESS']);
/** Tiers of S3 Intelligent-Tiering: restored for good, and for nothing but the fastest way (Amazon S3 pricing). */
const TIERS: ReadonlySet<string> = new Set<ArchiveStatus>(['ARCHIVE_ACCESS', 'DEEP_ARCHIVE_ACCESS']);

/** Whether a restore from there makes a copy for some days (S3 API, RestoreObject, Days). */
export function isRestoredForDays(archive: string): boolean {
  return !TIERS.has(archive);
}

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
 * The ways to restore objects from there, the cheapest last (S3 User Guide, "Understanding archive retrieval options").
 * @param archives of the objects, as {@link archiveOf} has them
 */
export function restoreOptions(archives: ReadonlySet<string>): RestoreOption[] {
  const deep = [...archives].some((archive) => DEEP.has(archive));
  const flexible = [...archives].some((archive) => !DEEP.has(archive));
  const isPaid = [...archives].some(isRestoredForDays);
  const isDeepPaid = archives.has('DEEP_ARCHIVE');
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
    cost: isPaid ? t('paid for per request and per GB') : t('free of charge'),
  };
  const bulk: RestoreOption = {
    tier: 'Bulk',
    title: t('Bulk'),
    time: time(t('5 to 12 hours'), t('within 48 hours')),
    cost: isDeepPaid ? t('the cheapest; from Deep Archive per request and per GB') : t('free of charge'),
  };
  // Deep Archive knows no Expedited.
  return deep ? [standard, bulk] : [expedited, standard, bulk];
}

/** Why that is no number of days to restore for; undefined when it is. */
export function restoreDaysError(text: string): string | undefined {
  return /^[1-9]\d{0,4}$/.test(text.trim()) ? undefined : t('Give a whole number of days, at least 1.');
}
