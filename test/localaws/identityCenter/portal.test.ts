import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListRolesCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
  type SSOClient,
} from '@aws-sdk/client-sso';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { fromSSO } from '@aws-sdk/credential-providers';
import { type LocalAws, startLocalAws } from '../server';
import { type ClientCredentials, assume, iamClient, stsClient } from '../testing/clients';
import { assertAbout } from '../testing/durations';
import { type CachedSignIn, portalClient, signIn, writeTokenCache } from '../testing/identityCenter';
import { assertRefused } from '../testing/refusals';
import { trust } from '../world';
import { ACCOUNTS, ROLES, demoWorld } from '../worlds/demo';
import { PERMISSION_SETS } from '../worlds/demoIdentityCenter';

const UNAUTHORIZED = { status: 401, name: 'UnauthorizedException', message: 'Session token not found or invalid' };

describe('Identity Center: portal', () => {
  let aws: LocalAws;
  let portal: SSOClient;
  let accessToken: string;
  beforeEach(async () => {
    aws = await startLocalAws(demoWorld);
    portal = portalClient(aws);
    ({ accessToken } = await signIn(aws, 'alice'));
  });
  afterEach(() => aws.close());

  const listAccounts = (nextToken?: string, maxResults?: number) =>
    portal.send(new ListAccountsCommand({ accessToken, nextToken, maxResults }));

  async function roleCredentials(accountId: string, roleName: string, token = accessToken) {
    const answer = await portal.send(new GetRoleCredentialsCommand({ accessToken: token, accountId, roleName }));
    const { accessKeyId = '', secretAccessKey = '', sessionToken = '', expiration = 0 } = answer.roleCredentials ?? {};
    const credentials: ClientCredentials = { accessKeyId, secretAccessKey, sessionToken };
    return { credentials, expiration };
  }

  const whoIs = async (credentials: ClientCredentials): Promise<string | undefined> =>
    (await stsClient(aws, credentials).send(new GetCallerIdentityCommand({}))).Arn;

  it('lists the accounts of a user page by page, each once', async () => {
    const ids: (string | undefined)[] = [];
    let nextToken: string | undefined;
    let pages = 0;
    do {
      const page = await listAccounts(nextToken, 13);
      ids.push(...(page.accountList?.map(({ accountId }) => accountId) ?? []));
      ({ nextToken } = page);
      pages += 1;
    } while (nextToken);
    assert.deepEqual([pages, ids.length, new Set(ids).size], [3, 30, 30]);
    const { accountList } = await listAccounts();
    assert.deepEqual(accountList?.[1], {
      accountId: ACCOUNTS.lake,
      accountName: 'Data Lake',
      emailAddress: 'aws+data-lake@example.com',
    });
    await assertRefused(listAccounts(undefined, 101), { status: 400, name: 'InvalidRequestException' });
    await assertRefused(listAccounts('garbage'), { status: 400, name: 'InvalidRequestException' });
  });

  it("lists the roles of an account, and none of an account that is not the user's", async () => {
    const list = (accountId: string, maxResults?: number, nextToken?: string) =>
      portal.send(new ListAccountRolesCommand({ accessToken, accountId, maxResults, nextToken }));
    const first = await list(ACCOUNTS.hub, 2);
    const second = await list(ACCOUNTS.hub, 2, first.nextToken);
    const roles = [...(first.roleList ?? []), ...(second.roleList ?? [])];
    assert.deepEqual(
      roles.map(({ roleName }) => roleName),
      Object.values(PERMISSION_SETS),
    );
    assert.ok(roles.every(({ accountId }) => accountId === ACCOUNTS.hub));
    await assertRefused(list('999999999999'), { status: 403, name: 'ForbiddenException' });
  });

  it('gives credentials of the assigned role, which chain to roles for at most an hour', async () => {
    const { credentials, expiration } = await roleCredentials(ACCOUNTS.hub, PERMISSION_SETS.analyst);
    assertAbout((expiration - aws.clock.now()) / 1000, 28_800);
    assert.match(
      (await whoIs(credentials)) ?? '',
      /^arn:aws:sts::111111111111:assumed-role\/AWSReservedSSO_DataAnalyst_[0-9a-f]{16}\/alice$/,
    );
    await assume(aws, credentials, { RoleArn: ROLES.lakeReader });
    await assertRefused(assume(aws, credentials, { RoleArn: ROLES.lakeReader, DurationSeconds: 7200 }), {
      status: 400,
      name: 'ValidationError',
      message: /role chaining/,
    });
  });

  it('keeps its roles as AWS keeps them: under a path of their own, and closed to changes', async () => {
    const { credentials } = await roleCredentials(ACCOUNTS.hub, PERMISSION_SETS.administrator);
    const iam = iamClient(aws, credentials);
    const { Roles = [] } = await iam.send(new ListRolesCommand({ PathPrefix: '/aws-reserved/sso.amazonaws.com/' }));
    assert.equal(Roles.length, Object.keys(PERMISSION_SETS).length);
    const change = new UpdateAssumeRolePolicyCommand({
      RoleName: Roles[0]?.RoleName,
      PolicyDocument: JSON.stringify(trust(ACCOUNTS.hub)),
    });
    await assertRefused(iam.send(change), { status: 400, name: 'UnmodifiableEntityException' });
  });

  it('gives no credentials of a role that is not assigned', async () => {
    const forbidden = { status: 403, name: 'ForbiddenException', message: 'No access' };
    await assertRefused(roleCredentials(ACCOUNTS.partner, PERMISSION_SETS.administrator), forbidden);
    await assertRefused(roleCredentials(ACCOUNTS.hub, 'Nobody'), forbidden);
    const bob = await signIn(aws, 'bob');
    await assertRefused(roleCredentials(ACCOUNTS.hub, PERMISSION_SETS.analyst, bob.accessToken), forbidden);
    await roleCredentials(ACCOUNTS.lake, PERMISSION_SETS.readOnly, bob.accessToken);
  });

  it('refuses a token after an hour, while sessions of roles go on', async () => {
    const { credentials } = await roleCredentials(ACCOUNTS.hub, PERMISSION_SETS.analyst);
    aws.clock.offset += 3_600_000;
    await assertRefused(listAccounts(), UNAUTHORIZED);
    await whoIs(credentials);
  });

  it('refuses a token after sign-out or revocation, while sessions of roles go on', async () => {
    const { credentials } = await roleCredentials(ACCOUNTS.hub, PERMISSION_SETS.readOnly);
    const other = await signIn(aws, 'alice');
    await portal.send(new LogoutCommand({ accessToken }));
    await assertRefused(listAccounts(), UNAUTHORIZED);
    await whoIs(credentials);
    await roleCredentials(ACCOUNTS.hub, PERMISSION_SETS.readOnly, other.accessToken);
    aws.identityCenter.revoke('alice');
    await assertRefused(roleCredentials(ACCOUNTS.hub, PERMISSION_SETS.readOnly, other.accessToken), UNAUTHORIZED);
  });

  it('throttles on demand', async () => {
    const action = { type: 'error', status: 429, code: 'TooManyRequestsException' } as const;
    aws.faults.add({ service: 'sso', operation: 'ListAccounts', times: 1, action });
    await assertRefused(listAccounts(), { status: 429, name: 'TooManyRequestsException' });
    await listAccounts();
  });

  it('leaves no token in the request log', async () => {
    await listAccounts();
    const entry = await aws.log.waitFor({ service: 'sso', operation: 'ListAccounts' });
    assert.equal(entry.status, 200);
    assert.ok(!JSON.stringify(aws.log.entries).includes(accessToken));
  });

  describe("the SDK's shared config", () => {
    let home: string;
    let homeBefore: string | undefined;
    let cached: CachedSignIn;
    beforeEach(async () => {
      home = await mkdtemp(join(tmpdir(), 'localaws-'));
      homeBefore = process.env['HOME'];
      process.env['HOME'] = home;
      cached = await signIn(aws, 'alice');
    });
    afterEach(async () => {
      if (homeBefore === undefined) delete process.env['HOME'];
      else process.env['HOME'] = homeBefore;
      await rm(home, { recursive: true });
    });

    it('signs in from the token cache and refreshes a token that is about to end', async () => {
      await writeTokenCache(home, 'acme', { ...cached, expiresAt: new Date(Date.now() + 60_000).toISOString() });
      const configFilepath = join(home, 'config');
      await writeFile(
        configFilepath,
        [
          '[sso-session acme]',
          `sso_start_url = ${cached.startUrl}`,
          `sso_region = ${cached.region}`,
          '[profile sso]',
          'sso_session = acme',
          `sso_account_id = ${ACCOUNTS.lake}`,
          `sso_role_name = ${PERMISSION_SETS.readOnly}`,
        ].join('\n'),
      );
      const provide = fromSSO({ profile: 'sso', configFilepath, clientConfig: { endpoint: aws.endpoint } });
      assert.match(
        (await whoIs(await provide())) ?? '',
        /^arn:aws:sts::222222222222:assumed-role\/AWSReservedSSO_ReadOnlyAccess_/,
      );
      const [file = ''] = await readdir(join(home, '.aws/sso/cache'));
      const refreshed = JSON.parse(await readFile(join(home, '.aws/sso/cache', file), 'utf8')) as CachedSignIn;
      assert.notEqual(refreshed.refreshToken, cached.refreshToken);
    });
  });
});
