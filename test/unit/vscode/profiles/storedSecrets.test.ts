import { readProfiles } from '../../../../src/core/roles/profileSet';
import { overviewOf, usersOf } from '../../../../src/vscode/profiles/storedSecrets';
import { referring } from '../../../../src/vscode/profiles/importedSource';
import assert from 'node:assert/strict';

const HUB = 'arn:aws:iam::111111111111:role/Hub';

describe('stored secrets', () => {
  it('are told apart by kind; registered clients are not worth a row', () => {
    const overview = overviewOf([
      { type: 'externalId', name: 'partner' },
      { type: 'accessKeys', name: 'bob' },
      { type: 'accessKeys', name: 'alice' },
      { type: 'token', name: 'identityCenter/signIn/https://x.awsapps.com/start' },
      { type: 'token', name: 'identityCenter/client/browser/us-east-1/https://x.awsapps.com/start' },
      { type: 'customerKey', name: 'lake' },
      { type: 'session', name: 'f00' },
      { type: 'session', name: 'f01' },
    ]);
    assert.deepEqual(overview, {
      accessKeys: ['alice', 'bob'],
      externalIds: ['partner'],
      customerKeys: ['lake'],
      signIns: [
        {
          startUrl: 'https://x.awsapps.com/start',
          token: 'identityCenter/signIn/https://x.awsapps.com/start',
        },
      ],
      sessions: 2,
      any: true,
    });
    assert.equal(overviewOf([]).any, false);
  });

  it('name the profiles that use them, those that go on from another included', () => {
    const source = { type: 'accessKeys', name: 'alice' };
    const value = {
      hub: { source, roleArn: HUB, externalId: { secret: 'partner' } },
      lake: { source: { type: 'profile', name: 'hub' }, roleArn: HUB },
      other: { source: { type: 'environment' } },
      sealed: {
        source: { type: 'environment' },
        s3: { encryption: { type: 'SSE-C', key: { secret: 'sealing' } } },
      },
    };
    const { profiles } = readProfiles([{ scope: 'User', value }]);
    assert.deepEqual(usersOf({ type: 'accessKeys', name: 'alice' }, profiles), ['hub', 'lake']);
    assert.deepEqual(usersOf({ type: 'externalId', name: 'partner' }, profiles), ['hub', 'lake']);
    assert.deepEqual(usersOf({ type: 'customerKey', name: 'sealing' }, profiles), ['sealed']);
    assert.deepEqual(usersOf({ type: 'externalId', name: 'alice' }, profiles), []);
  });
});

describe('an imported profile whose keys stay in the file', () => {
  const keys = { source: { type: 'sharedConfig', profile: 'base' }, roleArn: HUB } as const;

  it('refers to the section with the keys', () => {
    const profiles = new Map([['base', { profile: { source: keys.source }, notes: [] }]]);
    assert.deepEqual(referring('hub', keys, profiles), keys);
  });

  it('refers to the whole config profile where that section assumes a role itself, so that none is assumed twice', () => {
    const profiles = new Map([['base', { profile: { ...keys }, notes: [] }]]);
    assert.deepEqual(referring('hub', keys, profiles), { source: { type: 'sharedConfig', profile: 'hub' } });
  });
});
