import { getProfile, readProfiles, type ProfileSet } from '../../../../src/core/roles/profileSet';
import { isAppError } from '../../../../src/core/support/errors';
import fc from 'fast-check';
import assert from 'node:assert/strict';

const HUB = 'arn:aws:iam::111111111111:role/Hub';

const read = (user: unknown, workspace?: unknown): ProfileSet =>
  readProfiles([
    { scope: 'User', value: user },
    { scope: 'Workspace', value: workspace },
  ]);

describe('names that JavaScript objects have of their own', () => {
  it('are ordinary profile names', () => {
    const value: unknown = JSON.parse(
      '{"__proto__":{"source":{"type":"environment"}},"constructor":{"source":{"type":"environment"}}}',
    );
    assert.deepEqual([...read(value).profiles.keys()], ['__proto__', 'constructor']);
  });

  it('are unknown where nobody wrote them', () => {
    assert.throws(
      () => getProfile(read({}), 'toString'),
      (error) => isAppError(error, 'profileNotFound'),
    );
  });
});

describe('any JSON', () => {
  const field = fc.constantFrom(
    'source',
    'roleArn',
    'chain',
    'externalId',
    'type',
    'name',
    'secret',
    'region',
    '__proto__',
  );
  const almost = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 5 }, fc.jsonValue(), tie('object'), fc.array(tie('value')), fc.constant(HUB)),
    object: fc.dictionary(fc.oneof(field, fc.string()), fc.oneof(tie('value'), fc.constant('profile')), {
      noNullPrototype: true,
    }),
  })).value;

  it('is read without an exception, and every problem has a message', () => {
    fc.assert(
      fc.property(almost, fc.dictionary(fc.constantFrom('a', 'b', 'c'), almost), (user, workspace) => {
        const set = read(user, workspace);
        for (const { message } of set.problems) assert.match(message, /\S\.$/);
        for (const { profile, severity } of set.problems) {
          if (severity === 'error' && profile !== undefined) assert.equal(set.profiles.has(profile), false);
        }
      }),
      { numRuns: 500 },
    );
  });
});
