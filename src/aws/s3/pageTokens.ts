import { createHash } from 'node:crypto';
import { t } from '@vscode/l10n';
import { AppError } from '../../core/support/errors';

/** What an answer says of the page after it. */
export interface ToldNext {
  /** Undefined where the operation does not say so. */
  readonly isTruncated?: boolean | undefined;
  /** Where the next page begins, as the store wants it back. */
  readonly token: string | undefined;
  /** Whether there is nothing on this page. */
  readonly isEmpty?: boolean | undefined;
}

/** Stands for a page of which the store says that it is there, but not where. */
const NOWHERE = '';
/** Stands for another page after {@link MAX_EMPTY} of nothing. */
const ENDLESS = '-';
/**
 * Pages of nothing in a row. S3 gives some where many delete markers or folders are passed over; a store that gives no end
 * of them would keep whoever reads the list waiting.
 */
const MAX_EMPTY = 1000;

/**
 * What the port hands out for the next page; undefined after the last one. A token counts only where the list goes on (S3
 * API, ListObjectsV2, IsTruncated). It carries how many pages came before and one of their tokens, moved on at every power
 * of two, so that a list that leads in a circle ends, whoever reads it and however long the circle is (Brent's algorithm).
 * @param asked what was handed out for the page that said this
 */
export function nextPage(
  { isTruncated, token, isEmpty = false }: ToldNext,
  asked: string | undefined,
): string | undefined {
  if (isTruncated === false) return undefined;
  if (token === undefined || token === '') return isTruncated ? NOWHERE : undefined;
  const { count, empty, mark, token: before } = asked === undefined ? FIRST : read(asked);
  if (token === before || digest(token) === mark) return NOWHERE;
  if (isEmpty && empty + 1 >= MAX_EMPTY) return ENDLESS;
  const isPowerOfTwo = (count & (count + 1)) === 0;
  return [count + 1, isEmpty ? empty + 1 : 0, isPowerOfTwo ? digest(token) : mark, token].join(' ');
}

/**
 * The token to ask a page with.
 * @param next as {@link nextPage} gave it
 * @throws AppError strangeAnswer where the store did not say where the page is, led back to one before, or has given too
 * many pages of nothing
 */
export function tokenOf(next: string | undefined): string | undefined {
  if (next === undefined) return undefined;
  if (next !== NOWHERE && next !== ENDLESS) return read(next).token;
  const told =
    next === NOWHERE
      ? t('The store says that the list goes on, but not where. It may be incomplete.')
      : t('The store says that the list goes on, but {0} pages in a row were empty.', MAX_EMPTY);
  throw new AppError('strangeAnswer', told, { cure: t('Try again; if it stays so, tell whoever runs the store.') });
}

interface Position {
  readonly count: number;
  readonly empty: number;
  readonly mark: string;
  readonly token: string | undefined;
}

const FIRST: Position = { count: 0, empty: 0, mark: '', token: undefined };

function read(next: string): Position {
  const [, count = '', empty = '', mark = '', token = ''] = /^(\d+) (\d+) (\S*) ([^]*)$/.exec(next) ?? [];
  return { count: Number(count), empty: Number(empty), mark, token };
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64url').slice(0, 16);
}
