/** `text` with at most `longest` characters, three or more: a long one without its middle, because both ends tell what it is. */
export function cutMiddle(text: string, longest: number): string {
  const characters = Array.from(text);
  if (characters.length <= longest) return text;
  const end = Math.ceil(longest / 2) - 1;
  return [...characters.slice(0, longest - 1 - end), '…', ...characters.slice(characters.length - end)].join('');
}
