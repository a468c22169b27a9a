import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAwsServices } from '../../src/aws';
import { type LocalAws, startLocalAws } from '../localaws/server';
import { withAwsEnvironment } from '../localaws/testing/environment';
import { ACCESS_KEYS, demoWorld, ROLES, WEB_IDENTITY_SUBJECT } from '../localaws/worlds/demo';
import { ArgumentsTool, SHELL_WORDS } from '../support/argumentsTool';
import { secretsInMemory } from '../support/secretsInMemory';
import { context, hosts, never } from '../unit/aws/support/services';
import { awsCliEndpoints } from './awsCliEndpoints';
import { runAws } from './runAwsCli';

type Keys = Readonly<Record<'accessKeyId' | 'secretAccessKey', string>>;

/** A machine, and whether a process of the files runs on it. */
interface Machine {
  readonly config?: string;
  readonly credentials?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly runs?: boolean;
}

const { alice, bob } = ACCESS_KEYS;
const keys = ({ accessKeyId, secretAccessKey }: Keys): string =>
  `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
const keysInEnv = ({ accessKeyId, secretAccessKey }: Keys): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
});

describe('the AWS CLI without a profile and the base identity "defaultChain", on the same machine', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let folder: string;
  let tool: ArgumentsTool;
  let env: Record<string, string>;
  const homeBefore = process.env['HOME'];
  const file = (name: string): string => join(folder, name);

  before(async () => {
    aws = await startLocalAws(demoWorld);
    folder = await mkdtemp(join(tmpdir(), 'assume-role-chain-'));
    process.env['HOME'] = file('home');
    await mkdir(file('home'));
    await writeFile(file('token'), await aws.oidc.token({ subject: WEB_IDENTITY_SUBJECT }));
    const printed = { AccessKeyId: alice.accessKeyId, SecretAccessKey: alice.secretAccessKey };
    tool = await ArgumentsTool.make(file('bin'), { Version: 1, ...printed });
    env = {
      HOME: file('home'),
      AWS_CONFIG_FILE: file('config'),
      AWS_SHARED_CREDENTIALS_FILE: file('credentials'),
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.imds.endpoint,
      ...(await awsCliEndpoints(aws.endpoint, file('models'))),
    };
  });
  after(async () => {
    if (homeBefore === undefined) Reflect.deleteProperty(process.env, 'HOME');
    else process.env['HOME'] = homeBefore;
    await aws.close();
    await rm(folder, { recursive: true });
  });

  /** Who the AWS CLI is; undefined where it fails. */
  async function identityOfCli(all: Readonly<Record<string, string>>): Promise<string | undefined> {
    const args = ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'];
    const { exitCode, stdout } = await runAws(args, all);
    return exitCode === 0 ? stdout.trim() : undefined;
  }

  async function identityOfExtension(all: Readonly<Record<string, string>>): Promise<string | undefined> {
    const { sources, roles } = createAwsServices(secretsInMemory({}), undefined);
    const credentials = await withAwsEnvironment(all, () =>
      sources.resolve({ type: 'defaultChain' }, context(aws)),
    ).catch(() => undefined);
    return credentials && (await roles.callerIdentity(credentials, hosts(aws), never)).arn;
  }

  const hub = `role_arn = ${ROLES.hub}\nrole_session_name = via\n`;
  const command = (): string => `credential_process = ${tool.command}\n`;
  const web = (): Record<string, string> => ({
    AWS_WEB_IDENTITY_TOKEN_FILE: file('token'),
    AWS_ROLE_ARN: ROLES.deploy,
    AWS_ROLE_SESSION_NAME: 'pod',
  });
  const task = (): Record<string, string> => ({
    AWS_CONTAINER_CREDENTIALS_FULL_URI: aws.container.ecs?.fullUri ?? '',
  });

  const MACHINES: Readonly<Record<string, () => Machine>> = {
    'nothing but the instance': () => ({}),
    'the container before the instance': () => ({ env: task() }),
    'keys of the default profile before the container': () => ({ config: `[default]\n${keys(bob)}`, env: task() }),
    'keys of the environment before a profile': () => ({
      config: `[profile dev]\n${command()}`,
      env: { ...keysInEnv(bob), AWS_PROFILE: 'dev' },
    }),
    'keys of the environment and a profile that is not there': () => ({
      env: { ...keysInEnv(bob), AWS_PROFILE: 'typo' },
    }),
    'half an access key': () => ({ env: { AWS_ACCESS_KEY_ID: bob.accessKeyId } }),
    'a profile without credentials': () => ({ config: '[profile dev]\noutput = text\n', env: { AWS_PROFILE: 'dev' } }),
    'AWS_DEFAULT_PROFILE before AWS_PROFILE': () => ({
      config: `[profile one]\n${keys(alice)}[profile two]\n${keys(bob)}`,
      env: { AWS_DEFAULT_PROFILE: 'two', AWS_PROFILE: 'one' },
    }),
    'a web identity of the environment before keys of a profile': () => ({
      credentials: `[default]\n${keys(bob)}`,
      env: web(),
    }),
    'the role of a profile before a web identity of the environment': () => ({
      config: `[default]\n${hub}source_profile = a\n[profile a]\n${keys(alice)}`,
      env: web(),
    }),
    'a web identity half of the environment, half of the profile': () => ({
      config: `[default]\nrole_arn = ${ROLES.hub}\nweb_identity_token_file = ${file('token')}\n`,
      env: { AWS_ROLE_ARN: ROLES.deploy, AWS_ROLE_SESSION_NAME: 'half' },
    }),
    'a role without a source beside a web identity': () => ({ config: `[default]\n${hub}`, env: web() }),
    'a source that is not there': () => ({ config: `[default]\n${hub}source_profile = x\n` }),
    'keys of the credentials file before a process': () => ({
      config: `[default]\n${command()}`,
      credentials: `[default]\n${keys(bob)}`,
    }),
    'a process before keys of the config file': () => ({
      config: `[default]\n${command()}${keys(bob)}`,
      runs: true,
    }),
    'a process of the default profile': () => ({ config: `[default]\n${command()}`, runs: true }),
    'a process in the credentials file': () => ({ credentials: `[default]\n${command()}`, runs: true }),
    'a process of a named profile': () => ({
      config: `[default]\n${keys(bob)}[profile dev]\n${command()}`,
      env: { AWS_PROFILE: 'dev' },
      runs: true,
    }),
    'a process of a source profile': () => ({
      config: `[default]\n${hub}source_profile = a\n[profile a]\n${command()}`,
      runs: true,
    }),
    'a process of a source profile in the credentials file': () => ({
      config: `[default]\n${hub}source_profile = a\n`,
      credentials: `[a]\n${command()}`,
      runs: true,
    }),
  };

  for (const [name, machine] of Object.entries(MACHINES)) {
    it(`are the same one: ${name}`, async () => {
      const { config = '', credentials = '', env: own = {}, runs = false } = machine();
      await writeFile(file('config'), config);
      await writeFile(file('credentials'), credentials);
      const cli = await identityOfCli({ ...env, ...own });
      const asCli = await tool.run();
      assert.equal(await identityOfExtension({ ...env, ...own }), cli);
      const asWe = await tool.run();
      assert.deepEqual([asCli?.args, asWe?.args], runs ? [SHELL_WORDS, SHELL_WORDS] : [undefined, undefined]);
      assert.deepEqual(
        (await readdir(file('home'))).filter((entry) => !entry.startsWith('.')),
        [],
      );
    });
  }
});
