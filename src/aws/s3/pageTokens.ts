import { createHash } from 'node:crypto';
import { t } from '@vscode/l10n';
import { AppError } from '../../core/support/errors';

/** What an answer says of the page after it. */
export interface ToldNext {
  /** Undefined where the operation does not say so. */
  readonly isTruncated?: boolean | undefined;
  /** Where the next page begins, as the store wants it back. */
  readonly token: string | undefined;
}

/** Stands for a page of which the store says that it is there, but not where. */
const NOWHERE = '';

/**
 * What the port hands out for the next page; undefined after the last one. A token counts only where the list goes on (S3
 * API, ListObjectsV2, IsTruncated). It carries how many pages came before and one of their tokens, moved on at every power
 * of two, so that a list that leads in a circle ends, whoever reads it and however long the circle is (Brent's algorithm).
 * @param asked what was handed out for the page that said this
 */
export function nextPage({ isTruncated, token }: ToldNext, asked: string | undefined): string | undefined {
  if (isTruncated === false) return undefined;
  if (token === undefined || token === '') return isTruncated ? NOWHERE : undefined;
  const { count, mark, token: before } = asked === undefined ? FIRST : read(asked);
  if (token === before || digest(token) === mark) return NOWHERE;
  const isPowerOfTwo = (count & (count + 1)) === 0;
  return [count + 1, isPowerOfTwo ? digest(token) : mark, token].join(' ');
}

/**
 * The token to ask a page with.
 * @param next as {@link nextPage} gave it
 * @throws AppError strangeAnswer where the store did not say where the page is, or led back to one before
 */
export function tokenOf(next: string | undefined): string | undefined {
  if (next === undefined) return undefined;
  if (next !== NOWHERE) return read(next).token;
  throw new AppError('strangeAnswer', t('The store says that the list goes on, but not where. It may be incomplete.'), {
    cure: t('Try again; if it stays so, tell whoever runs the store.'),
  });
}

const FIRST = { count: 0, mark: '', token: undefined } as const;

function read(next: string): { readonly count: number; readonly mark: string; readonly token: string } {
  const [, count = '', mark = '', token = ''] = /^(\d+) (\S*) ([^]*)$/.exec(next) ?? [];
  return { count: Number(count), mark, token };
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64url').slice(0, 16);
}
