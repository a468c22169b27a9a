import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAwsServices } from '../../src/aws';
import { configProfiles, usableProfiles } from '../../src/core/configFiles/configProfiles';
import { parseSharedConfig } from '../../src/core/configFiles/sharedConfig';
import { getProfile, readProfiles } from '../../src/core/roles/profileSet';
import { SessionService } from '../../src/core/sessions/sessionService';
import { cancelled } from '../../src/core/support/errors';
import { type LocalAws, startLocalAws } from '../localaws/server';
import { assertAbout } from '../localaws/testing/durations';
import { withAwsEnvironment } from '../localaws/testing/environment';
import { ACCESS_KEYS, demoWorld, EXTERNAL_IDS, ROLES, WEB_IDENTITY_SUBJECT } from '../localaws/worlds/demo';
import { awsCliEndpoints } from './awsCliEndpoints';
import { MovableClock } from './movableClock';
import { never } from './person';
import { secretsInMemory } from '../support/secretsInMemory';
import { runAws } from './runAwsCli';
import { NO_CONSENTS, noConsent } from '../support/consent';

const { alice, bob } = ACCESS_KEYS;

/** RoleSessionName where a profile names none, with us; the AWS CLI makes one of the time. */
const DEFAULT_SESSION = 'tester';

/** A profile of the files below and whose identity it is; `*` is a session name that is not fixed. */
const PROFILES: readonly (readonly [name: string, arn: string])[] = [
  ['default', 'arn:aws:iam::111111111111:user/bob'],
  ['keys', 'arn:aws:iam::111111111111:user/alice'],
  ['stored', 'arn:aws:iam::111111111111:user/alice'],
  ['in both files', 'arn:aws:iam::111111111111:user/alice'],
  ['hub', 'arn:aws:sts::111111111111:assumed-role/Hub/*'],
  ['hub-of-stored', 'arn:aws:sts::111111111111:assumed-role/Hub/*'],
  ['the lake', 'arn:aws:sts::222222222222:assumed-role/Lake/*'],
  ['vault', 'arn:aws:sts::333333333333:assumed-role/Vault/nightly'],
  ['own-keys', 'arn:aws:sts::111111111111:assumed-role/Hub/own'],
  ['on-own-keys', 'arn:aws:sts::111111111111:assumed-role/Analyst/on-own'],
  ['long', 'arn:aws:sts::111111111111:assumed-role/Analyst/long'],
  ['of-environment', 'arn:aws:sts::111111111111:assumed-role/Analyst/env'],
  ['of-instance', 'arn:aws:sts::222222222222:assumed-role/Etl/ec2'],
  ['of-container', 'arn:aws:sts::222222222222:assumed-role/Etl/ecs'],
  ['process', 'arn:aws:iam::111111111111:user/alice'],
  ['hub-of-process', 'arn:aws:sts::111111111111:assumed-role/Hub/*'],
  ['web', 'arn:aws:sts::222222222222:assumed-role/Deploy/web'],
  ['oddly written', 'arn:aws:sts::111111111111:assumed-role/Analyst/odd'],
];

