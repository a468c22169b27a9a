import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { ACCOUNTS, ROLES } from '../localaws/worlds/demo';
import type { Demo } from '../vscode/demo';
import { assumed, pickProfile } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { openExplorer } from './support/explorer';
import { pictureOnFailure } from './support/pictureOnFailure';
import { stepsInOrder } from './support/stepsInOrder';
import type { Workbench } from './support/workbench';

/** Profiles of an organization as they stand in ~/.aws/config. */
async function writeConfig({ env, localAws }: Demo): Promise<void> {
  const section = (name: string, roleArn: string): string => `[profile ${name}]
role_arn = ${roleArn}
source_profile = alice
region = us-east-1
endpoint_url = ${localAws.endpoint}
s3 =
  addressing_style = path
`;
  const sections = [
    '[profile alice]\nregion = us-east-1\n',
    section('data-prod-admin', ROLES.storageAdmin),
    section('lake-reader', ROLES.lakeReader),
    section('sandbox', ROLES.analyst),
  ];
  await writeFile(env['AWS_CONFIG_FILE'] ?? '', sections.join(''));
}

function settingsOf({ settings }: Demo, platform: object = {}): Readonly<Record<string, unknown>> {
  return {
    ...settings,
    'assumeRole.profiles': {},
    'assumeRole.accounts': {
      [ACCOUNTS.hub]: { name: 'Platform', color: 'blue', ...platform },
      [ACCOUNTS.lake]: { name: 'Data lake live', production: true },
    },
    'assumeRole.productionProfiles': ['*-prod-*'],
  };
}

const PLATFORM = `Platform (${ACCOUNTS.hub})`;
const DATA_LAKE = `Data lake live (${ACCOUNTS.lake})`;

describe('a person has production roles in ~/.aws/config, and accounts with names', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;

  before(async () => {
    windows = await startDemoWindows({
      settings: (demo) => settingsOf(demo),
      env: async (demo) => {
        await writeConfig(demo);
        return {};
      },
    });
    window = await windows.open();
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  it('finds them in the picker by the name of the account, with a shield and the word', async () => {
    await window.runCommand('AWS: Assume Role');
    await window.quickInput.waitForOpen('Assume Role');
    await window.quickInput.item(/data-prod-admin, production/).waitFor();
    await window.screenshot('picker-of-accounts');
    await window.quickInput.type('Data lake');
    const row = window.quickInput.item(/lake-reader, production/);
    await row.waitFor();
    assert.ok((await row.innerText()).includes(`LakeReader in ${DATA_LAKE}`));
    assert.equal(await row.locator('.codicon-shield').count(), 1);
    assert.equal(await window.quickInput.item(/sandbox/).count(), 0);
    await window.quickInput.cancel();
  });

  it('sees them in the Sessions view with the same shield', async () => {
    await window.openViewContainer('AWS Roles');
    const sessions = window.tree('Sessions');
    const labels = async (row: string): Promise<string> => (await sessions.row(row).getAttribute('aria-label')) ?? '';
    await sessions.row('lake-reader').waitFor();
    assert.match(await labels('lake-reader'), /production, LakeReader in Data lake live \(222222222222\)/);
    assert.match(await labels('data-prod-admin'), /production, StorageAdmin in Platform \(111111111111\)/);
    assert.doesNotMatch(await labels('sandbox'), /production/);
    assert.equal(await sessions.row('lake-reader').locator('.codicon-shield').count(), 1);
    assert.equal(await sessions.row('sandbox').locator('.codicon-shield').count(), 0);
  });

  it('reads the account in the status bar once the role is assumed', async () => {
    await pickProfile(window, 'data-prod-admin');
    await assumed(window, 'data-prod-admin');
    const item = window.statusBarItem(/^AWS session data-prod-admin, production,/);
    assert.equal(await item.locator('.codicon-shield').count(), 1);
    await item.hover();
    const tooltip = window.page.locator('.monaco-hover').filter({ hasText: 'Account:' });
    await tooltip.waitFor();
    assert.ok((await tooltip.innerText()).includes(`Account: ${PLATFORM}`));
    await window.screenshot('status-bar-of-account');
  });

  it('types what is to be deleted, as in a production profile of the settings', async () => {
    const { log } = windows.demo.localAws;
    await openExplorer(window, 'data-prod-admin');
    const tree = window.tree('S3');
    await tree.row(/^Session data-prod-admin, production, Platform \(111111111111\), active/).waitFor();
    await tree.expand('acme-drafts');
    await tree.contextMenu('welcome.md', 'Delete…');
    await window.quickInput.waitForMessage(
      new RegExp(`"data-prod-admin" is a production profile\\. Its account is Platform \\(${ACCOUNTS.hub}\\)\\.`),
    );
    await window.screenshot('delete-in-production');
    await window.quickInput.cancel();
    assert.equal(log.count({ operation: 'DeleteObject' }) + log.count({ operation: 'DeleteObjects' }), 0);
  });

  it('sees a mark that is added while the role is assumed at once', async () => {
    await pickProfile(window, 'sandbox');
    await window.statusBarItem(/^AWS session sandbox, (1h|59m) left/).waitFor();
    await window.openViewContainer('AWS Roles');
    await window.screenshot('sessions-of-accounts');
    await windows.server.writeSettings(settingsOf(windows.demo, { production: true }));
    await window.statusBarItem(/^AWS session sandbox, production,/).waitFor();
    await window
      .tree('S3')
      .row(/^Session sandbox, production, Platform \(111111111111\), active/)
      .waitFor();
  });
});
