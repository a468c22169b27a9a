/** More characters than the longest name of a profile anybody reads; longer patterns match nothing they could mean. */
export const NAME_PATTERN_MAX = 256;

/**
 * Whether a pattern matches a whole name, in any case: `*` stands for any characters, `?` for one, everything else for
 * itself. Takes time in proportion to both lengths, whatever they hold.
 */
export function matchesName(pattern: string, name: string): boolean {
  const wanted = characters(pattern);
  const given = characters(name);
  let at = 0;
  /** Where to go on when what follows the last star does not fit: one character further on. */
  let retry: { readonly star: number; readonly from: number } | undefined;
  for (let index = 0; index < given.length;) {
    if (wanted[at] === '*') {
      retry = { star: at, from: index };
      at += 1;
    } else if (wanted[at] === '?' || (wanted[at] !== undefined && wanted[at] === given[index])) {
      at += 1;
      index += 1;
    } else if (retry) {
      retry = { star: retry.star, from: retry.from + 1 };
      at = retry.star + 1;
      index = retry.from;
    } else return false;
  }
  return wanted.slice(at).every((character) => character === '*');
}

function characters(text: string): readonly string[] {
  return Array.from(text.normalize('NFC').toLowerCase());
}
