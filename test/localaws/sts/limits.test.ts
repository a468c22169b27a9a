import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { type LocalAws, startLocalAws } from '../server';
import { assume, stsClient, toClientCredentials } from '../testing/clients';
import { assertAbout } from '../testing/durations';
import { assertRefused } from '../testing/refusals';
import { KEYS, OTHER, roleArn, rulesWorld } from '../worlds/rules';

describe('local STS: limits of the parameters', () => {
  let aws: LocalAws;
  before(async () => (aws = await startLocalAws(rulesWorld)));
  after(() => aws.close());

  const role = roleArn('TrustsAccount');
  const invalid = (message: string | RegExp) => ({ status: 400, name: 'ValidationError', message });
  const expirationOf = async (input: Partial<AssumeRoleCommandInput>): Promise<number> => {
    const command = new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'test', ...input });
    const { Credentials } = await stsClient(aws, KEYS.ann).send(command);
    return ((Credentials?.Expiration?.getTime() ?? NaN) - aws.clock.now()) / 1000;
  };

  const refused: readonly [what: string, input: Partial<AssumeRoleCommandInput>, message: string | RegExp][] = [
    [
      'a session name of one character',
      { RoleSessionName: 'a' },
      "1 validation error detected: Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    ['a session name of 65 characters', { RoleSessionName: 'a'.repeat(65) }, /less than or equal to 64$/],
    [
      'a session name with a space',
      { RoleSessionName: 'a b' },
      String.raw`1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*`,
    ],
    ['an external ID of one character', { ExternalId: 'x' }, /'externalId'.*greater than or equal to 2$/],
    ['an external ID of 1,225 characters', { ExternalId: 'x'.repeat(1225) }, /less than or equal to 1224$/],
    ['an external ID with a space', { ExternalId: 'a b' }, /'externalId'.*regular expression/],
    ['less than 15 minutes', { DurationSeconds: 899 }, /'durationSeconds'.*greater than or equal to 900$/],
    ['more than 12 hours', { DurationSeconds: 43_201 }, /'durationSeconds'.*less than or equal to 43200$/],
    ['an MFA code of five digits', { SerialNumber: 'GAHT12345678', TokenCode: '12345' }, /'tokenCode'/],
    ['a role ARN that is none', { RoleArn: 'arn:aws:iam::111111111111:user/ann' }, /is invalid$/],
    ['a role ARN that is too short', { RoleArn: 'arn:aws:iam::1' }, /'roleArn'.*greater than or equal to 20$/],
    ['a long session policy', { Policy: `{"Version":"2012-10-17"${' '.repeat(2048)}}` }, /'policy'.*equal to 2048$/],
    [
      'eleven managed policies',
      { PolicyArns: Array.from({ length: 11 }, () => ({ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })) },
      /'policyArns'.*less than or equal to 10$/,
    ],
    [
      '51 tags',
      { Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: 'v' })) },
      /'tags'.*less than or equal to 50$/,
    ],
    ['a tag key of 129 characters', { Tags: [{ Key: 'k'.repeat(129), Value: '' }] }, /'tags.1.member.key'/],
    ['a tag value of 257 characters', { Tags: [{ Key: 'k', Value: 'v'.repeat(257) }] }, /'tags.1.member.value'/],
    ['two things at once', { RoleSessionName: 'a', DurationSeconds: 1 }, /^2 validation errors detected: .*; Value/],
  ];
  for (const [what, input, message] of refused) {
    it(`refuses ${what}`, () =>
      assertRefused(assume(aws, KEYS.ann, { ...input, RoleArn: input.RoleArn ?? role }), invalid(message)));
  }

  it('accepts values at the limits', async () => {
    await assume(aws, KEYS.ann, { RoleArn: role, RoleSessionName: 'a+=,.@-_', ExternalId: 'a+=,.@:/-'.repeat(136) });
    await assume(aws, KEYS.ann, { RoleArn: role, RoleSessionName: 'a'.repeat(64), DurationSeconds: 900 });
  });

  it('gives an hour when not asked, and else what is asked', async () => {
    assertAbout(await expirationOf({}), 3600);
    assertAbout(await expirationOf({ DurationSeconds: 900 }), 900);
  });

  it("keeps to the role's MaxSessionDuration", async () => {
    const long = roleArn('long/lived/TwelveHours');
    assertAbout(await expirationOf({ RoleArn: long, DurationSeconds: 43_200 }), 43_200);
    await assertRefused(
      expirationOf({ DurationSeconds: 3601 }),
      invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'),
    );
  });

  it('caps a chained session at one hour, after a role and after GetSessionToken', async () => {
    const chained = roleArn('long/lived/TwelveHours');
    const session = await assume(aws, KEYS.ann, { RoleArn: role });
    const token = await stsClient(aws, KEYS.ann).send(new GetSessionTokenCommand({}));
    for (const credentials of [session, toClientCredentials(token.Credentials)]) {
      await assume(aws, credentials, { RoleArn: chained, DurationSeconds: 3600 });
      await assertRefused(
        assume(aws, credentials, { RoleArn: chained, DurationSeconds: 3601 }),
        invalid('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'),
      );
    }
  });

  it('reports missing parameters', async () => {
    const command = new AssumeRoleCommand({ RoleArn: role } as AssumeRoleCommandInput);
    await assertRefused(
      stsClient(aws, KEYS.ann).send(command),
      invalid(
        "1 validation error detected: Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
      ),
    );
  });

  describe('session policies', () => {
    const document = (effect: string, action: string): string =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: effect, Action: action, Resource: '*' }] });
    const next = { RoleArn: roleArn('TrustsHome', OTHER) };
    const denied = { status: 403, name: 'AccessDenied' };

    it('take away what they do not allow', async () => {
      const able = await assume(aws, KEYS.ann, { RoleArn: role, Policy: document('Allow', 'sts:*') });
      await assume(aws, able, next);
      for (const policy of [document('Allow', 's3:*'), document('Deny', 'sts:*')]) {
        await assertRefused(assume(aws, await assume(aws, KEYS.ann, { RoleArn: role, Policy: policy }), next), denied);
      }
    });

    it('give nothing the role lacks', async () => {
      const powerless = { RoleArn: roleArn('TrustsAssumeOnly'), Policy: document('Allow', '*') };
      await assertRefused(assume(aws, await assume(aws, KEYS.ann, powerless), next), denied);
    });

    it('by ARN add up with the inline one', async () => {
      const readOnly = [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }];
      const reader = await assume(aws, KEYS.ann, { RoleArn: role, PolicyArns: readOnly });
      await assertRefused(assume(aws, reader, next), denied);
      const both = { RoleArn: role, PolicyArns: readOnly, Policy: document('Allow', 'sts:*') };
      await assume(aws, await assume(aws, KEYS.ann, both), next);
    });

    it("by ARN must be AWS's or of the role's account", async () => {
      const arn = `arn:aws:iam::${OTHER}:policy/NoChains`;
      await assume(aws, KEYS.ann, { ...next, PolicyArns: [{ arn }] });
      await assertRefused(assume(aws, KEYS.ann, { RoleArn: role, PolicyArns: [{ arn }] }), invalid(/does not exist/));
    });

    it('must be policies', async () => {
      for (const policy of ['{', '{}', '{"Statement":{"Effect":"Maybe","Action":"*","Resource":"*"}}', '"x"']) {
        await assertRefused(assume(aws, KEYS.ann, { RoleArn: role, Policy: policy }), {
          status: 400,
          name: 'MalformedPolicyDocumentException',
        });
      }
    });

    it('are packed into a size that is reported and limited', async () => {
      const command = new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'test', Policy: document('Allow', '*') });
      // The service still answers with it, though the SDK's type calls it deprecated.
      const { PackedPolicySize }: { PackedPolicySize?: number | undefined } = await stsClient(aws, KEYS.ann).send(
        command,
      );
      assert.ok(PackedPolicySize !== undefined && PackedPolicySize > 0 && PackedPolicySize < 20);
      const incompressible = (i: number): string => createHash('sha512').update(String(i)).digest('hex');
      const tags = Array.from({ length: 50 }, (_, i) => ({ Key: `key${i}`, Value: incompressible(i) }));
      await assertRefused(assume(aws, KEYS.ann, { RoleArn: role, Tags: tags }), {
        status: 400,
        name: 'PackedPolicyTooLargeException',
        message: /^Packed size of session tags consumes \d+% of allotted space\.$/,
      });
    });
  });
});
