import { t } from '@vscode/l10n';
import type { AppError } from '../../support/errors';
import { formatSize } from '../nodeText';
import type { Notice } from './detailsView';

/** A size as people read it, with the exact number of bytes. */
export function exactSize(bytes: number, locale: string): string {
  const exact = t('{0} bytes', new Intl.NumberFormat(locale).format(bytes));
  return bytes < 1000 ? exact : `${formatSize(bytes, locale)} (${exact})`;
}

/** A moment with its time zone, as `locale` writes it. */
export function longDate(milliseconds: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long' }).format(milliseconds);
}

/** An error in its place: what is not possible, and what to do about it. */
export function problemOf(error: AppError): Notice {
  return { severity: 'error', text: error.message, cure: error.detail.cure };
}
