import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { type Outcome, runAws } from './runAwsCli';

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
});
