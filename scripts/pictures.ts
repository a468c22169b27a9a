/**
 * Takes the README's pictures from the running extension into `media/readme/`: the packaged extension in real windows,
 * used as a person uses it, on the local AWS.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ACCESS_KEYS, currentMfaCode, EXTERNAL_IDS } from '../test/localaws/worlds/demo';
import { startDemoWindows, type DemoWindows } from '../test/ui/support/demoWindow';
import { ChainView } from '../test/ui/support/chainView';
import type { Workbench } from '../test/ui/support/workbench';
import { ensureDebianPackages } from '../test/vscode/debian';
import { demoProfiles } from '../test/vscode/demo';
import { exitOnSignals } from '../test/vscode/processes';
import { Camera, PART, settingsFor, SIZE } from './camera';
import { createPackage } from './package';
import { S3Photographer } from './s3Pictures';

/** Fonts for keys in every script, and a program that makes pictures small. */
const DEBIAN_PACKAGES = ['fonts-noto-cjk', 'fonts-noto-color-emoji', 'pngquant'];

/** The way through the window, one picture after another. */
class Photographer extends Camera {
  async takeAll(): Promise<void> {
    await this.setUp();
    await this.chain();
    await this.millionKeys();
    await this.mfa();
    await this.oddKeys();
    await this.sessions();
    await this.policies();
    await this.exit();
    await this.denial();
    await this.wizard();
    await this.problems();
  }

  private async chain(): Promise<void> {
    const { quickInput } = this.window;
    await this.window.runCommand('AWS: Assume Role');
    await quickInput.waitForOpen('Assume Role');
    await this.take('picker', PART.top);
    // Rows out of sight are not drawn.
    await quickInput.type('three-hops');
    await quickInput.pick(/three-hops/);
    await quickInput.waitForOpen('External ID "lake-partner"');
    await quickInput.type(EXTERNAL_IDS.lake);
    await this.take('external-id', PART.top);
    await quickInput.accept();
    await this.window.statusBarText(/AWS session three-hops/);
    await this.window.openViewContainer('AWS Roles');
    await this.window.collapseView('Sessions');
    await this.window.tree('S3').expand('partner-vault');
    await this.window.tree('S3').click('README.md');
    await this.window.waitForEditorText('chain of three roles');
    await this.showSession('three-hops');
    await this.takeWithPointer('session', PART.bottomLeft);
    await this.setTheme('Dark 2026', 'vs-dark');
    await this.showSession('three-hops');
    await this.takeWithPointer('session-dark', PART.whole);
    await this.setTheme('Light 2026', 'vs');
    await this.window.page.keyboard.press('Escape');
  }

  private async millionKeys(): Promise<void> {
    const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
    const tree = this.window.tree('S3');
    await this.switchTo('lake-reader');
    await this.window.quickInput.waitForOpen('Access Keys "alice"');
    await this.window.quickInput.accept(accessKeyId);
    await this.window.page.locator('.quick-input-filter input[type=password]').waitFor();
    await this.window.quickInput.accept(secretAccessKey);
    await this.window.statusBarText(/AWS session lake-reader/);
    await tree.expand('lake-events');
    await tree.row('event-0000001.json').waitFor();
    await tree.scrollToEnd();
    await tree.click('event-0000999.json');
    await this.window.waitForEditorText('"id":999');
    await tree.row('Load More…').waitFor();
    await this.take('load-more', PART.bottomLeft);
    await tree.click('Load More…');
    await tree.row('Load More…').waitFor({ state: 'detached' });
    await tree.scrollToStart();
  }

  private async mfa(): Promise<void> {
    const { quickInput } = this.window;
    await this.switchTo('admin-mfa');
    await quickInput.waitForOpen('MFA Code for admin-mfa');
    await this.take('mfa', PART.top);
    await quickInput.accept(currentMfaCode(this.windows.demo.localAws.clock.now()));
    await this.window.statusBarText(/AWS session admin-mfa/);
  }

  private async oddKeys(): Promise<void> {
    const tree = this.window.tree('S3');
    await tree.expand('acme-analytics');
    await tree.expand('odd keys');
    await tree.row('..').waitFor();
    await tree.scrollToEnd();
    await tree.click('🚀 launch plan.txt');
    await this.window.waitForEditorText('The key of this object is');
    await this.take('odd-keys', PART.left);
  }

