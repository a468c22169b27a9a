import assert from 'node:assert/strict';
import { AppError, type ErrorDetail, type ErrorKind } from '../../../../src/core/support/errors';
import { errorActions } from '../../../../src/vscode/support/errorActions';

const titles = (kind: ErrorKind, detail: ErrorDetail = {}): string[] =>
  errorActions(new AppError(kind, 'It failed.', detail)).map(({ title }) => title);

describe('buttons of an error', () => {
  const single = { profile: 'lake', hop: 0, hops: 1 };
  const second = { profile: 'lake', hop: 1, hops: 2 };
  const externalId = { type: 'externalId', name: 'partner' } as const;
  const accessKeys = { type: 'accessKeys', name: 'alice' } as const;

  it('show the policies of the hop that was denied, and the chain where there is more than one hop', () => {
    assert.deepEqual(titles('accessDenied', single), ['Show Policies', 'Edit Profile', 'Show Log']);
    assert.deepEqual(titles('accessDenied', second), ['Show Policies', 'Show Chain', 'Edit Profile']);
    const [policies] = errorActions(new AppError('accessDenied', 'Denied.', second));
    assert.deepEqual([policies?.command, policies?.args], ['assumeRole.generatePolicies', ['lake', 1]]);
  });

  it('let a secret be typed again where AWS may have rejected it', () => {
    const denied = { ...second, secret: externalId };
    assert.deepEqual(titles('accessDenied', denied), ['Set External ID…', 'Show Policies', 'Show Chain']);
    assert.deepEqual(titles('credentialsRejected', { ...single, secret: accessKeys }), [
      'Set Access Keys…',
      'Show Log',
    ]);
    const [missing] = errorActions(new AppError('secretMissing', 'None.', { profile: 'lake', secret: externalId }));
    assert.deepEqual([missing?.command, missing?.args], ['assumeRole.setExternalId', ['partner']]);
  });

  it('set an encryption key where there is none', () => {
    const secret = { type: 'customerKey', name: 'lake' } as const;
    const [set] = errorActions(new AppError('secretMissing', 'None.', { profile: 'lake', secret }));
    assert.deepEqual(
      [set?.title, set?.command, set?.args],
      ['Set Encryption Key…', 'assumeRole.setCustomerKey', ['lake']],
    );
  });

  it('sign in where a sign-in helps, and renew where an MFA code does', () => {
    const signIn = { profile: 'lake', signIn: true };
    assert.deepEqual(titles('interactionRequired', signIn), ['Sign In…']);
    assert.deepEqual(titles('expired', signIn), ['Sign In…', 'Edit Profile', 'Show Log']);
    assert.deepEqual(titles('interactionRequired', { profile: 'lake' }), ['Renew Session']);
  });

  it('try again where nothing has to be changed', () => {
    for (const kind of ['network', 'throttled', 'serviceFault', 'clockSkew'] as const) {
      assert.deepEqual(titles(kind, single), ['Try Again', 'Show Log'], kind);
    }
  });

  it('offer nothing about a profile where none is known', () => {
    assert.deepEqual(titles('accessDenied'), ['Show Log']);
    assert.deepEqual(titles('unexpected'), ['Show Log']);
  });
});
