import { configProfiles, usableProfiles } from '../../../../src/core/configFiles/configProfiles';
import { parseSharedConfig } from '../../../../src/core/configFiles/sharedConfig';
import { getProfile, readProfiles, type ProfileSet } from '../../../../src/core/roles/profileSet';
import { isAppError } from '../../../../src/core/support/errors';
import fc from 'fast-check';
import assert from 'node:assert/strict';

const HUB = 'arn:aws:iam::111111111111:role/Hub';

const read = (user: unknown, workspace?: unknown): ProfileSet =>
  readProfiles([
    { scope: 'User', value: user },
    { scope: 'Workspace', origin: 'workspace', value: workspace },
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

describe('any JSON', () => {
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

describe('any config files', () => {
  const name = fc.constantFrom('a', 'b', 'my team', '__proto__');
  const setting = fc.oneof(
    fc.constantFrom(
      `role_arn = ${HUB}`,
      'credential_source = Environment',
      'credential_process = run',
      'region = auto',
    ),
    fc.constantFrom('aws_access_key_id = AKIA', 'aws_secret_access_key = x', 'mfa_serial = GAHT12345678', 's3 ='),
    fc.constantFrom('sso_account_id = 1', 'sso_role_name = r', 'sso_session = a', 'login_session = x', 'role_arn ='),
    name.map((other) => `source_profile = ${other}`),
    fc
      .tuple(fc.constantFrom('duration_seconds', 'role_session_name', 'region', 'endpoint_url'), fc.string())
      .map((parts) => parts.join(' = ')),
  );
  const file = (header: (name: string) => string): fc.Arbitrary<string> =>
    fc
      .array(fc.tuple(fc.oneof(name.map(header), fc.string()), fc.array(setting, { maxLength: 6 })), { maxLength: 6 })
      .map((sections) => sections.map(([title, lines]) => `[${title}]\n${lines.join('\n')}\n`).join(''));

  it('are read without an exception; every profile can be used, or has a reason why not', () => {
    const config = file((called) => `profile "${called}"`);
    fc.assert(
      fc.property(config, file(String), almost, (configText, credentials, user) => {
        const converted = configProfiles(parseSharedConfig({ config: configText, credentials }));
        const options = { mfaMethod: 'auto', config: usableProfiles(converted) } as const;
        const { profiles, problems } = readProfiles([{ scope: 'User', value: user }], options);
        for (const [called, { profile, notes }] of converted) {
          const reasons = problems.filter((problem) => problem.profile === called);
          assert.ok(profiles.has(called) || reasons.length > 0 || notes.length > 0, called);
          assert.ok(profile !== undefined || notes.length > 0, called);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
