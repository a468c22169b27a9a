/** More of an error's words nobody reads, and patterns that look for something in them may take the square of it. */
const MAX_WORDS = 4096;

/** Words of another program or machine, such as a service's error message, cut to what patterns may run over. */
export function foreignWords(text: string): string {
  return cut(text, MAX_WORDS);
}

/** At most `length` UTF-16 code units of `text`, the last being `…` where something is left out. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  // Half a surrogate pair is no character.
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
