import { t } from '@vscode/l10n';
import { s3Uri } from './address';
import { visibleText } from './names';
import type { S3Node } from './nodes';
import { locationOf } from './nodes';

/** What a view shows of a node besides its label. */
export interface NodeText {
  /** Beside the label, short. */
  readonly description: string | undefined;
  /** Rows of the tooltip, most telling first. */
  readonly details: readonly Detail[];
  /** What a screen reader says. */
  readonly accessibleLabel: string;
}

/** One row of a tooltip. */
export interface Detail {
  readonly name: string;
  readonly value: string;
}

/** The texts of `node` with sizes and dates as `locale` (BCP 47) writes them, dates in local time. */
export function nodeText(node: S3Node, locale: string): NodeText {
  switch (node.type) {
    case 'bucket': {
      const { name, region, created } = node.bucket;
      return {
        description: region,
        details: [
          { name: t('Bucket'), value: name },
          ...(region === undefined ? [] : [{ name: t('Region'), value: region }]),
          ...(created === undefined ? [] : [{ name: t('Created'), value: longDate(created, locale) }]),
          { name: t('S3 URI'), value: s3Uri({ bucket: name, key: '' }) },
        ],
        accessibleLabel: region === undefined ? t('Bucket {0}', node.label) : t('Bucket {0}, {1}', node.label, region),
      };
    }
    case 'folder': {
      const { bucket, prefix } = locationOf(node);
      return {
        description: undefined,
        details: [
          { name: t('Prefix'), value: visibleText(prefix) },
          { name: t('S3 URI'), value: visibleText(s3Uri({ bucket, key: prefix })) },
        ],
        accessibleLabel: t('Folder {0}', node.label),
      };
    }
    case 'object': {
      const { key, size, modified, storageClass } = node.object;
      const [shownSize, shownDate] = [formatSize(size, locale), shortDate(modified, locale)];
      return {
        description: `${shownSize} · ${shownDate}`,
        details: [
          { name: t('Key'), value: visibleText(key) },
          { name: t('Size'), value: exactSize(size, locale) },
          { name: t('Modified'), value: longDate(modified, locale) },
          ...(storageClass === undefined ? [] : [{ name: t('Storage class'), value: storageClass }]),
          { name: t('S3 URI'), value: visibleText(s3Uri({ bucket: node.bucket, key })) },
        ],
        accessibleLabel: t('Object {0}, {1}, modified {2}', node.label, shownSize, shownDate),
      };
    }
    case 'loadMore':
      return { description: undefined, details: [], accessibleLabel: node.label };
    case 'message': {
      const details = node.detail === undefined ? [] : [{ name: t('What to do'), value: node.detail }];
      const accessibleLabel = [node.label, ...details.map((detail) => detail.value)].join(' ');
      return { description: node.detail, details, accessibleLabel };
    }
  }
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const UNIT_STEP = 1000;

/** A size such as `1.2 MB`, in powers of 1,000, as `locale` writes it. */
export function formatSize(bytes: number, locale: string): string {
  let [value, unit] = [bytes, 0];
  // 999.95 would be rounded up to 1,000 of the smaller unit.
  while (value >= UNIT_STEP - 0.05 && unit < UNITS.length - 1) {
    value /= UNIT_STEP;
    unit++;
  }
  return inUnit(value, UNITS[unit] ?? 'byte', locale);
}

function exactSize(bytes: number, locale: string): string {
  const exact = inUnit(bytes, 'byte', locale);
  return bytes < UNIT_STEP ? exact : `${formatSize(bytes, locale)} (${exact})`;
}

function inUnit(value: number, unit: (typeof UNITS)[number], locale: string): string {
  const unitDisplay = unit === 'byte' ? 'long' : 'short';
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 }).format(value);
}

function shortDate(milliseconds: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' }).format(milliseconds);
}

function longDate(milliseconds: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long' }).format(milliseconds);
}
