import { readProfiles, type ProfileSet } from '../../../../src/core/roles/profileSet';
import assert from 'node:assert/strict';

const HUB = 'arn:aws:iam::111111111111:role/Hub';
const LAKE = 'arn:aws:iam::222222222222:role/Lake';
const AUDIT = 'arn:aws:iam::333333333333:role/Audit';
const MFA = 'arn:aws:iam::111111111111:mfa/alice';
const source = { type: 'accessKeys', name: 'alice' };

const read = (profile: object, others: object = {}, config: Record<string, unknown> = {}): ProfileSet =>
  readProfiles([{ scope: 'User', value: { p: profile, ...others } }], { mfaMethod: 'auto', config });
const messages = (set: ProfileSet): string[] => set.problems.map(({ message }) => message);
const chainOf = (set: ProfileSet) => set.profiles.get('p')?.chain ?? [];

describe('an MFA device', () => {
  it('opens one session for all roles of the user, so that a second role needs no second code', () => {
    const p = read({ source, roleArn: LAKE, mfaSerial: MFA }).profiles.get('p');
    assert.equal(p?.mfaSession, MFA);
    assert.equal(p.chain[0]?.mfaSerial, undefined);
  });

  it('goes with the role itself where the role is to last longer than the hour that would be left to it', () => {
    const p = read({ source, roleArn: LAKE, mfaSerial: MFA, durationSeconds: 43_200 }).profiles.get('p');
    assert.equal(p?.mfaSession, undefined);
    assert.equal(p?.chain[0]?.mfaSerial, MFA);
    assert.equal(p.chain[0].durationSeconds, 43_200);
  });

  it('goes with the role itself where the profile says so, whatever the duration', () => {
    const p = read({ source, roleArn: LAKE, mfaSerial: MFA, mfaMethod: 'assumeRole' }).profiles.get('p');
    assert.equal(p?.chain[0]?.mfaSerial, MFA);
  });

  it('with one session for all roles cuts longer durations, says why and offers the other way', () => {
    const set = read({ source, roleArn: LAKE, mfaSerial: MFA, mfaMethod: 'sessionToken', durationSeconds: 7200 });
    assert.deepEqual(messages(set), [
      'Profile "p", durationSeconds: a role assumed with temporary credentials (role chaining) lasts at most 3600 seconds; one hour is asked for. For up to 12 hours give the MFA code to the role itself: "mfaMethod": "assumeRole".',
    ]);
    assert.equal(set.problems[0]?.severity, 'warning');
    assert.deepEqual([chainOf(set)[0]?.durationSeconds, chainOf(set)[0]?.durationAsked], [3600, 7200]);
  });

  it('without a role opens a session of the user', () => {
    const p = read({ source, mfaSerial: MFA }).profiles.get('p');
    assert.equal(p?.mfaSession, MFA);
  });

  it('of a profile gone on from serves its roles too', () => {
    const set = read(
      { source: { type: 'profile', name: 'me' }, roleArn: LAKE, durationSeconds: 7200 },
      { me: { source, mfaSerial: MFA } },
    );
    assert.equal(set.profiles.get('p')?.mfaSession, MFA);
    assert.equal(chainOf(set)[0]?.durationSeconds, 3600);
  });

  it('cannot go with credentials that are temporary already', () => {
    const set = read({ source: { type: 'instanceMetadata' }, roleArn: LAKE, mfaSerial: MFA });
    assert.match(messages(set)[0] ?? '', /^Profile "p", mfaSerial: MFA goes with an IAM user’s access keys/);
    assert.ok(!set.profiles.has('p'));
  });
});

describe('a base identity with temporary credentials', () => {
  it('leaves its first role an hour, which is said before any call', () => {
    const set = read({ source: { type: 'instanceMetadata' }, roleArn: LAKE, durationSeconds: 7200 });
    assert.equal(chainOf(set)[0]?.durationSeconds, 3600);
    assert.match(messages(set)[0] ?? '', /durationSeconds: a role assumed with temporary credentials/);
  });

  it('really assumes the role of the profile', () => {
    assert.deepEqual(
      chainOf(read({ source: { type: 'instanceMetadata' }, roleArn: LAKE })).map(({ roleArn }) => roleArn),
      [LAKE],
    );
  });
});

describe('session tags', () => {
  it('with keys that differ in case only are refused', () => {
    assert.deepEqual(messages(read({ source, roleArn: LAKE, tags: { Team: 'a', team: 'b' } })), [
      'Profile "p", tags: has the key "team" twice; keys must differ in more than case.',
    ]);
  });

  it('that are passed on cannot be set again by a later hop', () => {
    const chain = [
      { roleArn: HUB, tags: { Team: 'a' }, transitiveTagKeys: ['Team'] },
      { roleArn: LAKE },
      { roleArn: AUDIT, tags: { TEAM: 'b' } },
    ];
    assert.deepEqual(messages(read({ source, chain })), [
      'Profile "p", hop 3, tags: "TEAM" is passed on by hop 1 and cannot be set again.',
    ]);
  });

  it('are passed on only if they are there', () => {
    assert.deepEqual(messages(read({ source, roleArn: LAKE, transitiveTagKeys: ['team'] })), [
      'Profile "p", transitiveTagKeys: "team" is neither among the tags nor passed on by an earlier hop.',
    ]);
  });

  it('that are not passed on may be set by every hop', () => {
    const chain = [
      { roleArn: HUB, tags: { team: 'a' } },
      { roleArn: LAKE, tags: { team: 'b' } },
    ];
    assert.deepEqual(messages(read({ source, chain })), []);
  });

  it('are at most 50 with those passed on', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, '']));
    const chain = [
      { roleArn: HUB, tags: { team: 'a' }, transitiveTagKeys: ['team'] },
      { roleArn: LAKE, tags: many },
    ];
    assert.deepEqual(messages(read({ source, chain })), [
      'Profile "p", hop 2, tags: must have at most 50 tags, those passed on included.',
    ]);
    const passedOn = Object.keys(many).slice(0, 30);
    const few = Object.fromEntries(passedOn.map((key) => [`own-${key}`, '']));
    const again = [
      { roleArn: HUB, tags: many, transitiveTagKeys: passedOn },
      { roleArn: LAKE, tags: few, transitiveTagKeys: passedOn },
    ];
    assert.equal(messages(read({ source, chain: again })).length, 1, 'keys passed on once more are no further tags');
  });
});

