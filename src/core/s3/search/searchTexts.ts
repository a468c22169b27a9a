import { t } from '@vscode/l10n';
import { s3Uri } from '../address';
import { visibleText } from '../../texts/visible';
import type { KeyGap } from './crawl';
import type { KeyPattern } from './keyPattern';
import { MOST_FOUND, type SearchPlace, type SearchState } from './objectSearch';
import { formatNumber } from '../../texts/formats';

/** `s3://lake/2026/`, with nothing invisible in it. */
export function placeText({ bucket, prefix }: Pick<SearchPlace, 'bucket' | 'prefix'>): string {
  return visibleText(s3Uri({ bucket, key: prefix }));
}

/** How what is typed is understood, a sentence or two. */
export function patternText(pattern: KeyPattern, place: Pick<SearchPlace, 'bucket' | 'prefix'>): string {
  const where = placeText(place);
  const text = visibleText(pattern.text);
  if (pattern.type === 'text') return t('Text: keys below {0} that contain "{1}", in any case.', where, text);
  const [beginning = ''] = pattern.beginnings.length === 1 ? pattern.beginnings : [];
  const what = visibleText(beginning);
  const start = beginning === '' ? '' : ` ${t('Only keys that begin with "{0}" are looked at.', what)}`;
  if (!pattern.oneLevel) return t('Glob: keys below {0} that match.', where) + start;
  const folder = placeText({ ...place, prefix: place.prefix + beginning.slice(0, beginning.lastIndexOf('/') + 1) });
  if (text.includes('/')) return t('Glob: objects directly in {0} that match.', folder) + start;
  return t('Glob: objects directly in {0}. In all folders below: {1}', folder, `**/${text}`);
}

/** What was searched for and where, for the title of the view. */
export function searchTitle(pattern: KeyPattern, place: SearchPlace): string {
  return t('{0} in {1} ({2})', visibleText(pattern.text), placeText(place), place.profile);
}

/** How a search stands, in a line or two. @param locale how numbers are written (BCP 47) */
export function searchMessage(state: SearchState, locale: string): string {
  const number = (value: number): string => formatNumber(Math.round(value), locale);
  const found = t('{0} found', number(state.found));
  const looked = t('{0} keys looked at', number(state.looked));
  const seconds = state.elapsed / 1000;
  const missed = missedText(state.missed);
  switch (state.status) {
    case 'searching': {
      const rate = seconds < 0.5 ? undefined : t('{0} keys/s', number(state.looked / seconds));
      return joined(' · ', found, looked, rate);
    }
    case 'paused':
      return joined(' · ', t('Paused: the view was hidden'), found, looked);
    case 'complete': {
      const took = seconds < 1 ? undefined : t('{0} s', number(seconds));
      return joined(' · ', state.found === 0 ? t('Nothing found') : found, looked, took);
    }
    case 'full':
      return joined(' ', t('Stopped at {0} found.', number(MOST_FOUND)), t('Search in a folder to see the others.'));
    case 'stopped':
      return joined(' ', `${joined(' · ', t('Stopped'), found, looked)}.`, missed);
    case 'sessionExited':
      return joined(' ', t('The session was exited.'), `${joined(' · ', found, looked)}.`, missed);
    case 'failed':
      return joined(
        ' ',
        state.error?.message,
        // What to do about it is told elsewhere: it would push the rows out of sight.
        state.looked === 0 ? state.error?.detail.cure : undefined,
        state.looked === 0 ? undefined : `${joined(' · ', found, looked)}.`,
        state.looked === 0 ? undefined : missed,
      );
  }
}

function missedText(missed: readonly KeyGap[]): string | undefined {
  const [first] = missed;
  if (!first) return undefined;
  const { after, until } = first;
  if (after === undefined) return undefined;
  const from = visibleText(after);
  if (missed.length > 1) {
    return t('Not looked at: {0} parts of the keys, the first after {1}', missed.length, from);
  }
  return until === undefined
    ? t('Not looked at: keys after {0}', from)
    : t('Not looked at: keys after {0} up to {1}', from, visibleText(until));
}

function joined(separator: string, ...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(separator);
}
