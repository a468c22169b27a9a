import assert from 'node:assert/strict';
import { getProfile, readProfiles } from '../../../../src/core/roles/profileSet';
import { placeKeys } from '../../../../src/core/sessions/sessionKeys';

const SOURCES = [
  { type: 'defaultChain' },
  { type: 'sharedConfig', profile: 'alice' },
  { type: 'accessKeys', name: 'alice' },
  { type: 'instanceMetadata' },
  {
    type: 'identityCenter',
    startUrl: 'https://acme.awsapps.com/start',
    region: 'us-east-1',
    accountId: '111111111111',
    roleName: 'Analyst',
  },
];

function keys(source: object, endpoints: object): string[] {
  const value = { p: { source, endpoints, region: 'us-east-1', roleArn: 'arn:aws:iam::111111111111:role/Analyst' } };
  return placeKeys(getProfile(readProfiles([{ scope: 'User', value }]), 'p'));
}

describe('what is kept of a chain', () => {
  it('is not used for a profile whose sign-in or sessions come from another host, whatever its base identity', () => {
    for (const source of SOURCES) {
      const own = keys(source, {});
      for (const service of ['sts', 'sso']) {
        const other = keys(source, { [service]: 'https://other.example' });
        for (const key of own) assert.ok(!other.includes(key), `${service}: ${key}`);
      }
    }
  });
});
