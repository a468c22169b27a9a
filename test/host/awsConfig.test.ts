import assert from 'node:assert/strict';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { ACCESS_KEYS, ROLES } from '../localaws/worlds/demo';
import { eventually, extensionStarted, run } from './support/extension';
import { logText, loggedDuring } from './support/logFile';
import { objectUri, textOf } from './support/objects';
import { operations, requestsDuring } from './support/requests';

/** Path of one of the AWS CLI's files of this run. */
function pathOf(variable: 'AWS_CONFIG_FILE' | 'AWS_SHARED_CREDENTIALS_FILE'): string {
  const path = process.env[variable];
  if (path === undefined) throw new Error(`${variable} must name a file of this run.`);
  return path;
}

const ENDPOINT = `endpoint_url = ${process.env['ASSUME_ROLE_LOCALAWS'] ?? ''}\n`;

const keysSection = (name: string, secretAccessKey: string): string =>
  `[${name}]\naws_access_key_id = ${ACCESS_KEYS.alice.accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;

const roleSection = (name: string, more: string): string => `
[profile "${name}"]
role_arn : ${ROLES.analyst}
${more}
region = us-east-1
${ENDPOINT}s3 =
  addressing_style = path
`;

describe('Profiles of ~/.aws/config', () => {
  const config = pathOf('AWS_CONFIG_FILE');
  const credentials = pathOf('AWS_SHARED_CREDENTIALS_FILE');
  let written: { readonly config: string; readonly credentials: string };

  before(async () => {
    await extensionStarted();
    const [configText, credentialsText] = await Promise.all([
      readFile(config, 'utf8').catch(() => ''),
      readFile(credentials, 'utf8'),
    ]);
    written = { config: configText, credentials: credentialsText };
  });
  afterEach(async () => {
    await run('assumeRole.exit');
    await rm(config, { recursive: true, force: true });
    await Promise.all([writeFile(config, written.config), writeFile(credentials, written.credentials)]);
  });

  /** Assumes the profile as soon as it is known. */
  const assume = (profile: string): Promise<string> =>
    eventually(
      () => loggedDuring(() => run('assumeRole.assume', profile), /Assumed |\[\w+\]/),
      (log) => !log.includes('[profileNotFound]'),
    );
  const readme = (profile: string): Promise<string> => textOf(objectUri(profile, 'acme-analytics', 'README.md'));

  it('are used straight from the file, and follow it without a reload', async () => {
    await writeFile(
      config,
      written.config + roleSection('my team', 'source_profile = alice\nrole_session_name = first'),
    );
    assert.match(await assume('my team'), /assumed-role\/Analyst\/first/);
    assert.match(await readme('my team'), /^# Analytics\n/);

    // As editors save: a new file in place of the old.
    await writeFile(`${config}.new`, written.config + roleSection('our team', 'source_profile = alice'));
    await rename(`${config}.new`, config);
    await assume('our team');
    assert.match(await readme('our team'), /^# Analytics\n/);
    await loggedDuring(() => run('assumeRole.assume', 'my team'), /\[profileNotFound\]/);
  });

  it('use new keys on disk at once', async () => {
    const section = roleSection('rotated', 'source_profile = rotated keys');
    await writeFile(config, written.config + section);
    await writeFile(credentials, written.credentials + keysSection('rotated keys', 'mistyped'));
    assert.match(await assume('rotated'), /\[credentialsRejected\]/);
    await writeFile(credentials, written.credentials + keysSection('rotated keys', ACCESS_KEYS.alice.secretAccessKey));
    assert.match(await assume('rotated'), /Assumed rotated/);
  });

  it('that cannot be used are told why, and AWS is not called', async () => {
    await writeFile(config, written.config + roleSection('orphan', 'source_profile = nobody'));
    const entries = await requestsDuring(async () => {
      assert.match(await assume('orphan'), /\[invalidProfile\] The source_profile "nobody" does not exist\./);
    });
    assert.deepEqual(operations(entries, 'sts'), []);
  });

  it('are none while the file cannot be read, which is logged; the other profiles go on working', async () => {
    await rm(config, { force: true });
    const log = await loggedDuring(() => mkdir(config), /\[identityUnavailable\]/);
    assert.match(log, /The AWS config file .* cannot be read: EISDIR\./);
    await run('assumeRole.assume', 'analyst');
    assert.match(await readme('analyst'), /^# Analytics\n/);
    // Something new in the other file makes both be read again.
    const fresh = keysSection('fresh', ACCESS_KEYS.alice.secretAccessKey) + ENDPOINT;
    await writeFile(credentials, written.credentials + fresh);
    assert.match(await assume('fresh'), /Assumed fresh/);
    assert.equal((await logText()).match(/cannot be read/g)?.length, 1);
  });
});