describe('a source identity', () => {
  it('cannot be changed by a later hop, even one of another profile', () => {
    const set = read(
      { source: { type: 'profile', name: 'hub' }, roleArn: LAKE, sourceIdentity: 'bob' },
      { hub: { source, roleArn: HUB, sourceIdentity: 'alice' } },
    );
    assert.deepEqual(messages(set), [
      'Profile "p", sourceIdentity: hop 1 has set another, which stays and cannot be changed.',
    ]);
  });
});

describe('partitions', () => {
  it('decide the region where a profile names none', () => {
    const p = read({ source, roleArn: 'arn:aws-cn:iam::111111111111:role/Hub' }).profiles.get('p');
    assert.equal(p?.region, 'cn-north-1');
  });

  it('cannot be mixed in a chain', () => {
    const chain = [{ roleArn: HUB }, { roleArn: 'arn:aws-us-gov:iam::222222222222:role/Lake' }];
    assert.match(
      messages(read({ source, chain }))[0] ?? '',
      /^Profile "p", hop 2, roleArn: is in the partition aws-us-gov/,
    );
  });

  it('of roles and region must be the same', () => {
    assert.deepEqual(messages(read({ source, roleArn: HUB, region: 'cn-north-1' })), [
      'Profile "p", region: cn-north-1 is in the partition aws-cn, the roles are in aws; use a region such as us-east-1.',
    ]);
  });

  it('are not asked of regions of other stores and of those to come', () => {
    assert.deepEqual(messages(read({ source, roleArn: HUB, region: 'xx-new-1' })), []);
  });
});

describe('a read-only profile', () => {
  it('carries ReadOnlyAccess of its partition on the last hop only', () => {
    const chain = [
      { roleArn: 'arn:aws-cn:iam::111111111111:role/Hub' },
      { roleArn: 'arn:aws-cn:iam::222222222222:role/Lake' },
    ];
    assert.deepEqual(
      chainOf(read({ source, chain, readOnly: true })).map(({ policyArns }) => policyArns),
      [undefined, ['arn:aws-cn:iam::aws:policy/ReadOnlyAccess']],
    );
  });

  it('cannot have session policies beside, which would let it do more', () => {
    assert.match(
      messages(read({ source, roleArn: HUB, readOnly: true, policy: { Statement: [] } }))[0] ?? '',
      /^Profile "p", readOnly: cannot stand beside session policies/,
    );
  });

  it('needs a role', () => {
    assert.match(messages(read({ source, readOnly: true }))[0] ?? '', /^Profile "p", readOnly: needs a role/);
  });

  it('may be gone on from: only the new last hop is limited, since reading alone cannot assume a role', () => {
    const set = read(
      { source: { type: 'profile', name: 'hub' }, roleArn: LAKE },
      { hub: { source, roleArn: HUB, readOnly: true } },
    );
    assert.deepEqual(
      chainOf(set).map(({ policyArns }) => policyArns?.length),
      [undefined, 1],
    );
  });
});

describe('a profile of the AWS config', () => {
  const config = {
    base: { source: { type: 'sharedConfig', profile: 'base' } },
    hub: { source: { type: 'sharedConfig', profile: 'base' }, roleArn: HUB },
    lake: { source: { type: 'sharedConfig', profile: 'base' }, chain: [{ roleArn: HUB }, { roleArn: LAKE }] },
  };

  it('is a profile like any other, with its whole way', () => {
    const lake = read({ source }, {}, config).profiles.get('lake');
    assert.deepEqual(
      lake?.chain.map(({ roleArn }) => roleArn),
      [HUB, LAKE],
    );
    assert.deepEqual(lake.source, { type: 'sharedConfig', profile: 'base' });
    assert.equal(lake.origin, 'awsConfig');
  });

  it('can be gone on from in the settings', () => {
    const p = read({ source: { type: 'sharedConfig', profile: 'lake' }, roleArn: AUDIT }, {}, config).profiles.get('p');
    assert.deepEqual(
      p?.chain.map(({ roleArn }) => roleArn),
      [HUB, LAKE, AUDIT],
    );
  });

  it('gives way to one of the same name in the settings, and is still what other config profiles refer to', () => {
    const set = read({ source }, { hub: { source, roleArn: AUDIT } }, config);
    assert.equal(set.profiles.get('hub')?.origin, 'user');
    assert.equal(set.profiles.get('lake')?.chain[0]?.roleArn, HUB);
    assert.deepEqual(messages(set), []);
  });

  it('that is not there is left to be found at the time of use', () => {
    const p = read({ source: { type: 'sharedConfig', profile: 'later' }, roleArn: HUB }).profiles.get('p');
    assert.deepEqual(p?.source, { type: 'sharedConfig', profile: 'later' });
  });
});
