import fc from 'fast-check';
import assert from 'node:assert/strict';
import { encodingOf, HeadText, hexDump, tailText } from '../../../../../src/core/s3/previews/headText';

/** UTF-16 with a byte order mark, big-endian. */
function utf16be(text: string): Buffer {
  return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
}

describe('the text of an object’s head', () => {
  it('has the encoding of its byte order mark, or that of where its zeros stand', () => {
    assert.equal(encodingOf(Buffer.from('Grüße')), 'utf-8');
    assert.equal(encodingOf(Buffer.from('\uFEFFGrüße')), 'utf-8');
    assert.equal(encodingOf(Buffer.from('\uFEFFGrüße', 'utf16le')), 'utf-16le');
    assert.equal(encodingOf(utf16be('Grüße')), 'utf-16be');
    assert.equal(encodingOf(Buffer.from('no mark at all', 'utf16le')), 'utf-16le');
    assert.equal(encodingOf(Buffer.from('no mark at all', 'utf16le').swap16()), 'utf-16be');
    assert.equal(encodingOf(new Uint8Array()), 'utf-8');
    assert.equal(encodingOf(Buffer.from([1, 0, 0, 2, 3, 4])), undefined);
    assert.equal(encodingOf(Buffer.from('a text with one \0')), undefined);
  });

  it('ends at a line’s end until all of it is there', () => {
    const head = new HeadText('utf-8');
    head.append(Buffer.from('one\ntw'), false);
    assert.equal(head.text, 'one\n');
    head.append(Buffer.from('o\nthree'), false);
    assert.equal(head.text, 'one\ntwo\n');
    head.append(new Uint8Array(), true);
    assert.equal(head.text, 'one\ntwo\nthree');
  });

  it('shows a line that is longer than what was read', () => {
    const head = new HeadText('utf-8');
    head.append(Buffer.from('x'.repeat(100)), false);
    assert.equal(head.text.length, 100);
  });

  it('is the same however the bytes come', () => {
    const texts = fc.array(fc.constantFrom('a', 'é', '🚀', '\n', '\r\n', '東'), { maxLength: 60 });
    fc.assert(
      fc.property(
        texts,
        fc.array(fc.nat(20), { maxLength: 20 }),
        fc.constantFrom('utf8', 'utf16le'),
        (parts, cuts, encoding) => {
          const text = parts.join('');
          const bytes = Buffer.from(text, encoding as BufferEncoding);
          const head = new HeadText(encoding === 'utf8' ? 'utf-8' : 'utf-16le');
          let at = 0;
          for (const cut of cuts) head.append(bytes.subarray(at, (at = Math.min(bytes.length, at + cut))), false);
          head.append(bytes.subarray(at), true);
          assert.equal(head.text, text);
        },
      ),
    );
  });

  it('of the end begins with a whole line', () => {
    assert.equal(tailText(Buffer.from('f a line\nsecond\nthird\n'), 'utf-8'), 'second\nthird\n');
    assert.equal(tailText(Buffer.from('one long line\n'), 'utf-8'), 'one long line\n');
  });

  it('is hexadecimal where it is none', () => {
    assert.equal(
      hexDump(Buffer.from('PK\u0003\u0004 0123456789abcdef'), 16),
      [
        '00000010  50 4b 03 04 20 30 31 32  33 34 35 36 37 38 39 61  |PK.. 0123456789a|',
        '00000020  62 63 64 65 66                                    |bcdef|',
        '',
      ].join('\n'),
    );
    assert.equal(hexDump(new Uint8Array()), '');
  });
});
