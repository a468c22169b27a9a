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

  it('is told before any call where the roles cannot follow', () => {
    const china = role('Lake', 'aws-cn');
    assert.throws(() => goOnTo([china], 'Lake', from('coded')), { kind: 'invalidRequest', message: /partition/ });
  });
});
