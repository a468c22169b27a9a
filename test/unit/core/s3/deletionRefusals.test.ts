import assert from 'node:assert/strict';
import { refusalOf } from '../../../../src/core/s3/deletionRefusals';

describe('A key that DeleteObjects refused', () => {
  const refused = (code: string) => refusalOf({ key: 'a', versionId: undefined, code, message: '' }, 'lake', 'aws');

  it('is known by its code', () => {
    assert.deepEqual([refused('AccessDenied').kind, refused('SlowDown').kind], ['accessDenied', 'throttled']);
  });

  it('is a refused request for a code that is not known, whatever the code is called', () => {
    for (const code of ['ItIsMonday', 'constructor', '__proto__']) {
      assert.equal(refused(code).kind, 'invalidRequest', code);
      assert.match(refused(code).message, new RegExp(code));
    }
  });
});
