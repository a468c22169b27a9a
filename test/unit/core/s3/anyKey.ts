import fc from 'fast-check';

/** Pieces of keys: any character, and those that paths, URLs, quotes and policies treat specially. */
const piece = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  fc.constantFrom(
    '/',
    '//',
    '.',
    '..',
    '?',
    '#',
    '%',
    '%2F',
    '+',
    '&',
    '=',
    '*',
    ' ',
    '\n',
    '\r',
    '\t',
    '\0',
    '\u001b',
    '\u0085',
    '😀',
    '"',
    "'",
    '<',
    '>',
    '\\',
    ':',
    '@',
  ),
);

/** Every key S3 takes, and the empty one of a bucket: at most 1,024 bytes of UTF-8. */
export const anyKey: fc.Arbitrary<string> = fc
  .array(piece, { maxLength: 60 })
  .map((pieces) => pieces.join(''))
  .filter((key) => Buffer.from(key).toString() === key && Buffer.byteLength(key) <= 1024);

/** Short keys of few characters, of which many begin with each other: objects, folders and markers of the same names. */
export const crowdedKey = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '~'), minLength: 1, maxLength: 5 });

/** Keys that stand in one bucket together. */
export const keysTogether: fc.Arbitrary<string[]> = fc.uniqueArray(
  fc.oneof(
    crowdedKey,
    anyKey.filter((key) => key !== ''),
  ),
  { minLength: 1, maxLength: 12 },
);