  /** The live sessions as a tree, and the tested chain as a picture. */
  private async sessions(): Promise<void> {
    await this.window.runCommand('View: Close All Editors');
    await this.switchTo('three-hops');
    await this.window.statusBarText(/AWS session three-hops/);
    await this.window.expandView('Sessions');
    await this.window.tree('Sessions').expand('three-hops');
    await this.setTheme('Dark 2026', 'vs-dark');
    await this.window.runCommand('AWS: Test Chain');
    await new ChainView(this.window.page, 'three-hops').node(/^Role 3 of 3: Vault, .*assumed-role.Vault/).waitFor();
    await this.window.runCommand('View: Toggle Primary Side Bar Visibility');
    await this.take('chain', PART.whole);
    await this.window.runCommand('View: Toggle Primary Side Bar Visibility');
    await this.setTheme('Light 2026', 'vs');
    await this.window.runCommand('View: Close All Editors');
    await this.take('sessions', PART.topLeft);
  }

  private async policies(): Promise<void> {
    await this.window.runCommand('AWS: Generate IAM Policies');
    await this.window.quickInput.waitForOpen();
    await this.window.quickInput.pick(/three-hops/);
    await this.window.waitForEditorText('sts:AssumeRole');
    await this.window.runCommand('View: Toggle Primary Side Bar Visibility');
    await this.take('policies', PART.topLeft);
    await this.window.runCommand('View: Toggle Primary Side Bar Visibility');
    await this.window.runCommand('View: Revert and Close Editor');
  }

  private async exit(): Promise<void> {
    await this.window.runCommand('AWS: Exit Role');
    await this.window.tree('S3').welcome().getByRole('button', { name: 'Assume Role' }).waitFor();
    await this.window.runCommand('View: Close All Editors');
    await this.take('exited', PART.topLeft);
  }

  private async denial(): Promise<void> {
    const { 'three-hops': chain } = demoProfiles(this.windows.demo.localAws.endpoint);
    const [hub, lake, vault] = chain.chain;
    const wrong = { ...chain, chain: [hub, { ...lake, externalId: 'lake-partner-41' }, vault] };
    await this.setTheme('Dark 2026', 'vs-dark', { 'assumeRole.profiles': { vault: wrong } });
    await this.switchTo('vault');
    await this.window.notification('Hop 2 of 3').waitFor();
    await this.take('denied', PART.bottomRight);
    await this.window.runCommand('Notifications: Clear All Notifications');
    await this.setTheme('Light 2026', 'vs');
  }

  private async wizard(): Promise<void> {
    await this.window.runCommand('AWS: Add Role Profile…');
    await this.window.quickInput.waitForOpen('Add Role Profile');
    await this.take('wizard', PART.top);
    await this.window.quickInput.cancel();
  }

  private async problems(): Promise<void> {
    const folder = path.join(this.windows.demo.workspace, '.vscode');
    const source = { type: 'sharedConfig', profile: 'alice' };
    const profiles = {
      hub: { source, roleArn: 'arn:aws:iam::111111111111:role/Hub', durationSeconds: 600 },
      lake: { source: { type: 'profile', name: 'hob' }, roleArn: 'arn:aws:iam::222222222222:role/Lake' },
    };
    await mkdir(folder, { recursive: true });
    await writeFile(
      path.join(folder, 'settings.json'),
      JSON.stringify({ 'assumeRole.profiles': profiles }, undefined, 2),
    );
    await this.window.runCommand('View: Toggle Primary Side Bar Visibility');
    await this.window.openFile('settings.json');
    await this.window.page.locator('.squiggly-error').first().waitFor();
    await this.window.problems(/Profile "/);
    await this.take('problems', PART.middle);
  }

  private async showSession(profile: string): Promise<void> {
    await this.window.page.mouse.move(SIZE.width - 300, 300);
    await this.window.statusBarItem(new RegExp(`AWS session ${profile}`)).hover();
    await this.window.page.locator('.monaco-hover').filter({ hasText: 'Account:' }).waitFor();
  }
}

/** Ways through windows of their own, by what `npm run pictures -- <name>` takes alone. */
const WAYS = {
  roles: (windows, window) => new Photographer(windows, window).takeAll(),
  s3: (windows, window) => new S3Photographer(windows, window).takeAll(),
} satisfies Readonly<Record<string, (windows: DemoWindows, window: Workbench) => Promise<void>>>;

exitOnSignals();
await ensureDebianPackages(DEBIAN_PACKAGES, 'taking the pictures');
process.env['ASSUME_ROLE_VSIX'] ??= await createPackage();
const [only] = process.argv.slice(2);
for (const [name, take] of Object.entries(WAYS)) {
  if (only !== undefined && only !== name) continue;
  const windows = await startDemoWindows({ settings: settingsFor });
  try {
    await take(windows, await windows.open());
  } finally {
    await windows.close();
  }
}
