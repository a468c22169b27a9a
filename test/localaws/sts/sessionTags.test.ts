import assert from 'node:assert/strict';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { type LocalAws, startLocalAws } from '../server';
import { assume, stsClient } from '../testing/clients';
import { assertRefused } from '../testing/refusals';
import { KEYS, OTHER, roleArn, rulesWorld } from '../worlds/rules';

describe('local STS: session tags and source identity', () => {
  let aws: LocalAws;
  before(async () => (aws = await startLocalAws(rulesWorld)));
  after(() => aws.close());

  const role = roleArn('TrustsAccount');
  const next = roleArn('TrustsHome', OTHER);
  const last = roleArn('Last', OTHER);
  const tag = (key: string, value: string) => ({ Key: key, Value: value });
  const notAllowed = (action: string) => ({
    status: 403,
    name: 'AccessDenied',
    message: new RegExp(`perform: ${action} on`),
  });
  const badTags = (message: RegExp) => ({ status: 400, name: 'InvalidParameterValue', message });

  it('need sts:TagSession and sts:SetSourceIdentity in the trust policy', async () => {
    const strict = { RoleArn: roleArn('TrustsAssumeOnly') };
    await assume(aws, KEYS.ann, strict);
    await assertRefused(assume(aws, KEYS.ann, { ...strict, Tags: [tag('a', 'b')] }), notAllowed('sts:TagSession'));
    await assertRefused(
      assume(aws, KEYS.ann, { ...strict, SourceIdentity: 'ann' }),
      notAllowed('sts:SetSourceIdentity'),
    );
  });

  it('are condition keys of the call', async () => {
    const project = { RoleArn: roleArn('NeedsProjectTag') };
    await assume(aws, KEYS.ann, { ...project, Tags: [tag('project', 'lake'), tag('team', 'x')] });
    await assertRefused(
      assume(aws, KEYS.ann, { ...project, Tags: [tag('project', 'other')] }),
      notAllowed('sts:AssumeRole'),
    );
    await assertRefused(
      assume(aws, KEYS.ann, { ...project, Tags: [tag('project', 'lake'), tag('more', 'x')] }),
      notAllowed('sts:AssumeRole'),
    );
    const sourced = { RoleArn: roleArn('NeedsSourceIdentity') };
    await assume(aws, KEYS.ann, { ...sourced, SourceIdentity: 'annie' });
    await assertRefused(assume(aws, KEYS.ann, { ...sourced, SourceIdentity: 'ben' }), notAllowed('sts:AssumeRole'));
    await assertRefused(assume(aws, KEYS.ann, sourced), notAllowed('sts:AssumeRole'));
  });

  it('are the principal tags of the session', async () => {
    const tagged = await assume(aws, KEYS.ann, { RoleArn: role, Tags: [tag('department', 'data')] });
    await assume(aws, tagged, { RoleArn: roleArn('NeedsDepartment') });
    const untagged = await assume(aws, KEYS.ann, { RoleArn: role });
    await assertRefused(assume(aws, untagged, { RoleArn: roleArn('NeedsDepartment') }), notAllowed('sts:AssumeRole'));
  });

  it('pass on down the chain when transitive, and then cannot be overridden', async () => {
    const input = { RoleArn: role, Tags: [tag('project', 'lake'), tag('team', 'x')], TransitiveTagKeys: ['project'] };
    const first = await assume(aws, KEYS.ann, input);
    const inherits = { RoleArn: roleArn('NeedsProjectTag') };
    await assume(aws, first, inherits);
    const second = await assume(aws, first, { RoleArn: next, Tags: [tag('team', 'y')] });
    await assertRefused(
      assume(aws, second, { RoleArn: last, Tags: [tag('Project', 'mine')] }),
      badTags(/conflicts with a transitive tag key from the calling session/),
    );
    // Inherited tags need sts:TagSession at every further role.
    await assertRefused(assume(aws, first, { RoleArn: roleArn('TrustsAssumeOnly') }), notAllowed('sts:TagSession'));
  });

  it('do not pass on when not transitive', async () => {
    const first = await assume(aws, KEYS.ann, { RoleArn: role, Tags: [tag('project', 'lake')] });
    await assertRefused(assume(aws, first, { RoleArn: roleArn('NeedsProjectTag') }), notAllowed('sts:AssumeRole'));
  });

  it('differ in more than case, do not start with aws:, and include the transitive ones', async () => {
    const tags = (...keys: string[]) =>
      assume(aws, KEYS.ann, { RoleArn: role, Tags: keys.map((key) => tag(key, 'x')) });
    await assertRefused(tags('team', 'Team'), badTags(/case insensitive/));
    await assertRefused(tags('aws:team'), badTags(/aws:/));
    await assertRefused(
      assume(aws, KEYS.ann, { RoleArn: role, Tags: [tag('team', 'x')], TransitiveTagKeys: ['other'] }),
      badTags(/must be included in the requested tags/),
    );
  });

  it('keep the source identity down the chain', async () => {
    const first = await assume(aws, KEYS.ann, { RoleArn: role, SourceIdentity: 'ann' });
    await assertRefused(
      assume(aws, first, { RoleArn: next, SourceIdentity: 'ben' }),
      notAllowed('sts:SetSourceIdentity'),
    );
    const command = new AssumeRoleCommand({ RoleArn: next, RoleSessionName: 'test' });
    assert.equal((await stsClient(aws, first).send(command)).SourceIdentity, 'ann');
    await assertRefused(
      assume(aws, first, { RoleArn: roleArn('TrustsAssumeOnly') }),
      notAllowed('sts:SetSourceIdentity'),
    );
  });
});
