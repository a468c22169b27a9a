import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { currentMfaCode } from '../localaws/worlds/demo';
import { assumed, notAssumed, pickProfile, reload } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import type { Workbench } from './support/workbench';
import { stepsInOrder } from './support/stepsInOrder';

/** Asserts that the window shows no box, once the palette has gone, and no notification. */
async function isAskedNothing(window: Workbench): Promise<void> {
  await window.quickInput.waitForClosed();
  assert.deepEqual(await window.notificationTexts(), []);
}

describe('sessions outlive their window', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;

  before(async () => {
    windows = await startDemoWindows();
    window = await windows.open();
    await window.openViewContainer('AWS Roles');
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  const typeMfaCode = async (): Promise<void> => {
    await window.quickInput.waitForOpen('MFA Code for');
    await window.quickInput.accept(currentMfaCode(windows.demo.localAws.clock.now()));
  };

  it('come back after a reload, with MFA and without, and ask AWS STS and the person for nothing', async () => {
    const { log } = windows.demo.localAws;
    await pickProfile(window, 'analyst');
    await assumed(window, 'analyst');
    await pickProfile(window, 'partner');
    await assumed(window, 'partner');
    await pickProfile(window, 'admin-mfa');
    await typeMfaCode();
    await assumed(window, 'admin-mfa');
    await window.tree('Sessions').inlineAction('partner', 'Exit Role');
    await window.tree('Sessions').row('partner').filter({ hasText: 'PartnerData' }).waitFor();
    log.clear();
    await reload(window);
    assert.match(await assumed(window, 'admin-mfa'), /^admin-mfa (1h|59m)$/);
    await window.tree('S3').row('acme-analytics').waitFor();
    await window.tree('Sessions').row('analyst').filter({ hasText: 'left' }).waitFor();
    await window.screenshot('reloaded');
    await isAskedNothing(window);
    assert.equal(log.count({ service: 'sts' }), 0);
  });

  it('come back except those that were exited', async () => {
    const live = await window.tree('Sessions').rows().filter({ hasText: 'left' }).count();
    assert.equal(live, 2);
    await pickProfile(window, 'partner');
    await assumed(window, 'partner');
    assert.equal(windows.demo.localAws.log.count({ operation: 'AssumeRole' }), 1);
  });

  it('serve another window of the same person: no call, no code', async () => {
    const { log } = windows.demo.localAws;
    const folder = path.join(windows.demo.workspace, '../other');
    await mkdir(folder);
    const other = await windows.openBeside(window, folder);
    await notAssumed(other);
    log.clear();
    await pickProfile(other, 'admin-mfa');
    assert.match(await assumed(other, 'admin-mfa'), /^admin-mfa (1h|59m)$/);
    await isAskedNothing(other);
    assert.equal(log.count({ service: 'sts' }), 0);
    await other.page.close();
  });
});

describe('the default profile of a workspace', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;

  const setDefault = async (profile: string): Promise<void> => {
    const folder = path.join(windows.demo.workspace, '.vscode');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'settings.json'), JSON.stringify({ 'assumeRole.defaultProfile': profile }));
  };

  before(async () => {
    windows = await startDemoWindows({ askForTrust: true });
    await setDefault('analyst');
    window = await windows.open();
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  it('is left alone until the person trusts the folder', async () => {
    await window.page.getByText('Restricted Mode is intended for safe code browsing.').waitFor();
    await window.runCommand('AWS: Show Assume Role Log');
    await notAssumed(window);
    assert.equal(windows.demo.localAws.log.count(), 0);
  });

  it('is assumed at once when they trust it, without a click', async () => {
    await window.runCommand('Workspaces: Manage Workspace Trust');
    await window.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust' }).first().click();
    assert.match(await assumed(window, 'analyst'), /^analyst (1h|59m)$/);
    assert.equal(windows.demo.localAws.log.count({ operation: 'AssumeRole' }), 1);
  });

  it('is assumed when the window opens', async () => {
    await window.runCommand('AWS: Exit Role');
    await notAssumed(window);
    windows.demo.localAws.log.clear();
    await reload(window);
    await assumed(window, 'analyst');
    assert.equal(windows.demo.localAws.log.count({ operation: 'AssumeRole' }), 1);
    await window.runCommand('AWS: Exit Role');
    await notAssumed(window);
  });

  for (const [profile, need] of [
    ['admin-mfa', 'an MFA code'],
    ['lake-reader', 'access keys'],
    ['lake-sso', 'a sign-in'],
    ['nobody', 'a profile'],
  ] as const) {
    it(`is not assumed, and nothing is asked or shown, where it would need ${need}`, async () => {
      await setDefault(profile);
      windows.demo.localAws.log.clear();
      await reload(window);
      await window.runCommand('AWS: Show Assume Role Log');
      await window.page.getByText(`The default profile ${profile} is not assumed`).first().waitFor();
      await window.screenshot(`default ${profile}`);
      await notAssumed(window);
      assert.equal(await window.page.locator('.monaco-dialog-box').count(), 0);
      await isAskedNothing(window);
      assert.equal(windows.demo.localAws.log.count(), 0);
    });
  }
});
