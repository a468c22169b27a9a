import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markHidden, visibleName, visibleText } from '../../../../src/core/texts/visible';
import { hostileText } from './hostile';

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
/** An emoji is drawn as one picture; its variation selector and joiners are part of what is seen. */
const EMOJI = new RegExp('\\p{RGI_Emoji}', 'gv');
/** One of them, and nothing else. */
const EVERY_EMOJI = new RegExp('^\\p{RGI_Emoji}$', 'v');

/** Joiners that change what is drawn: after a virama, and between Arabic letters that join. */
const SEEN_JOINER =
  /(?<=[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA])[\u200C\u200D]|(?<=\p{Script=Arabic}\p{Mn}*)\u200C(?=\p{Script=Arabic})|(?<=[\u09B0\u0CB0])\u200D/gu;

/** What a person sees of a text that shows all of it: what is drawn as nothing is dropped. */
function drawn(text: string): string {
  return text
    .replace(EMOJI, (emoji) =>
      emoji
        .replace(/\uFE0F/g, '(16)')
        .replace(/\u200D/g, '(+)')
        .replace(/[\u{E0020}-\u{E007F}]/gu, (tag) => `(${String(tag.codePointAt(0))})`),
    )
    .replace(SEEN_JOINER, '(j)')
    .replace(IGNORABLE, '');
}

const ignorable = fc
  .integer({ min: 0x80, max: 0x10ffff })
  .map((code) => String.fromCodePoint(code))
  .filter((character) => /\p{Default_Ignorable_Code_Point}|\p{Zs}|\p{Cf}/u.test(character));

describe('a name of others', () => {
  it('is not drawn like another one when both are shown as they are', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (a, b) => {
        const shown = [a, b].filter((name) => visibleText(name) === name);
        if (shown.length < 2 || a === b) return;
        assert.notEqual(drawn(a), drawn(b));
      }),
      { numRuns: 2000 },
    );
  });

  it('is not drawn like itself without one of its characters', () => {
    fc.assert(
      fc.property(hostileText, fc.nat(), (name, at) => {
        const characters = Array.from(name);
        const less = characters.toSpliced(at % Math.max(1, characters.length), 1).join('');
        if (less === name || visibleText(name) !== name || visibleText(less) !== less) return;
        assert.notEqual(drawn(name), drawn(less));
      }),
      { numRuns: 2000 },
    );
  });

  it('shows whatever is hidden between its letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 8 }), ignorable, fc.nat(8), (key, hidden, at) => {
        const name = key.slice(0, at) + hidden + key.slice(at);
        assert.match(visibleText(name), /⟨U\+[0-9A-F]{4,6}⟩/);
      }),
    );
    for (const hidden of [
      '\u200D',
      '\u200C',
      '\u{E0061}',
      '\uFE0F',
      '\uFE0E',
      '\u{E0100}',
      '\u034F',
      '\u3164',
      '\u2800',
    ]) {
      assert.notEqual(visibleText(`report${hidden}.csv`), `report${hidden}.csv`);
    }
    assert.equal(visibleText('a\u00A0b\u2002c'), 'a⟨U+00A0⟩b⟨U+2002⟩c');
    assert.equal(visibleText('prod\u202E)1('), 'prod⟨U+202E⟩)1(');
  });

  it('shows blanks that would be lost', () => {
    assert.equal(visibleText(' a  b '), '␣a ␣b␣');
    assert.equal(visibleText('a\tb\u007F'), 'a␉b␡');
    assert.equal(visibleName(''), '(empty name)');
  });

  it('keeps what writing and emoji need', () => {
    const names = ['👩\u200D💻', '❤\uFE0F', '🏳\uFE0F\u200D🌈', '1\uFE0F\u20E3', '🏃🏽\u200D♂\uFE0F', 'می\u200Cخواهم'];
    const england = '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}';
    for (const name of [...names, england, 'क्\u200Dष', 'ශ්\u200Dරී', 'র\u200D্যাব', '報告書.txt']) {
      assert.equal(visibleText(name), name);
    }
  });

  it('shows what joins nothing', () => {
    const names = [
      '😀\u200D😀',
      '😀\uFE0F',
      '1\uFE0F',
      'ا\u200Cب',
      'ка\u200Dб',
      '🏴\u{E0067}\u{E0062}',
      '🏴\u{E0067}\u{E007F}',
      'क्\u200D',
    ];
    for (const name of names) assert.match(visibleText(name), /⟨U\+/);
  });

  it('keeps every emoji that Unicode recommends, and of characters like emoji no others', () => {
    for (let code = 0x20; code <= 0x1ffff; code++) {
      const character = String.fromCodePoint(code);
      if (!/\p{Emoji}/u.test(character)) continue;
      const picture = `${character}\uFE0F`;
      const keycap = `${picture}\u20E3`;
      for (const text of [picture, keycap]) {
        if (EVERY_EMOJI.test(text)) assert.equal(visibleText(text), text);
        else assert.match(visibleText(text), /⟨U\+FE0F⟩/);
      }
    }
    const many = ['👩\u200D💻', '❤\uFE0F', '☀\uFE0F', '☁\uFE0F', '🏳\uFE0F\u200D🌈', '✉\uFE0F', '☎\uFE0F', '✈\uFE0F'];
    assert.equal(visibleText(many.join('')), many.join(''));
  });

  it('takes no time to speak of, whatever the longest keys are made of', () => {
    const units = [
      '👨\u200D',
      '\u200D',
      '\uFE0F',
      'क\u094D\u200D',
      '\u{E0067}',
      '🏳\uFE0F\u200D',
      '1\uFE0F\u20E3',
      'ع\u200C',
    ];
    for (const unit of units) {
      const key = unit.repeat(1000 / new TextEncoder().encode(unit).length);
      const start = performance.now();
      for (let i = 0; i < 1000; i++) visibleText(`${key}${i}`);
      assert.ok(performance.now() - start < 1200, unit);
    }
  });

  it('stays the same when it is shown twice, and fast when it is long', () => {
    fc.assert(fc.property(hostileText, (name) => assert.equal(visibleText(visibleText(name)), visibleText(name))));
    const start = performance.now();
    markHidden('👩\u200D💻 नमस्ते\u200C '.repeat(2000));
    assert.ok(performance.now() - start < 5000);
  });
});
