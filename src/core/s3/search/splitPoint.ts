import { compareKeys } from '../keyOrder';

/** A part of the key space and what was seen of it. */
export interface SeenKeys {
  /** Everything in question comes after it. */
  readonly low: string;
  /** Everything in question comes before it or is it; undefined for an open end. */
  readonly high: string | undefined;
  /** Whether there are keys after `high`. */
  readonly isFollowed: boolean;
  /** What all keys begin with. */
  readonly prefix: string;
  /** Some keys of one page, in order. */
  readonly sample: readonly string[];
}

/** A key has at most 1,024 bytes (S3 User Guide, "Naming Amazon S3 objects"), a character at most 4. */
const MAX_POSITION = 256;
/** Characters of a word that are looked at to know what it is made of. */
const WORD_LENGTH = 16;
const DIGITS = Array.from('0123456789');

/**
 * A key that may stand in the middle of the keys between `low` and `high`, of which nothing is known but what keys look
 * like: one character of `low` is replaced by a later one of those seen at its place and behind it in the same word.
 * Numbers count up, so digits come first, from the left.
 * @returns undefined where no guess is worth a request, because it would be about keys of one page
 */
export function guessSplit({ low, high, isFollowed, prefix, sample }: SeenKeys): string | undefined {
  const keys = sample.map((key) => Array.from(key.slice(0, 2 * MAX_POSITION)));
  const lowest = Array.from(low);
  const first = Array.from(prefix).length;
  const last = Math.min(varyingFrom(keys), lowest.length - 1, MAX_POSITION);
  const words: string[] = [];
  for (let position = first; position <= last; position++) {
    const alphabet = alphabetAt(keys, position);
    const isNumber = alphabet.every((character) => DIGITS.includes(character));
    const hasDigit = isNumber || alphabet.some((character) => DIGITS.includes(character));
    const beginning = lowest.slice(0, position).join('');
    const later = (isNumber && alphabet.length > 0 ? DIGITS : alphabet)
      .filter((character) => compareKeys(character, lowest[position] ?? '') > 0)
      .map((character) => beginning + character)
      .filter((guess) => high === undefined || compareKeys(guess, high) < 0);
    // Where no key is known to come after, a number's next digit finds out with one request whether that digit counts.
    const guess = later[isNumber && !isFollowed ? 0 : Math.floor(later.length / 2)];
    if (guess === undefined) continue;
    if (hasDigit) return guess;
    words.push(guess);
  }
  // Words differ where the keys of a page do, and least likely at their beginning.
  return words.at(-1);
}

/** The first position at which keys in order differ. */
function varyingFrom(keys: readonly (readonly string[])[]): number {
  const [first = [], last = []] = [keys[0], keys.at(-1)];
  const position = first.findIndex((character, index) => character !== last[index]);
  return position < 0 ? first.length : position;
}

/** The characters of the word at `position` in all keys, from there on, in order. */
function alphabetAt(keys: readonly (readonly string[])[], position: number): string[] {
  const characters = new Set<string>();
  for (const key of keys) {
    for (let index = position; index < position + WORD_LENGTH && isWord(key[index] ?? ''); index++) {
      characters.add(key[index] ?? '');
    }
  }
  return [...characters].sort(compareKeys);
}

/** Letters, digits, and everything that is not ASCII: what stands between words is ASCII in most keys. */
function isWord(character: string): boolean {
  return !/^[ -/:-@[-`{-~]?$/.test(character);
}
