import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { demoProfiles } from '../vscode/demo';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import type { Workbench } from './support/workbench';

/** Writes the workspace's settings of the demo's folder. */
async function writeWorkspaceSettings(folder: string, settings: unknown): Promise<void> {
  await mkdir(path.join(folder, '.vscode'), { recursive: true });
  await writeFile(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings, undefined, 2));
}

describe('a person edits profiles in the settings', () => {
  let windows: DemoWindows;
  let window: Workbench;

  before(async () => {
    windows = await startDemoWindows();
    await writeWorkspaceSettings(windows.demo.workspace, {
      'assumeRole.profiles': {
        chained: {
          source: { type: 'profile', name: 'nobody' },
          roleArn: 'arn:aws:iam::111111111111:role/Hub',
        },
        short: {
          source: { type: 'environment' },
          chain: [{ roleArn: 'arn:aws:iam::111111111111:role/Hub', durationSeconds: 60, externalID: 'x' }],
        },
      },
    });
    window = await windows.open();
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  it('sees in the Problems panel what is wrong, by profile, hop and field', async () => {
    await window.openFile('settings.json');
    await window.page.locator('.squiggly-error').first().waitFor();
    const problems = (await window.problems(/hop 1, externalID/)).join('\n');
    assert.match(problems, /Profile "chained", source\.name: refers to the profile "nobody", which does not exist/);
    assert.match(problems, /Profile "short", hop 1, durationSeconds: must be at least 900 seconds/);
    assert.equal(problems.match(/hop 1, externalID: is not a known field/g)?.length, 1, problems);
    await window.screenshot('problems');
  });
});

describe('a person opens a folder they do not trust', () => {
  let windows: DemoWindows;
  let window: Workbench;

  before(async () => {
    windows = await startDemoWindows({ askForTrust: true });
    const { analyst } = demoProfiles(windows.demo.localAws.endpoint);
    await writeWorkspaceSettings(windows.demo.workspace, { 'assumeRole.profiles': { 'from-the-folder': analyst } });
    window = await windows.open();
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  it('is not offered the profiles of that folder until they trust it', async () => {
    const offered = async (): Promise<string> => {
      await window.runCommand('AWS: Assume Role');
      await window.quickInput.waitForOpen('Assume Role');
      const items = (await window.quickInput.items()).join('\n');
      await window.quickInput.cancel();
      return items;
    };
    await window.page.getByText('Restricted Mode is intended for safe code browsing.').waitFor();
    const untrusted = await offered();
    assert.match(untrusted, /analyst/);
    assert.doesNotMatch(untrusted, /from-the-folder/);
    await window.screenshot('restricted');
    await window.runCommand('Workspaces: Manage Workspace Trust');
    await window.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust' }).first().click();
    await window.page.getByText('You trust this folder').first().waitFor();
    assert.match(await offered(), /from-the-folder/);
  });
});
