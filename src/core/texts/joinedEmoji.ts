/** What emoji are joined and told apart with. */
const PARTS = /\u200D|\uFE0F|[\u{E0020}-\u{E007F}]/u;

const EMOJI = '\\p{Emoji}(?:\\p{EMod}|\\uFE0F\\u20E3?|[\\u{E0020}-\\u{E007F}]+)?';
/** Whatever is built like one emoji (Unicode Technical Standard 51, ED-17a), the whole of it. */
const SEQUENCES = new RegExp(`${EMOJI}(?:\\u200D${EMOJI})*`, 'gu');

/** One emoji that is told to be a picture, and is none by itself. */
const PICTURE = /^(?:[0-9#*]\uFE0F\u20E3|(?!\p{Emoji_Presentation}|[0-9#*])\p{Emoji}\uFE0F)$/u;
/** Flag `v` knows all that Unicode recommends; among thousands, which takes some microseconds. */
const RECOMMENDED = new RegExp('^\\p{RGI_Emoji}$', 'v');

/** UTF-16 units of the longest emoji: a couple with a heart and two skin tones. */
const MAX_LENGTH = 15;
/** Different emoji of one text that are looked up; of more, which nobody writes into a name, the parts are shown. */
const MAX_DIFFERENT = 10;

/** Where in the text there is an emoji that has parts which would else be hidden: start and end, in UTF-16 units. */
export function joinedEmoji(text: string): readonly (readonly [start: number, end: number])[] {
  if (!PARTS.test(text)) return [];
  const known = new Map<string, boolean>();
  const found: [number, number][] = [];
  for (const { 0: sequence, index } of text.matchAll(SEQUENCES)) {
    if (PARTS.test(sequence) && isEmoji(sequence, known)) found.push([index, index + sequence.length]);
  }
  return found;
}

function isEmoji(sequence: string, known: Map<string, boolean>): boolean {
  if (sequence.length > MAX_LENGTH) return false;
  if (PICTURE.test(sequence)) return true;
  let is = known.get(sequence);
  if (is === undefined) {
    if (known.size === MAX_DIFFERENT) return false;
    is = RECOMMENDED.test(sequence);
    known.set(sequence, is);
  }
  return is;
}
