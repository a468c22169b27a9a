import assert from 'node:assert/strict';
import {
  CreateTokenCommand,
  type CreateTokenCommandInput,
  RegisterClientCommand,
  type SSOOIDCClient,
} from '@aws-sdk/client-sso-oidc';
import { type LocalAws, startLocalAws } from '../server';
import { newPkce, oidcClient } from '../testing/identityCenter';
import { assertRefused } from '../testing/refusals';
import { demoWorld } from '../worlds/demo';

const REGISTERED = 'http://127.0.0.1/oauth/callback';
const REDIRECT = 'http://127.0.0.1:50123/oauth/callback';

describe('Identity Center: authorization code with PKCE', () => {
  let aws: LocalAws;
  let oidc: SSOOIDCClient;
  let client: { clientId: string | undefined; clientSecret: string | undefined };
  const { verifier, challenge } = newPkce();

  before(async () => {
    aws = await startLocalAws(demoWorld);
    oidc = oidcClient(aws);
    const { clientId, clientSecret } = await oidc.send(
      new RegisterClientCommand({
        clientName: 'Test <client>',
        clientType: 'public',
        scopes: ['sso:account:access'],
        grantTypes: ['authorization_code', 'refresh_token'],
        redirectUris: [REGISTERED],
        issuerUrl: aws.identityCenter.startUrl,
      }),
    );
    client = { clientId, clientSecret };
  });
  after(() => aws.close());

  function pageUrl(changes: Record<string, string> = {}): string {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: client.clientId ?? '',
      redirect_uri: REDIRECT,
      state: 'a state & more',
      code_challenge_method: 'S256',
      code_challenge: challenge,
      scopes: 'sso:account:access',
      ...changes,
    });
    return `${aws.endpoint}/authorize?${query.toString()}`;
  }

  const press = async (url: string, decision: string): Promise<URL> => {
    const body = new URLSearchParams({ user: 'alice', decision });
    const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
    assert.equal(answer.status, 302);
    return new URL(answer.headers.get('location') ?? '');
  };

  const createToken = (input: Partial<CreateTokenCommandInput>) =>
    oidc.send(
      new CreateTokenCommand({
        clientId: client.clientId,
        clientSecret: client.clientSecret,
        grantType: 'authorization_code',
        redirectUri: REDIRECT,
        codeVerifier: verifier,
        ...input,
      }),
    );

  const newCode = (): string =>
    new URL(aws.identityCenter.authorize(pageUrl())).searchParams.get('code') ?? assert.fail('no code');

  it('sends the person who presses Allow back with a code, good for tokens once', async () => {
    const shown = await (await fetch(pageUrl())).text();
    assert.ok(shown.includes('Test &lt;client&gt;') && shown.includes('Allow') && shown.includes('Deny'), shown);
    const action = /action="([^"]+)"/.exec(shown)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const callback = await press(`${aws.endpoint}${action}`, 'allow');
    assert.equal(callback.origin + callback.pathname, REDIRECT);
    assert.equal(callback.searchParams.get('state'), 'a state & more');
    const code = callback.searchParams.get('code') ?? undefined;
    const tokens = await createToken({ code });
    assert.ok(tokens.accessToken && tokens.refreshToken);
    await createToken({ grantType: 'refresh_token', refreshToken: tokens.refreshToken });
    await assertRefused(createToken({ code }), { status: 400, name: 'InvalidGrantException' });
  });

  it('sends the person who presses Deny back with access_denied', async () => {
    const { searchParams } = await press(pageUrl(), 'deny');
    assert.deepEqual(
      [...searchParams],
      [
        ['error', 'access_denied'],
        ['state', 'a state & more'],
      ],
    );
  });

  it('gives no tokens for another verifier, another redirect URI, or a code of a minute ago', async () => {
    const refused = { status: 400, name: 'InvalidGrantException' };
    await assertRefused(createToken({ code: newCode(), codeVerifier: newPkce().verifier }), refused);
    await assertRefused(createToken({ code: newCode(), redirectUri: REGISTERED }), refused);
    const code = newCode();
    aws.clock.offset += 60_000;
    await assertRefused(createToken({ code }), refused);
    await createToken({ code: newCode() });
  });

  it('sends nobody to a redirect URI that is not registered', async () => {
    for (const changes of [
      { redirect_uri: 'http://127.0.0.1:50123/other' },
      { redirect_uri: 'https://example.com/oauth/callback' },
      { redirect_uri: 'http://localhost:50123/oauth/callback' },
      { client_id: 'unknown' },
    ]) {
      for (const method of ['GET', 'POST']) {
        const answer = await fetch(pageUrl(changes), { method, redirect: 'manual' });
        assert.equal(answer.status, 400);
        assert.match(await answer.text(), /not registered/);
      }
    }
  });

  it('tells the client what is wrong with its request', async () => {
    for (const [changes, error] of [
      [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ code_challenge_method: 'plain' }, 'invalid_request'],
      [{ code_challenge: '' }, 'invalid_request'],
      [{ scopes: 'sso:account:access everything' }, 'invalid_scope'],
    ] as const) {
      const answer = await fetch(pageUrl(changes), { redirect: 'manual' });
      assert.equal(new URL(answer.headers.get('location') ?? '').searchParams.get('error'), error);
    }
  });

  it('lets a client use only the grants it registered', async () => {
    const other = await oidc.send(
      new RegisterClientCommand({
        clientName: 'Other',
        clientType: 'public',
        grantTypes: ['refresh_token'],
        redirectUris: [REGISTERED],
      }),
    );
    const callback = aws.identityCenter.authorize(pageUrl({ client_id: other.clientId ?? '', scopes: '' }));
    assert.equal(new URL(callback).searchParams.get('error'), 'unauthorized_client');
    await assertRefused(createToken({ grantType: 'urn:ietf:params:oauth:grant-type:device_code', deviceCode: 'any' }), {
      status: 400,
      name: 'UnauthorizedClientException',
    });
    await assertRefused(createToken({ grantType: 'password' }), {
      status: 400,
      name: 'UnsupportedGrantTypeException',
    });
  });
});
