import { t } from '@vscode/l10n';
import { Remembered } from '../support/remembered';
import { joinedEmoji } from './joinedEmoji';

/**
 * One character a person cannot see, or sees as another: controls and format characters, everything Unicode lets a font
 * leave out, every blank but the space, and lone surrogates. Besides, blanks by shape alone: Braille without dots, the
 * object replacement character, the null notehead, the blanks of Egyptian hieroglyphs and the filler of Khitan.
 */
const HIDDEN = new RegExp(
  '[[\\u{16FE4}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\p{Z}' +
    '\\u2800\\uFFFC\\u{1D159}\\u{13441}\\u{13442}]--[ ]]',
  'gv',
);

/** Arabic letters that join to the next one; between such a letter and another the non-joiner can be seen. */
const JOINS_ON =
  '[\\u0620\\u0626\\u0628\\u062A-\\u062E\\u0633-\\u063F\\u0641-\\u0647\\u0649\\u064A\\u066E\\u066F\\u0678-\\u0687' +
  '\\u069A-\\u06BF\\u06C1\\u06C2\\u06CC\\u06CE\\u06D0\\u06D1\\u06FA-\\u06FC\\u06FF]\\p{Mn}?';
const JOINS_BACK = '(?![\\u0621\\u0674])(?=\\p{L})\\p{Script=Arabic}';

/** Signs that make a consonant join to the next one, script by script; a joiner after them changes how. */
const VIRAMAS: readonly (readonly [string, string])[] = [
  ['Devanagari', '094D'],
  ['Bengali', '09CD'],
  ['Gurmukhi', '0A4D'],
  ['Gujarati', '0ACD'],
  ['Oriya', '0B4D'],
  ['Tamil', '0BCD'],
  ['Telugu', '0C4D'],
  ['Kannada', '0CCD'],
  ['Malayalam', '0D4D'],
  ['Sinhala', '0DCA'],
];

/** Joiners that writing needs, as IDNA allows them (RFC 5892, appendix A), and before the Bengali and Kannada virama. */
const JOINERS = [
  `(?<=${JOINS_ON})\\u200C(?=${JOINS_BACK})`,
  ...VIRAMAS.map(
    ([script, virama]) =>
      `(?<=\\p{Script=${script}}\\u${virama})(?:\\u200C|\\u200D)(?=\\p{Script=${script}})(?=\\p{L})`,
  ),
  '(?<=\\u09B0)\\u200D(?=\\u09CD)',
  '(?<=\\u0CB0)\\u200D(?=\\u0CCD)',
].join('|');

const ALL_ASCII = /^[ -~]*$/;
const JOINER = new RegExp(JOINERS, 'uy');

/** A row of a tree shows a name in several places. */
const SHOWN = new Remembered<string>(2000);

const [NON_JOINER, ZERO_WIDTH_JOINER] = [0x200c, 0x200d];
const SPACE = 0x20;
const DELETE = 0x7f;
const CONTROL_PICTURES = 0x2400;

/** `text` with every hidden character made visible, also those that emoji and some scripts are written with. */
export function markEveryHidden(text: string): string {
  return ALL_ASCII.test(text) ? text : text.replace(HIDDEN, picture);
}

/**
 * `text` with every character that a person would not see, or would take for a space, made visible: control characters
 * as their Unicode pictures (`␀`), others by code point (`⟨U+202E⟩`). What joins letters or makes an emoji stays where it
 * really does. Letters that look alike are out of reach.
 */
export function markHidden(text: string): string {
  return replaceHidden(text, picture);
}

/** Like {@link markHidden}, with another replacement. */
export function replaceHidden(text: string, replace: (character: string) => string): string {
  if (ALL_ASCII.test(text)) return text;
  const emoji = joinedEmoji(text);
  let next = 0;
  return text.replace(HIDDEN, (hidden, at: number) => {
    while ((emoji[next]?.[1] ?? Infinity) <= at) next++;
    const isInEmoji = (emoji[next]?.[0] ?? Infinity) < at;
    return isInEmoji || isJoiner(text, at) ? hidden : replace(hidden);
  });
}

function isJoiner(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== NON_JOINER && code !== ZERO_WIDTH_JOINER) return false;
  JOINER.lastIndex = at;
  return JOINER.test(text);
}

/** Like {@link markHidden}, for a text of several lines of ours. */
export function markHiddenInLines(text: string): string {
  return text.split('\n').map(markHidden).join('\n');
}

/**
 * A name of others as a person should see it: see {@link markHidden}; besides, spaces at either end and after another
 * space as `␣`.
 */
export function visibleText(text: string): string {
  const shown = ALL_ASCII.test(text) ? text : SHOWN.of(text, markHidden);
  return shown.replace(/^ +| +$|(?<= ) +/g, (spaces) => '␣'.repeat(spaces.length));
}

/** Like {@link visibleText}, with words for the empty name. */
export function visibleName(name: string): string {
  return name === '' ? t('(empty name)') : visibleText(name);
}

/** A copy of plain data, all texts of which are to be read: see {@link markHidden}. Lines stay lines. */
export function withHiddenMarked<T>(data: T): T {
  if (typeof data === 'string') return markHiddenInLines(data) as T;
  if (Array.isArray(data)) return data.map(withHiddenMarked) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, withHiddenMarked(value as unknown)]),
  ) as T;
}

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === DELETE) return '␡';
  if (code < SPACE) return String.fromCodePoint(CONTROL_PICTURES + code);
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
