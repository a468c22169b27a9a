/**
 * Takes the README's pictures from the running extension into `media/readme/`: the packaged extension in a real window,
 * used as a person uses it, on the local AWS.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ACCESS_KEYS, currentMfaCode, EXTERNAL_IDS } from '../test/localaws/worlds/demo';
import { startDemoWindows, type DemoWindows } from '../test/ui/support/demoWindow';
import { ChainView } from '../test/ui/support/chainView';
import type { Workbench } from '../test/ui/support/workbench';
import { ensureDebianPackages } from '../test/vscode/debian';
import { demoProfiles, type Demo } from '../test/vscode/demo';
import { PROJECT } from '../test/vscode/install';
import { PlainError } from '../test/vscode/plainError';
import { exitOnSignals, run } from '../test/vscode/processes';
import { createPackage } from './package';

const PICTURES = path.join(PROJECT, 'media/readme');
const SIZE = { width: 1120, height: 680 } as const;
const SIDE_BAR_WIDTH = 470;

/** What a picture shows of the window: parts of one size, so that pictures stand well side by side. */
const PART_SIZE = { width: 700, height: 425 } as const;
const PART = {
  whole: { x: 0, y: 0, ...SIZE },
  top: { x: (SIZE.width - PART_SIZE.width) / 2, y: 0, ...PART_SIZE },
  topLeft: { x: 0, y: 0, ...PART_SIZE },
  left: { x: 0, y: 60, ...PART_SIZE },
  middle: { x: 50, y: 85, ...PART_SIZE },
  bottomLeft: { x: 0, y: SIZE.height - PART_SIZE.height, ...PART_SIZE },
  bottomRight: { x: SIZE.width - PART_SIZE.width, y: SIZE.height - PART_SIZE.height, ...PART_SIZE },
} as const;

type Part = (typeof PART)[keyof typeof PART];

/** Fonts for keys in every script, and a program that makes pictures small. */
const DEBIAN_PACKAGES = ['fonts-noto-cjk', 'fonts-noto-color-emoji', 'pngquant'];

type Settings = Readonly<Record<string, unknown>>;

/** The demo's settings with a person's session name, and editors that fit into a small picture. */
function settingsFor({ localAws, settings }: Demo): Settings {
  const profiles = demoProfiles(localAws.endpoint);
  const chain = profiles['three-hops'].chain.map((hop) => ({ ...hop, sessionName: 'alice' }));
  return {
    ...settings,
    'editor.minimap.enabled': false,
    'editor.wordWrap': 'on',
    'assumeRole.profiles': { ...profiles, 'three-hops': { ...profiles['three-hops'], chain } },
  };
}

/** The way through the window, one picture after another. */
class Photographer {
  constructor(
    private readonly windows: DemoWindows,
    private readonly window: Workbench,
  ) {}

  async takeAll(): Promise<void> {
    await this.window.page.setViewportSize(SIZE);
    await this.widenSideBar();
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
    await this.take('session', PART.bottomLeft);
    await this.setTheme('Dark 2026', 'vs-dark');
    await this.showSession('three-hops');
    await this.take('session-dark', PART.whole);
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
    await tree.row('Load More…').hover();
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
    await this.window.problems();
    await this.take('problems', PART.middle);
  }

  private async switchTo(profile: string): Promise<void> {
    await this.window.statusBarItem(/AWS session|Assume Role/).click();
    await this.window.quickInput.waitForOpen('Assume Role');
    await this.window.quickInput.pick(new RegExp(`\\b${profile},`));
  }

  private async showSession(profile: string): Promise<void> {
    await this.window.page.mouse.move(SIZE.width - 300, 300);
    await this.window.statusBarItem(new RegExp(`AWS session ${profile}`)).hover();
    await this.window.page.locator('.monaco-hover').filter({ hasText: 'Account:' }).waitFor();
  }

  /** Drags the border between the side bar and the editor. */
  private async widenSideBar(): Promise<void> {
    const { page } = this.window;
    const bar = await page.locator('.part.sidebar').boundingBox();
    if (!bar) throw new PlainError('The window has no side bar.');
    const middle = bar.y + bar.height / 2;
    await page.mouse.move(bar.x + bar.width, middle);
    await page.mouse.down();
    await page.mouse.move(bar.x + SIDE_BAR_WIDTH, middle, { steps: 5 });
    await page.mouse.up();
    // Away from what opens at the top, where it would show a hover.
    await page.mouse.move(SIZE.width - 100, SIZE.height - 100);
  }

  /** Sets the colour theme, with other settings at once: when the window has the theme's colours it has those too. */
  private async setTheme(name: string, kind: 'vs' | 'vs-dark', others: Settings = {}): Promise<void> {
    const { demo, server } = this.windows;
    await server.writeSettings({ ...settingsFor(demo), 'workbench.colorTheme': name, ...others });
    await this.window.page.locator(`.monaco-workbench.${kind}`).waitFor();
  }

  private async take(name: string, clip: Part): Promise<void> {
    const file = path.join(PICTURES, `${name}.png`);
    await this.window.page.screenshot({ path: file, clip, animations: 'disabled' });
    const { code, output } = await run('pngquant', ['--force', '--strip', '--speed', '1', '--output', file, file]);
    if (code !== 0) throw new PlainError(`pngquant failed on ${file}:\n${output}`);
    console.log(path.relative(PROJECT, file));
  }
}

exitOnSignals();
await ensureDebianPackages(DEBIAN_PACKAGES, 'taking the pictures');
await mkdir(PICTURES, { recursive: true });
process.env['ASSUME_ROLE_VSIX'] ??= await createPackage();
const windows = await startDemoWindows({ settings: settingsFor });
try {
  await new Photographer(windows, await windows.open()).takeAll();
} finally {
  await windows.close();
}
