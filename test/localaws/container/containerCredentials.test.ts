import assert from 'node:assert/strict';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { fromContainerMetadata, fromHttp } from '@aws-sdk/credential-providers';
import { type LocalAws, startLocalAws } from '../server';
import { assume, stsClient } from '../testing/clients';
import { assertAbout } from '../testing/durations';
import { withAwsEnvironment } from '../testing/environment';
import { assertRefused } from '../testing/refusals';
import { ACCOUNTS, ROLES, demoWorld } from '../worlds/demo';

describe('local container credentials', () => {
  let aws: LocalAws;
  before(async () => (aws = await startLocalAws(demoWorld)));
  after(() => aws.close());

  const { ecs, eks } = demoWorld.containers ?? {};
  const ecsUri = (): string => aws.container.ecs?.fullUri ?? '';
  const eksUri = (): string => aws.container.eks?.fullUri ?? '';
  const podCredentials = () =>
    fromHttp({
      awsContainerCredentialsFullUri: eksUri(),
      awsContainerAuthorizationToken: eks?.authorizationToken ?? '',
    })();

  it("gives the SDK a session of the task's role, named after the task", async () => {
    const provided = await withAwsEnvironment({ AWS_CONTAINER_CREDENTIALS_FULL_URI: ecsUri() }, () =>
      fromContainerMetadata()(),
    );
    const { Arn } = await stsClient(aws, provided).send(new GetCallerIdentityCommand({}));
    assert.equal(Arn, `arn:aws:sts::${ACCOUNTS.hub}:assumed-role/Task/${ecs?.taskId ?? ''}`);
    assertAbout(((provided.expiration?.getTime() ?? NaN) - aws.clock.now()) / 1000, 21_600);
    await assume(aws, provided, { RoleArn: ROLES.etl });
  });

  it('answers with the fields of the Amazon ECS agent', async () => {
    const answer = (await (await fetch(ecsUri())).json()) as Record<string, string>;
    assert.deepEqual(Object.keys(answer), ['RoleArn', 'AccessKeyId', 'SecretAccessKey', 'Token', 'Expiration']);
    assert.equal(answer['RoleArn'], ROLES.task);
    const unknown = await fetch(`${aws.container.endpoint}/v2/credentials/other`);
    assert.equal(unknown.status, 400);
    assert.deepEqual(await unknown.json(), {
      code: 'InvalidIdInRequest',
      message: 'CredentialsV2Request: ID not found',
      HTTPErrorCode: 400,
    });
  });

  it("gives the SDK a session of the pod's role, with tags that every further role must accept", async () => {
    const provided = await podCredentials();
    await assume(aws, provided, { RoleArn: ROLES.etl });
    await assertRefused(assume(aws, provided, { RoleArn: ROLES.hub }), { status: 403, name: 'AccessDenied' });
    await assertRefused(
      assume(aws, provided, { RoleArn: ROLES.etl, Tags: [{ Key: 'kubernetes-namespace', Value: 'kube-system' }] }),
      { status: 400, name: 'InvalidParameterValue' },
    );
  });

  it('wants the token of the pod', async () => {
    for (const headers of [{}, { authorization: 'wrong' }]) {
      const answer = await fetch(eksUri(), { headers });
      assert.equal(answer.status, 401);
      assert.deepEqual(await answer.json(), {
        code: 'InvalidAuthorizationToken',
        message: 'The authorization token is missing or invalid',
        HTTPErrorCode: 401,
      });
    }
  });

  it('keeps the token and the credentials out of the log', async () => {
    const { secretAccessKey, sessionToken = '' } = await podCredentials();
    const log = JSON.stringify(aws.log.entries);
    for (const secret of [eks?.authorizationToken ?? '', secretAccessKey, sessionToken]) {
      assert.ok(secret !== '' && !log.includes(secret));
    }
  });

  it('renews the credentials before they expire', async () => {
    const first = await podCredentials();
    assert.equal((await podCredentials()).accessKeyId, first.accessKeyId);
    aws.clock.offset += (21_600 - 30 * 60) * 1000;
    assert.notEqual((await podCredentials()).accessKeyId, first.accessKeyId);
  });

  it('gives nothing to a role that does not trust the service', async () => {
    const containers = { ecs: { roleArn: ROLES.appServer, taskId: 'a'.repeat(32), authorizationToken: 'door' } };
    const other = await startLocalAws({ ...demoWorld, containers });
    try {
      const ask = (authorization: string) => fetch(other.container.ecs?.fullUri ?? '', { headers: { authorization } });
      assert.equal((await ask('window')).status, 401);
      assert.equal((await ask('door')).status, 403);
      assert.equal(other.container.eks, undefined);
    } finally {
      await other.close();
    }
  });
});
