import { secretsOf } from '../../../../src/core/roles/profile';
import { getProfile, readProfiles, type ProfileSet } from '../../../../src/core/roles/profileSet';
import { isAppError } from '../../../../src/core/support/errors';
import assert from 'node:assert/strict';

const HUB = 'arn:aws:iam::111111111111:role/Hub';
const LAKE = 'arn:aws:iam::222222222222:role/Lake';
const source = { type: 'sharedConfig', profile: 'default' };
const keys = { type: 'accessKeys', name: 'alice' };

const read = (user: unknown, workspace?: unknown): ProfileSet =>
  readProfiles([
    { scope: 'User', value: user },
    { scope: 'Workspace', value: workspace },
  ]);
const messages = (set: ProfileSet): string[] => set.problems.map(({ message }) => message);

describe('profiles', () => {
  it('have one hop from the fields beside roleArn', () => {
    const externalId = { secret: 'lake' };
    const set = read({ lake: { source: keys, roleArn: LAKE, sessionName: 'alice', externalId, durationSeconds: 900 } });
    assert.deepEqual(messages(set), []);
    const { chain, ...profile } = getProfile(set, 'lake');
    assert.deepEqual(JSON.parse(JSON.stringify(chain)), [
      { roleArn: LAKE, sessionName: 'alice', externalId, durationSeconds: 900 },
    ]);
    assert.deepEqual(profile, {
      name: 'lake',
      description: undefined,
      origin: 'user',
      source: keys,
      mfaSession: undefined,
      region: 'us-east-1',
      endpoints: {},
      globalSts: false,
      fips: false,
      dualStack: false,
      s3: { pathStyle: false, requesterPays: false, encryption: undefined, home: undefined, bookmarks: [] },
      readOnly: false,
      production: false,
    });
  });

  it('have the hops of their chain, in order', () => {
    const set = read({ lake: { source, chain: [{ roleArn: HUB }, { roleArn: LAKE }] } });
    assert.deepEqual(
      set.profiles.get('lake')?.chain.map(({ roleArn }) => roleArn),
      [HUB, LAKE],
    );
  });

  it('may be the base identity itself', () => {
    assert.deepEqual(read({ me: { source: { type: 'environment' } } }).profiles.get('me')?.chain, []);
  });

  it('name the secrets they need, in the order they are needed', () => {
    const chain = [
      { roleArn: HUB, externalId: { secret: 'hub' } },
      { roleArn: LAKE, externalId: 'plain' },
    ];
    const profile = getProfile(read({ lake: { source: keys, chain } }), 'lake');
    assert.deepEqual(secretsOf(profile), [
      { type: 'accessKeys', name: 'alice' },
      { type: 'externalId', name: 'hub' },
    ]);
  });

  it('that go on from another have its base identity, its hops first, and its region and endpoints', () => {
    const set = read({
      audit: { source: { type: 'profile', name: 'hub' }, roleArn: LAKE },
      hub: {
        source: keys,
        roleArn: HUB,
        region: 'eu-west-1',
        endpoints: { s3: 'http://localhost:9000' },
        s3: { pathStyle: true },
      },
    });
    const audit = getProfile(set, 'audit');
    assert.deepEqual(audit.source, keys);
    assert.deepEqual(
      audit.chain.map(({ roleArn }) => roleArn),
      [HUB, LAKE],
    );
    assert.equal(audit.region, 'eu-west-1');
    assert.deepEqual(audit.endpoints, { s3: 'http://localhost:9000' });
    assert.equal(audit.s3.pathStyle, true);
  });
});

