import assert from 'node:assert/strict';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { fromInstanceMetadata } from '@aws-sdk/credential-providers';
import { ServerClock } from '../kernel/clock';
import { type LocalAws, startLocalAws } from '../server';
import { assume, stsClient } from '../testing/clients';
import { assertAbout } from '../testing/durations';
import { withAwsEnvironment } from '../testing/environment';
import { assertRefused } from '../testing/refusals';
import { ACCOUNTS, ROLES, demoWorld } from '../worlds/demo';

const CREDENTIALS = '/latest/meta-data/iam/security-credentials/';

describe('local instance metadata', () => {
  let aws: LocalAws;
  beforeEach(async () => (aws = await startLocalAws(demoWorld)));
  afterEach(() => aws.close());

  const send = (path: string, method: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(aws.imds.endpoint + path, { method, headers });
  const askToken = (ttl?: string): Promise<Response> =>
    send('/latest/api/token', 'PUT', ttl === undefined ? {} : { 'x-aws-ec2-metadata-token-ttl-seconds': ttl });
  const token = async (ttl = '21600'): Promise<string> => (await askToken(ttl)).text();
  const get = (path: string, metadataToken: string): Promise<Response> =>
    send(path, 'GET', { 'x-aws-ec2-metadata-token': metadataToken });
  const credentials = async (): Promise<Record<string, string>> =>
    (await get(`${CREDENTIALS}AppServer`, await token())).json() as Promise<Record<string, string>>;

  it("gives the SDK a session of the instance's role, named after the instance", async () => {
    const provided = await withAwsEnvironment({ AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.imds.endpoint }, () =>
      fromInstanceMetadata()(),
    );
    const { Arn } = await stsClient(aws, provided).send(new GetCallerIdentityCommand({}));
    assert.equal(Arn, `arn:aws:sts::${ACCOUNTS.hub}:assumed-role/AppServer/i-0a1b2c3d4e5f60718`);
    assertAbout(((provided.expiration?.getTime() ?? NaN) - aws.clock.now()) / 1000, 21_600);
    assert.equal(aws.log.count({ service: 'imds', operation: 'GetToken', status: 200 }), 1);
  });

  it('counts as a chain: its session assumes roles for one hour at most', async () => {
    const { AccessKeyId = '', SecretAccessKey = '', Token = '' } = await credentials();
    const session = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token };
    await assume(aws, session, { RoleArn: ROLES.etl });
    await assertRefused(assume(aws, session, { RoleArn: ROLES.etl, DurationSeconds: 3601 }), {
      status: 400,
      name: 'ValidationError',
      message: /1 hour session limit for roles assumed by role chaining/,
    });
  });

  it('gives tokens for one second to six hours, and not through a proxy', async () => {
    for (const ttl of ['1', '21600']) {
      const answer = await askToken(ttl);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('x-aws-ec2-metadata-token-ttl-seconds'), ttl);
    }
    for (const ttl of [undefined, '0', '-1', '21601', 'long']) assert.equal((await askToken(ttl)).status, 400, ttl);
    const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': '60', 'x-forwarded-for': '10.0.0.1' };
    assert.equal((await send('/latest/api/token', 'PUT', headers)).status, 403);
  });

  it('answers nothing without a token in force', async () => {
    assert.equal((await send(CREDENTIALS, 'GET')).status, 401);
    assert.equal((await get(CREDENTIALS, 'AQAEmadeup')).status, 401);
    const minute = await token('60');
    assert.equal((await get(CREDENTIALS, minute)).status, 200);
    aws.clock.offset += 60_000;
    assert.equal((await get(CREDENTIALS, minute)).status, 401);
    assert.equal((await send(CREDENTIALS, 'POST')).status, 405);
  });

  it('shows faults, and is in the log', async () => {
    aws.faults.add({
      service: 'imds',
      operation: 'GetRoleCredentials',
      times: 1,
      action: { type: 'error', status: 500, code: 'InternalServerError' },
    });
    const metadataToken = await token();
    assert.equal((await get(`${CREDENTIALS}AppServer`, metadataToken)).status, 500);
    assert.equal((await get(`${CREDENTIALS}AppServer`, metadataToken)).status, 200);
    aws.faults.add({ service: 'imds', times: 1, action: { type: 'reset' } });
    await assert.rejects(get(CREDENTIALS, metadataToken));
    assert.deepEqual(
      aws.log.filter({ service: 'imds' }).map(({ operation, status }) => [operation, status]),
      [
        ['GetToken', 200],
        ['GetRoleCredentials', 500],
        ['GetRoleCredentials', 200],
        ['GetRoleName', 0],
      ],
    );
    assert.ok(!JSON.stringify(aws.log.entries).includes(metadataToken));
  });

  it('tells where the instance is', async () => {
    const metadataToken = await token();
    const read = async (path: string): Promise<string> => (await get(path, metadataToken)).text();
    assert.equal(await read('/latest/meta-data/placement/region'), 'us-west-2');
    assert.equal(await read('/latest/meta-data/instance-id'), 'i-0a1b2c3d4e5f60718');
    assert.equal(await read(CREDENTIALS), 'AppServer');
    assert.deepEqual(JSON.parse(await read('/latest/dynamic/instance-identity/document')), {
      accountId: ACCOUNTS.hub,
      availabilityZone: 'us-west-2a',
      instanceId: 'i-0a1b2c3d4e5f60718',
      region: 'us-west-2',
      version: '2017-09-30',
    });
    assert.equal((await get('/latest/meta-data/nothing', metadataToken)).status, 404);
    assert.equal((await get(`${CREDENTIALS}Other`, metadataToken)).status, 404);
  });

  it('says 403 when it is switched off, and 404 when the instance has no role', async () => {
    const metadataToken = await token();
    aws.imds.roleArn = undefined;
    assert.equal((await get(CREDENTIALS, metadataToken)).status, 404);
    assert.equal((await get(`${CREDENTIALS}AppServer`, metadataToken)).status, 404);
    aws.imds.enabled = false;
    assert.equal((await get(CREDENTIALS, metadataToken)).status, 403);
    assert.equal((await askToken('60')).status, 403);
  });

  it('tells a role that does not trust EC2, or does not exist, by a code in its answer', async () => {
    const codeOf = async (roleArn: string): Promise<unknown> => {
      aws.imds.roleArn = roleArn;
      const answer = await get(CREDENTIALS + (roleArn.split('/').at(-1) ?? ''), await token());
      assert.equal(answer.status, 200);
      return ((await answer.json()) as { Code: unknown }).Code;
    };
    assert.equal(await codeOf(ROLES.analyst), 'AssumeRoleUnauthorizedAccess');
    assert.equal(await codeOf(`arn:aws:iam::${ACCOUNTS.hub}:role/Gone`), 'InstanceProfileNotFound');
  });

  it('gives the same credentials until five minutes before they expire, then new ones', async () => {
    await aws.close();
    aws = await startLocalAws(demoWorld, { clock: new ServerClock(-12 * 3_600_000) });
    const first = await credentials();
    assert.equal(first['Code'], 'Success');
    aws.clock.offset += (6 * 3600 - 310) * 1000;
    assert.deepEqual(await credentials(), first);
    aws.clock.offset += 20_000;
    const second = await credentials();
    assert.notEqual(second['AccessKeyId'], first['AccessKeyId']);
    assertAbout((Date.parse(second['Expiration'] ?? '') - aws.clock.now()) / 1000, 21_600);
  });
});
