import assert from 'node:assert/strict';
import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { type LocalAws, startLocalAws } from '../server';
import { type ClientCredentials, assume, iamClient, stsClient, toClientCredentials } from '../testing/clients';
import { assertRefused } from '../testing/refusals';
import { allow, policy, trust } from '../world';
import { ACCOUNT, KEYS, iamWorld } from './testWorld';

const INVALID_KEY = { status: 403, name: 'InvalidClientTokenId' };
const ETL = `arn:aws:iam::${ACCOUNT}:role/team/Etl`;

describe('IAM API: access keys', () => {
  let aws: LocalAws;
  beforeEach(async () => (aws = await startLocalAws(iamWorld)));
  afterEach(() => aws.close());

  const dev = () => iamClient(aws, KEYS.dev);
  const whoIs = async (credentials: ClientCredentials) =>
    (await stsClient(aws, credentials).send(new GetCallerIdentityCommand({}))).Arn;

  async function createKey(): Promise<ClientCredentials> {
    const { AccessKey } = await dev().send(new CreateAccessKeyCommand({}));
    return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  }

  it('rotate: a new key works at once, an inactive one no more, a deleted one is gone', async () => {
    const created = await createKey();
    assert.match(created.accessKeyId, /^AKIA[A-Z2-7]{16}$/);
    assert.equal(await whoIs(created), `arn:aws:iam::${ACCOUNT}:user/team/dev`);
    const { accessKeyId } = KEYS.dev;
    const client = iamClient(aws, created);
    await client.send(new UpdateAccessKeyCommand({ AccessKeyId: accessKeyId, Status: 'Inactive' }));
    await assertRefused(whoIs(KEYS.dev), INVALID_KEY);
    const { AccessKeyMetadata = [] } = await client.send(new ListAccessKeysCommand({}));
    assert.deepEqual(
      AccessKeyMetadata.map((key) => [key.AccessKeyId, key.Status, key.UserName]),
      [
        [accessKeyId, 'Inactive', 'dev'],
        [created.accessKeyId, 'Active', 'dev'],
      ],
    );
    await client.send(new UpdateAccessKeyCommand({ AccessKeyId: accessKeyId, Status: 'Active' }));
    await whoIs(KEYS.dev);
    await client.send(new DeleteAccessKeyCommand({ AccessKeyId: accessKeyId }));
    await assertRefused(whoIs(KEYS.dev), INVALID_KEY);
    await assertRefused(client.send(new DeleteAccessKeyCommand({ AccessKeyId: accessKeyId })), {
      status: 404,
      name: 'NoSuchEntityException',
    });
  });

  it('are at most two for a user', async () => {
    await createKey();
    await assertRefused(createKey(), {
      status: 409,
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    });
  });

  it('are open to those who may only', async () => {
    const denied = { status: 403, name: 'AccessDenied' };
    await assertRefused(dev().send(new ListAccessKeysCommand({ UserName: 'admin' })), denied);
    await assertRefused(iamClient(aws, KEYS.nobody).send(new CreateAccessKeyCommand({})), denied);
    const admin = iamClient(aws, KEYS.admin);
    await admin.send(new ListAccessKeysCommand({ UserName: 'dev' }));
    const { accessKeyId } = KEYS.dev;
    await assertRefused(admin.send(new DeleteAccessKeyCommand({ UserName: 'nobody', AccessKeyId: accessKeyId })), {
      status: 404,
      name: 'NoSuchEntityException',
    });
    await assertRefused(admin.send(new ListAccessKeysCommand({ UserName: 'missing' })), {
      status: 404,
      name: 'NoSuchEntityException',
      message: 'The user with name missing cannot be found.',
    });
  });

  it('tell when, where and for what they were used last', async () => {
    const created = await createKey();
    const lastUsed = async () =>
      (await dev().send(new GetAccessKeyLastUsedCommand({ AccessKeyId: created.accessKeyId }))).AccessKeyLastUsed;
    assert.deepEqual(await lastUsed(), { ServiceName: 'N/A', Region: 'N/A' });
    await stsClient(aws, created, 'eu-west-1').send(new GetCallerIdentityCommand({}));
    const used = await lastUsed();
    assert.deepEqual([used?.ServiceName, used?.Region], ['sts', 'eu-west-1']);
    assert.ok(Math.abs((used?.LastUsedDate?.getTime() ?? 0) - aws.clock.now()) < 60_000);
    await assertRefused(dev().send(new GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIAUNKNOWN000000000' })), {
      status: 403,
      name: 'AccessDenied',
    });
  });

  it('of the caller need a user as the caller', async () => {
    aws.iam.setTrustPolicy(ETL, trust(ACCOUNT));
    aws.iam.putPolicy(ETL, 'iam', policy(allow('iam:*')));
    const session = await assume(aws, KEYS.admin, { RoleArn: ETL });
    const list = (UserName?: string) => iamClient(aws, session).send(new ListAccessKeysCommand({ UserName }));
    await assertRefused(list(), { status: 400, name: 'ValidationError' });
    await list('dev');
  });

  it('GetUser tells the caller, root included', async () => {
    const getUser = (credentials: ClientCredentials, UserName?: string) =>
      iamClient(aws, credentials).send(new GetUserCommand({ UserName }));
    const { User } = await getUser(KEYS.admin, 'dev');
    assert.deepEqual([User?.UserName, User?.Path, User?.Tags], ['dev', '/team/', [{ Key: 'team', Value: 'data' }]]);
    assert.equal((await getUser(KEYS.admin)).User?.UserName, 'admin');
    assert.equal((await getUser(KEYS.root)).User?.Arn, `arn:aws:iam::${ACCOUNT}:root`);
  });

  it('are closed to credentials of GetSessionToken without MFA', async () => {
    const answer = await stsClient(aws, KEYS.admin).send(new GetSessionTokenCommand({}));
    const session = toClientCredentials(answer.Credentials);
    await assertRefused(iamClient(aws, session).send(new ListAccessKeysCommand({})), INVALID_KEY);
  });
});
