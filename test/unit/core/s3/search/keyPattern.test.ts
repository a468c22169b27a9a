import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parsePattern, type KeyPattern } from '../../../../../src/core/s3/search/keyPattern';

function pattern(text: string): KeyPattern {
  const parsed = parsePattern(text);
  assert.ok(parsed, text);
  return parsed;
}

function among(text: string, keys: readonly string[]): string[] {
  return keys.filter(pattern(text).matches);
}

describe('What a person searches for', () => {
  it('is a text contained in the key, in any case, when nothing in it is a wildcard', () => {
    const keys = ['Reports/2026.CSV', 'data/report.txt', 'data/rapport.txt', 'a[1', 'é/ÉTÉ.md'];
    assert.deepEqual(among('report', keys), ['Reports/2026.CSV', 'data/report.txt']);
    assert.deepEqual(among('s/2026', keys), ['Reports/2026.CSV']);
    assert.deepEqual(among('a[1', keys), ['a[1']);
    assert.deepEqual(among('été', keys), ['é/ÉTÉ.md']);
    assert.equal(pattern('report').type, 'text');
  });

  it('is a glob on the whole key when it has a wildcard', () => {
    const keys = ['a.csv', 'b.CSV', 'x/a.csv', 'x/y/a.csv', '.csv', 'a.csv.gz', '😀.csv'];
    assert.deepEqual(among('*.csv', keys), ['a.csv', '.csv', '😀.csv']);
    assert.deepEqual(among('**/*.csv', keys), ['a.csv', 'x/a.csv', 'x/y/a.csv', '.csv', '😀.csv']);
    assert.deepEqual(among('x/**', keys), ['x/a.csv', 'x/y/a.csv']);
    assert.deepEqual(among('**/y/*', keys), ['x/y/a.csv']);
    assert.deepEqual(among('?.csv', keys), ['a.csv', '😀.csv']);
    assert.deepEqual(among('[a-b].[cC]*', keys), ['a.csv', 'b.CSV', 'a.csv.gz']);
    assert.deepEqual(among('[!a].*', keys), ['b.CSV', '😀.csv']);
    assert.deepEqual(among('{a,b}.{csv,CSV}', keys), ['a.csv', 'b.CSV']);
    assert.deepEqual(among('{x/,}a.csv', keys), ['a.csv', 'x/a.csv']);
    assert.equal(pattern('*.csv').type, 'glob');
  });

  it('means a character itself behind a backslash', () => {
    assert.deepEqual(among('a\\*?', ['a*b', 'aab']), ['a*b']);
    assert.deepEqual(among('\\{a,b\\}*', ['{a,b}', 'a']), ['{a,b}']);
  });

  it('begins with what comes before the first wildcard, so that S3 looks at nothing else', () => {
    assert.deepEqual(pattern('logs/2026-*/x.gz').beginnings, ['logs/2026-']);
    assert.deepEqual(pattern('*.csv').beginnings, ['']);
    assert.deepEqual(pattern('text').beginnings, ['']);
    assert.deepEqual(pattern('{b,a}/*.csv').beginnings, ['a/', 'b/']);
    assert.deepEqual(pattern('{a,ab,c}*').beginnings, ['a', 'c']);
    assert.deepEqual(pattern('😀*').beginnings, ['😀']);
  });

  it('stays in one level where no wildcard can cross a "/"', () => {
    const levels = { 'a/*.csv': true, '*.csv': true, 'a/*/b': false, 'a/**': false, '**/a': false, text: false };
    for (const [text, oneLevel] of Object.entries(levels)) assert.equal(pattern(text).oneLevel, oneLevel, text);
  });

  it('is nothing when it is empty, or braces of braces that stand for too much', () => {
    assert.equal(parsePattern(''), undefined);
    assert.equal(parsePattern('{a,b}'.repeat(9)), undefined);
  });

  it('matches as a regular expression would that says the same', () => {
    const pieces: Readonly<Record<string, string>> = {
      a: 'a',
      b: 'b',
      '/': '/',
      '?': '[^/]',
      '*': '[^/]*',
      '[ab]': '[ab]',
      'c**': 'c.*',
      '/**/': '/(?:.*/)?',
    };
    const glob = fc.array(fc.constantFrom(...Object.keys(pieces)), { minLength: 1, maxLength: 7 });
    const key = fc.array(fc.constantFrom('a', 'b', 'c', '/', '😀'), { maxLength: 10 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(glob, key, (parts, text) => {
        const written = parts.join('');
        // What stands beside a piece must not change what it means.
        fc.pre(!/\*{3}|(?<!c)\*\*(?!\/)|(?<!\/)\*\*\/|\*c?\*\*/.test(written) && /[*?[]/.test(written));
        const source = written.replaceAll(/\/\*\*\/|c\*\*|\[ab\]|./gu, (piece) => pieces[piece] ?? piece);
        assert.equal(pattern(written).matches(text), new RegExp(`^${source}$`, 'su').test(text), `${written} ${text}`);
      }),
      { numRuns: 1500 },
    );
  });

  it('begins as it says, and answers fast for a long key it does not match', () => {
    const key = 'a/'.repeat(511);
    const start = performance.now();
    assert.equal(pattern(`${'*a**'.repeat(10)}b`).matches(key), false);
    assert.equal(pattern(`**/${'a/**/'.repeat(10)}b`).matches(key), false);
    // Backtracking through every combination would take hours.
    assert.ok(performance.now() - start < 2000);
  });
});
