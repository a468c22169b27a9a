import assert from 'node:assert/strict';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type LocalAws, startLocalAws } from '../server';
import { assume, stsClient } from '../testing/clients';
import { assertRefused } from '../testing/refusals';
import { ANN, HOME, KEYS, OTHER, roleArn, rulesWorld } from '../worlds/rules';

describe('local STS: who may assume a role', () => {
  let aws: LocalAws;
  before(async () => (aws = await startLocalAws(rulesWorld)));
  after(() => aws.close());

  const denied = (caller: string, role: string, action = 'sts:AssumeRole') => ({
    status: 403,
    name: 'AccessDenied',
    message: `User: ${caller} is not authorized to perform: ${action} on resource: ${role}`,
  });
  const ben = `arn:aws:iam::${HOME}:user/ben`;

  it('gives the session the ARN and ID of the role and the session name, without the path', async () => {
    const session = await assume(aws, KEYS.ann, { RoleArn: roleArn('long/lived/TwelveHours'), RoleSessionName: 'me' });
    const identity = await stsClient(aws, session).send(new GetCallerIdentityCommand({}));
    assert.equal(identity.Arn, `arn:aws:sts::${HOME}:assumed-role/TwelveHours/me`);
    assert.equal(identity.Account, HOME);
    assert.match(identity.UserId ?? '', /^AROA[A-Z2-7]{17}:me$/);
    assert.match(session.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
    assert.equal(session.secretAccessKey.length, 40);
  });

  it('answers who a user is, with the path', async () => {
    const identity = await stsClient(aws, KEYS.ann).send(new GetCallerIdentityCommand({}));
    assert.equal(identity.Arn, ANN);
    assert.match(identity.UserId ?? '', /^AIDA[A-Z2-7]{17}$/);
  });

  it('leaves the decision to the identity when the trust policy names the account', async () => {
    await assume(aws, KEYS.ann, { RoleArn: roleArn('TrustsAccount') });
    const role = roleArn('TrustsAccount');
    await assertRefused(assume(aws, KEYS.ben, { RoleArn: role }), denied(ben, role));
  });

  it('needs no permission of the identity where the same account names it, but does across accounts', async () => {
    await assume(aws, KEYS.ben, { RoleArn: roleArn('TrustsBen') });
    const role = roleArn('TrustsBen', OTHER);
    await assertRefused(assume(aws, KEYS.ben, { RoleArn: role }), denied(ben, role));
  });

  it('needs the trust policy, whatever the identity may do', async () => {
    for (const role of [roleArn('TrustsBen'), roleArn('TrustsOther'), roleArn('TrustsBen', OTHER)]) {
      await assertRefused(assume(aws, KEYS.ann, { RoleArn: role }), denied(ANN, role));
    }
  });

  it('lets an explicit Deny win', async () => {
    const role = roleArn('DeniesBen');
    await assume(aws, KEYS.ann, { RoleArn: role });
    await assertRefused(assume(aws, KEYS.ben, { RoleArn: role }), denied(ben, role));
  });

  it('answers an unknown role like a forbidden one', async () => {
    const role = roleArn('Nobody', '999999999999');
    await assertRefused(assume(aws, KEYS.ann, { RoleArn: role }), denied(ANN, role));
  });

  it('wants the external ID exactly', async () => {
    const role = roleArn('NeedsExternalId', OTHER);
    await assume(aws, KEYS.ann, { RoleArn: role, ExternalId: 'door-7c41' });
    await assertRefused(assume(aws, KEYS.ann, { RoleArn: role, ExternalId: 'DOOR-7C41' }), denied(ANN, role));
    await assertRefused(assume(aws, KEYS.ann, { RoleArn: role }), denied(ANN, role));
  });

  it('tells one session of a role from another', async () => {
    const role = roleArn('TrustsOneSession', OTHER);
    const first = { RoleArn: roleArn('TrustsAccount') };
    await assume(aws, await assume(aws, KEYS.ann, { ...first, RoleSessionName: 'the-one' }), { RoleArn: role });
    const other = await assume(aws, KEYS.ann, { ...first, RoleSessionName: 'another' });
    await assertRefused(
      assume(aws, other, { RoleArn: role }),
      denied(`arn:aws:sts::${HOME}:assumed-role/TrustsAccount/another`, role),
    );
  });

  it('needs no permission of a session that the same account names, whatever its session policies', async () => {
    const role = roleArn('TrustsOneSession');
    const first = {
      RoleArn: roleArn('TrustsAssumeOnly'),
      PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }],
    };
    await assume(aws, await assume(aws, KEYS.ann, { ...first, RoleSessionName: 'the-one' }), { RoleArn: role });
    const other = await assume(aws, KEYS.ann, { ...first, RoleSessionName: 'another' });
    await assertRefused(assume(aws, other, { RoleArn: role }), { status: 403, name: 'AccessDenied' });
  });

  it('needs no permission of a role that the same account names, except in its session policies', async () => {
    const role = roleArn('TrustsRole');
    const first = { RoleArn: roleArn('TrustsAssumeOnly') };
    await assume(aws, await assume(aws, KEYS.ann, first), { RoleArn: role });
    const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }];
    const limited = await assume(aws, KEYS.ann, { ...first, PolicyArns });
    await assertRefused(assume(aws, limited, { RoleArn: role }), { status: 403, name: 'AccessDenied' });
  });

  it('knows principal tags and policy variables', async () => {
    await assume(aws, KEYS.ann, { RoleArn: roleArn('NeedsDepartment') });
    await assume(aws, KEYS.ann, { RoleArn: roleArn('NeedsOwnName'), RoleSessionName: 'ann' });
    const role = roleArn('NeedsOwnName');
    await assertRefused(assume(aws, KEYS.ann, { RoleArn: role, RoleSessionName: 'ben' }), denied(ANN, role));
  });

  it('never lets root assume a role', async () => {
    await assertRefused(assume(aws, KEYS.root, { RoleArn: roleArn('TrustsAccount') }), {
      status: 403,
      name: 'AccessDenied',
      message: 'Roles may not be assumed by root accounts.',
    });
  });

  it('refuses in a region the account has switched off', async () => {
    const client = stsClient(aws, KEYS.ann, 'eu-south-1');
    await assertRefused(client.send(new GetCallerIdentityCommand({})), {
      status: 403,
      name: 'RegionDisabledException',
      message: /STS is not activated in this region for account:111111111111/,
    });
  });
});
