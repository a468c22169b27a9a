import { t } from '@vscode/l10n';

/** S3 User Guide, "Sharing objects with presigned URLs": the longest time, seconds. */
export const LONGEST_LINK = 7 * 24 * 3600;
/** A link shorter than this is over before it is used, seconds. */
const SHORTEST_LINK = 60;

const HOUR = 3600;
/** What is offered, seconds. */
const OFFERED = [15 * 60, HOUR, 12 * HOUR, 24 * HOUR, LONGEST_LINK];

/** How long a presigned URL is asked to be good, and how long it will be. */
export interface LinkLifetime {
  /** Seconds. */
  readonly asked: number;
  /** Such as `12 hours`. */
  readonly label: string;
  /** When it really ends, milliseconds since the epoch. */
  readonly ends: number;
  /** Whether it ends early, because the session does. */
  readonly endsWithSession: boolean;
  /** Where it ends and why, for the row. */
  readonly description: string;
}

/**
 * How long a URL that is signed now would be good.
 * @param asked seconds
 * @param sessionEnd milliseconds since the epoch; undefined for credentials without an end
 * @param formatTime a time of day for people
 */
export function linkLifetime(
  asked: number,
  now: number,
  sessionEnd: number | undefined,
  formatTime: (time: number) => string,
): LinkLifetime {
  const wanted = now + Math.min(asked, LONGEST_LINK) * 1000;
  const endsWithSession = sessionEnd !== undefined && sessionEnd < wanted;
  const ends = endsWithSession ? sessionEnd : wanted;
  const time = formatTime(ends);
  const description = endsWithSession ? t('ends with the session at {0}', time) : t('until {0}', time);
  return { asked, label: durationText(asked), ends, endsWithSession, description };
}

/** The lifetimes offered, the shortest first. */
export function linkLifetimes(
  now: number,
  sessionEnd: number | undefined,
  formatTime: (time: number) => string,
): LinkLifetime[] {
  return OFFERED.map((asked) => linkLifetime(asked, now, sessionEnd, formatTime));
}

/**
 * Reads a lifetime a person typed: `90 min`, `2h`, `3 days`; a number alone counts minutes.
 * @returns seconds; undefined where it is none, or shorter than a minute or longer than 7 days
 */
export function parseLifetime(text: string): number | undefined {
  const [, amount, unit = ''] = /^\s*(\d+(?:[.,]\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const factor = UNITS.find(([names]) => names.test(unit))?.[1];
  if (amount === undefined || factor === undefined) return undefined;
  const seconds = Math.round(Number(amount.replace(',', '.')) * factor);
  return seconds >= SHORTEST_LINK && seconds <= LONGEST_LINK ? seconds : undefined;
}

const UNITS: readonly (readonly [names: RegExp, seconds: number])[] = [
  [/^(|m|mins?|minutes?)$/i, 60],
  [/^(h|hours?)$/i, HOUR],
  [/^(d|days?)$/i, 24 * HOUR],
];

function durationText(seconds: number): string {
  const [days, hours, minutes] = [seconds / (24 * HOUR), seconds / HOUR, Math.round(seconds / 60)];
  if (Number.isInteger(days)) return days === 1 ? t('1 day') : t('{0} days', days);
  if (Number.isInteger(hours)) return hours === 1 ? t('1 hour') : t('{0} hours', hours);
  return t('{0} minutes', minutes);
}
