import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import {
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { fromTokenFile } from '@aws-sdk/credential-providers';
import { SignJWT } from 'jose';
import { OIDC_ISSUER_URL, OidcIssuer } from '../oidcIssuer/oidcIssuer';
import { type LocalAws, startLocalAws } from '../server';
import { stsClient, toClientCredentials } from '../testing/clients';
import { assertAbout } from '../testing/durations';
import { withAwsEnvironment } from '../testing/environment';
import { assertRefused } from '../testing/refusals';
import { ACCOUNTS, ROLES, WEB_IDENTITY_SUBJECT, demoWorld } from '../worlds/demo';

describe('local STS: AssumeRoleWithWebIdentity', () => {
  let aws: LocalAws;
  before(async () => (aws = await startLocalAws(demoWorld)));
  after(() => aws.close());

  const subject = WEB_IDENTITY_SUBJECT;
  const call = (input: Partial<AssumeRoleWithWebIdentityCommandInput>) =>
    new STSClient({ endpoint: aws.endpoint, region: 'us-east-1', maxAttempts: 1 }).send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: ROLES.deploy,
        RoleSessionName: 'build-42',
        WebIdentityToken: undefined,
        ...input,
      }),
    );
  const callWith = async (request: Parameters<OidcIssuer['token']>[0], input = {}) =>
    call({ WebIdentityToken: await aws.oidc.token(request), ...input });
  const secondsLeft = (expiration: Date | undefined): number =>
    ((expiration?.getTime() ?? NaN) - aws.clock.now()) / 1000;
  const invalid = (message: string | RegExp) => ({ status: 400, name: 'InvalidIdentityTokenException', message });
  const denied = {
    status: 403,
    name: 'AccessDenied',
    message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  };

  it('gives a session for a token of an issuer the account knows, and tells whose it is', async () => {
    const answer = await callWith({ subject });
    assert.equal(answer.SubjectFromWebIdentityToken, subject);
    assert.equal(answer.Audience, 'sts.amazonaws.com');
    assert.equal(answer.Provider, `arn:aws:iam::${ACCOUNTS.lake}:oidc-provider/oidc.example.com`);
    assert.equal(answer.AssumedRoleUser?.Arn, `arn:aws:sts::${ACCOUNTS.lake}:assumed-role/Deploy/build-42`);
    assertAbout(secondsLeft(answer.Credentials?.Expiration), 3600);
    const identity = await stsClient(aws, toClientCredentials(answer.Credentials)).send(new GetCallerIdentityCommand());
    assert.equal(identity.Arn, answer.AssumedRoleUser.Arn);
  });

  it('serves the SDK that has the token in a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assume-role-token-'));
    try {
      const file = join(folder, 'token');
      await writeFile(file, await aws.oidc.token({ subject }));
      const variables = { AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: ROLES.deploy };
      const provided = await withAwsEnvironment(variables, () =>
        fromTokenFile({ clientConfig: { endpoint: aws.endpoint, region: 'us-east-1' } })(),
      );
      const identity = await stsClient(aws, provided).send(new GetCallerIdentityCommand());
      assert.match(identity.Arn ?? '', /:assumed-role\/Deploy\//);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('wants the subject and the audience the trust policy names', async () => {
    await assertRefused(callWith({ subject: 'repo:acme/lake:ref:refs/heads/other' }), denied);
    await assertRefused(callWith({ subject, audience: 'someone-else' }), invalid('Incorrect token audience'));
    await assertRefused(callWith({ subject }, { RoleArn: ROLES.lake }), denied);
    await assertRefused(callWith({ subject }, { RoleArn: `arn:aws:iam::${ACCOUNTS.lake}:role/Nobody` }), denied);
  });

  it('takes no token of an issuer the account does not know', async () => {
    await assertRefused(
      callWith({ subject }, { RoleArn: ROLES.hub }),
      invalid('No OpenIDConnect provider found in your account for https://oidc.example.com'),
    );
    await assertRefused(callWith({ subject, claims: { iss: 'https://other.example.com' } }), invalid(/other\.example/));
  });

  it('takes no expired token, nor one that is not valid yet', async () => {
    await assertRefused(callWith({ subject, expiresInSeconds: -1 }), {
      status: 400,
      name: 'ExpiredTokenException',
      message: /^Token expired: current date\/time \d+ must be before the expiration date\/time\d+$/,
    });
    const token = await aws.oidc.token({ subject, expiresInSeconds: 600 });
    aws.clock.offset += 600_000;
    await assertRefused(call({ WebIdentityToken: token }), { status: 400, name: 'ExpiredTokenException' });
    const nbf = Math.floor(aws.clock.now() / 1000) + 600;
    await assertRefused(callWith({ subject, claims: { nbf } }), invalid(/nbf/));
  });

  it('takes no token that somebody else signed, or that was changed', async () => {
    const stranger = new OidcIssuer(OIDC_ISSUER_URL, () => aws.clock.now());
    await assertRefused(call({ WebIdentityToken: await stranger.token({ subject }) }), invalid(/signature/));
    const [header, , signature] = (await aws.oidc.token({ subject: 'somebody' })).split('.');
    const [, payload] = (await aws.oidc.token({ subject })).split('.');
    await assertRefused(call({ WebIdentityToken: [header, payload, signature].join('.') }), invalid(/signature/));
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const other = await new SignJWT({ iss: OIDC_ISSUER_URL, sub: subject })
      .setProtectedHeader({ alg: 'ES256' })
      .sign(privateKey);
    await assertRefused(call({ WebIdentityToken: other }), invalid(/signature/));
    await assertRefused(call({ WebIdentityToken: 'opaque-access-token' }), invalid(/is not a valid JWT/));
  });

  it('tells when the issuer rejects the token, and when it cannot be reached', async () => {
    const token = await aws.oidc.token({ subject });
    aws.oidc.revoke(token);
    await assertRefused(call({ WebIdentityToken: token }), { status: 403, name: 'IDPRejectedClaimException' });
    aws.oidc.reachable = false;
    await assertRefused(callWith({ subject }), { status: 400, name: 'IDPCommunicationErrorException' });
    aws.oidc.reachable = true;
    await callWith({ subject });
  });

  it("keeps to the role's maximum", async () => {
    await assertRefused(callWith({ subject }, { DurationSeconds: 3601 }), {
      status: 400,
      name: 'ValidationError',
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    });
    await assertRefused(callWith({ subject }, { DurationSeconds: 899 }), { status: 400, name: 'ValidationError' });
    const { Credentials } = await callWith({ subject }, { DurationSeconds: 900 });
    assertAbout(secondsLeft(Credentials?.Expiration), 900);
  });

  it('refuses at the regional endpoint the account has switched off', async () => {
    const accounts = demoWorld.accounts.map((account) => ({ ...account, disabledStsRegions: ['eu-south-1'] }));
    const other = await startLocalAws({ ...demoWorld, accounts });
    try {
      const at = (hostname: string) => {
        const client = new STSClient({ endpoint: other.endpoint, region: 'us-east-1', maxAttempts: 1 });
        client.middlewareStack.add(
          (next) => (args) => {
            (args.request as { headers: Record<string, string> }).headers['host'] = hostname;
            return next(args);
          },
          { step: 'finalizeRequest' },
        );
        return other.oidc.token({ subject }).then((WebIdentityToken) =>
          client.send(
            new AssumeRoleWithWebIdentityCommand({
              RoleArn: ROLES.deploy,
              RoleSessionName: 'test',
              WebIdentityToken,
            }),
          ),
        );
      };
      await at('sts.amazonaws.com');
      await at('sts.eu-west-1.amazonaws.com');
      for (const host of ['sts', 'sts-fips']) {
        const call = at(`${host}.eu-south-1.amazonaws.com`);
        await assertRefused(call, { status: 403, name: 'RegionDisabledException' });
      }
    } finally {
      await other.close();
    }
  });

  it('takes session policies', async () => {
    const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }];
    const limited = toClientCredentials((await callWith({ subject }, { PolicyArns })).Credentials);
    const s3 = new S3Client({
      endpoint: aws.endpoint,
      region: 'us-east-1',
      credentials: limited,
      forcePathStyle: true,
    });
    await s3.send(new ListBucketsCommand());
    await assertRefused(s3.send(new CreateBucketCommand({ Bucket: 'deployments' })), {
      status: 403,
      name: 'AccessDenied',
    });
    await assertRefused(callWith({ subject }, { Policy: '{' }), {
      status: 400,
      name: 'MalformedPolicyDocumentException',
    });
  });

  it('keeps tokens out of the log, even in a query', async () => {
    const token = await aws.oidc.token({ subject });
    const query = new URLSearchParams({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: ROLES.deploy,
      RoleSessionName: 'by-query',
      WebIdentityToken: token,
    });
    const answer = await fetch(`${aws.endpoint}/?${query.toString()}`);
    assert.equal(answer.status, 200);
    assert.ok(!JSON.stringify(aws.log.entries).includes(token));
  });
});
