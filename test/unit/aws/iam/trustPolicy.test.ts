import assert from 'node:assert/strict';
import { readTrust, type TrustCaller } from '../../../../src/aws/iam/trustPolicy';

const ACCOUNT = '111111111111';
const alice: TrustCaller = { arn: `arn:aws:iam::${ACCOUNT}:user/alice`, accountId: ACCOUNT };
const hub: TrustCaller = { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Hub/alice`, accountId: ACCOUNT };

const NOTHING = { externalIdNeeded: false, mfaNeeded: false };

function document(principal: unknown, condition?: unknown, more: Record<string, unknown> = {}) {
  return {
    Statement: {
      Effect: 'Allow',
      Principal: principal,
      Action: 'sts:AssumeRole',
      ...(condition === undefined ? {} : { Condition: condition }),
      ...more,
    },
  };
}

describe('whom a trust policy names', () => {
  for (const [what, principal, caller, named] of [
    ['a user by ARN', { AWS: alice.arn }, alice, true],
    ['another user', { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` }, alice, false],
    ['one of several', { AWS: ['222222222222', alice.arn] }, alice, true],
    ['the account by ID', { AWS: ACCOUNT }, alice, true],
    ['the account’s root', { AWS: `arn:aws:iam::${ACCOUNT}:root` }, hub, true],
    ['the account’s root in another partition', { AWS: `arn:aws-cn:iam::${ACCOUNT}:root` }, alice, true],
    ['another account', { AWS: 'arn:aws:iam::222222222222:root' }, alice, false],
    ['the role of a session', { AWS: `arn:aws:iam::${ACCOUNT}:role/Hub` }, hub, true],
    ['the role of a session, whatever its path', { AWS: `arn:aws:iam::${ACCOUNT}:role/team/Hub` }, hub, true],
    ['a role of that name in another account', { AWS: 'arn:aws:iam::222222222222:role/Hub' }, hub, false],
    ['a role whose name goes on', { AWS: `arn:aws:iam::${ACCOUNT}:role/Hub2` }, hub, false],
    ['the session itself', { AWS: hub.arn }, hub, true],
    ['another session of the role', { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/Hub/bob` }, hub, false],
    ['a service', { Service: 'ec2.amazonaws.com' }, alice, false],
    ['anybody', '*', alice, true],
    ['anybody, the other way to write it', { AWS: '*' }, hub, true],
  ] as const) {
    it(`${what}: ${named ? 'yes' : 'no'}`, () => {
      assert.deepEqual(readTrust(document(principal), caller), named ? NOTHING : undefined);
    });
  }

  it('anybody with a condition on who it is: whom that fits', () => {
    const arn = (value: string) => document('*', { ArnLike: { 'aws:PrincipalArn': value } });
    assert.ok(readTrust(arn(`arn:aws:iam::${ACCOUNT}:user/*`), alice));
    assert.ok(readTrust(arn(`arn:aws:iam::*:role/H?b`), hub));
    assert.equal(readTrust(arn(`arn:aws:iam::${ACCOUNT}:user/bob`), alice), undefined);
    const account = (operator: string) => document('*', { [operator]: { 'aws:PrincipalAccount': ACCOUNT } });
    assert.ok(readTrust(account('StringEquals'), alice));
    assert.equal(readTrust(account('StringNotEquals'), alice), undefined);
  });

  it('anybody of an organization: not known here, so no', () => {
    assert.equal(readTrust(document('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }), alice), undefined);
  });

  it('an account with a condition on who it is: whom that fits', () => {
    const condition = { StringLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:user/bob` } };
    assert.equal(readTrust(document({ AWS: ACCOUNT }, condition), alice), undefined);
  });

  it('what it asks for: an external ID, MFA, both or neither', () => {
    const id = { StringEquals: { 'sts:ExternalId': 'x' } };
    const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    const age = { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } };
    const read = (condition: unknown) => readTrust(document({ AWS: ACCOUNT }, condition), alice);
    assert.deepEqual(read(id), { externalIdNeeded: true, mfaNeeded: false });
    assert.deepEqual(read(mfa), { externalIdNeeded: false, mfaNeeded: true });
    assert.deepEqual(read({ ...id, ...age }), { externalIdNeeded: true, mfaNeeded: true });
    assert.deepEqual(read({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }), NOTHING);
    assert.deepEqual(readTrust(document('*', id), alice), { externalIdNeeded: true, mfaNeeded: false });
  });

  it('of several statements the one that asks for least; none where the caller is denied', () => {
    const strict = document({ AWS: ACCOUNT }, { Bool: { 'aws:MultiFactorAuthPresent': true } }).Statement;
    const open = document({ AWS: alice.arn }).Statement;
    assert.deepEqual(readTrust({ Statement: [strict, open] }, alice), NOTHING);
    assert.equal(readTrust({ Statement: [strict] }, alice)?.mfaNeeded, true);
    const deny = { ...document({ AWS: alice.arn }).Statement, Effect: 'Deny' };
    assert.equal(readTrust({ Statement: [strict, deny] }, alice), undefined);
  });

  it('only statements that let assume', () => {
    const action = (Action: unknown) => readTrust(document({ AWS: ACCOUNT }, undefined, { Action }), alice);
    for (const value of ['sts:*', '*', ['sts:TagSession', 'sts:assumerole'], 'sts:Assume*']) assert.ok(action(value));
    for (const value of ['sts:TagSession', 'sts:AssumeRoleWithSAML', []]) assert.equal(action(value), undefined);
  });

  it('nobody in what is no policy', () => {
    for (const text of [undefined, null, 'x', [], {}, { Statement: 'x' }, { Statement: [null, { Effect: 'Allow' }] }]) {
      assert.equal(readTrust(text, alice), undefined);
    }
  });
});
