/**
 * The words of a section's header as the AWS CLI splits them: like a POSIX shell (Python's `shlex.split`), with quotes
 * and backslashes.
 * @returns undefined when a quote is not closed or a backslash ends the text
 */
export function splitWords(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote !== '' && char === quote) quote = '';
    else if (char === '\\' && quote !== "'") {
      const next = text.charAt(++at);
      if (next === '') return undefined;
      const kept = quote === '"' && next !== '"' && next !== '\\' ? char : '';
      word = (word ?? '') + kept + next;
    } else if (quote !== '') word = (word ?? '') + char;
    else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/[ \t\r\n]/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (quote !== '') return undefined;
  return word === undefined ? words : [...words, word];
}

/** `text` as one word of {@link splitWords}, in quotes where it needs them. */
export function quoteWord(text: string): string {
  return /^[\w@+.%:/,=~-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