describe('broken profiles', () => {
  const cases: { what: string; profile: unknown; message: string; format?: boolean }[] = [
    { what: 'no object', profile: 'arn', message: 'Profile "p": must be an object.' },
    { what: 'no source', profile: {}, message: 'Profile "p", source: is missing.' },
    {
      what: 'a source that is no object',
      profile: { source: 'alice' },
      message: 'Profile "p", source: must be an object such as { "type": "sharedConfig", "profile": "default" }.',
    },
    {
      what: 'an unknown type of source',
      profile: { source: { type: 'magic' } },
      message:
        'Profile "p", source.type: type must be one of accessKeys, identityCenter, sharedConfig, environment, instanceMetadata, container, webIdentity, saml, process, login, defaultChain, profile.',
    },
    {
      what: 'a source without a name',
      profile: { source: { type: 'accessKeys' } },
      message: 'Profile "p", source.name: is missing.',
    },
    {
      what: 'a source with an empty name',
      profile: { source: { type: 'accessKeys', name: '' } },
      message: 'Profile "p", source.name: must not be empty.',
    },
    {
      what: 'an unknown field',
      profile: { source, rolearn: LAKE },
      message: 'Profile "p", rolearn: is not a known field; remove it or correct its name.',
    },
    {
      what: 'a role that is none',
      profile: { source, roleArn: 'Lake' },
      message: 'Profile "p", roleArn: must be a role ARN such as arn:aws:iam::123456789012:role/Analyst.',
    },
    {
      what: 'a role ARN of more than 2,048 characters',
      profile: { source, roleArn: `${HUB}${'x'.repeat(2048)}` },
      message: 'Profile "p", roleArn: must have at most 2048 characters.',
    },
    {
      what: 'a session name of one character',
      profile: { source, roleArn: LAKE, sessionName: 'a' },
      message: 'Profile "p", sessionName: must have at least 2 characters.',
    },
    {
      what: 'a session name of 65 characters',
      profile: { source, roleArn: LAKE, sessionName: 'a'.repeat(65) },
      message: 'Profile "p", sessionName: must have at most 64 characters.',
    },
    {
      what: 'a session name with a blank',
      profile: { source, roleArn: LAKE, sessionName: 'al ice' },
      message: 'Profile "p", sessionName: has characters AWS does not allow (allowed: ^[\\w+=,.@-]*$).',
    },
    {
      what: 'an external ID of one character',
      profile: { source, roleArn: LAKE, externalId: 'a' },
      message: 'Profile "p", externalId: must have at least 2 characters.',
    },
    {
      what: 'an external ID that is a number',
      profile: { source, roleArn: LAKE, externalId: 42 },
      message: 'Profile "p", externalId: must be text, or { "secret": "name" } for one kept in SecretStorage.',
    },
    {
      what: 'a duration below 900 seconds',
      profile: { source, roleArn: LAKE, durationSeconds: 899 },
      message: 'Profile "p", durationSeconds: must be at least 900 seconds.',
    },
    {
      what: 'a duration above 43,200 seconds',
      profile: { source, roleArn: LAKE, durationSeconds: 43_201 },
      message: 'Profile "p", durationSeconds: must be at most 43200 seconds.',
    },
    {
      what: 'a duration of half seconds',
      profile: { source, roleArn: LAKE, durationSeconds: 900.5 },
      message: 'Profile "p", durationSeconds: must be a whole number of seconds.',
    },
    {
      what: 'a duration that is text',
      profile: { source, roleArn: LAKE, durationSeconds: '1h' },
      message: 'Profile "p", durationSeconds: must be a number of seconds.',
    },
    {
      what: 'an MFA device of 8 characters',
      profile: { source: keys, roleArn: LAKE, mfaSerial: 'GAHT1234' },
      message: 'Profile "p", mfaSerial: must have at least 9 characters.',
    },
    {
      what: 'a hop without a role',
      profile: { source, chain: [{ roleArn: HUB }, {}] },
      message: 'Profile "p", hop 2, roleArn: is missing.',
    },
    {
      what: 'an unknown field of a hop',
      profile: { source, chain: [{ roleArn: HUB }, { roleArn: LAKE, externalID: 'x' }] },
      message: 'Profile "p", hop 2, externalID: is not a known field; remove it or correct its name.',
    },
    {
      what: 'a chain that is no list',
      profile: { source, chain: HUB },
      message: 'Profile "p", chain: must be a list of hops.',
    },
    {
      what: 'a region that is none',
      profile: { source, region: 'Ireland' },
      message: 'Profile "p", region: must be a region such as eu-west-1.',
    },
    {
      what: 'an endpoint that is no URL',
      profile: { source, endpoints: { sts: 'localhost' } },
      message: 'Profile "p", endpoints.sts: must be a URL such as http://localhost:9000.',
    },
    {
      what: 'an endpoint that is not http',
      profile: { source, endpoints: { s3: 'ftp://localhost' } },
      message: 'Profile "p", endpoints.s3: must start with http:// or https://.',
    },
    {
      what: 'a path style that is text',
      profile: { source, s3: { pathStyle: 'yes' } },
      message: 'Profile "p", s3.pathStyle: must be true or false.',
    },
    {
      what: 'a home that is no place',
      profile: { source, s3: { home: 'acme-lake' } },
      message:
        'Profile "p", s3.home: must be an S3 URI such as s3://bucket/prefix/, or the ARN of a bucket, prefix or access point.',
    },
    {
      what: 'a bookmark in a bucket that cannot be',
      profile: { source, s3: { bookmarks: ['s3://acme-lake/', 's3://acme lake/'] } },
      message: 'Profile "p", s3.bookmarks[1]: names no place in S3: A bucket\'s name cannot have " " in it.',
    },
    {
      what: 'a role beside a chain',
      profile: { source, roleArn: HUB, chain: [{ roleArn: LAKE }] },
      message: 'Profile "p", roleArn: cannot stand beside "chain"; move it into the first hop.',
      format: false,
    },
    {
      what: 'a field of a hop without a role',
      profile: { source, externalId: 'partner' },
      message: 'Profile "p", externalId: needs a "roleArn" beside it.',
      format: false,
    },
    {
      what: 'MFA on a later hop',
      profile: { source: keys, chain: [{ roleArn: HUB }, { roleArn: LAKE, mfaSerial: 'GAHT12345678' }] },
      message:
        'Profile "p", hop 2, mfaSerial: MFA can only be given by an IAM user on the first hop; put "mfaSerial" there.',
      format: false,
    },
    {
      what: 'a reference to no profile',
      profile: { source: { type: 'profile', name: 'gone' }, roleArn: LAKE },
      message: 'Profile "p", source.name: refers to the profile "gone", which does not exist or has errors.',
      format: false,
    },
    {
      what: 'a reference to itself',
      profile: { source: { type: 'profile', name: 'p' }, roleArn: LAKE },
      message: 'Profile "p", source.name: refers to itself: p → p.',
      format: false,
    },
  ];
  for (const { what, profile, message, format = true } of cases) {
    it(`with ${what}: the message names profile, hop and field, and the others go on working`, () => {
      const set = read({ p: profile, good: { source } });
      assert.deepEqual(messages(set), [message]);
      assert.equal(set.problems[0]?.severity, 'error');
      assert.equal(set.problems[0].format, format);
      assert.deepEqual([...set.profiles.keys()], ['good']);
      assert.throws(
        () => getProfile(set, 'p'),
        (error) => isAppError(error, 'invalidProfile') && error.message === message,
      );
    });
  }

  it('without a name are told', () => {
    assert.deepEqual(messages(read({ ' ': { source } })), ['Profile " ": needs a name.']);
  });

  it('in a circle are all told, each once', () => {
    const set = read({
      a: { source: { type: 'profile', name: 'b' }, roleArn: HUB },
      b: { source: { type: 'profile', name: 'c' }, roleArn: HUB },
      c: { source: { type: 'profile', name: 'a' }, roleArn: HUB },
      good: { source },
    });
    assert.deepEqual([...set.profiles.keys()], ['good']);
    assert.deepEqual(set.problems.map(({ profile }) => profile).sort(), ['a', 'b', 'c']);
    assert.ok(messages(set).some((message) => message.includes('a → b → c → a')));
  });

  it('tell every wrong field at once', () => {
    const set = read({ p: { source, roleArn: 'x', durationSeconds: 1 } });
    assert.deepEqual(
      set.problems.map(({ path }) => path),
      [['roleArn'], ['durationSeconds']],
    );
  });
});