describe('the AWS CLI and the extension, given the same config file', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let folder: string;
  let env: Record<string, string>;
  let texts: { config: string; credentials: string };

  before(async () => {
    aws = await startLocalAws(demoWorld);
    folder = await mkdtemp(join(tmpdir(), 'assume-role-identities-'));
    const file = (name: string): string => join(folder, name);
    texts = { config: configText(file('process.json'), file('token')), credentials: CREDENTIALS };
    await writeFile(file('config'), texts.config);
    await writeFile(file('credentials'), texts.credentials);
    await writeFile(file('token'), await aws.oidc.token({ subject: WEB_IDENTITY_SUBJECT }));
    const output = { Version: 1, AccessKeyId: alice.accessKeyId, SecretAccessKey: alice.secretAccessKey };
    await writeFile(file('process.json'), JSON.stringify(output));
    env = {
      // The CLI keeps sessions in its home; those of an earlier run are unknown to this local AWS.
      HOME: folder,
      AWS_CONFIG_FILE: file('config'),
      AWS_SHARED_CREDENTIALS_FILE: file('credentials'),
      // For the profiles of the credentials file, which [DEFAULT] of the other file is not for.
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ACCESS_KEY_ID: alice.accessKeyId,
      AWS_SECRET_ACCESS_KEY: alice.secretAccessKey,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.imds.endpoint,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: aws.container.ecs?.fullUri ?? '',
      ...(await awsCliEndpoints(aws.endpoint, file('models'))),
    };
  });
  after(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  async function identityOfCli(profile: string): Promise<string> {
    const args = ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text', '--profile', profile];
    const { exitCode, stdout, stderr } = await runAws(args, env);
    assert.equal(exitCode, 0, stderr);
    return stdout.trim();
  }

  const converted = () => configProfiles(parseSharedConfig(texts), env);

  /** Work with the extension's sessions of the files' profiles. */
  function withSessions<T>(work: (sessions: SessionService) => Promise<T>): Promise<T> {
    const set = readProfiles([], { mfaMethod: 'auto', config: usableProfiles(converted()) });
    const vault = secretsInMemory({ has: () => Promise.resolve(false) });
    const defaultSessionName = (): string => DEFAULT_SESSION;
    const sessions = new SessionService({
      holderOf: () => undefined,
      guarded: (profile) => profile,
      ...createAwsServices(vault, undefined, { defaultSessionName }),
      clock: new MovableClock(),
      vault,
      defaultSessionName,
      getProfile: (name) => getProfile(set, name),
      prompter: {
        mfaCode: () => Promise.reject(cancelled()),
        consent: noConsent,
        storeSecret: () => Promise.reject(cancelled()),
      },
      consents: NO_CONSENTS,
    });
    return withAwsEnvironment(env, () => work(sessions)).finally(() => sessions.dispose());
  }

  const identityOfExtension = (profile: string): Promise<string> =>
    withSessions(async (sessions) => (await sessions.assume(profile, never)).identity.arn);

  for (const [profile, arn] of PROFILES) {
    it(`are the same one with --profile "${profile}"`, async () => {
      const cli = await identityOfCli(profile);
      const fixed = arn.endsWith('*') ? cli.replace(/[^/]*$/, '*') : cli;
      assert.equal(fixed, arn);
      assert.equal(await identityOfExtension(profile), arn.replace(/\*$/, DEFAULT_SESSION));
    });
  }

  it('have the session for as long as duration_seconds says', async () => {
    const session = await withSessions((sessions) => sessions.assume('long', never));
    assertAbout(((session.expiration ?? 0) - Date.now()) / 1000, 7200);
  });

  it('both refuse a chain that goes in a circle', async () => {
    const { exitCode, stderr } = await runAws(['sts', 'get-caller-identity', '--profile', 'circle'], env);
    assert.notEqual(exitCode, 0);
    assert.match(stderr, /[Ii]nfinite loop/);
    assert.match(converted().get('circle')?.notes.join() ?? '', /circle → round → circle/);
  });
});

const CREDENTIALS = `
[default]
aws_access_key_id = ${bob.accessKeyId}
aws_secret_access_key = ${bob.secretAccessKey}
[stored]
aws_access_key_id=${alice.accessKeyId}
aws_secret_access_key=${alice.secretAccessKey}
[in both files]
aws_access_key_id : ${alice.accessKeyId}
aws_secret_access_key : ${alice.secretAccessKey}
`;

/** A config file of every way to credentials that needs no person. */
function configText(processOutput: string, tokenFile: string): string {
  return `
# What all profiles have.
[DEFAULT]
region : us-east-1

[profile keys]
aws_access_key_id = ${alice.accessKeyId}
aws_secret_access_key = ${alice.secretAccessKey}
[profile "in both files"]
aws_access_key_id = ${bob.accessKeyId}
aws_secret_access_key = ${bob.secretAccessKey}
[profile hub]
source_profile = keys
role_arn = ${ROLES.hub}
[profile hub-of-stored]
source_profile = stored
role_arn = ${ROLES.hub}
[profile 'the lake']
  Role_Arn = ${ROLES.lake}
  source_profile = hub
  external_id = ${EXTERNAL_IDS.lake}
  duration_seconds = as long as possible
[profile vault]
source_profile=the lake
role_arn=${ROLES.vault}
role_session_name=nightly
[profile own-keys]
role_arn = ${ROLES.hub}
source_profile = own-keys
role_session_name = own
aws_access_key_id = ${alice.accessKeyId}
aws_secret_access_key = ${alice.secretAccessKey}
[profile on-own-keys]
role_arn = ${ROLES.analyst}
source_profile = own-keys
role_session_name = on-own
[profile long]
source_profile = keys
role_arn = ${ROLES.analyst}
role_session_name = long
duration_seconds = 7200
[profile of-environment]
credential_source = Environment
role_arn = ${ROLES.analyst}
role_session_name = env
[profile of-instance]
credential_source = Ec2InstanceMetadata
role_arn = ${ROLES.etl}
role_session_name = ec2
[profile of-container]
credential_source = EcsContainer
role_arn = ${ROLES.etl}
role_session_name = ecs
[profile process]
credential_process = cat
  "${processOutput}"
[profile hub-of-process]
source_profile = process
role_arn = ${ROLES.hub}
[profile web]
web_identity_token_file = ${tokenFile}
role_arn = ${ROLES.deploy}
role_session_name = web
   ; a comment
[profile "oddly written"]   # and another
ROLE_ARN:${ROLES.analyst}
source_profile   =   keys
role_session_name=odd
s3 =
    addressing_style = path
[profile circle]
role_arn = ${ROLES.hub}
source_profile = round
[profile round]
role_arn = ${ROLES.hub}
source_profile = circle
`;
}
