import assert from 'node:assert/strict';
import type { Hop } from '../../../../src/core/roles/profile';
import { explainHop } from '../../../../src/core/sessions/diagnosis';
import { type LocalAws, startLocalAws } from '../../../localaws/server';
import { HOME, KEYS, MFA, OTHER, roleArn, rulesWorld } from '../../../localaws/worlds/rules';
import { assertReads, assumeOnly, failedHop, failedSecond, profileWith, refusalSaying } from './diagnosisBed';

const ANN_DENIED = 'the base identity (arn:aws:iam::111111111111:user/team/ann)';

describe('diagnosis of a hop that AWS denies', () => {
  let aws: LocalAws;
  before(async () => (aws = await startLocalAws(rulesWorld)));
  after(() => aws.close());

  it('checks the trust policy first where the hop gives nothing, and tells who AWS thinks was calling', async () => {
    for (const role of [roleArn('TrustsBen'), roleArn('Gone', '999999999999')]) {
      const [, , , , account = ''] = role.split(':');
      const name = role.split('/').at(-1) ?? '';
      assertReads(
        await failedHop(aws, KEYS.ann, { roleArn: role }),
        'accessDenied',
        `${name} (${account}): AWS denied sts:AssumeRole (AccessDenied).`,
        `Check that the role exists in account ${account} and its trust policy names ${ANN_DENIED}; ` +
          'the trust policy asks for no external ID (this hop gives none); ' +
          'the trust policy asks for no MFA (this hop gives no "mfaSerial"); ' +
          `a policy of the base identity allows sts:AssumeRole on ${role}.`,
      );
    }
  });

  it('checks the external ID first where the hop gives one, and lets it be typed again', async () => {
    const door: Hop = { roleArn: roleArn('NeedsExternalId', OTHER), externalId: { secret: 'door' } };
    const error = await failedHop(aws, KEYS.ann, door, { ExternalId: 'wrong-door' });
    assert.match(error.detail.cure ?? '', /^Check that the external ID is the one the trust policy asks for; /);
    assert.deepEqual(error.detail.secret, { type: 'externalId', name: 'door' });
    assert.doesNotMatch(JSON.stringify([error.message, error.detail]), /wrong-door/);
  });

  it('asks for no MFA check where MFA was given', async () => {
    const hop: Hop = { roleArn: roleArn('TrustsBen'), mfaSerial: MFA.ann.serialNumber };
    assert.doesNotMatch((await failedHop(aws, KEYS.ann, hop)).detail.cure ?? '', /MFA/);
    const session = await failedHop(
      aws,
      KEYS.ann,
      { roleArn: roleArn('TrustsBen') },
      {},
      { mfaSession: hop.mfaSerial },
    );
    assert.doesNotMatch(session.detail.cure ?? '', /MFA/);
  });

  it('names the tags and the source identity that the trust policy may not accept', async () => {
    const hop: Hop = { roleArn: roleArn('NeedsProjectTag'), tags: { project: 'x' }, sourceIdentity: 'ann' };
    const input = { Tags: [{ Key: 'project', Value: 'x' }], SourceIdentity: 'ann' };
    const { cure = '' } = (await failedHop(aws, KEYS.ann, hop, input)).detail;
    assert.match(cure, /; the trust policy accepts the values of the session tags project; /);
    assert.match(cure, /; the trust policy accepts the source identity ann; /);
  });

  it('names the hop, the role before it as the caller, and its session policies', async () => {
    const first: Hop = { ...assumeOnly, policyArns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] };
    const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }];
    const error = await failedSecond(aws, first, { roleArn: roleArn('TrustsRole') }, [{ PolicyArns }, {}]);
    assertReads(
      error,
      'accessDenied',
      'Hop 2 of 2, TrustsRole (111111111111): AWS denied sts:AssumeRole (AccessDenied).',
      `Check that the role exists in account ${HOME} and its trust policy names TrustsAssumeOnly (${HOME}); ` +
        'the trust policy asks for no external ID (this hop gives none); ' +
        `a policy of TrustsAssumeOnly (${HOME}) allows sts:AssumeRole on ${roleArn('TrustsRole')}; ` +
        'the session policies of hop 1 allow that, too.',
    );
    assert.deepEqual([error.detail.profile, error.detail.hop, error.detail.hops], ['test', 1, 2]);
  });

  it('says that sts:TagSession or sts:SetSourceIdentity is what is missing', async () => {
    const tagged = { ...assumeOnly, tags: { team: 'lake' } };
    const both = (action: string, role = 'TrustsAssumeOnly', caller = 'the base identity') =>
      `Both the trust policy of ${role} (${HOME}) and a policy of ${caller} must allow ${action}.`;
    assertReads(
      await failedHop(aws, KEYS.ann, tagged, { Tags: [{ Key: 'team', Value: 'lake' }] }),
      'accessDenied',
      'TrustsAssumeOnly (111111111111): AWS denied sts:TagSession (AccessDenied).',
      `This hop passes session tags. ${both('sts:TagSession')}`,
    );
    assertReads(
      await failedHop(aws, KEYS.ann, { ...assumeOnly, sourceIdentity: 'ann' }, { SourceIdentity: 'ann' }),
      'accessDenied',
      'TrustsAssumeOnly (111111111111): AWS denied sts:SetSourceIdentity (AccessDenied).',
      `This hop sets a source identity, which cannot differ from that of an earlier session. ${both('sts:SetSourceIdentity')}`,
    );
    const account: Hop = { roleArn: roleArn('TrustsAccount') };
    const caller = `TrustsAccount (${HOME})`;
    const passedOn = { Tags: [{ Key: 'team', Value: 'lake' }], TransitiveTagKeys: ['team'] };
    assert.equal(
      (await failedSecond(aws, account, assumeOnly, [passedOn, {}])).detail.cure,
      `The session of the caller passes session tags on (transitive tags). ${both('sts:TagSession', undefined, caller)}`,
    );
    assert.equal(
      (await failedSecond(aws, account, assumeOnly, [{ SourceIdentity: 'ann' }, {}])).detail.cure,
      `The source identity of an earlier hop is passed on. ${both('sts:SetSourceIdentity', undefined, caller)}`,
    );
  });

  it('tells the root user that it cannot assume roles', async () => {
    assertReads(
      await failedHop(aws, KEYS.root, assumeOnly),
      'accessDenied',
      'TrustsAssumeOnly (111111111111): the base identity is the root user of its account, which cannot assume roles.',
      'Use the access keys of an IAM user, or sign in with IAM Identity Center.',
    );
  });

  const role = roleArn('Lake', OTHER);
  const user = `arn:aws:iam::${HOME}:user/ann`;
  const notAuthorized = `User: ${user} is not authorized to perform: sts:AssumeRole on resource: ${role}`;
  for (const [reason, cause, cure] of [
    [
      'with an explicit deny in a service control policy',
      'there is an explicit deny in service control policy',
      `An Allow elsewhere cannot help; find the statement with "Effect": "Deny" that covers ${role}.`,
    ],
    [
      'because no identity-based policy allows the sts:AssumeRole action',
      'no identity-based policy allows it',
      `Allow sts:AssumeRole on ${role} in a policy of the base identity.`,
    ],
    [
      'because no resource-based policy allows the sts:AssumeRole action',
      'no resource-based policy allows it',
      `The trust policy of Lake (${OTHER}) must allow sts:AssumeRole to the base identity. Check that the trust policy ` +
        'asks for no external ID (this hop gives none); the trust policy asks for no MFA (this hop gives no "mfaSerial").',
    ],
    [
      'because no session policy allows the sts:AssumeRole action',
      'no session policy allows it',
      'The session policies that the base identity’s session was made with must allow it, too.',
    ],
    [
      'because no permissions boundary allows the sts:AssumeRole action',
      'no permissions boundary allows it',
      `Ask the administrators of the account or the organization to allow sts:AssumeRole on ${role}.`,
    ],
  ] as const) {
    it(`believes AWS where it says more: ${reason}`, () => {
      assertReads(
        explainHop(refusalSaying(`${notAuthorized} ${reason}`), profileWith([{ roleArn: role }]), 0),
        'accessDenied',
        `Lake (${OTHER}): AWS denied sts:AssumeRole: ${cause}.`,
        cure,
      );
    });
  }

  it('says how to read a reason that AWS has encoded', () => {
    const error = refusalSaying(`${notAuthorized}. Encoded authorization failure message: 3Qnm0K`);
    assert.match(
      explainHop(error, profileWith([{ roleArn: role }]), 0).detail.cure ?? '',
      /those who may call sts:DecodeAuthorizationMessage can read it\.$/,
    );
  });
});
