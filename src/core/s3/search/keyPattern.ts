import { compareKeys } from '../keyOrder';
import { isGlob, matchesGlob, parseGlob, type Glob } from './glob';

/** What a person looks for among the keys below a place. */
export interface KeyPattern {
  /** As typed. */
  readonly text: string;
  /** `text`: contained in the key, in any case. `glob`: the whole key, in this case. */
  readonly type: 'text' | 'glob';
  /**
   * Beginnings of everything it matches, none of which begins with another, by their UTF-8 bytes; relative to the
   * place. The empty one when nothing is known.
   */
  readonly beginnings: readonly string[];
  /** Whether it matches nothing below a further `/` than those of its beginnings. */
  readonly oneLevel: boolean;
  /** @param key relative to the place */
  readonly matches: (key: string) => boolean;
}

/**
 * The pattern that a text is: a glob when it has anything that globs give a meaning to, else a text.
 * @returns undefined for the empty text, and for braces that stand for too many texts
 */
export function parsePattern(text: string): KeyPattern | undefined {
  if (text === '') return undefined;
  if (!isGlob(text)) return textPattern(text);
  const globs = parseGlob(text);
  return globs && globPattern(text, globs);
}

function textPattern(text: string): KeyPattern {
  const wanted = text.toLowerCase();
  const matches = (key: string): boolean => key.toLowerCase().includes(wanted);
  return { text, type: 'text', beginnings: [''], oneLevel: false, matches };
}

function globPattern(text: string, globs: readonly Glob[]): KeyPattern {
  const sorted = [...new Set(globs.map(({ beginning }) => beginning))].sort(compareKeys);
  const beginnings = sorted.filter((one) => !sorted.some((other) => other !== one && one.startsWith(other)));
  // A shorter beginning that takes a longer one in would not list what is below the longer one's own `/`.
  const oneLevel = globs.every((glob) => glob.oneLevel) && beginnings.length === sorted.length;
  return { text, type: 'glob', beginnings, oneLevel, matches: (key) => globs.some((glob) => matchesGlob(glob, key)) };
}
