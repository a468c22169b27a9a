import fc from 'fast-check';
import assert from 'node:assert/strict';
import { nextPage, tokenOf } from '../../../../src/aws/s3/pageTokens';
import { isAppError } from '../../../../src/core/support/errors';

/** Reads pages until the end; `told` says of each token which comes after it. @returns the tokens asked with */
function walk(
  told: (asked: string | undefined) => { isTruncated?: boolean; token: string | undefined; isEmpty?: boolean },
  limit: number,
) {
  const asked: string[] = [];
  let next: string | undefined;
  do {
    const token = tokenOf(next);
    if (token !== undefined) asked.push(token);
    assert.ok(asked.length <= limit, 'it goes on and on');
    next = nextPage(told(token), next);
  } while (next !== undefined);
  return asked;
}

describe('tokens of pages', () => {
  it('end a list that is not truncated, whatever token stands there', () => {
    for (const token of ['', 'more', undefined])
      assert.equal(nextPage({ isTruncated: false, token }, undefined), undefined);
    assert.equal(nextPage({ token: '' }, undefined), undefined);
  });

  it('lead through all pages, whatever characters they are of', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 12 }), (tokens) => {
        const after = (token: string | undefined) => tokens[token === undefined ? 0 : tokens.indexOf(token) + 1];
        assert.deepEqual(
          walk((token) => ({ isTruncated: after(token) !== undefined, token: after(token) }), 40),
          tokens,
        );
      }),
    );
  });

  it('end a list that leads in a circle with an error, however long it and the way to it are', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.integer({ min: 1, max: 50 }), (way, circle) => {
        const told = (token = '-1') => {
          const at = Number(token) + 1;
          return { isTruncated: true, token: String(at < way + circle ? at : way) };
        };
        assert.throws(
          () => walk(told, 4 * (way + circle) + 4),
          (error) => isAppError(error, 'strangeAnswer'),
        );
      }),
    );
  });

  it('end a list of empty pages with an error, but not one with something on a page now and then', () => {
    const told = (every: number) => (token: string | undefined) => {
      const at = Number(token ?? '-1') + 1;
      return { isTruncated: at < 5000, token: String(at), isEmpty: at % every > 0 };
    };
    assert.equal(walk(told(900), 5000).length, 5000);
    assert.throws(
      () => walk(told(2000), 1100),
      (error) => isAppError(error, 'strangeAnswer') && error.message.includes('1000 pages in a row were empty'),
    );
  });

  it('say so where the list goes on and nobody says where', () => {
    for (const token of ['', undefined]) {
      const next = nextPage({ isTruncated: true, token }, undefined);
      assert.notEqual(next, undefined);
      assert.throws(
        () => tokenOf(next),
        (error) => isAppError(error, 'strangeAnswer'),
      );
    }
  });
});
