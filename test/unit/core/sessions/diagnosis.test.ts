import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import type { Hop, Profile } from '../../../../src/core/roles/profile';
import { explainHop, explainMfaSession, explainSource } from '../../../../src/core/sessions/diagnosis';
import { AppError, cancelled } from '../../../../src/core/support/errors';
import { type LocalAws, startLocalAws } from '../../../localaws/server';
import { stsClient } from '../../../localaws/testing/clients';
import { KEYS, MFA, roleArn, rulesWorld } from '../../../localaws/worlds/rules';
import {
  assertReads,
  assumeOnly,
  failedHop,
  failedSecond,
  HOST,
  profileWith,
  refusal,
  refusalSaying,
} from './diagnosisBed';

const DEV: Partial<Profile> = { source: { type: 'sharedConfig', profile: 'dev' } };

describe('diagnosis of a hop that AWS refuses', () => {
  let aws: LocalAws;
  before(async () => (aws = await startLocalAws(rulesWorld)));
  after(() => aws.close());
  afterEach(() => {
    aws.faults.clear();
    aws.clock.offset = 0;
  });

  const needsMfa: Hop = { roleArn: roleArn('NeedsMfa'), mfaSerial: MFA.ann.serialNumber };

  it('tells a wrong MFA code from a device of somebody else', async () => {
    assertReads(
      await failedHop(aws, KEYS.ann, needsMfa, { SerialNumber: MFA.ann.serialNumber, TokenCode: '000000' }),
      'mfaRejected',
      'NeedsMfa (111111111111): the MFA code was wrong or already used.',
      'Wait for the next code of the device and type that.',
    );
    const theirs = { ...needsMfa, mfaSerial: MFA.ben.serialNumber };
    assertReads(
      await failedHop(aws, KEYS.ann, theirs, { SerialNumber: MFA.ben.serialNumber, TokenCode: '000000' }),
      'mfaDeviceRejected',
      'NeedsMfa (111111111111): arn:aws:iam::111111111111:mfa/ben is not an MFA device of the user whose keys are used.',
      'Check "mfaSerial" against the security credentials of the user in IAM.',
    );
  });

  it('tells the maximum of the role from the hour of role chaining', async () => {
    const long = { ...assumeOnly, durationSeconds: 7200 };
    assertReads(
      await failedHop(aws, KEYS.ann, long, { DurationSeconds: 7200 }),
      'durationTooLong',
      'TrustsAssumeOnly (111111111111): AWS refused a duration of 7200 seconds ' +
        '(The requested DurationSeconds exceeds the MaxSessionDuration set for this role).',
      'Lower "durationSeconds" of this hop, or raise the maximum session duration of the role in IAM.',
    );
    const twelve: Hop = { roleArn: roleArn('long/lived/TwelveHours'), durationSeconds: 7200 };
    const chained = await failedSecond(aws, { roleArn: roleArn('TrustsAccount') }, twelve, [
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
    const unknown = await failedHop(aws, { ...KEYS.ann, accessKeyId: 'AKIARULESNOBODY00001' }, assumeOnly);
    assertReads(
      unknown,
      'credentialsRejected',
      'TrustsAssumeOnly (111111111111): AWS does not know the access key of the base identity (InvalidClientTokenId).',
      'Check whether the key was deactivated or deleted, and store the right keys with "AWS: Set Access Keys…".',
    );
    assert.deepEqual(unknown.detail.secret, { type: 'accessKeys', name: 'alice' });
    assertReads(
      await failedHop(aws, { ...KEYS.ann, secretAccessKey: 'x'.repeat(40) }, assumeOnly, {}, DEV),
      'credentialsRejected',
      'TrustsAssumeOnly (111111111111): AWS rejected the secret access key of the base identity (SignatureDoesNotMatch).',
      'Correct the credentials of the base identity.',
    );
    const first = { roleArn: roleArn('TrustsAccount') };
    const expired = await failedSecond(aws, first, assumeOnly, [{ DurationSeconds: 900 }, {}], () => {
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
    const large = await failedHop(aws, KEYS.ann, { ...assumeOnly, roleArn: roleArn('TrustsAccount') }, { Tags });
    assert.equal(large.kind, 'policyTooLarge');
    assert.match(
      large.message,
      /^TrustsAccount \(111111111111\): the session policies and tags take 1\d\d % of the space AWS has for them\.$/,
    );
    assert.match(large.detail.cure ?? '', /^Shorten "policy", or use fewer "policyArns" and "tags" in this hop\./);
    assertReads(
      await failedHop(aws, KEYS.ann, assumeOnly, { Policy: '{"Version":"2012-10-17","Statement":{}}' }),
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
