import assert from 'node:assert/strict';
import { goOnTo } from '../../../../src/core/roles/goOn';
import { readProfiles } from '../../../../src/core/roles/profileSet';

const role = (name: string, partition = 'aws'): string => `arn:${partition}:iam::111111111111:role/${name}`;
const MFA = 'arn:aws:iam::111111111111:mfa/alice';
const source = { type: 'accessKeys', name: 'alice' };
const { profiles } = readProfiles([
  {
    scope: 'User',
    value: {
      careful: { source, roleArn: role('Hub'), readOnly: true, production: true, description: 'The hub' },
      placed: {
        ...{ source, roleArn: role('Hub') },
        s3: { home: 's3://hub/', bookmarks: ['s3://hub/in/'], requesterPays: true },
      },
      coded: { source, roleArn: role('Hub'), mfaSerial: MFA, mfaMethod: 'sessionToken' },
    },
  },
]);

function from(name: string) {
  const profile = profiles.get(name);
  assert.ok(profile);
  return profile;
}

describe('a role assumed ad hoc from a profile', () => {
  it('stays read-only where the profile is: the last session carries the policy, the one before must assume', () => {
    const { chain, readOnly, production, name, description } = goOnTo([role('Lake')], 'Lake', from('careful'));
    assert.deepEqual(
      chain.map(({ policyArns }) => policyArns),
      [undefined, ['arn:aws:iam::aws:policy/ReadOnlyAccess']],
    );
    assert.deepEqual({ readOnly, production }, { readOnly: true, production: true });
    assert.deepEqual({ name, description }, { name: 'Lake', description: undefined });
  });

  it('starts with the profile’s MFA session', () => {
    assert.equal(goOnTo([role('Lake')], 'Lake', from('coded')).mfaSession, MFA);
  });

  it('pays for requests where the profile does, but has none of its places, which other roles may not see', () => {
    const { s3 } = goOnTo([role('Lake')], 'Lake', from('placed'));
    assert.deepEqual(
      { home: s3.home, bookmarks: s3.bookmarks, requesterPays: s3.requesterPays },
      { home: undefined, bookmarks: [], requesterPays: true },
    );
  });

  it('is told before any call where the roles cannot follow', () => {
    const china = role('Lake', 'aws-cn');
    assert.throws(() => goOnTo([china], 'Lake', from('coded')), { kind: 'invalidRequest', message: /partition/ });
  });
});
