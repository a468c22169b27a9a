import assert from 'node:assert/strict';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeLoginCache } from '../localaws/testing/loginCache';
import { ACCESS_KEYS, ROLES, SAML_PROVIDER, USERS, WEB_IDENTITY_SUBJECT } from '../localaws/worlds/demo';
import { demoProfiles, type Demo } from '../vscode/demo';
import { filesBelow } from '../vscode/filesBelow';
import { assumed } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import type { Workbench } from './support/workbench';

/** What the base identities take their credentials from, and the profiles that start there. */
async function prepare(demo: Demo) {
  const { localAws, workspace } = demo;
  const folder = path.join(path.dirname(workspace), 'identities');
  const file = (name: string): string => path.join(folder, name);
  await mkdir(folder, { recursive: true });
  await writeFile(file('token'), await localAws.oidc.token({ subject: WEB_IDENTITY_SUBJECT }));
  const roles = [`${ROLES.federated},${SAML_PROVIDER}`];
  await writeFile(file('assertion'), localAws.saml.assertion({ roles, sessionName: 'alice' }));
  const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
  const keys = { Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey };
  await writeFile(file('keys.json'), JSON.stringify(keys));
  await writeLoginCache(folder, localAws, { userArn: USERS.alice });
  await writeFile(
    demo.env['AWS_CONFIG_FILE'] ?? '',
    `[profile alice]\nregion = us-east-1\n[profile console]\nlogin_session = ${USERS.alice}\n`,
  );
  const { endpoints, region } = demoProfiles(localAws.endpoint).analyst;
  const target = { endpoints, region, s3: { pathStyle: true } };
  return {
    profiles: {
      environment: { source: { type: 'environment' }, ...target },
      default: { source: { type: 'defaultChain' }, ...target },
      shared: { source: { type: 'sharedConfig', profile: 'alice' }, ...target },
      process: { source: { type: 'process', command: `cat '${file('keys.json')}'` }, ...target },
      instance: { source: { type: 'instanceMetadata' }, ...target },
      'instance-role': { source: { type: 'instanceMetadata' }, roleArn: ROLES.etl, ...target },
      container: { source: { type: 'container' }, ...target },
      web: { source: { type: 'webIdentity', tokenFile: file('token'), roleArn: ROLES.deploy }, ...target },
      saml: {
        source: {
          type: 'saml',
          roleArn: ROLES.federated,
          providerArn: SAML_PROVIDER,
          command: `cat '${file('assertion')}'`,
        },
        ...target,
      },
      login: { source: { type: 'login', profile: 'console' }, ...target },
    },
    env: {
      AWS_ACCESS_KEY_ID: ACCESS_KEYS.bob.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ACCESS_KEYS.bob.secretAccessKey,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: localAws.container.ecs?.fullUri ?? '',
      AWS_LOGIN_CACHE_DIRECTORY: path.join(folder, '.aws/login/cache'),
    },
  };
}

/** Who each of the profiles is. */
const IDENTITIES = {
  environment: USERS.bob,
  default: USERS.bob,
  shared: USERS.alice,
  process: USERS.alice,
  instance: 'assumed-role/AppServer/i-',
  'instance-role': 'assumed-role/Etl/',
  container: 'assumed-role/Task/',
  web: 'assumed-role/Deploy/',
  saml: 'assumed-role/Federated/alice',
  login: USERS.alice,
} as const;

/** Whose secret is sent to the local STS. */
const SENT = ['web', 'saml'];

/** The first line with this text in the extension's log, waited for: VS Code writes to its log files when it has time. */
async function logLine(dataDirectory: string, text: string): Promise<string> {
  const files = await filesBelow(dataDirectory);
  const log = files.find((file) => file.endsWith('Assume Role.log')) ?? assert.fail('no log');
  const watcher = watch(log);
  try {
    for (;;) {
      const changed = once(watcher, 'change');
      const line = (await readFile(log, 'utf8')).split('\n').find((candidate) => candidate.includes(text));
      if (line !== undefined) return line;
      await changed;
    }
  } finally {
    watcher.close();
  }
}

describe('every base identity that asks nobody is assumed with a pick', () => {
  let windows: DemoWindows;
  let window: Workbench;

  before(async () => {
    windows = await startDemoWindows({ env: async (demo) => (await prepare(demo)).env });
    const { profiles } = await prepare(windows.demo);
    await windows.server.writeSettings({ ...windows.demo.settings, 'assumeRole.profiles': profiles });
    window = await windows.open();
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  for (const [profile, identity] of Object.entries(IDENTITIES)) {
    it(`${profile}: ${identity}`, async () => {
      await window.runCommand('AWS: Assume Role');
      await window.quickInput.waitForOpen('Assume Role');
      // The list is long: the name is typed, as a person would.
      await window.quickInput.type(profile);
      await window.quickInput.pick(new RegExp(`\\b${profile},`));
      // What is sent as it is, not signed with, goes to a host that is not AWS's own after a yes.
      if (SENT.includes(profile)) await window.answerDialog(/Send the /, 'Allow');
      await assumed(window, profile);
      const line = await logLine(windows.dataDirectory, `Assumed ${profile}: `);
      assert.ok(line.includes(identity), line);
      assert.equal(await window.page.locator('.notification-toast').count(), 0);
    });
  }
});
