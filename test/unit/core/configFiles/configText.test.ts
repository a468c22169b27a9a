import assert from 'node:assert/strict';
import { parseConfigText } from '../../../../src/core/configFiles/configText';
import { quoteWord, splitWords } from '../../../../src/core/configFiles/words';
import fc from 'fast-check';

/** Sections with their settings, and the lines that were passed over. */
function read(text: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    parseConfigText(text).sections.map(({ header, values }) => [
      header,
      Object.fromEntries(
        [...values].map(([key, { text: value, nested }]) => [key, nested ? { ...Object.fromEntries(nested) } : value]),
      ),
    ]),
  );
}
const problemLines = (text: string): number[] => parseConfigText(text).problems.map(({ line }) => line);

describe('the text of a config file', () => {
  const forms: Record<string, string> = {
    'as everybody writes it': '[dev]\nregion = eu-west-1\noutput = json\n',
    'without blanks': '[dev]\nregion=eu-west-1\noutput=json',
    'with colons': '[dev]\nregion: eu-west-1\noutput : json',
    'with keys in capitals': '[dev]\nREGION = eu-west-1\nOutput = json',
    'indented below the header': '[dev]\n  region = eu-west-1\n  output = json\n',
    'with comments and empty lines': '# one\n[dev] ; two\n\n; three\nregion = eu-west-1\n  # four\n\noutput = json\n#',
    'with Windows line ends': '[dev]\r\nregion = eu-west-1\r\noutput = json\r\n',
    'with line ends of old Macs': '[dev]\rregion = eu-west-1\routput = json\r',
    'with a byte order mark': '\uFEFF[dev]\nregion = eu-west-1\noutput = json\n',
    'in two sections of one name': '[dev]\nregion = us-east-1\n[other]\n[dev]\nregion = eu-west-1\noutput = json\n',
    'with a key twice': '[dev]\nregion = us-east-1\nregion = eu-west-1\noutput = json\n',
    'with text before the first section': 'region = us-east-1\nhello\n[dev]\nregion = eu-west-1\noutput = json\n',
    'with a line that says nothing': '[dev]\nregion = eu-west-1\nwhat is this\n  and = this\noutput = json\n',
    'with a header that is not closed': '[dev\nregion = eu-west-1\noutput = json\n',
  };
  for (const [how, text] of Object.entries(forms)) {
    it(`is understood ${how}`, () => assert.deepEqual(read(text)['dev'], { region: 'eu-west-1', output: 'json' }));
  }

  it('may go on with a value on indented lines', () => {
    assert.deepEqual(read('[dev]\ncredential_process = run\n  --a\n\n  # why\n\t--b = c\nregion = x'), {
      dev: { credential_process: 'run\n--a\n\n--b = c', region: 'x' },
    });
  });

  it('may have blocks, empty values and any character', () => {
    assert.deepEqual(
      read('[dev]\ns3 =\n  addressing_style = path\n  max = 3\nempty =\nrate = 100%\nurl = https://a/#/b=c\n'),
      {
        dev: { s3: { addressing_style: 'path', max: '3' }, empty: '', rate: '100%', url: 'https://a/#/b=c' },
      },
    );
  });

  it('gives the values of [DEFAULT] to every section, as Python does', () => {
    assert.deepEqual(read('[DEFAULT]\nregion = a\noutput = text\n[dev]\nregion = b\n'), {
      dev: { region: 'b', output: 'text' },
    });
  });

  it('never gives the settings below a broken header to the section above', () => {
    const text = '[profile a]\nregion = x\n[profile b\nrole_arn = arn:of:b\n';
    assert.deepEqual(read(text), { 'profile a': { region: 'x' }, 'profile b': { role_arn: 'arn:of:b' } });
  });

  it('tells the lines of sections, settings and what it passed over', () => {
    const { sections } = parseConfigText('\n[dev]\r\nregion = x\r[prod]\n');
    assert.deepEqual(
      sections.map(({ header, line }) => [header, line]),
      [
        ['dev', 2],
        ['prod', 4],
      ],
    );
    assert.equal(sections[0]?.values.get('region')?.line, 3);
    assert.deepEqual(problemLines('a = b\n[dev]\nnothing\ns3 =\n  x\n= y\n[open'), [1, 3, 4, 6, 7]);
  });

  it('tells nothing of what stands in a line that it passed over', () => {
    const { problems } = parseConfigText('SECRET\n[dev]\nSECRET\n');
    assert.doesNotMatch(JSON.stringify(problems), /SECRET/);
  });

  it('is read at once however long a line of blanks is', () => {
    const blanks = ' '.repeat(300_000);
    const start = performance.now();
    parseConfigText(`[dev]\na${blanks}b\ns3 =\n  a${blanks}b\nregion = a${blanks}#b\n[${blanks}x\n`);
    assert.ok(performance.now() - start < 1000);
  });

  it('is read without an exception, whatever it is', () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      '=',
      ':',
      '#',
      ';',
      '\n',
      '\r',
      ' ',
      '\t',
      '"',
      "'",
      '\\',
      'profile ',
      's3 =\n ',
      'DEFAULT',
      '__proto__',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (any) => {
        for (const { line } of parseConfigText(any).problems) assert.ok(line >= 1);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the words of a header', () => {
  const headers: Record<string, string[] | undefined> = {
    'profile dev': ['profile', 'dev'],
    'profile  "my team"': ['profile', 'my team'],
    "profile 'my team'": ['profile', 'my team'],
    'profile\tmy\\ team': ['profile', 'my team'],
    'profile "a \\"b\\" \\c"': ['profile', 'a "b" \\c'],
    'profile ""': ['profile', ''],
    'profile my team': ['profile', 'my', 'team'],
    'profile "open': undefined,
    'profile back\\': undefined,
  };
  for (const [header, words] of Object.entries(headers)) {
    it(`of [${header}] are ${JSON.stringify(words)}`, () => assert.deepEqual(splitWords(header), words));
  }

  it('are had again from what was quoted', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (word) => assert.deepEqual(splitWords(quoteWord(word)), [word])),
    );
  });
});
