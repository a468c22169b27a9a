import assert from 'node:assert/strict';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  type RegisterClientCommandInput,
  StartDeviceAuthorizationCommand,
  type SSOOIDCClient,
} from '@aws-sdk/client-sso-oidc';
import { type LocalAws, startLocalAws } from '../server';
import { assertAbout } from '../testing/durations';
import { oidcClient } from '../testing/identityCenter';
import { assertRefused } from '../testing/refusals';
import { demoWorld } from '../worlds/demo';
import { EMPTY_INSTANCE } from './seed';

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const HOUR = 3_600_000;

describe('Identity Center: device authorization', () => {
  let aws: LocalAws;
  let oidc: SSOOIDCClient;
  beforeEach(async () => {
    aws = await startLocalAws(demoWorld);
    oidc = oidcClient(aws);
  });
  afterEach(() => aws.close());

  const register = (input: Partial<RegisterClientCommandInput> = {}) =>
    oidc.send(
      new RegisterClientCommand({
        clientName: 'Test',
        clientType: 'public',
        scopes: ['sso:account:access'],
        ...input,
      }),
    );

  /** A registered client with a device code, and its CreateToken. */
  async function start() {
    const { clientId, clientSecret } = await register();
    const device = await oidc.send(
      new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: aws.identityCenter.startUrl }),
    );
    const { deviceCode, userCode = '' } = device;
    const token = () => oidc.send(new CreateTokenCommand({ clientId, clientSecret, grantType: GRANT, deviceCode }));
    const refresh = (refreshToken: string | undefined) =>
      oidc.send(new CreateTokenCommand({ clientId, clientSecret, grantType: 'refresh_token', refreshToken }));
    return { device, userCode, token, refresh };
  }

  it('gives tokens once the person has allowed it, and only once', async () => {
    const { device, userCode, token } = await start();
    assert.match(userCode, /^[A-Z]{4}-[A-Z]{4}$/);
    assert.deepEqual([device.expiresIn, device.interval], [600, 1]);
    await assertRefused(token(), { status: 400, name: 'AuthorizationPendingException' });
    aws.identityCenter.approve(userCode, 'alice');
    const tokens = await token();
    assert.ok(tokens.accessToken && tokens.refreshToken);
    assert.deepEqual([tokens.tokenType, tokens.expiresIn], ['Bearer', 3600]);
    await assertRefused(token(), { status: 400, name: 'InvalidGrantException' });
  });

  it('tells a client that asks too often to slow down', async () => {
    const { token } = await start();
    await assertRefused(token(), { status: 400, name: 'AuthorizationPendingException' });
    await assertRefused(token(), { status: 400, name: 'SlowDownException' });
    aws.clock.offset += 1000;
    await assertRefused(token(), { status: 400, name: 'AuthorizationPendingException' });
  });

  it('gives nothing after Deny, after ten minutes, or for another client', async () => {
    const denied = await start();
    aws.identityCenter.deny(denied.userCode);
    await assertRefused(denied.token(), { status: 400, name: 'AccessDeniedException' });

    const late = await start();
    const other = await register();
    const { clientId, clientSecret } = other;
    const { deviceCode } = late.device;
    await assertRefused(oidc.send(new CreateTokenCommand({ clientId, clientSecret, grantType: GRANT, deviceCode })), {
      status: 400,
      name: 'InvalidGrantException',
    });
    aws.clock.offset += 600_000;
    assert.throws(() => aws.identityCenter.approve(late.userCode), TypeError);
    await assertRefused(late.token(), { status: 400, name: 'ExpiredTokenException' });
  });

  it('shows a person the pages with Allow and Deny', async () => {
    const { device, userCode, token } = await start();
    const asked = await (await fetch(device.verificationUri ?? '')).text();
    assert.match(asked, /name="user_code"/);
    const shown = await (await fetch(device.verificationUriComplete ?? '')).text();
    assert.ok(shown.includes(userCode) && shown.includes('Test'), shown);
    const decide = async (fields: Record<string, string>): Promise<string> =>
      (await fetch(device.verificationUri ?? '', { method: 'POST', body: new URLSearchParams(fields) })).text();
    assert.match(await decide({ user_code: 'BBBB-BBBB', user: 'alice', decision: 'allow' }), /no longer valid/);
    assert.match(await decide({ user_code: userCode.toLowerCase(), user: 'alice', decision: 'allow' }), /allowed/);
    assert.ok((await token()).accessToken);
  });

  it('refreshes with the refresh token, once, until the sign-in ends', async () => {
    const { userCode, token, refresh } = await start();
    aws.identityCenter.approve(userCode);
    const first = await token();
    aws.clock.offset += 6 * 24 * HOUR;
    const second = await refresh(first.refreshToken);
    const refused = { status: 400, name: 'InvalidGrantException' };
    await assertRefused(refresh(first.refreshToken), refused);
    assert.equal(second.expiresIn, 3600);
    aws.clock.offset += 25 * HOUR;
    await assertRefused(refresh(second.refreshToken), refused);
  });

  it('refreshes nothing for another client, or with a refresh token of a week ago', async () => {
    await aws.close();
    const { identityCenter = EMPTY_INSTANCE } = demoWorld;
    aws = await startLocalAws({ ...demoWorld, identityCenter: { ...identityCenter, sessionSeconds: 30 * 24 * 3600 } });
    oidc = oidcClient(aws);
    const { userCode, token, refresh } = await start();
    aws.identityCenter.approve(userCode);
    const { refreshToken } = await token();
    const other = await start();
    await assertRefused(other.refresh(refreshToken), { status: 400, name: 'InvalidGrantException' });
    aws.clock.offset += 6 * 24 * HOUR;
    const { refreshToken: next } = await refresh(refreshToken);
    aws.clock.offset += 7 * 24 * HOUR;
    await assertRefused(refresh(next), { status: 400, name: 'InvalidGrantException' });
  });

  it('refreshes nothing after the sign-in was revoked', async () => {
    const { userCode, token, refresh } = await start();
    aws.identityCenter.approve(userCode);
    const { refreshToken } = await token();
    aws.identityCenter.revoke('bob');
    const { refreshToken: next } = await refresh(refreshToken);
    aws.identityCenter.revoke('alice');
    await assertRefused(refresh(next), { status: 400, name: 'InvalidGrantException' });
  });

  it('gives no refresh token to a client that registered no scopes', async () => {
    const { clientId, clientSecret } = await register({ scopes: undefined });
    const { startUrl } = aws.identityCenter;
    const { deviceCode, userCode = '' } = await oidc.send(
      new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl }),
    );
    aws.identityCenter.approve(userCode);
    const tokens = await oidc.send(new CreateTokenCommand({ clientId, clientSecret, grantType: GRANT, deviceCode }));
    assert.equal(tokens.refreshToken, undefined);
    assertAbout(tokens.expiresIn ?? 0, 7 * 24 * 3600);
  });

  it('refuses clients that are unknown or whose secret has expired, and other start URLs', async () => {
    const { clientId, clientSecret } = await register();
    const { startUrl } = aws.identityCenter;
    const startDevice = (input: { clientSecret?: string | undefined; startUrl?: string }) =>
      oidc.send(new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl, ...input }));
    await assertRefused(startDevice({ clientSecret: 'wrong' }), { status: 401, name: 'InvalidClientException' });
    await assertRefused(startDevice({ startUrl: 'https://other.awsapps.com/start' }), {
      status: 400,
      name: 'InvalidRequestException',
    });
    await startDevice({});
    aws.clock.offset += 90 * 24 * HOUR;
    await assertRefused(startDevice({}), { status: 401, name: 'InvalidClientException' });
  });

  it('refuses registrations that break a rule', async () => {
    const refused = (input: Partial<RegisterClientCommandInput>, name: string) =>
      assertRefused(register(input), { status: 400, name });
    await refused({ clientType: 'confidential' }, 'InvalidClientMetadataException');
    await refused({ scopes: ['everything'] }, 'InvalidScopeException');
    await refused({ grantTypes: ['password'] }, 'UnsupportedGrantTypeException');
    await refused({ grantTypes: ['authorization_code'] }, 'InvalidRedirectUriException');
    await refused({ redirectUris: ['https://example.com/callback'] }, 'InvalidRedirectUriException');
    await refused({ clientName: '' }, 'InvalidRequestException');
  });

  it('shows faults in its own shape', async () => {
    aws.faults.add({
      service: 'sso-oidc',
      operation: 'RegisterClient',
      times: 1,
      action: { type: 'error', status: 500, code: 'InternalServerException' },
    });
    await assertRefused(register(), { status: 500, name: 'InternalServerException' });
    await register();
  });
});
