import assert from 'node:assert/strict';
import { ACCESS_KEYS, currentMfaCode, EXTERNAL_IDS } from '../localaws/worlds/demo';
import { filesBelow, filesHolding, SESSION_TOKEN } from '../vscode/filesBelow';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import type { Workbench } from './support/workbench';
import { stepsInOrder } from './support/stepsInOrder';

describe('a person assumes roles and browses S3', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;

  before(async () => {
    windows = await startDemoWindows();
    window = await windows.open();
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  /** Opens the picker by clicking the status bar, and picks a profile. */
  const switchTo = async (profile: string): Promise<void> => {
    await window.statusBarItem(/AWS session|Assume Role/).click();
    await window.quickInput.waitForOpen('Assume Role');
    await window.quickInput.type(profile);
    await window.quickInput.pick(new RegExp(`\\b${profile},`));
  };

  it('finds the command by typing "Assume Role"', async () => {
    const [first] = await window.quickInput.searchCommands('Assume Role');
    assert.match(first ?? '', /^AWS: Assume Role/);
    await window.quickInput.accept();
    await window.quickInput.waitForOpen('Assume Role');
    await window.screenshot('picker');
    await window.quickInput.type('three-hops');
    await window.quickInput.item(/three-hops/).waitFor();
    const items = await window.quickInput.items();
    assert.ok(
      items.some((item) => item.includes('three-hops') && item.includes('Hub (111111111111) → Lake (222222222222)')),
    );
  });

  it('assumes a chain of three roles, typing its external ID once', async () => {
    await window.quickInput.pick(/three-hops/);
    await window.quickInput.waitForOpen('External ID "lake-partner"');
    assert.ok(await window.quickInput.isPassword());
    await window.screenshot('external-id');
    await window.quickInput.accept(EXTERNAL_IDS.lake);
    assert.match(await window.statusBarText(/AWS session three-hops/), /^three-hops (1h|59m)$/);
    assert.equal(windows.demo.localAws.log.count({ operation: 'AssumeRole', status: 200 }), 3, 'one call per hop');
  });

  it('shows who the window is and for how long', async () => {
    await window.statusBarItem(/AWS session three-hops/).hover();
    const tooltip = window.page.locator('.monaco-hover').filter({ hasText: 'Account: 333333333333' });
    await tooltip.waitFor();
    assert.match(await tooltip.innerText(), /assumed-role\/Vault\//);
    assert.match(await tooltip.innerText(), /Hub \(111111111111\) → Lake \(222222222222\) → Vault \(333333333333\)/);
    await window.screenshot('status-bar');
  });

  it('lists the buckets of that role', async () => {
    await window.openViewContainer('AWS Roles');
    assert.deepEqual(await window.tree('S3').labels(), ['three-hops', 'partner-exchange', 'partner-vault']);
  });

  it('switches with a click to a role behind access keys that are typed once', async () => {
    const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
    await switchTo('lake-reader');
    await window.quickInput.waitForOpen('Access Keys "alice"');
    await window.quickInput.accept(accessKeyId);
    await window.page.locator('.quick-input-filter input[type=password]').waitFor();
    await window.quickInput.accept(secretAccessKey);
    assert.match(await window.statusBarText(/AWS session lake-reader/), /^lake-reader/);
    await window.tree('S3').row('lake-events').waitFor();
  });

  it('opens a bucket of a million objects with one list call, and loads more', async () => {
    const tree = window.tree('S3');
    const { log } = windows.demo.localAws;
    log.clear();
    await tree.expand('lake-events');
    await tree.row('event-0000001.json').waitFor();
    assert.equal(log.count({ operation: 'ListObjectsV2' }), 1);
    await window.screenshot('explorer');
    const first = await tree.size();
    await window.screenshot('load-more');
    await tree.click('Load More…');
    await tree.row('Load More…').waitFor({ state: 'detached' });
    assert.ok((await tree.size()) >= first + 900, 'another page');
    assert.equal(log.count({ operation: 'ListObjectsV2' }), 2);
  });

  it('opens an object in an editor', async () => {
    const tree = window.tree('S3');
    await tree.scrollToStart();
    await tree.click('event-0000001.json');
    await window.waitForEditorText('"page_view"');
    await window.editorTab(/^event-0000001\.json/).waitFor();
    await window.screenshot('object');
  });

  it('assumes a role that needs MFA, after a mistyped code', async () => {
    await switchTo('admin-mfa');
    await window.quickInput.waitForOpen('MFA Code for admin-mfa');
    const { log } = windows.demo.localAws;
    log.clear();
    await window.quickInput.accept('123');
    await window.quickInput.waitForMessage(/6 digits/);
    await window.quickInput.accept();
    assert.equal(log.count({ service: 'sts' }), 0, 'too few digits are not sent');
    await window.quickInput.accept('000000');
    await window.quickInput.waitForMessage(/AWS refused that code/);
    await window.screenshot('mfa');
    await window.quickInput.accept(currentMfaCode(windows.demo.localAws.clock.now()));
    assert.match(await window.statusBarText(/AWS session admin-mfa/), /^admin-mfa (1h|59m)$/);
    await window.tree('S3').row('acme-analytics').waitFor();
  });

  it('follows a bucket to its region without a word', async () => {
    const tree = window.tree('S3');
    await tree.expand('acme-reports-eu');
    await tree.row('2026').or(tree.rows().nth(2)).first().waitFor();
    assert.equal(await window.page.locator('.notification-toast').count(), 0);
  });

  it('opens images and keys no file system would take', async () => {
    const tree = window.tree('S3');
    await tree.expand('acme-analytics');
    await tree.expand('odd keys');
    // The row is too far down for a side bar that is shared.
    await window.collapseView('Sessions');
    await tree.scrollToEnd();
    await tree.click('🚀 launch plan.txt');
    await window.waitForEditorText('The key of this object is');
    await window.screenshot('odd-keys');
    await tree.scrollToStart();
    await tree.expand('images');
    await tree.click('sales.png');
    await window.editorTab(/^sales\.png/).waitFor();
    // VS Code shows the image, or what went wrong in its place.
    const viewer = window.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe');
    await viewer.locator('body.ready img').waitFor();
    await window.screenshot('image');
  });

  it('renews a session that has ended by a click on what it says, and is shown what was asked for', async () => {
    const { clock } = windows.demo.localAws;
    // Longer than the MFA session, from which the role is renewed without a code.
    clock.offset += 14 * 3_600_000;
    const tree = window.tree('S3');
    await tree.reveal('acme-drafts');
    await tree.toggle('acme-drafts');
    await tree.row(/an MFA code is needed to renew the session/).waitFor();
    await window.screenshot('session-ended');
    await tree.click(/an MFA code is needed to renew the session/);
    await window.quickInput.waitForOpen('MFA Code for admin-mfa');
    await window.quickInput.accept(currentMfaCode(clock.now()));
    await tree.row('welcome.md').waitFor();
  });

  it('exits the role from the palette', async () => {
    await window.runCommand('AWS: Exit Role');
    await window.statusBarItem('No role is assumed. Assume Role').waitFor();
    await window.tree('S3').welcome().getByRole('button', { name: 'Assume Role' }).waitFor();
    await window.screenshot('exited');
  });

  it('has left no secret in settings, state or logs', async () => {
    const files = await filesBelow(windows.dataDirectory);
    assert.ok(files.some((file) => file.endsWith('Assume Role.log')));
    const secrets = [EXTERNAL_IDS.lake, ACCESS_KEYS.alice.secretAccessKey, SESSION_TOKEN];
    assert.deepEqual(await filesHolding(files, secrets), {});
  });
});
