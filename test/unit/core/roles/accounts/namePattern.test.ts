import assert from 'node:assert/strict';
import { matchesName } from '../../../../../src/core/roles/accounts/namePattern';

describe('patterns of names', () => {
  const CASES: readonly (readonly [pattern: string, name: string, matches: boolean])[] = [
    ['*-prod-*', 'data-prod-admin', true],
    ['*-prod-*', 'Data-PROD-admin', true],
    ['*-PROD-*', 'data-prod-admin', true],
    ['*-prod-*', 'data-prod', false],
    ['*-prod', 'data-prod', true],
    ['prod', 'data-prod', false],
    ['prod', 'prod', true],
    ['prod?', 'prod', false],
    ['prod?', 'prod1', true],
    ['prod?', 'prod12', false],
    ['?', '😀', true],
    ['*', '', true],
    ['**a**', 'bab', true],
    ['*ab*ab', 'abaab', true],
    ['*ab*ab', 'ab', false],
    ['a.c', 'abc', false],
    ['[a]', 'a', false],
    ['ä*', 'a\u0308x', true],
    ['$(x)', '$(X)', true],
  ];
  for (const [pattern, name, matches] of CASES) {
    it(`${pattern} ${matches ? 'matches' : 'does not match'} ${JSON.stringify(name)}`, () => {
      assert.equal(matchesName(pattern, name), matches);
    });
  }

  it('are as a regular expression would have them', () => {
    // Every pattern and name of up to four of these characters.
    const texts = (alphabet: string, length: number): string[] =>
      length === 0
        ? ['']
        : texts(alphabet, length - 1).flatMap((text) => [text, ...Array.from(alphabet, (c) => text + c)]);
    const names = [...new Set(texts('ab', 4))];
    for (const pattern of new Set(texts('ab*?', 4))) {
      const expected = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      for (const name of names) assert.equal(matchesName(pattern, name), expected.test(name), `${pattern} ${name}`);
    }
  });

  it('take no longer than both lengths', () => {
    const start = performance.now();
    assert.equal(matchesName('*a'.repeat(128), `${'a'.repeat(20_000)}b`), false);
    assert.ok(performance.now() - start < 2_000);
  });
});
