// No library of globs is used: they match paths, in which `//`, `.`, `..` and a leading `/` are not what they are in keys, by
// regular expressions, which can be slow.

/** One piece of a glob. */
type Token =
  /** Exactly this character. */
  | { readonly type: 'literal'; readonly character: string }
  /** `?`: any character but `/`. */
  | { readonly type: 'any' }
  /** `[a-z]`: one of these characters, or with `negated` none of them; never `/`. */
  | { readonly type: 'class'; readonly ranges: readonly CharacterRange[]; readonly negated: boolean }
  /** `*`: any number of characters but `/`. */
  | { readonly type: 'star' }
  /** A `**` and its `/` at the beginning of a segment: nothing, or anything that ends with `/`. */
  | { readonly type: 'folders' }
  /** Any other `**`, such as those of `a**b` and `a/**`: any number of characters, also `/`. */
  | { readonly type: 'globstar' };

/** First and last code point. */
type CharacterRange = readonly [from: number, to: number];

/** One alternative of a glob after its braces are expanded. */
export interface Glob {
  readonly tokens: readonly Token[];
  /** What all that it matches begins with. */
  readonly beginning: string;
  /** Whether all that it matches has the same `/`s, those of {@link beginning}. */
  readonly oneLevel: boolean;
}

/** Braces in braces multiply; more alternatives than these are not expanded. */
const MAX_ALTERNATIVES = 256;

/** Whether a text has anything that a glob gives a meaning to; a bracket or brace that is not closed has none. */
export function isGlob(text: string): boolean {
  return /[*?]|\[[^\]]+\]|\{[^{}]*,[^{}]*\}/.test(text);
}

/**
 * Reads a glob: `*`, `?`, `**`, `[a-z]`, `[!a-z]`, `{a,b}`, and `\` before a character that is meant itself.
 * @returns its alternatives; undefined when its braces stand for too many
 */
export function parseGlob(text: string): Glob[] | undefined {
  const alternatives = expandBraces(text);
  return alternatives?.map((alternative) => {
    const tokens = tokenize(alternative);
    const fixed = tokens.findIndex(({ type }) => type !== 'literal');
    const [head, rest] = fixed < 0 ? [tokens, []] : [tokens.slice(0, fixed), tokens.slice(fixed)];
    return {
      tokens,
      beginning: head.map((token) => (token.type === 'literal' ? token.character : '')).join(''),
      oneLevel: rest.every(
        (token) =>
          token.type !== 'globstar' &&
          token.type !== 'folders' &&
          !(token.type === 'literal' && token.character === '/'),
      ),
    };
  });
}

/**
 * Whether a glob matches a whole text. In time proportional to the product of both lengths at worst: a wildcard needs to
 * be tried further only until the next one of its kind is reached, because that one can take over what the first would
 * have.
 */
export function matchesGlob({ tokens }: Glob, text: string): boolean {
  let [at, token] = [0, 0];
  // Where to go on when what follows the last `*`, or the last `**`, does not match.
  let star: Retry | undefined;
  let globstar: Retry | undefined;
  for (;;) {
    const wanted = tokens[token];
    if (wanted === undefined) {
      if (at === text.length) return true;
    } else if (wanted.type === 'star') {
      token++;
      star = { at, token };
      continue;
    } else if (wanted.type === 'globstar' || wanted.type === 'folders') {
      token++;
      star = undefined;
      globstar = { at, token, folders: wanted.type === 'folders' };
      continue;
    } else {
      const length = matchedLength(wanted, text, at);
      if (length > 0) {
        at += length;
        token++;
        continue;
      }
    }
    const retried: Retry | undefined = (star &&= further(star, text)) ?? (globstar &&= further(globstar, text));
    if (!retried) return false;
    ({ at, token } = retried);
    if (retried === globstar) star = undefined;
  }
}

interface Retry {
  /** How far the wildcard reaches. */
  readonly at: number;
  /** The token after it. */
  readonly token: number;
  /** Of a `**`: whether it ends with `/`. */
  readonly folders?: boolean;
}

/** The wildcard one step further; undefined when it cannot go there. */
function further({ at, token, folders }: Retry, text: string): Retry | undefined {
  if (folders === true) {
    const slash = text.indexOf('/', at);
    return slash < 0 ? undefined : { at: slash + 1, token, folders };
  }
  if (at >= text.length || (folders === undefined && text[at] === '/')) return undefined;
  const next = at + characterAt(text, at).length;
  return folders === undefined ? { at: next, token } : { at: next, token, folders };
}

/** Length of what `token` matches at `at`; 0 when it does not. */
function matchedLength(token: Token, text: string, at: number): number {
  if (at >= text.length) return 0;
  const character = characterAt(text, at);
  if (token.type === 'literal') return character === token.character ? character.length : 0;
  if (character === '/') return 0;
  if (token.type !== 'class') return character.length;
  const code = character.codePointAt(0) ?? 0;
  const isIn = token.ranges.some(([from, to]) => from <= code && code <= to);
  return isIn === token.negated ? 0 : character.length;
}

function characterAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const stars = /^\*{2,}/.exec(rest)?.[0].length ?? 0;
    const set = /^\[(!|\^)?(\]?[^\]]*)\]/su.exec(rest);
    const escaped = /^\\(.)/su.exec(rest);
    if (stars > 0) {
      const beginsSegment = at === 0 || text[at - 1] === '/';
      const folders = beginsSegment && text[at + stars] === '/';
      tokens.push({ type: folders ? 'folders' : 'globstar' });
      at += folders ? stars + 1 : stars;
    } else if (text[at] === '*') {
      tokens.push({ type: 'star' });
      at++;
    } else if (text[at] === '?') {
      tokens.push({ type: 'any' });
      at++;
    } else if (set?.[2]) {
      tokens.push({ type: 'class', ranges: characterRanges(set[2]), negated: set[1] !== undefined });
      at += set[0].length;
    } else if (escaped) {
      tokens.push({ type: 'literal', character: escaped[1] ?? '' });
      at += escaped[0].length;
    } else {
      const character = characterAt(text, at);
      tokens.push({ type: 'literal', character });
      at += character.length;
    }
  }
  return tokens;
}

function characterRanges(set: string): CharacterRange[] {
  return [...set.matchAll(/(.)-(.)|(.)/gsu)].map(([, from, to, single]) => {
    const [low = 0, high = 0] = [from ?? single, to ?? single].map((character) => character?.codePointAt(0));
    return [low, high];
  });
}

/** The texts that a text's innermost braces with a comma stand for, until there are none. */
function expandBraces(text: string): string[] | undefined {
  const group = /(?<!\\)\{((?:\\.|[^\\{}])*,(?:\\.|[^\\{}])*)\}/su.exec(text);
  if (!group) return [text];
  const [all, inside = ''] = group;
  const expanded: string[] = [];
  for (const option of inside.split(/(?<!\\),/u)) {
    const rest = expandBraces(text.slice(0, group.index) + option + text.slice(group.index + all.length));
    if (!rest || expanded.length + rest.length > MAX_ALTERNATIVES) return undefined;
    expanded.push(...rest);
  }
  return [...new Set(expanded)];
}
