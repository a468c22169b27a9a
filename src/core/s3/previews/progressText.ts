import { t } from '@vscode/l10n';
import { formatSize } from '../nodeText';
import { formatNumber } from '../../texts/formats';

/** How much of an object a preview shows. */
export interface Shown {
  /** Rows shown; undefined for texts. */
  readonly rows?: number | undefined;
  /** Rows there are, where the object says so. */
  readonly totalRows?: number | undefined;
  /** Bytes of the object that were read, and all it has. */
  readonly bytesRead: number;
  readonly size: number;
  readonly done: boolean;
}

/** A sentence that says how much of an object is shown, with numbers as `locale` writes them. */
export function progressText({ rows, totalRows, bytesRead, size, done }: Shown, locale: string): string {
  const number = (value: number): string => formatNumber(value, locale);
  const total = formatSize(size, locale);
  if (rows === undefined) {
    return done ? t('All of it, {0}', total) : t('The first {0} of {1}', formatSize(bytesRead, locale), total);
  }
  if (totalRows !== undefined) {
    return done
      ? t('All {0} rows, {1}', number(totalRows), total)
      : t('The first {0} of {1} rows, {2}', number(rows), number(totalRows), total);
  }
  return done
    ? t('All {0} rows, {1}', number(rows), total)
    : t('The first {0} rows, read from {1} of {2}', number(rows), formatSize(bytesRead, locale), total);
}
