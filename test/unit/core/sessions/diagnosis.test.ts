import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { GetSessionTokenCommand, STSClient, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import type { Hop, Profile } from '../../../../src/core/roles/profile';
import { explainHop, explainMfaSession, explainSource } from '../../../../src/core/sessions/diagnosis';
import { AppError, cancelled } from '../../../../src/core/support/errors';
import { type LocalAws, startLocalAws } from '../../../localaws/server';
import { assume, stsClient, type ClientCredentials } from '../../../localaws/testing/clients';
import { HOME, KEYS, MFA, OTHER, roleArn, rulesWorld } from '../../../localaws/worlds/rules';
import { assertReads, HOST, profileWith, refusal, refusalSaying } from './diagnosisBed';

const ANN_DENIED = 'the base identity (arn:aws:iam::111111111111:user/team/ann)';
const DEV: Partial<Profile> = { source: { type: 'sharedConfig', profile: 'dev' } };
describe('diagnosis of a hop', () => {
  let aws: LocalAws;
  before(async () => (aws = await startLocalAws(rulesWorld)));
  after(() => aws.close());
  afterEach(() => {
    aws.faults.clear();
    aws.clock.offset = 0;
  });

  /** The explanation of a single hop that AWS refuses. */
  async function failedHop(
    keys: ClientCredentials,
    hop: Hop,
    input: Partial<AssumeRoleCommandInput> = {},
    more: Partial<Profile> = {},
  ): Promise<AppError> {
    const error = await refusal(assume(aws, keys, { ...input, RoleArn: hop.roleArn }));
    return explainHop(error, profileWith([hop], more), 0);
  }

  /** The explanation of a second hop that AWS refuses. */
  async function failedSecond(
    first: Hop,
    second: Hop,
    inputs: readonly [Partial<AssumeRoleCommandInput>, Partial<AssumeRoleCommandInput>] = [{}, {}],
    meanwhile: () => void = () => undefined,
  ): Promise<AppError> {
    const caller = await assume(aws, KEYS.ann, { ...inputs[0], RoleArn: first.roleArn });
    meanwhile();
    const error = await refusal(assume(aws, caller, { ...inputs[1], RoleArn: second.roleArn }));
    return explainHop(error, profileWith([first, second]), 1);
  }

  const assumeOnly: Hop = { roleArn: roleArn('TrustsAssumeOnly') };

  describe('that AWS denies', () => {
    it('checks the trust policy first where the hop gives nothing, and tells who AWS thinks was calling', async () => {
      for (const role of [roleArn('TrustsBen'), roleArn('Gone', '999999999999')]) {
        const [, , , , account = ''] = role.split(':');
        const name = role.split('/').at(-1) ?? '';
        assertReads(
          await failedHop(KEYS.ann, { roleArn: role }),
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
      const error = await failedHop(KEYS.ann, door, { ExternalId: 'wrong-door' });
      assert.match(error.detail.cure ?? '', /^Check that the external ID is the one the trust policy asks for; /);
      assert.deepEqual(error.detail.secret, { type: 'externalId', name: 'door' });
      assert.doesNotMatch(JSON.stringify([error.message, error.detail]), /wrong-door/);
    });

    it('asks for no MFA check where MFA was given', async () => {
      const hop: Hop = { roleArn: roleArn('TrustsBen'), mfaSerial: MFA.ann.serialNumber };
      assert.doesNotMatch((await failedHop(KEYS.ann, hop)).detail.cure ?? '', /MFA/);
      const session = await failedHop(KEYS.ann, { roleArn: roleArn('TrustsBen') }, {}, { mfaSession: hop.mfaSerial });
      assert.doesNotMatch(session.detail.cure ?? '', /MFA/);
    });

    it('names the tags and the source identity that the trust policy may not accept', async () => {
      const hop: Hop = { roleArn: roleArn('NeedsProjectTag'), tags: { project: 'x' }, sourceIdentity: 'ann' };
      const input = { Tags: [{ Key: 'project', Value: 'x' }], SourceIdentity: 'ann' };
      const { cure = '' } = (await failedHop(KEYS.ann, hop, input)).detail;
      assert.match(cure, /; the trust policy accepts the values of the session tags project; /);
      assert.match(cure, /; the trust policy accepts the source identity ann; /);
    });

    it('names the hop, the role before it as the caller, and its session policies', async () => {
      const first: Hop = { ...assumeOnly, policyArns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] };
      const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }];
      const error = await failedSecond(first, { roleArn: roleArn('TrustsRole') }, [{ PolicyArns }, {}]);
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
        await failedHop(KEYS.ann, tagged, { Tags: [{ Key: 'team', Value: 'lake' }] }),
        'accessDenied',
        'TrustsAssumeOnly (111111111111): AWS denied sts:TagSession (AccessDenied).',
        `This hop passes session tags. ${both('sts:TagSession')}`,
      );
      assertReads(
        await failedHop(KEYS.ann, { ...assumeOnly, sourceIdentity: 'ann' }, { SourceIdentity: 'ann' }),
        'accessDenied',
        'TrustsAssumeOnly (111111111111): AWS denied sts:SetSourceIdentity (AccessDenied).',
        `This hop sets a source identity, which cannot differ from that of an earlier session. ${both('sts:SetSourceIdentity')}`,
      );
      const account: Hop = { roleArn: roleArn('TrustsAccount') };
      const caller = `TrustsAccount (${HOME})`;
      const passedOn = { Tags: [{ Key: 'team', Value: 'lake' }], TransitiveTagKeys: ['team'] };
      assert.equal(
        (await failedSecond(account, assumeOnly, [passedOn, {}])).detail.cure,
        `The session of the caller passes session tags on (transitive tags). ${both('sts:TagSession', undefined, caller)}`,
      );
      assert.equal(
        (await failedSecond(account, assumeOnly, [{ SourceIdentity: 'ann' }, {}])).detail.cure,
        `The source identity of an earlier hop is passed on. ${both('sts:SetSourceIdentity', undefined, caller)}`,
      );
    });

    it('tells the root user that it cannot assume roles', async () => {
      assertReads(
        await failedHop(KEYS.root, assumeOnly),
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

  describe('that AWS refuses for another reason', () => {
    const needsMfa: Hop = { roleArn: roleArn('NeedsMfa'), mfaSerial: MFA.ann.serialNumber };

    it('tells a wrong MFA code from a device of somebody else', async () => {
      assertReads(
        await failedHop(KEYS.ann, needsMfa, { SerialNumber: MFA.ann.serialNumber, TokenCode: '000000' }),
        'mfaRejected',
        'NeedsMfa (111111111111): the MFA code was wrong or already used.',
        'Wait for the next code of the device and type that.',
      );
      const theirs = { ...needsMfa, mfaSerial: MFA.ben.serialNumber };
      assertReads(
        await failedHop(KEYS.ann, theirs, { SerialNumber: MFA.ben.serialNumber, TokenCode: '000000' }),
        'mfaDeviceRejected',
        'NeedsMfa (111111111111): arn:aws:iam::111111111111:mfa/ben is not an MFA device of the user whose keys are used.',
        'Check "mfaSerial" against the security credentials of the user in IAM.',
      );
    });

    it('tells the maximum of the role from the hour of role chaining', async () => {
      const long = { ...assumeOnly, durationSeconds: 7200 };
      assertReads(
        await failedHop(KEYS.ann, long, { DurationSeconds: 7200 }),
        'durationTooLong',
        'TrustsAssumeOnly (111111111111): AWS refused a duration of 7200 seconds ' +
          '(The requested DurationSeconds exceeds the MaxSessionDuration set for this role).',
        'Lower "durationSeconds" of this hop, or raise the maximum session duration of the role in IAM.',
      );
      const twelve: Hop = { roleArn: roleArn('long/lived/TwelveHours'), durationSeconds: 7200 };
      const chained = await failedSecond({ roleArn: roleArn('TrustsAccount') }, twelve, [
        {},
        { DurationSeconds: 7200 },
      ]);
      assertReads(
        chained,
        'durationTooLong',
        'Hop 2 of 2, TwelveHours (111111111111): AWS refused a duration of 7200 seconds: with temporary credentials a ' +
          'role lasts at most an hour.',
        'Lower "durationSeconds" to 3600.',
      );
    });

    it('tells an unknown key, a mistyped secret key and a session that has ended apart', async () => {
      const unknown = await failedHop({ ...KEYS.ann, accessKeyId: 'AKIARULESNOBODY00001' }, assumeOnly);
      assertReads(
        unknown,
        'credentialsRejected',
        'TrustsAssumeOnly (111111111111): AWS does not know the access key of the base identity (InvalidClientTokenId).',
        'Check whether the key was deactivated or deleted, and store the right keys with "AWS: Set Access Keys…".',
      );
      assert.deepEqual(unknown.detail.secret, { type: 'accessKeys', name: 'alice' });
      assertReads(
        await failedHop({ ...KEYS.ann, secretAccessKey: 'x'.repeat(40) }, assumeOnly, {}, DEV),
        'credentialsRejected',
        'TrustsAssumeOnly (111111111111): AWS rejected the secret access key of the base identity (SignatureDoesNotMatch).',
        'Correct the credentials of the base identity.',
      );
      const first = { roleArn: roleArn('TrustsAccount') };
      const expired = await failedSecond(first, assumeOnly, [{ DurationSeconds: 900 }, {}], () => {
        aws.clock.offset += 901_000;
      });
      assertReads(
        expired,
        'expired',
        'Hop 2 of 2, TrustsAssumeOnly (111111111111): the session of the hop before has expired.',
        'Assume the role again.',
      );
    });

    it('says that keys of one partition are unknown in another', () => {
      const china = profileWith([{ roleArn: 'arn:aws-cn:iam::333333333333:role/Lake' }], DEV);
      const error = explainHop(
        refusalSaying('The security token is invalid.', 'credentialsRejected', 'InvalidClientTokenId'),
        china,
        0,
      );
      assert.equal(
        error.detail.cure,
        'Correct the credentials of the base identity. They must belong to an account of the partition aws-cn.',
      );
    });

    it('says that the clock is off', async () => {
      const client = new STSClient({
        endpoint: aws.endpoint,
        region: 'us-east-1',
        credentials: KEYS.ann,
        maxAttempts: 1,
        systemClockOffset: -3_600_000,
      });
      const error = await refusal(client.send(new GetSessionTokenCommand({})));
      assertReads(
        explainMfaSession(error, profileWith([])),
        'clockSkew',
        'MFA session of alice: this computer’s clock is more than 5 minutes off.',
        'Set the clock (date, time and time zone), then try again.',
      );
    });

    it('says that STS is off in the region', async () => {
      const error = await refusal(stsClient(aws, KEYS.ann, 'eu-south-1').send(new GetSessionTokenCommand({})));
      assertReads(
        explainHop(error, profileWith([assumeOnly], { region: 'eu-south-1' }), 0),
        'regionDisabled',
        'TrustsAssumeOnly (111111111111): STS is not active in the region eu-south-1 for this account.',
        'Choose another "region" in the profile, or activate STS there in the account settings of IAM.',
      );
    });

    it('tells a session policy that is too large from one that is malformed', async () => {
      // Random text does not pack well.
      const Tags = Array.from({ length: 20 }, (_, index) => ({
        Key: `k${index}`,
        Value: randomBytes(128).toString('hex'),
      }));
      const large = await failedHop(KEYS.ann, { ...assumeOnly, roleArn: roleArn('TrustsAccount') }, { Tags });
      assert.equal(large.kind, 'policyTooLarge');
      assert.match(
        large.message,
        /^TrustsAccount \(111111111111\): the session policies and tags take 1\d\d % of the space AWS has for them\.$/,
      );
      assert.match(large.detail.cure ?? '', /^Shorten "policy", or use fewer "policyArns" and "tags" in this hop\./);
      assertReads(
        await failedHop(KEYS.ann, assumeOnly, { Policy: '{"Version":"2012-10-17","Statement":{}}' }),
        'invalidRequest',
        'TrustsAssumeOnly (111111111111): AWS cannot read the session policy (Syntax errors in policy).',
        'Correct "policy" of this hop.',
      );
    });

    it('tells no answer, a certificate nobody trusts and an AWS in trouble apart', async () => {
      const dead = new STSClient({
        endpoint: 'http://127.0.0.1:9',
        region: 'us-east-1',
        credentials: KEYS.ann,
        maxAttempts: 1,
      });
      const error = await refusal(dead.send(new GetSessionTokenCommand({})));
      assertReads(
        explainHop(error, profileWith([assumeOnly]), 0),
        'network',
        `TrustsAssumeOnly (111111111111): no answer from ${HOST} (ECONNREFUSED).`,
        'Check the network, the VPN and proxy settings, and the "endpoints" of the profile.',
      );
      const proxy = new AppError('network', 'No answer.', { code: 'SELF_SIGNED_CERT_IN_CHAIN', host: HOST });
      assertReads(
        explainHop(proxy, profileWith([assumeOnly]), 0),
        'network',
        `TrustsAssumeOnly (111111111111): the certificate of ${HOST} is not trusted here (SELF_SIGNED_CERT_IN_CHAIN).`,
        'Give the certificate of your company’s proxy to VS Code: "http.systemCertificates", NODE_EXTRA_CA_CERTS or ' +
          'AWS_CA_BUNDLE.',
      );
    });
  });

  it('passes on what is cancelled or explained already', () => {
    const gaveUp = cancelled();
    assert.equal(explainHop(gaveUp, profileWith([assumeOnly]), 0), gaveUp);
    const first = explainHop(refusalSaying('denied'), profileWith([assumeOnly]), 0);
    for (const again of [explainHop(first, profileWith([assumeOnly]), 0), explainMfaSession(first, profileWith([]))]) {
      assert.equal(again, first);
    }
    assert.equal(explainSource(first, profileWith([])), first);
  });
});
