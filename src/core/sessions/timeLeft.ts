import { t } from '@vscode/l10n';

const MINUTE = 60_000;
/** From here down seconds are shown. */
const LAST_SECONDS = 59_000;

/**
 * Time left in the largest useful unit, rounded up so that "1m" is not yet over: `3h 12m`, `42m`; seconds only in the
 * last minute.
 * @param left milliseconds, more than 0
 */
export function timeLeft(left: number): string {
  if (left <= LAST_SECONDS) return t('{0}s', Math.ceil(left / 1000));
  const minutes = Math.ceil(left / MINUTE);
  if (minutes < 60) return t('{0}m', minutes);
  return minutes % 60 === 0 ? t('{0}h', minutes / 60) : t('{0}h {1}m', Math.floor(minutes / 60), minutes % 60);
}

/** When {@link timeLeft} until `expiration` changes next, milliseconds since the epoch; undefined once it is over. */
export function nextTimeChange(expiration: number | undefined, now: number): number | undefined {
  if (expiration === undefined || expiration <= now) return undefined;
  const left = expiration - now;
  if (left <= LAST_SECONDS) return now + (left % 1000 || 1000);
  return now + (left <= MINUTE ? left - LAST_SECONDS : left % MINUTE || MINUTE);
}

/** When the time left of any of these changes next, milliseconds since the epoch; undefined for never. */
export function firstTimeChange(
  ending: readonly { readonly expiration?: number | undefined }[],
  now: number,
): number | undefined {
  const changes = ending.flatMap(({ expiration }) => nextTimeChange(expiration, now) ?? []);
  return changes.length === 0 ? undefined : Math.min(...changes);
}
