import { NO_ACCOUNTS } from '../../../../src/core/roles/accounts/accountBook';
import assert from 'node:assert/strict';
import { secretsOf } from '../../../../src/core/roles/profile';
import { getProfile } from '../../../../src/core/roles/profileSet';
import { HUB, keys, LAKE, messages, read, source } from './profileSetBed';

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
      accounts: NO_ACCOUNTS,
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
  for (const value of [null, [], 'x', 1, true]) {
    it(`that hold ${JSON.stringify(value)} leave the other scope's profiles alone`, () => {
      const set = read({ p: { source } }, value);
      assert.deepEqual([...set.profiles.keys()], ['p']);
      assert.deepEqual(messages(set), ['assumeRole.profiles must be an object keyed by profile name.']);
    });
  }
});
