import { t } from '@vscode/l10n';
import { AppError } from '../../support/errors';
import { MAX_DEPTH } from './limits';

/**
 * JSON with numbers that keep their digits: those that JavaScript's numbers would change are texts with a mark before
 * them, and so are texts that begin like a mark.
 */
const MARK = '\u0000';
const NUMBER_MARK = `${MARK}n`;
const TEXT_MARK = `${MARK}t`;
/** The marks as `JSON.stringify` writes them, with the quote before them. */
const WRITTEN_MARK = '"\\u0000';
const WRITTEN_NUMBER = '"\\u0000n';
const WRITTEN_TEXT = '"\\u0000t';

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** What of `JSON.stringify`'s input is written as this number, digit by digit. */
export function markedNumber(digits: string): string {
  return NUMBER_MARK + digits;
}

/** What of `JSON.stringify`'s input is written as this text. */
export function markedText(text: string): string {
  return text.startsWith(MARK) ? TEXT_MARK + text : text;
}

/** The number of a marked number; undefined for texts. */
export function numberOf(text: string): string | undefined {
  return text.startsWith(NUMBER_MARK) ? text.slice(NUMBER_MARK.length) : undefined;
}

/** The text of a marked one. */
export function textOfMarked(text: string): string {
  return text.startsWith(MARK) ? text.slice(TEXT_MARK.length) : text;
}

/**
 * Reads JSON, numbers and texts marked.
 * @returns undefined for what is not JSON
 * @throws AppError strangeAnswer for what is nested too deeply
 */
export function parseExact(json: string): unknown {
  const marked = replaceTokens(json, (token) => {
    if (token.startsWith('"')) return token.startsWith(WRITTEN_MARK) ? WRITTEN_TEXT + token.slice(1) : token;
    return isExact(token) ? token : `${WRITTEN_NUMBER}${token}"`;
  });
  try {
    return JSON.parse(marked);
  } catch {
    return undefined;
  }
}

/** JSON of what {@link parseExact} gives or what is marked by hand, with numbers as they were. */
export function stringifyExact(value: unknown): string {
  const json = JSON.stringify(value);
  if (!json.includes(WRITTEN_MARK)) return json;
  return replaceTokens(json, (token) => {
    if (token.startsWith(WRITTEN_NUMBER)) return token.slice(WRITTEN_NUMBER.length, -1);
    return token.startsWith(WRITTEN_TEXT) ? `"${token.slice(WRITTEN_TEXT.length)}` : token;
  });
}

/** Exchanges strings and numbers; everything between is left as it is. Takes time by the length alone. */
function replaceTokens(json: string, replace: (token: string) => string): string {
  let [result, taken, depth] = ['', 0, 0];
  for (let at = 0; at < json.length;) {
    const character = json.charCodeAt(at);
    let end = at + 1;
    if (character === 0x22) end = endOfString(json, at);
    else if (character === 0x2d || (character >= 0x30 && character <= 0x39)) {
      NUMBER.lastIndex = at;
      if (NUMBER.test(json)) end = NUMBER.lastIndex;
    } else {
      if (character === 0x5b || character === 0x7b) depth++;
      else if (character === 0x5d || character === 0x7d) depth--;
      if (depth > MAX_DEPTH) throw tooDeep();
      at = end;
      continue;
    }
    const token = json.slice(at, end);
    const replaced = replace(token);
    if (replaced !== token) {
      result += json.slice(taken, at) + replaced;
      taken = end;
    }
    at = end;
  }
  return result + json.slice(taken);
}

/** Behind the closing quote; the end of the text where none closes. */
function endOfString(json: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const quote = json.indexOf('"', at);
    if (quote < 0) return json.length;
    let backslashes = 0;
    while (json.charCodeAt(quote - 1 - backslashes) === 0x5c && quote - backslashes > at) backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
    at = quote;
  }
}

/** Whether a number is written by JavaScript with the same digits, or is short enough to be exact. */
function isExact(token: string): boolean {
  return token.length <= 15 || token.replace(/\D/g, '').length <= 15 || String(Number(token)) === token;
}

function tooDeep(): AppError {
  return new AppError(
    'strangeAnswer',
    t('The object holds lists or objects of more than {0} levels, which are not shown.', MAX_DEPTH),
  );
}
