import assert from 'node:assert/strict';
import { ACCOUNTS, ROLES } from '../../../localaws/worlds/demo';
import { PERMISSION_SETS } from '../../../localaws/worlds/demoIdentityCenter';
import { leakWarningsDuring } from '../../support/leakWarnings';
import { context, failure, hosts } from '../support/services';
import { SignInBed } from './signInBed';

const HOUR = 3_600_000;

describe('who is signed in to IAM Identity Center', () => {
  let bed: SignInBed;
  beforeEach(async () => (bed = await SignInBed.start()));
  afterEach(() => bed.close());

  const instance = () => ({
    startUrl: `${bed.aws.identityCenter.startUrl}/#/`,
    region: bed.aws.identityCenter.region,
    endpoint: bed.aws.endpoint,
  });

  it('finds every role of every account, all pages of them', async () => {
    const roles = await bed.open().directory.identityCenterRoles(instance(), context(bed.aws));
    assert.equal(new Set(roles.map(({ accountId }) => accountId)).size, 30);
    const lake = roles.filter(({ accountId }) => accountId === ACCOUNTS.lake);
    assert.deepEqual(lake, [
      { accountId: ACCOUNTS.lake, accountName: 'Data Lake', roleName: PERMISSION_SETS.analyst },
      { accountId: ACCOUNTS.lake, accountName: 'Data Lake', roleName: PERMISSION_SETS.readOnly },
    ]);
    const names = roles.map(({ accountName }) => accountName);
    assert.deepEqual(
      names,
      [...names].sort((a, b) => a.localeCompare(b)),
    );
  });

  it('may ask twice with one signal, which Node takes for no leak', async () => {
    const { directory } = bed.open();
    const { signal } = new AbortController();
    const find = () => directory.identityCenterRoles(instance(), context(bed.aws, { signal }));
    assert.deepEqual(await leakWarningsDuring(() => Promise.all([find(), find()])), []);
  });

  it('waits when the portal throttles', async () => {
    const action = { type: 'error', status: 429, code: 'TooManyRequestsException' } as const;
    bed.aws.faults.add({ operation: 'ListAccountRoles', times: 2, action });
    const roles = await bed.open().directory.identityCenterRoles(instance(), context(bed.aws));
    assert.ok(roles.length > 80);
  });

  it('is the source of another role', async () => {
    const window = bed.open();
    const base = await bed.resolve(window, {}, bed.source({ accountId: ACCOUNTS.hub }));
    const request = { roleArn: ROLES.lakeReader, sessionName: 'tester' };
    const { identity } = await window.roles.assumeRole(request, base, hosts(bed.aws), new AbortController().signal);
    assert.equal(identity.arn, 'arn:aws:sts::222222222222:assumed-role/LakeReader/tester');
  });

  it('signs out: the tokens are forgotten and good for nothing', async () => {
    await bed.resolve(bed.open());
    const secrets = bed.secretsKept();
    await bed.open().directory.signOut(instance(), new AbortController().signal);
    assert.ok(![...bed.tokens.keys()].some((name) => name.includes('/signIn/')));
    assert.equal(bed.aws.log.count({ operation: 'Logout', status: 200 }), 1);
    assert.ok(secrets.every((secret) => bed.aws.identityCenter.sessions.userOf(secret) === undefined));
    await failure(bed.resolve(bed.open(), { interactive: false }), 'interactionRequired');
    await bed.open().directory.signOut(instance(), new AbortController().signal);
  });

  it('shows no token in any failure, though AWS may repeat what it was sent', async () => {
    await bed.resolve(bed.open());
    const sent = (name: string): string => bed.tokensNamed(name)[0] ?? '';
    const window = bed.open();
    for (const [operation, secret, work] of [
      ['GetRoleCredentials', sent('accessToken'), () => bed.resolve(window)],
      ['ListAccounts', sent('accessToken'), () => window.directory.identityCenterRoles(instance(), context(bed.aws))],
      ['CreateToken', sent('refreshToken'), () => bed.resolve(window)],
      ['Logout', sent('accessToken'), () => window.directory.signOut(instance(), new AbortController().signal)],
    ] as const) {
      if (operation === 'CreateToken') bed.aws.clock.offset += 2 * HOUR;
      const action = {
        type: 'error',
        status: 400,
        code: 'InvalidRequestException',
        message: `Bad: ${secret}`,
      } as const;
      const fault = bed.aws.faults.add({ operation, action });
      const error = await failure(work(), 'invalidRequest', [secret]);
      assert.equal(error.detail.awsMessage, 'Bad: ***');
      fault.dispose();
    }
  });
});
