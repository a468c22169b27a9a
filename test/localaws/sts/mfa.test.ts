import assert from 'node:assert/strict';
import {
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  type GetSessionTokenCommandInput,
} from '@aws-sdk/client-sts';
import { MfaDevice } from '../iam/mfaDevice';
import { type LocalAws, startLocalAws } from '../server';
import { type ClientCredentials, assume, stsClient, toClientCredentials } from '../testing/clients';
import { assertAbout } from '../testing/durations';
import { assertRefused } from '../testing/refusals';
import { ANN, HOME, KEYS, MFA, roleArn, rulesWorld } from '../worlds/rules';

const STEP = 30_000;

describe('local STS: MFA and GetSessionToken', () => {
  let aws: LocalAws;
  beforeEach(async () => (aws = await startLocalAws(rulesWorld)));
  afterEach(() => aws.close());

  const annsDevice = new MfaDevice({ id: HOME, partition: 'aws' }, { name: 'ann', seed: MFA.ann.seed });
  const bensDevice = new MfaDevice({ id: HOME, partition: 'aws' }, { name: 'ben', seed: MFA.ben.seed });
  const mfa = (steps = 0) => ({
    SerialNumber: MFA.ann.serialNumber,
    TokenCode: annsDevice.codeAt(aws.clock.now() + steps * STEP),
  });
  const needsMfa = { RoleArn: roleArn('NeedsMfa') };
  const failed = (message: string) => ({ status: 403, name: 'AccessDenied', message });
  const wrongCode = failed('MultiFactorAuthentication failed with invalid MFA one time pass code. ');
  const denied = { status: 403, name: 'AccessDenied', message: /not authorized to perform: sts:AssumeRole/ };
  const sessionToken = async (
    credentials: ClientCredentials,
    input: GetSessionTokenCommandInput = {},
  ): Promise<ClientCredentials & { lifetimeSeconds: number }> => {
    const { Credentials } = await stsClient(aws, credentials).send(new GetSessionTokenCommand(input));
    const lifetimeSeconds = ((Credentials?.Expiration?.getTime() ?? NaN) - aws.clock.now()) / 1000;
    return { ...toClientCredentials(Credentials), lifetimeSeconds };
  };

  it('lets a role be assumed that needs it', async () => {
    await assertRefused(assume(aws, KEYS.ann, needsMfa), denied);
    await assume(aws, KEYS.ann, { ...needsMfa, ...mfa() });
  });

  it('accepts a code once', async () => {
    const code = mfa();
    await assume(aws, KEYS.ann, { ...needsMfa, ...code });
    await assertRefused(assume(aws, KEYS.ann, { ...needsMfa, ...code }), wrongCode);
    await assume(aws, KEYS.ann, { ...needsMfa, ...mfa(1) });
  });

  it('accepts the code before and after the current one, and no older or newer', async () => {
    await assertRefused(assume(aws, KEYS.ann, { ...needsMfa, ...mfa(-3) }), wrongCode);
    await assertRefused(assume(aws, KEYS.ann, { ...needsMfa, ...mfa(3) }), wrongCode);
    await assume(aws, KEYS.ann, { ...needsMfa, ...mfa(-1) });
    await assume(aws, KEYS.ann, { ...needsMfa, ...mfa(1) });
  });

  it("accepts the caller's own device only", async () => {
    const theirs = { SerialNumber: MFA.ben.serialNumber, TokenCode: bensDevice.codeAt(aws.clock.now()) };
    await assertRefused(
      assume(aws, KEYS.ann, { ...needsMfa, ...theirs }),
      failed(
        'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
      ),
    );
  });

  it('wants serial number and code together', async () => {
    await assertRefused(
      assume(aws, KEYS.ann, { ...needsMfa, SerialNumber: MFA.ann.serialNumber }),
      failed('MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.'),
    );
  });

  it('can be given with long-term keys only', async () => {
    const token = await sessionToken(KEYS.ann);
    const role = await assume(aws, KEYS.ann, { RoleArn: roleArn('TrustsAccount') });
    for (const credentials of [token, role]) {
      await assertRefused(assume(aws, credentials, { ...needsMfa, ...mfa() }), { status: 403, name: 'AccessDenied' });
    }
  });

  it('given to GetSessionToken counts for the roles assumed with it, and ages', async () => {
    const token = await sessionToken(KEYS.ann, mfa());
    await assume(aws, token, needsMfa);
    await assume(aws, token, { RoleArn: roleArn('NeedsFreshMfa') });
    aws.clock.offset += 301_000;
    await assume(aws, token, needsMfa);
    await assertRefused(assume(aws, token, { RoleArn: roleArn('NeedsFreshMfa') }), denied);
  });

  it('is not passed on by a role', async () => {
    const role = await assume(aws, KEYS.ann, { RoleArn: roleArn('TrustsAccount'), ...mfa() });
    await assertRefused(assume(aws, role, needsMfa), denied);
  });

  it('without it, GetSessionToken gives the same user without MFA', async () => {
    const token = await sessionToken(KEYS.ann);
    const identity = await stsClient(aws, token).send(new GetCallerIdentityCommand({}));
    assert.equal(identity.Arn, ANN);
    await assertRefused(assume(aws, token, needsMfa), denied);
  });

  it('GetSessionToken gives 12 hours, up to 36 when asked, and an hour to root', async () => {
    assertAbout((await sessionToken(KEYS.ann)).lifetimeSeconds, 43_200);
    assertAbout((await sessionToken(KEYS.ann, { DurationSeconds: 129_600 })).lifetimeSeconds, 129_600);
    assertAbout((await sessionToken(KEYS.root, { DurationSeconds: 43_200 })).lifetimeSeconds, 3600);
    for (const seconds of [899, 129_601]) {
      await assertRefused(sessionToken(KEYS.ann, { DurationSeconds: seconds }), {
        status: 400,
        name: 'ValidationError',
      });
    }
  });

  it('GetSessionToken cannot be called with temporary credentials', async () => {
    const role = await assume(aws, KEYS.ann, { RoleArn: roleArn('TrustsAccount') });
    for (const credentials of [role, await sessionToken(KEYS.ann)]) {
      await assertRefused(sessionToken(credentials), failed('Cannot call GetSessionToken with session credentials'));
    }
  });
});