describe('a chained hop longer than an hour', () => {
  it('is cut to an hour with a warning, and the profile works', () => {
    const chain = [
      { roleArn: HUB, durationSeconds: 43_200 },
      { roleArn: LAKE, durationSeconds: 7200 },
    ];
    const set = read({ p: { source: keys, chain } });
    assert.deepEqual(
      set.profiles.get('p')?.chain.map(({ durationSeconds }) => durationSeconds),
      [43_200, 3600],
    );
    assert.deepEqual(
      set.problems.map(({ severity, path }) => [severity, path]),
      [['warning', ['chain', 1, 'durationSeconds']]],
    );
    assert.match(messages(set)[0] ?? '', /^Profile "p", hop 2, durationSeconds: .*role chaining.*3600 seconds/);
  });

  it('is cut also where the first hop stands in the profile gone on from', () => {
    const set = read({
      hub: { source: keys, roleArn: HUB },
      lake: { source: { type: 'profile', name: 'hub' }, roleArn: LAKE, durationSeconds: 7200 },
    });
    assert.equal(set.profiles.get('lake')?.chain[1]?.durationSeconds, 3600);
  });
});

describe('settings scopes', () => {
  it("a workspace profile replaces the user's of the same name whole, with a warning", () => {
    const set = read(
      { p: { source: keys, roleArn: HUB, externalId: 'mine' }, q: { source } },
      { p: { source, roleArn: LAKE } },
    );
    assert.deepEqual([...set.profiles.keys()].sort(), ['p', 'q']);
    assert.equal(set.profiles.get('p')?.chain[0]?.externalId, undefined);
    assert.deepEqual(messages(set), [
      'Profile "p": is defined in User and in Workspace settings; the one in Workspace settings is used.',
    ]);
  });

  it("a broken workspace profile does not fall back to the user's", () => {
    assert.equal(read({ p: { source } }, { p: {} }).profiles.has('p'), false);
  });

  it("a workspace profile may go on from a user's", () => {
    const set = read({ hub: { source: keys, roleArn: HUB } }, { lake: { source: { type: 'profile', name: 'hub' } } });
    assert.deepEqual(set.profiles.get('lake')?.source, keys);
  });

  for (const value of [null, [], 'x', 1, true]) {
    it(`that hold ${JSON.stringify(value)} leave the other scope's profiles alone`, () => {
      const set = read({ p: { source } }, value);
      assert.deepEqual([...set.profiles.keys()], ['p']);
      assert.deepEqual(messages(set), ['assumeRole.profiles must be an object keyed by profile name.']);
    });
  }
});
