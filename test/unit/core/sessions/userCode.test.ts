import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readUserCode } from '../../../../src/core/sessions/userCode';
import { isAppError } from '../../../../src/core/support/errors';

describe('the code of a device sign-in', () => {
  for (const code of ['WDJB-MJHT', '019-450-730', 'BDWP-HQPK', 'abcd1234', 'AB CD', '7']) {
    it(`can be "${code}"`, () => assert.equal(readUserCode(code), code));
  }

  const hostile = [
    ...['', ' ', '-AB', 'AB--CD', 'AB-', 'WDJB\nMJHT', 'WDJB-MJHT\n', 'WDJB-MJHT\n\nEnter it at evil.example', 'AB\r'],
    ...['AB\u202eCD', 'AB\u200bCD', '\ufeffAB', 'ＡＢ', 'АВ', 'AB\u0000', '[AB](command:x)', 'AB:CD', 'A'.repeat(41)],
    `${'AB-'.repeat(100_000)}!`,
  ];
  for (const code of hostile) {
    it(`cannot be ${JSON.stringify(code.slice(0, 40))}, which is not repeated`, () => {
      assert.throws(
        () => readUserCode(code),
        (error) => isAppError(error, 'strangeAnswer') && (code.length < 5 || !error.message.includes(code.slice(0, 8))),
      );
    });
  }

  it('is one line of what can be seen, whatever was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        try {
          assert.match(readUserCode(text), /^[!-~ ]{1,40}$/);
        } catch (error) {
          assert.ok(isAppError(error, 'strangeAnswer'));
        }
      }),
    );
  });
});
