import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetUserCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { fromLoginCredentials } from '@aws-sdk/credential-providers';
import { type JWTPayload, SignJWT, exportJWK } from 'jose';
import { type LocalAws, startLocalAws } from '../server';
import { type ClientCredentials, assume, iamClient, stsClient } from '../testing/clients';
import { withAwsEnvironment } from '../testing/environment';
import { assertAbout } from '../testing/durations';
import { writeLoginCache } from '../testing/loginCache';
import { assertRefused } from '../testing/refusals';
import { ROLES, USERS, demoWorld } from '../worlds/demo';

interface CacheFile {
  readonly refreshToken: string;
  readonly dpopKey: string;
}

describe('AWS Sign-In: credentials of aws login', () => {
  let aws: LocalAws;
  let home: string;
  beforeEach(async () => {
    aws = await startLocalAws(demoWorld);
    home = await mkdtemp(join(tmpdir(), 'localaws-'));
    await writeFile(join(home, 'config'), `[profile console]\nlogin_session = ${USERS.alice}\nregion = us-east-1\n`);
  });
  afterEach(async () => {
    await aws.close();
    await rm(home, { recursive: true });
  });

  const soon = (): number => Date.now() + 60_000;
  const provide = () =>
    withAwsEnvironment(
      { AWS_LOGIN_CACHE_DIRECTORY: join(home, '.aws/login/cache'), AWS_CONFIG_FILE: join(home, 'config') },
      () => fromLoginCredentials({ profile: 'console', clientConfig: { endpoint: aws.endpoint, maxAttempts: 1 } })(),
    );
  const whoIs = async (credentials: ClientCredentials) =>
    (await stsClient(aws, credentials).send(new GetCallerIdentityCommand({}))).Arn;
  const read = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as CacheFile;
  const refreshes = (): number => aws.log.count({ service: 'signin', operation: 'CreateOAuth2Token' });

  it('are those of the file while they last', async () => {
    await writeLoginCache(home, aws, { userArn: USERS.alice });
    const credentials = await provide();
    assert.equal(await whoIs(credentials), USERS.alice);
    assertAbout(((credentials.expiration?.getTime() ?? 0) - Date.now()) / 1000, 900);
    assert.equal(refreshes(), 0);
  });

  it('are refreshed shortly before they end, and chain to roles', async () => {
    const path = await writeLoginCache(home, aws, { userArn: USERS.alice, expiresAt: soon() });
    const before = await read(path);
    const credentials = await provide();
    assert.equal(await whoIs(credentials), USERS.alice);
    await assume(aws, credentials, { RoleArn: ROLES.analyst });
    await assertRefused(assume(aws, credentials, { RoleArn: ROLES.analyst, DurationSeconds: 7200 }), {
      status: 400,
      name: 'ValidationError',
      message: /role chaining/,
    });
    await provide();
    assert.equal(refreshes(), 1);
    assert.notEqual((await read(path)).refreshToken, before.refreshToken);
  });

  it('carry MFA when the user gave a code', async () => {
    await writeLoginCache(home, aws, { userArn: USERS.alice });
    await assertRefused(assume(aws, await provide(), { RoleArn: ROLES.adminMfa }), {
      status: 403,
      name: 'AccessDenied',
    });
    await writeLoginCache(home, aws, { userArn: USERS.alice, mfa: true });
    await assume(aws, await provide(), { RoleArn: ROLES.adminMfa });
  });

  it('cannot be refreshed after twelve hours, a new password, or without the permission', async () => {
    await writeLoginCache(home, aws, { userArn: USERS.alice, expiresAt: soon() });
    aws.signIn.changePassword(USERS.alice);
    await assert.rejects(provide(), /change in your password/);
    await writeLoginCache(home, aws, { userArn: USERS.alice, expiresAt: soon() });
    aws.iam.putPolicy(USERS.alice, 'deny', {
      Version: '2012-10-17',
      Statement: { Effect: 'Deny', Action: 'signin:*', Resource: '*' },
    });
    await assert.rejects(provide(), /insufficient permissions/);
    aws.iam.deletePolicy(USERS.alice, 'deny');
    await provide();
    await writeLoginCache(home, aws, { userArn: USERS.alice, expiresAt: soon() });
    aws.clock.offset += 12 * 3_600_000;
    await assert.rejects(provide(), /session has expired/);
  });

  it('cannot be refreshed with another key', async () => {
    const path = await writeLoginCache(home, aws, { userArn: USERS.alice, expiresAt: soon() });
    const { dpopKey } = await read(path);
    const other = await read(await writeLoginCache(home, aws, { userArn: USERS.alice, expiresAt: soon() }));
    await writeFile(path, JSON.stringify({ ...(await read(path)), ...other, dpopKey }));
    await assert.rejects(provide(), /session has expired/);
  });

  it('are refreshed with a refresh token once only', async () => {
    const path = await writeLoginCache(home, aws, { userArn: USERS.alice, expiresAt: soon() });
    const before = await readFile(path);
    await provide();
    await writeFile(path, before);
    await assert.rejects(provide(), /session has expired/);
  });

  it('are taken by IAM without MFA', async () => {
    await writeLoginCache(home, aws, { userArn: USERS.alice });
    await iamClient(aws, await provide()).send(new GetUserCommand({}));
  });

  describe('proofs', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const tokenUrl = (): string => `${aws.endpoint}/v1/token`;

    async function proof(claims: JWTPayload = {}, typ = 'dpop+jwt'): Promise<string> {
      return await new SignJWT({ htm: 'POST', htu: tokenUrl(), jti: randomUUID(), ...claims })
        .setProtectedHeader({ alg: 'ES256', typ, jwk: await exportJWK(publicKey) })
        .setIssuedAt(claims.iat)
        .sign(privateKey);
    }

    /** The error with which a refresh with a wrong refresh token is refused: the proof is looked at first. */
    async function refusal(dpop: string): Promise<unknown> {
      const clientId = 'arn:aws:signin:::devtools/same-device';
      const body = JSON.stringify({ clientId, grantType: 'refresh_token', refreshToken: 'unknown' });
      const answer = await fetch(tokenUrl(), { method: 'POST', body, headers: { dpop } });
      const { error } = (await answer.json()) as { readonly error: string };
      return [answer.status, answer.headers.get('x-amzn-errortype'), error];
    }

    it('that fit the request are accepted, each once', async () => {
      const dpop = await proof();
      assert.deepEqual(await refusal(dpop), [401, 'AccessDeniedException', 'TOKEN_EXPIRED']);
      assert.deepEqual(await refusal(dpop), [400, 'ValidationException', 'INVALID_REQUEST']);
    });

    it('that do not fit are refused', async () => {
      for (const dpop of [
        '',
        'a.b.c',
        await proof({ htm: 'GET' }),
        await proof({ htu: 'https://us-east-1.signin.aws.amazon.com/v1/token' }),
        await proof({ iat: Math.floor(Date.now() / 1000) - 3600 }),
        await proof({}, 'JWT'),
        (await proof()).replace(/.{8}$/, 'AAAAAAAA'),
      ]) {
        assert.deepEqual(await refusal(dpop), [400, 'ValidationException', 'INVALID_REQUEST'], dpop);
      }
    });
  });
});
