import { t } from '@vscode/l10n';

/**
 * Characters a person cannot see: controls, line and paragraph separators, and format characters (direction marks,
 * zero-width spaces, …). The joiners U+200C and U+200D and the tags U+E0020–E007F stay out: scripts and emoji need them.
 */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200C-\u200D\u{E0020}-\u{E007F}])\p{Cf}/u;

/** Source of a regular expression (flag `u`) that matches one character a person would not see in a name. */
export const INVISIBLE_OR_EDGE_SPACE = `${INVISIBLE.source}|^\\s+|\\s+$`;

/**
 * A key's segment as a person should see it: control characters as their Unicode pictures (`␀`), spaces at either end
 * as `␣`, other invisible characters by code point (`⟨U+202E⟩`), and a text for the empty name.
 */
export function visibleName(name: string): string {
  if (name === '') return t('(empty name)');
  return visibleText(name);
}

/** Like {@link visibleName}, with the empty text left empty. */
export function visibleText(text: string): string {
  return text.replace(new RegExp(INVISIBLE_OR_EDGE_SPACE, 'gu'), (hidden) => Array.from(hidden, picture).join(''));
}

const SPACE = 0x20;
const DELETE = 0x7f;
const CONTROL_PICTURES = 0x2400;

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === DELETE) return '␡';
  if (code === SPACE) return '␣';
  if (code < SPACE) return String.fromCodePoint(CONTROL_PICTURES + code);
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
