import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAwsServices } from '../../src/aws';
import { configProfiles, usableProfiles } from '../../src/core/configFiles/configProfiles';
import { parseSharedConfig } from '../../src/core/configFiles/sharedConfig';
import { getProfile, readProfiles } from '../../src/core/roles/profileSet';
import { SessionService } from '../../src/core/sessions/sessionService';
import { cancelled } from '../../src/core/support/errors';
import { startLocalAws, type LocalAws } from '../localaws/server';
import { ACCESS_KEYS, EXTERNAL_IDS, ROLES, WEB_IDENTITY_SUBJECT, demoWorld } from '../localaws/worlds/demo';
import { awsCliEndpoints } from './awsCliEndpoints';
import { MovableClock } from './movableClock';
import { never } from './person';
import { runAws } from './runAwsCli';

const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
const KEYS = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}`;

/** A config file of every way to credentials that works without a person. */
const configText = (keysFile: string, tokenFile: string): string => `
# ours
[DEFAULT]
region : us-east-1

[profile hub]
role_arn = ${ROLES.hub}
source_profile = alice
role_session_name = me
[profile 'the lake']
  Role_Arn = ${ROLES.lake}
  source_profile = hub
  external_id = ${EXTERNAL_IDS.lake}
  role_session_name = me
  duration_seconds = as long as possible
[profile vault]
role_arn=${ROLES.vault}
source_profile=the lake
role_session_name=me
[profile itself]
${KEYS}
role_arn = ${ROLES.hub}
source_profile = itself
role_session_name = me
[profile on-itself]
role_arn = ${ROLES.analyst}
source_profile = itself
role_session_name = me
[profile environment]
role_arn = ${ROLES.hub}
credential_source = Environment
role_session_name = me
[profile instance]
role_arn = ${ROLES.etl}
credential_source = Ec2InstanceMetadata
role_session_name = me
[profile task]
role_arn = ${ROLES.etl}
credential_source = EcsContainer
role_session_name = me
[profile deploy]
role_arn = ${ROLES.deploy}
web_identity_token_file = ${tokenFile}
role_session_name = me
[profile process]
credential_process = cat
  ${keysFile}
[profile on-process]
role_arn = ${ROLES.hub}
source_profile = process
role_session_name = me
`;

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

describe('a config file', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let folder: string;
  let cliEnvironment: Readonly<Record<string, string>>;

  before(async () => {
    aws = await startLocalAws(demoWorld);
    folder = await mkdtemp(join(tmpdir(), 'assume-role-profiles-'));
    const file = (name: string): string => join(folder, name);
    const process = { Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey };
    await writeFile(file('keys.json'), JSON.stringify(process));
    await writeFile(file('token'), await aws.oidc.token({ subject: WEB_IDENTITY_SUBJECT }));
    await writeFile(file('config'), configText(file('keys.json'), file('token')));
    await writeFile(file('credentials'), `[alice]\n${KEYS}\n`);
    cliEnvironment = {
      HOME: folder,
      AWS_CONFIG_FILE: file('config'),
      AWS_SHARED_CREDENTIALS_FILE: file('credentials'),
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.imds.endpoint,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: aws.container.ecs?.fullUri ?? '',
      ...(await awsCliEndpoints(aws.endpoint, file('models'))),
    };
  });
  after(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  /** Who the AWS CLI is with a profile. */
  async function cliIdentity(profile: string): Promise<string> {
    const call = ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text', '--profile', profile];
    const { exitCode, stdout, stderr } = await runAws(call, cliEnvironment);
    assert.equal(exitCode, 0, stderr);
    return stdout.trim();
  }

  /** Who the extension is with the same profile of the same files. */
  async function ourIdentity(name: string): Promise<string> {
    const [config, credentials] = await Promise.all(
      ['config', 'credentials'].map((file) => readFile(join(folder, file), 'utf8')),
    );
    const converted = configProfiles(parseSharedConfig({ config, credentials }), { AWS_ENDPOINT_URL: aws.endpoint });
    const set = readProfiles([], { mfaMethod: 'auto', config: usableProfiles(converted) });
    const vault = {
      accessKeys: () => Promise.resolve(undefined),
      externalId: () => Promise.resolve(undefined),
      has: () => Promise.resolve(false),
    };
    const services = createAwsServices(vault, undefined);
    const nobody = { mfaCode: () => Promise.reject(cancelled()), storeSecret: () => Promise.reject(cancelled()) };
    const sessions = new SessionService({
      ...services,
      clock: new MovableClock(),
      vault,
      defaultSessionName: () => 'tester',
      getProfile: (called) => getProfile(set, called),
      prompter: nobody,
    });
    try {
      return await withEnvironment(cliEnvironment, async () => {
        await sessions.assume(name, never);
        const profile = getProfile(set, name);
        return (await services.roles.callerIdentity(await sessions.credentials(name, never), profile, never)).arn;
      });
    } finally {
      sessions.dispose();
    }
  }

  const profiles = {
    alice: 'keys of the credentials file',
    hub: 'a role',
    'the lake': 'a chain of two',
    vault: 'a chain of three',
    itself: 'a role whose source is its own keys',
    'on-itself': 'a source that has keys and a role',
    environment: 'a role from the environment',
    instance: 'a role from the EC2 instance profile',
    task: 'a role from the Amazon ECS task',
    deploy: 'a web identity',
    process: 'a credential process',
    'on-process': 'a role from a credential process',
  };
  for (const [profile, what] of Object.entries(profiles)) {
    it(`gives the same identity as the AWS CLI has: ${what}`, async () => {
      assert.equal(await ourIdentity(profile), await cliIdentity(profile));
    });
  }
});
