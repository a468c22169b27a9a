/** A number as `locale` (BCP 47) writes it. */
export function formatNumber(value: number, locale: string, options?: Intl.NumberFormatOptions): string {
  return commonSpaces(new Intl.NumberFormat(locale, options).format(value));
}

/** A time in milliseconds since the epoch as `locale` (BCP 47) writes it. */
export function formatTime(milliseconds: number, locale: string, options: Intl.DateTimeFormatOptions): string {
  return commonSpaces(new Intl.DateTimeFormat(locale, options).format(milliseconds));
}

/** Locales have blanks and direction marks that would be shown as hidden characters of others. */
function commonSpaces(text: string): string {
  return text.replace(/\p{Zs}/gu, ' ').replace(/[\u061C\u200E\u200F]/g, '');
}
