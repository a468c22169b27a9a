import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type LocalAws, startLocalAws } from '../localaws/server';
import { ACCOUNTS, demoWorld } from '../localaws/worlds/demo';
import { PERMISSION_SETS } from '../localaws/worlds/demoIdentityCenter';
import { awsCliEndpoints } from './awsCliEndpoints';

/** @returns the first AWS CLI of version 2 on PATH, the only one that signs in, and its minor version */
function findAwsCli(): { readonly file: string; readonly minor: number } | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, 'aws');
    const version = existsSync(file) ? execFileSync(file, ['--version'], { encoding: 'utf8' }) : '';
    const minor = /^aws-cli\/2\.(\d+)/.exec(version)?.[1];
    if (minor !== undefined) return { file, minor: Number(minor) };
  }
  return undefined;
}

describe('aws sso login against the local AWS', function () {
  this.timeout(30_000);
  let aws: LocalAws;
  let home: string;
  let run: (...args: string[]) => Promise<string>;
  let login: string[];

  before(async function () {
    aws = await startLocalAws(demoWorld);
    home = await mkdtemp(join(tmpdir(), 'assume-role-sso-'));
    const cli = findAwsCli();
    if (!cli) this.skip();
    const endpoints = await awsCliEndpoints(aws.endpoint, join(home, 'models'));
    await mkdir(join(home, '.aws'));
    await writeFile(
      join(home, '.aws', 'config'),
      [
        '[sso-session demo]',
        `sso_start_url = ${aws.identityCenter.startUrl}`,
        `sso_region = ${aws.identityCenter.region}`,
        'sso_registration_scopes = sso:account:access',
        '[profile analyst]',
        'sso_session = demo',
        `sso_account_id = ${ACCOUNTS.hub}`,
        `sso_role_name = ${PERMISSION_SETS.analyst}`,
        'region = us-east-1',
      ].join('\n'),
    );
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, ...endpoints };
    run = async (...args) => (await promisify(execFile)(cli.file, args, { env })).stdout;
    // From 2.22 on the CLI signs in with a code and PKCE unless told otherwise.
    login = ['sso', 'login', '--no-browser', ...(cli.minor < 22 ? [] : ['--use-device-code'])];
  });

  after(async () => {
    await rm(home, { recursive: true });
    await aws.close();
  });

  it('waits for the person, then uses the role, until it signs out', async () => {
    const signedIn = run(...login, '--profile', 'analyst');
    await aws.log.waitFor({ operation: 'CreateToken', code: 'AuthorizationPendingException' });
    const [request] = aws.identityCenter.requests;
    assert.ok(request);
    aws.identityCenter.approve(request.userCode, 'alice');
    assert.ok((await signedIn).includes(request.userCode));
    const whoAmI = () =>
      run('sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text', '--profile', 'analyst');
    assert.match(
      await whoAmI(),
      /^arn:aws:sts::111111111111:assumed-role\/AWSReservedSSO_DataAnalyst_\w{16}\/alice\n$/,
    );
    await run('sso', 'logout');
    await aws.log.waitFor({ service: 'sso', operation: 'Logout', status: 200 });
    await assert.rejects(whoAmI(), /SSO/);
  });
});
