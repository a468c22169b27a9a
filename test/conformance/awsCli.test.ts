import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAwsServices } from '../../src/aws';
import { type LocalAws, startLocalAws } from '../localaws/server';
import {
  ACCESS_KEYS,
  EXTERNAL_IDS,
  MFA_SERIAL,
  ROLES,
  USERS,
  currentMfaCode,
  demoWorld,
} from '../localaws/worlds/demo';
import { awsCliEndpoints } from './awsCliEndpoints';
import { never } from './person';

/** How a run of the AWS CLI ended. */
interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the AWS CLI found on PATH, with nothing of this machine's AWS settings.
 * @throws Error saying what to install when there is none
 */
function runAws(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Outcome> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return new Promise((resolve, reject) => {
    execFile('aws', args, { env: { ...Object.fromEntries(inherited), ...env } }, (error, stdout, stderr) => {
      const exitCode = error ? error.code : 0;
      if (typeof exitCode === 'number') resolve({ exitCode, stdout, stderr });
      else if (exitCode === 'ENOENT')
        reject(new Error('There is no AWS CLI on PATH. Install it: apt-get install awscli'));
      else reject(error ?? new Error('The AWS CLI ended without a code.'));
    });
  });
}

/** Runs `work` with these variables in this process's environment, which is as before afterwards. */
async function withEnvironment<T>(env: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}

describe('the AWS CLI against the local AWS', function () {
  this.timeout(30_000);
  let aws: LocalAws;
  let folder: string;
  let endpoints: Awaited<ReturnType<typeof awsCliEndpoints>>;
  const { alice } = ACCESS_KEYS;

  before(async () => {
    aws = await startLocalAws(demoWorld);
    folder = await mkdtemp(join(tmpdir(), 'assume-role-cli-'));
    endpoints = await awsCliEndpoints(aws.endpoint, join(folder, 'models'));
    await writeFile(
      join(folder, 'config'),
      [
        '[profile alice]',
        `aws_access_key_id = ${alice.accessKeyId}`,
        `aws_secret_access_key = ${alice.secretAccessKey}`,
        '[profile hub]',
        'source_profile = alice',
        `role_arn = ${ROLES.hub}`,
        '[profile lake]',
        'source_profile = hub',
        `role_arn = ${ROLES.lake}`,
        `external_id = ${EXTERNAL_IDS.lake}`,
        '[profile vault]',
        'source_profile = lake',
        `role_arn = ${ROLES.vault}`,
        'role_session_name = cli',
        '',
      ].join('\n'),
    );
  });
  after(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  const cli = (...args: string[]): Promise<Outcome> =>
    runAws([...args, '--output', 'json'], {
      // The CLI keeps sessions in its home; those of an earlier run are unknown to this local AWS.
      HOME: folder,
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_DEFAULT_REGION: 'us-east-1',
      ...endpoints,
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  const answer = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { exitCode, stdout, stderr } = await cli(...args);
    assert.equal(exitCode, 0, stderr);
    return JSON.parse(stdout) as Record<string, unknown>;
  };

  it('learns who it is', async () => {
    const identity = await answer('sts', 'get-caller-identity', '--profile', 'alice');
    assert.equal(identity['Arn'], USERS.alice);
  });

  it('walks a chain of three profiles', async () => {
    const identity = await answer('sts', 'get-caller-identity', '--profile', 'vault');
    assert.equal(identity['Arn'], 'arn:aws:sts::333333333333:assumed-role/Vault/cli');
  });

  it('assumes a role with MFA', async () => {
    const assumed = await answer(
      ...['sts', 'assume-role', '--profile', 'alice', '--role-arn', ROLES.adminMfa, '--role-session-name', 'cli'],
      ...['--serial-number', MFA_SERIAL, '--token-code', currentMfaCode(aws.clock.now())],
    );
    assert.match(JSON.stringify(assumed), /assumed-role\/AdminMfa\/cli/);
  });

  it('shows a denial as it shows one of AWS', async () => {
    const { exitCode, stderr } = await cli(
      ...['sts', 'assume-role', '--profile', 'alice', '--role-arn', ROLES.lake, '--role-session-name', 'cli'],
    );
    assert.notEqual(exitCode, 0);
    assert.ok(
      stderr.includes(
        `An error occurred (AccessDenied) when calling the AssumeRole operation: User: ${USERS.alice} is not authorized to perform: sts:AssumeRole on resource: ${ROLES.lake}`,
      ),
      stderr,
    );
  });

  it('lists the buckets of a chained role', async () => {
    const { Buckets } = await answer('s3api', 'list-buckets', '--profile', 'vault');
    assert.deepEqual(
      (Buckets as { Name: string }[]).map(({ Name }) => Name),
      ['partner-exchange', 'partner-vault'],
    );
  });

  it('assumes a role with its external ID, and with no other', async () => {
    const lake = [
      ...['sts', 'assume-role', '--profile', 'hub', '--role-arn', ROLES.lake],
      '--role-session-name',
      'cli',
    ];
    const assumed = await answer(...lake, '--external-id', EXTERNAL_IDS.lake);
    assert.match(JSON.stringify(assumed), /assumed-role\/Lake\/cli/);
    const { exitCode, stderr } = await cli(...lake, '--external-id', 'not-that-one');
    assert.notEqual(exitCode, 0);
    assert.match(stderr, /AccessDenied/);
  });

  it('lists and reads objects through the chain', async () => {
    const { stdout, stderr } = await cli('s3', 'ls', 's3://partner-vault/', '--profile', 'vault');
    assert.deepEqual(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/\s+/).at(-1)),
      ['keys/', 'ledgers/', 'README.md'],
      stderr,
    );
    const file = join(folder, 'ledger.txt');
    const get = ['s3api', 'get-object', '--bucket', 'partner-vault', '--key', 'ledgers/2026.txt'];
    const { ContentType } = await answer(...get, '--profile', 'vault', file);
    assert.equal(await readFile(file, 'utf8'), 'Balance: 42\n');
    assert.match(String(ContentType), /^text\/plain/);
  });

  it('is the same one as the extension with the same config file', async () => {
    const cliIdentity = await answer('sts', 'get-caller-identity', '--profile', 'vault');
    const files = {
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    };
    const vault = {
      accessKeys: () => Promise.resolve(undefined),
      externalId: () => Promise.resolve(undefined),
      has: () => Promise.resolve(false),
    };
    const { sources, roles } = createAwsServices(vault, undefined);
    const target = { region: 'us-east-1', endpoints: { sts: aws.endpoint } };
    const credentials = await withEnvironment(files, () =>
      sources.resolve({ type: 'sharedConfig', profile: 'vault' }, target, never),
    );
    assert.equal((await roles.callerIdentity(credentials, target, never)).arn, cliIdentity['Arn']);
  });
});
