/**
 * The words of a section's header or a command line as the AWS CLI splits them: like a POSIX shell (Python's
 * `shlex.split`), with quotes and backslashes, and with no other meaning for any character.
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

/**
 * The words of a command line as the AWS CLI splits them on Windows: by the rules of Microsoft's C runtime, where a
 * backslash counts for itself unless quotation marks follow ("Parsing C command-line arguments").
 * @returns undefined when a quote is not closed
 */
export function splitWindowsWords(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (const [part, backslashes = '', char = ''] of text.matchAll(/(\\*)("|[^\\"])|\\+$/g)) {
    if (char === '') word = (word ?? '') + part;
    else if (char === '"') {
      word = (word ?? '') + '\\'.repeat(Math.floor(backslashes.length / 2));
      if (backslashes.length % 2 === 1) word += char;
      else quoted = !quoted;
    } else if (!quoted && /[ \t]/.test(char)) {
      if (backslashes !== '') word = (word ?? '') + backslashes;
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + part;
  }
  if (quoted) return undefined;
  return word === undefined ? words : [...words, word];
}
