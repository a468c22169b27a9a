import { accountProblems, profilePlace, profileProblems } from '../../../../src/vscode/profiles/settingsText';
import fc from 'fast-check';
import assert from 'node:assert/strict';

const USER = { scope: 'User', layers: [{ scope: 'User', value: undefined }], root: [] };
const HUB = 'arn:aws:iam::111111111111:role/Hub';
const source = '"source": { "type": "environment" }';

/** The problems as people see them: what is underlined, and why. */
const seen = (text: string, context: Parameters<typeof profileProblems>[1] = USER): string[] =>
  profileProblems(text, context).map(
    ({ severity, offset, length, message }) => `${severity} ${text.slice(offset, offset + length)} ${message}`,
  );
const settings = (profiles: string): string => `{\n  // mine\n  "assumeRole.profiles": {${profiles}},\n}`;

describe('problems in the text of a settings file', () => {
  it('are none where the profiles are right or there are none', () => {
    assert.deepEqual(seen(settings(`"p": { ${source} }`)), []);
    assert.deepEqual(seen('{ "editor.fontSize": 1 }'), []);
    assert.deepEqual(seen(''), []);
  });

  it("of the format stand once, at the profile's name: the schema marks the fields", () => {
    assert.deepEqual(seen(settings(`"p": { ${source}, "roleArn": "x", "durationSeconds": 1 }`)), [
      'error "p" Profile "p", roleArn: must be a role ARN such as arn:aws:iam::123456789012:role/Analyst.\n' +
        'Profile "p", durationSeconds: must be at least 900 seconds.',
    ]);
  });

  it('of the whole setting stand at its name', () => {
    assert.deepEqual(seen('{ "assumeRole.profiles": [] }'), [
      'error "assumeRole.profiles" assumeRole.profiles must be an object keyed by profile name.',
    ]);
  });

  it('of meaning stand at the field', () => {
    const chain = `[{ "roleArn": "${HUB}" }, { "roleArn": "${HUB}", "durationSeconds": 7200 }]`;
    const [problem = ''] = seen(settings(`"p": { ${source}, "chain": ${chain} }`));
    assert.match(problem, /^warning 7200 Profile "p", hop 2, durationSeconds: /);
  });

  it('of a reference stand at the reference', () => {
    assert.deepEqual(seen(settings(`"p": { "source": { "type": "profile", "name": "gone" }, "roleArn": "${HUB}" }`)), [
      'error "gone" Profile "p", source.name: refers to the profile "gone", which does not exist or has errors.',
    ]);
  });

  it('tell a name written twice where it is lost', () => {
    const text = settings(`"p": { ${source} }, "q": { ${source} }, "p": { ${source} }`);
    const problems = profileProblems(text, USER);
    assert.deepEqual(
      problems.map(({ severity, message, offset }) => [severity, message, offset]),
      [['warning', 'Profile "p": is written again below; that one is used.', text.indexOf('"p"')]],
    );
  });

  it('see the profiles of the other settings', () => {
    const layers = [
      { scope: 'User', value: { hub: { source: { type: 'environment' }, roleArn: HUB } } },
      { scope: 'Workspace', value: undefined },
    ];
    const text = `{ "settings": ${settings(`"p": { "source": { "type": "profile", "name": "hub" }, "roleArn": "${HUB}" }`)} }`;
    assert.deepEqual(seen(text, { scope: 'Workspace', layers, root: ['settings'] }), []);
  });

  it('follow the text, not what was saved', () => {
    const layers = [{ scope: 'User', value: { p: { source: 'broken' } } }];
    assert.deepEqual(seen(settings(`"p": { ${source} }`), { ...USER, layers }), []);
  });

  it('never throw while a person types', () => {
    const whole = settings(`"p": { ${source}, "chain": [{ "roleArn": "${HUB}", "externalId": { "secret": "a" } }] }`);
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length), fc.string(), (from, to, typed) => {
        const text = whole.slice(0, from) + typed + whole.slice(to);
        for (const { offset, length } of profileProblems(text, USER)) assert.ok(offset + length <= text.length);
      }),
    );
  });
});

describe('the place of a profile', () => {
  it('is its name, in comments and trailing commas or not', () => {
    const text = settings(`"p": { ${source} }, "q": { ${source} },`);
    assert.deepEqual(profilePlace(text, 'q', []), { offset: text.indexOf('"q"'), length: 3 });
    assert.equal(profilePlace(text, 'gone', []), undefined);
  });
});

describe('problems of accounts in the text of a settings file', () => {
  const layers = ['User', 'Workspace'].map((scope) => ({ scope, accounts: undefined, productionProfiles: undefined }));
  const seenIn = (text: string, scope = 'User'): string[] =>
    accountProblems(text, { ...USER, scope, accountLayers: layers }).map(
      ({ severity, offset, length, message }) => `${severity} ${text.slice(offset, offset + length)} ${message}`,
    );

  it('stand at the field, where the schema does not say what becomes of it', () => {
    const text = '{ "assumeRole.accounts": { "400017777776": { "name": 5, "production": "yes" } } }';
    assert.deepEqual(seenIn(text), [
      'error "yes" assumeRole.accounts: "400017777776", "production": must be true or false; until then the account counts as production.',
    ]);
    assert.deepEqual(seenIn('{ "assumeRole.productionProfiles": "*-prod" }', 'Workspace'), [
      'error "assumeRole.productionProfiles" assumeRole.productionProfiles: must be a list; the text counts as its only pattern.',
    ]);
  });

  it('are none where there are none', () => {
    for (const text of ['', '{', '[]', '{ "assumeRole.accounts": { "400017777776": { "production": true } } }']) {
      assert.deepEqual(seenIn(text), []);
    }
  });
});
