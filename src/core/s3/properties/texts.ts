import type { AppError } from '../../support/errors';
import type { Notice } from './detailsView';
import { formatTime } from '../../texts/formats';

/** A moment with its time zone, as `locale` writes it. */
export function longDate(milliseconds: number, locale: string): string {
  return formatTime(milliseconds, locale, { dateStyle: 'medium', timeStyle: 'long' });
}

/** An error in its place: what is not possible, and what to do about it. */
export function problemOf(error: AppError): Notice {
  return { severity: 'error', text: error.message, cure: error.detail.cure };
}
