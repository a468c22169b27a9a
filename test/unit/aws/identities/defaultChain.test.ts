import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { createAwsServices } from '../../../../src/aws';
import { AwsClients, directTransport } from '../../../../src/aws/clients';
import { ServerTime } from '../../../../src/aws/serverTime';
import type { HostQuestion } from '../../../../src/core/secrets/hostGuard';
import { type LocalAws, startLocalAws } from '../../../localaws/server';
import { withAwsEnvironment } from '../../../localaws/testing/environment';
import {
  ACCESS_KEYS,
  demoWorld,
  EXTERNAL_IDS,
  ROLES,
  USERS,
  WEB_IDENTITY_SUBJECT,
} from '../../../localaws/worlds/demo';
import { ArgumentsTool, SHELL_WORDS } from '../../../support/argumentsTool';
import { secretsInMemory } from '../../../support/secretsInMemory';
import { context, failure, hosts, identityOf } from '../support/services';

type Keys = Readonly<Record<'accessKeyId' | 'secretAccessKey', string>>;

const { alice, bob } = ACCESS_KEYS;
const keysOf = ({ accessKeyId, secretAccessKey }: Keys): string =>
  `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;

describe('what the AWS CLI would use here', () => {
  let aws: LocalAws;
  let folder: string;
  let token: string;
  let tool: ArgumentsTool;
  const homeBefore = process.env['HOME'];
  const asked: HostQuestion[] = [];
  let yes = true;

  before(async () => {
    aws = await startLocalAws(demoWorld);
    folder = await mkdtemp(join(tmpdir(), 'default-chain-'));
    token = join(folder, 'token');
    await writeFile(token, await aws.oidc.token({ subject: WEB_IDENTITY_SUBJECT }));
    const keys = { AccessKeyId: alice.accessKeyId, SecretAccessKey: alice.secretAccessKey };
    process.env['HOME'] = join(folder, 'home');
    await mkdir(homedir());
    tool = await ArgumentsTool.make(join(folder, 'bin'), { Version: 1, ...keys });
  });
  after(async () => {
    if (homeBefore === undefined) Reflect.deleteProperty(process.env, 'HOME');
    else process.env['HOME'] = homeBefore;
    await aws.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    asked.length = 0;
    yes = true;
    aws.log.clear();
  });

  interface Files {
    readonly config?: string;
    readonly credentials?: string;
  }

  async function resolve({ config = '', credentials = '' }: Files, env: Record<string, string> = {}, changes = {}) {
    await writeFile(join(folder, 'config'), config);
    await writeFile(join(folder, 'credentials'), credentials);
    const vault = secretsInMemory({}, (question) => {
      asked.push(question);
      return Promise.resolve(yes);
    });
    const { sources } = createAwsServices(vault, undefined, { defaultSessionName: () => 'tester' });
    const all = {
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      ...env,
    };
    return withAwsEnvironment(all, () => sources.resolve({ type: 'defaultChain' }, context(aws, changes)));
  }

  const command = (): string => `credential_process = ${tool.command}\n`;

  describe('runs a credential_process as written, wherever it stands', () => {
    const hub = `role_arn = ${ROLES.hub}\nrole_session_name = via\n`;
    const places: Readonly<Record<string, () => readonly [Files, Record<string, string>?]>> = {
      'in [default] of the config file': () => [{ config: `[default]\n${command()}` }],
      'in [default] of the credentials file': () => [{ credentials: `[default]\n${command()}` }],
      'in the profile of AWS_PROFILE': () => [{ config: `[profile dev]\n${command()}` }, { AWS_PROFILE: 'dev' }],
      'in the profile of AWS_PROFILE, in the credentials file': () => [
        { credentials: `[dev]\n${command()}` },
        { AWS_PROFILE: 'dev' },
      ],
      'in the profile of AWS_DEFAULT_PROFILE': () => [
        { config: `[profile dev]\n${command()}` },
        { AWS_DEFAULT_PROFILE: 'dev' },
      ],
      'in a source_profile': () => [{ config: `[default]\n${hub}source_profile = base\n[profile base]\n${command()}` }],
      'in a source_profile of the credentials file': () => [
        { config: `[profile dev]\n${hub}source_profile = base\n`, credentials: `[base]\n${command()}` },
        { AWS_PROFILE: 'dev' },
      ],
      'at the end of two source profiles': () => [
        {
          config:
            `[default]\nrole_arn = ${ROLES.lake}\nexternal_id = ${EXTERNAL_IDS.lake}\nsource_profile = hub\n` +
            `[profile hub]\n${hub}source_profile = base\n[profile base]\n${command()}`,
        },
      ],
      'over several lines': () => [
        { config: `[default]\ncredential_process = ${tool.command.replace(' ', '\n  ')}\n` },
      ],
    };
    for (const [place, files] of Object.entries(places)) {
      it(place, async () => {
        const [texts, env] = files();
        const given = { VSCODE_IPC_HOOK_CLI: '/socket', ELECTRON_RUN_AS_NODE: '1' };
        Object.assign(process.env, given);
        try {
          const credentials = await resolve(texts, env);
          assert.match(await identityOf(aws, credentials), /:user\/alice$|assumed-role\/(Hub|Lake)\//);
          assert.equal(credentials.origin, `config profile ${env ? 'dev' : 'default'}`);
        } finally {
          for (const name of Object.keys(given)) Reflect.deleteProperty(process.env, name);
        }
        const run = await tool.run();
        assert.deepEqual(run?.args, SHELL_WORDS);
        assert.equal(run.folder, await realpath(homedir()));
        assert.deepEqual(
          run.env.filter((line) => /^(VSCODE|ELECTRON)_/.test(line)),
          [],
        );
        assert.deepEqual(await readdir(homedir()), [], 'nothing was written');
      });
    }

    it('and never one that is not its turn', async () => {
      const config = `[default]\n${command()}[profile dev]\n${keysOf(bob)}`;
      assert.equal(await identityOf(aws, await resolve({ config }, { AWS_PROFILE: 'dev' })), USERS.bob);
      await resolve({ config: `${config}[profile x]\n${command()}` }, keysInEnvironment(bob));
      await failure(resolve({ config: `[default]\n${command()}` }, { AWS_PROFILE: 'typo' }), 'identityUnavailable');
      assert.equal(await tool.run(), undefined);
    });
  });

  it('is nobody’s whose call goes without credentials: no client of the SDK looks for some', async () => {
    const config = `[default]\n${command()}`;
    const clients = new AwsClients(directTransport, new ServerTime(Date.now));
    await writeFile(join(folder, 'config'), config);
    const env = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_EC2_METADATA_DISABLED: 'true' };
    const client = clients.sts(hosts(aws), undefined);
    const work = withAwsEnvironment(env, () => client.send(new GetCallerIdentityCommand({})));
    await assert.rejects(work, /without credentials/);
    client.destroy();
    assert.equal(await tool.run(), undefined);
  });

  it('takes the role of a profile from its source, with its external ID once it may go there', async () => {
    const lake = `role_arn = ${ROLES.lake}\nexternal_id = ${EXTERNAL_IDS.lake}\nsource_profile = hub\n`;
    const config =
      `[profile lake]\n${lake}role_session_name = nightly\n` +
      `[profile hub]\nrole_arn = ${ROLES.hub}\nsource_profile = alice\n`;
    const files = { config, credentials: `[alice]\n${keysOf(alice)}` };
    const credentials = await resolve(files, { AWS_PROFILE: 'lake' });
    assert.match(await identityOf(aws, credentials), /222222222222:assumed-role\/Lake\/nightly$/);
    assert.deepEqual(
      asked.map(({ secret }) => secret),
      [{ type: 'configExternalId', name: 'lake' }],
    );
    yes = false;
    await failure(resolve(files, { AWS_PROFILE: 'lake' }), 'cancelled');
    const unasked = resolve(files, { AWS_PROFILE: 'lake' }, { interactive: false });
    await failure(unasked, 'interactionRequired', [EXTERNAL_IDS.lake]);
  });

  it('takes the web identity of the environment, with its token once it may go there', async () => {
    const env = { AWS_WEB_IDENTITY_TOKEN_FILE: token, AWS_ROLE_ARN: ROLES.deploy, AWS_ROLE_SESSION_NAME: 'pod' };
    const credentials = await resolve({ config: `[default]\n${keysOf(bob)}` }, env);
    assert.match(await identityOf(aws, credentials), /assumed-role\/Deploy\/pod$/);
    assert.equal(credentials.origin, 'web identity token of the environment');
    assert.deepEqual(
      asked.map(({ secret }) => secret),
      [{ type: 'tokenFile', name: token }],
    );
    yes = false;
    aws.log.clear();
    await failure(resolve({}, env), 'cancelled');
    assert.equal(aws.log.count({ service: 'sts' }), 0);
  });

  it('says that a role needs an MFA code, and where it is asked for', async () => {
    const serial = 'arn:aws:iam::111111111111:mfa/alice';
    const config = `[default]\nrole_arn = ${ROLES.hub}\nmfa_serial = ${serial}\nsource_profile = alice\n`;
    const error = await failure(resolve({ config, credentials: `[alice]\n${keysOf(alice)}` }), 'identityUnavailable');
    assert.match(error.message, /"default" needs an MFA code/);
    assert.match(error.detail.cure ?? '', /AWS: Assume Role/);
    assert.equal(aws.log.count({ service: 'sts' }), 0);
  });

  for (const [what, files, env, words] of [
    ['a profile that is not there', {}, { AWS_PROFILE: 'typo' }, /"typo" does not exist/],
    ['half an access key of the environment', {}, { AWS_ACCESS_KEY_ID: 'AKIA' }, /not AWS_SECRET_ACCESS_KEY/],
    ['half an access key of a file', { credentials: '[default]\naws_access_key_id=A' }, {}, /lack one half/],
    ['a role without a source', { config: `[default]\nrole_arn = ${ROLES.hub}\n` }, {}, /names no source/],
    ['a source that is not there', { config: `[default]\nrole_arn = ${ROLES.hub}\nsource_profile = x\n` }, {}, /"x"/],
    ['a token without a role', {}, { AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere' }, /needs a role_arn/],
    ['nothing at all', {}, {}, /Neither the environment nor the config profile "default" nor a container/],
  ] as const) {
    it(`says what is wrong with ${what}, and becomes nobody else`, async () => {
      // The instance has a role; only the last may come to it, and there it is switched off.
      const on = what === 'nothing at all' ? {} : { AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.imds.endpoint };
      const disabled = what === 'nothing at all' ? 'true' : 'false';
      const all = { ...on, AWS_EC2_METADATA_DISABLED: disabled, ...env };
      assert.match((await failure(resolve(files, all), 'identityUnavailable')).message, words);
    });
  }
});

function keysInEnvironment({ accessKeyId, secretAccessKey }: Keys): Record<string, string> {
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
}
