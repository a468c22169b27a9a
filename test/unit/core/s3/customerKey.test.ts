import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { customerKeyProblem } from '../../../../src/core/s3/customerKey';

describe('a key for SSE-C', () => {
  it('is the Base64 of 32 bytes', () => {
    assert.equal(customerKeyProblem(randomBytes(32).toString('base64')), undefined);
  });

  it('of another length is refused with both lengths', () => {
    for (const length of [16, 24, 31, 33, 48]) {
      const problem = customerKeyProblem(randomBytes(length).toString('base64'));
      assert.equal(problem, `The key must have 32 bytes; this one has ${length}.`);
    }
  });

  it('in another writing is refused', () => {
    for (const text of ['x', 'not a key', '-_'.repeat(22), 'A'.repeat(43), `${'A'.repeat(42)}===`]) {
      assert.equal(customerKeyProblem(text), 'The key must be written in Base64.', text);
    }
    assert.equal(customerKeyProblem(''), 'Paste the key.');
  });
});
