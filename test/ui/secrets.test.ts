import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { ACCESS_KEYS, currentMfaCode, EXTERNAL_IDS, ROLES, SAML_PROVIDER } from '../localaws/worlds/demo';
import { demoProfiles } from '../vscode/demo';
import { ACCESS_TOKEN, filesBelow, filesHolding, REFRESH_TOKEN, SESSION_TOKEN } from '../vscode/filesBelow';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import type { Workbench } from './support/workbench';
import { stepsInOrder } from './support/stepsInOrder';

describe('secrets a person types or signs in for', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;
  /** Everything that must appear nowhere, by what it is. */
  const secrets = new Map<string, string>();
  const shown: string[] = [];

  before(async () => {
    windows = await startDemoWindows({
      settings: (demo) => {
        const profiles = demoProfiles(demo.localAws.endpoint);
        const source = { type: 'accessKeys', name: 'alice' };
        const { 'three-hops': chain, 'admin-mfa': mfa, 'lake-sso': identityCenter } = profiles;
        const { endpoints, region } = chain;
        const saml = { type: 'saml', roleArn: ROLES.federated, providerArn: SAML_PROVIDER };
        return {
          ...demo.settings,
          'assumeRole.identityCenter.signIn': 'deviceCode',
          'assumeRole.profiles': {
            chain: { ...chain, source },
            mfa: { ...mfa, source },
            identityCenter,
            saml: { source: saml, endpoints, region },
          },
        };
      },
    });
    window = await windows.open();
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));
  afterEach(async () => shown.push(...(await window.notificationTexts())));

  const assume = async (profile: string): Promise<void> => {
    await window.runCommand('AWS: Assume Role');
    await window.quickInput.waitForOpen('Assume Role');
    await window.quickInput.pick(new RegExp(`\\b${profile},`));
  };
  const assumed = async (profile: string): Promise<void> => {
    assert.match(await window.statusBarText(new RegExp(`AWS session ${profile}\\b`)), new RegExp(profile));
  };

  it('are taken: access keys and an external ID', async () => {
    const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
    secrets.set('secret access key', secretAccessKey);
    secrets.set('external ID', EXTERNAL_IDS.lake);
    await assume('chain');
    await window.quickInput.waitForOpen('Access Keys "alice"');
    await window.quickInput.accept(accessKeyId);
    await window.page.locator('.quick-input-filter input[type=password]').waitFor();
    await window.quickInput.accept(secretAccessKey);
    await window.quickInput.waitForOpen('External ID "lake-partner"');
    await window.quickInput.accept(EXTERNAL_IDS.lake);
    await assumed('chain');
  });

  it('are taken: an MFA code', async () => {
    await assume('mfa');
    await window.quickInput.waitForOpen('MFA Code for mfa');
    const code = currentMfaCode(windows.demo.localAws.clock.now());
    secrets.set('MFA code', code);
    await window.quickInput.accept(code);
    await assumed('mfa');
  });

  it('are taken: an Identity Center sign-in', async () => {
    const { log, identityCenter } = windows.demo.localAws;
    await assume('identityCenter');
    await log.waitFor({ operation: 'StartDeviceAuthorization' });
    const { userCode } = identityCenter.requests.at(-1) ?? assert.fail('no device authorization');
    await window.answerDialog(userCode, 'Copy Link');
    identityCenter.approve(userCode, 'alice');
    await assumed('identityCenter');
    secrets.set('access token', ACCESS_TOKEN);
    secrets.set('refresh token', REFRESH_TOKEN);
  });

  it('are taken: a SAML assertion', async () => {
    const roles = [`${ROLES.federated},${SAML_PROVIDER}`];
    const assertion = windows.demo.localAws.saml.assertion({ roles, sessionName: 'alice' });
    secrets.set('SAML assertion', assertion.slice(0, 200));
    await assume('saml');
    await window.quickInput.waitForOpen('SAML Assertion for saml');
    assert.ok(await window.quickInput.isPassword());
    // As a paste does; typing thousands of characters takes its time.
    await window.page.keyboard.insertText(assertion);
    await window.quickInput.accept();
    await assumed('saml');
  });

  it('stand in no settings, state or log, in no notification, in no URL and nowhere the window keeps things', async () => {
    secrets.set('session token', SESSION_TOKEN);
    const texts = [...secrets.values()];
    const found = (text: string): string[] =>
      [...secrets].flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));
    const files = await filesBelow(windows.dataDirectory);
    const log = files.find((file) => file.endsWith('Assume Role.log'));
    assert.match(await readFile(log ?? assert.fail('no log'), 'utf8'), /Assumed saml/);
    assert.deepEqual(
      await filesHolding(
        files,
        texts.filter((text) => text.length > 6),
      ),
      {},
    );
    assert.deepEqual(found(await readFile(log ?? '', 'utf8')), []);
    assert.deepEqual(found(shown.join('\n')), []);
    assert.deepEqual(found(windows.demo.localAws.log.entries.map(({ url }) => url).join('\n')), []);
    // User settings, state, and SecretStorage, which VS Code encrypts.
    const kept = JSON.stringify(await window.page.context().storageState({ indexedDB: true }));
    assert.ok(kept.includes('assumeRole'), 'the stores of the window are read');
    assert.deepEqual(found(kept), []);
  });
});
