import fc from 'fast-check';

/** What others may put into a text to be more than text, and plain characters between. */
const PARTS = [
  ...['[Show](command:x)', '](command:x?%5B%5D "t")', '[a](https://evil.example)', '](file:///etc/passwd)', '![i](x)'],
  ...['$(flame)', '$(sync~spin)', '\\$(bug)', '$', '(', ')', '[', ']', '\\', '`', '``', '*', '_', '#', '<img src=x>'],
  ...['https://evil.example', 'www.evil.example', 'a@evil.example', '&#36;', '&lt;', '|', '\n===\n', '\n- ', '\r\n'],
  ...['\u202E', '\u2066', '\u200B', '\u200C', '\u200D', '\u2060', '\uFE0E', '\uFE0F', '\u{E0061}', '\u{E0100}'],
  ...['\u0000', '\u001B]8;;x\u0007', '\u0085', '\u2028', '\u00A0', '\u3000', '\u3164', '\u2800', '\u034F', '\uD800'],
  ...[
    '👩\u200D💻',
    '❤\uFE0F',
    '❤',
    '1\uFE0F\u20E3',
    '🏴',
    'نام\u200Cه',
    'क्\u200Dष',
    'é',
    'е',
    ' ',
    '  ',
    'a',
    'B',
    '7',
  ],
] as const;

/** Any text, with more of what is dangerous than chance has. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...PARTS), fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 })
  .map((parts) => parts.join(''));
