import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Steps } from '../../../../src/aws/support/steps';
import { readXml } from '../../../../src/aws/support/xmlReader';

const LIMITS = { elements: 100, text: 100_000 };

function read(xml: string, limits = LIMITS) {
  return readXml(xml, limits, new Steps());
}

async function textOf(written: string): Promise<string> {
  const root = await read(`<A><B>${written}</B></A>`);
  assert.ok(typeof root === 'object', `${JSON.stringify(written)} is ${JSON.stringify(root)}`);
  return root.children[0]?.text ?? '';
}

describe('XML of an answer', () => {
  it('is read with elements and texts, however it is written', async () => {
    const leaf = (name: string, text: string) => ({ name, text, children: [] });
    assert.deepEqual(
      await read(
        '\uFEFF<?xml version="1.0"?>\n<A xmlns="x>y">\n <!-- <B> --><B>1</B>\n <C/><D> <![CDATA[<&]]></D></A>\n',
      ),
      { name: 'A', text: '', children: [leaf('B', '1'), leaf('C', ''), leaf('D', ' <&')] },
    );
  });

  it('has every text as it was written, wherever it is cut in pieces', async () => {
    const escapes: Readonly<Record<string, string>> = {
      '&': '&amp;',
      '<': '&lt;',
      '\r': '&#13;',
      '\n': '&#xa;',
      '\u0001': '&#x1;',
    };
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('&', '<', '\r', '\n', '\u0001', '\u0085', '\u2028', '😀'),
        fc.string({ maxLength: 1 }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(text, fc.nat({ max: 70_000 }), async (end, length) => {
        const whole = `${'x'.repeat(length)}${end}`;
        assert.equal(await textOf(whole.replace(/[^x]/gu, (sign) => escapes[sign] ?? sign)), whole);
      }),
      { numRuns: 200 },
    );
  });

  it('ends lines alike, wherever it is cut in pieces', async () => {
    for (let length = 8180; length < 8195; length++) {
      const start = 'x'.repeat(length);
      assert.equal(await textOf(`${start}\r\n\r\r\ny`), `${start}\n\n\ny`);
    }
  });

  it('is too much beyond its limits', async () => {
    assert.equal(await read(`<A>${'<B/>'.repeat(100)}</A>`), 'tooMuch');
    assert.equal(await read('<A>'.repeat(20)), 'tooMuch');
    assert.equal(await read(`<A><B>${'x'.repeat(100_001)}</B></A>`), 'tooMuch');
    assert.equal(await read(`<A b="${'x'.repeat(200_000)}"/>`), 'tooMuch');
    assert.equal(await read(`<A><!-- ${'x'.repeat(200_000)} --></A>`), 'tooMuch');
    assert.equal(await read(`<A><B>${'&amp;'.repeat(100_001)}</B></A>`), 'tooMuch');
    assert.equal(await read(`<A>${'<B>x</B>'.repeat(99)}</A>`).then((root) => typeof root), 'object');
  });

  it('is broken where it is not whole, or anything else', async () => {
    for (const xml of [
      ...['', ' ', 'x', '{}', '<', '<A', '<A>', '<A></B>', '<A/>x', '<A/><B/>', 'x<A/>', '</A>', '<A><B></A></B>'],
      ...['<A>&nbsp;</A>', '<A>&bogus;</A>', '<A>&</A>', '<A>&#x110000;</A>', '<A>x<B/></A>', '<A><B/>x</A>'],
      ...[
        '<!DOCTYPE A><A/>',
        '<!DOCTYPE A [<!ENTITY e "x">]><A>&e;</A>',
        '<A><![CDATA[x</A>',
        '<A><!-- </A>',
        '<A b/>',
      ],
      ...['<A>\u0001</A>', '<A>&#x0;</A>', '<A><![CDATA[&#x2028;]]></A>', '<A><![CDATA[\u2028]]></A>', '<A b=1/>'],
    ])
      assert.equal(await read(xml), 'broken', xml.slice(0, 80));
  });
});
