import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { currentMfaCode } from '../localaws/worlds/demo';
import { demoProfiles, type Demo } from '../vscode/demo';
import { assumed, pickProfile, reload } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { openExplorer } from './support/explorer';
import { pictureOnFailure } from './support/pictureOnFailure';
import { somebodyElse } from './support/somebodyElse';
import { stepsInOrder } from './support/stepsInOrder';
import type { Workbench } from './support/workbench';

const BUCKET = 'acme-drafts';
const QUESTION = 'Change production through the profile "prod-admin"?';
const CHANGE = 'Change Production';
const KEEP = 'Change Nothing';

/** The demo's settings with a production profile that may change everything; what is typed stays unsaved. */
function withProduction({ settings, localAws }: Demo): Readonly<Record<string, unknown>> {
  const profiles = demoProfiles(localAws.endpoint);
  const production = { ...profiles['storage-admin'], production: true };
  return {
    ...settings,
    'files.autoSave': 'off',
    'assumeRole.profiles': { ...profiles, 'prod-admin': production },
  };
}

/** An element as the browser has it, as far as it is looked at here. */
interface Drawn {
  querySelectorAll(selector: string): Iterable<Drawn>;
  readonly ownerDocument: {
    readonly defaultView: { getComputedStyle(element: Drawn, part: string): { readonly content: string } };
  };
}

/** The badges of a tab or row, which VS Code draws behind its label. */
const badges = async (row: Locator): Promise<string[]> =>
  row.evaluate((element: Drawn) =>
    [element, ...element.querySelectorAll('*')]
      .map((part) => part.ownerDocument.defaultView.getComputedStyle(part, '::after').content)
      .filter((content) => /^"\w+"/.test(content)),
  );

/** Opens an object of the S3 explorer, whose session is the active one. */
async function open(window: Workbench, name: string): Promise<void> {
  await window.tree('S3').expand(BUCKET);
  await window.tree('S3').click(name);
  await window.editorTab(new RegExp(`^${name}`)).waitFor();
}

const save = (window: Workbench): Promise<void> => window.page.keyboard.press('ControlOrMeta+s');
const dirty = (window: Workbench) => window.page.locator('.tabs-container .tab.dirty');
const editorSession = (window: Workbench, rest: string) =>
  window.statusBarItem(new RegExp(`AWS session of the editor, ${rest}`));

describe('a file that is opened with a production role', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;
  let s3: S3Client;

  before(async () => {
    windows = await startDemoWindows({ settings: withProduction });
    s3 = await somebodyElse(windows.demo);
    window = await windows.open();
    await openExplorer(window, 'prod-admin');
    await open(window, 'todo.txt');
  });
  after(async () => {
    s3.destroy();
    await windows.close();
  });
  afterEach(pictureOnFailure(() => window));

  const stored = async (Key: string): Promise<string> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    return (await Body?.transformToString()) ?? '';
  };
  const puts = (): number => windows.demo.localAws.log.count({ operation: 'PutObject' });

  it('says so on its tab and in the status bar, whoever becomes the active session', async () => {
    await pickProfile(window, 'analyst');
    await assumed(window, 'analyst');
    await editorSession(window, 'prod-admin, production, .* left').waitFor();
    const tab = window.editorTab(/^todo\.txt/);
    await tab.hover();
    await window.page.locator('.monaco-hover', { hasText: 'prod-admin: s3://acme-drafts/todo.txt' }).waitFor();
    await window.screenshot('production-tab');
    // A badge, not a colour alone.
    assert.deepEqual(await badges(tab), ['"P"']);
  });

  it('gives the status bar back to the active session with another editor', async () => {
    await window.openFile('README.md');
    await editorSession(window, '').waitFor({ state: 'detached' });
    await assumed(window, 'analyst');
    // Kept, so that the next object does not take its place.
    await window.editorTab(/^todo\.txt/).dblclick();
    await editorSession(window, 'prod-admin').waitFor();
  });

  it('can be told at a glance from the same object through another session', async () => {
    await open(window, 'todo.txt');
    const tabs = window.page.locator('.tabs-container .tab').filter({ hasText: 'todo.txt' });
    await tabs.nth(1).waitFor();
    const descriptions = await tabs.locator('.label-description').allInnerTexts();
    assert.match(descriptions.join(' | '), /prod-admin.*\|.*analyst|analyst.*\|.*prod-admin/);
    await editorSession(window, '').waitFor({ state: 'detached' });
    await window.screenshot('production-two-tabs');
    await window.runCommand('View: Close Editor');
    await window.editorTab(/^todo\.txt/).click();
    await editorSession(window, 'prod-admin').waitFor();
  });

  it('is not saved when the person says no, and stays as it was typed', async () => {
    windows.demo.localAws.log.clear();
    await window.typeInEditor('Mine. ');
    await save(window);
    const dialog = window.dialog(QUESTION);
    await dialog.waitFor();
    await window.screenshot('production-question');
    const text = await dialog.innerText();
    assert.match(text, /s3:\/\/acme-drafts\/todo\.txt/);
    assert.match(text, /Account: \d{12}/);
    // Enter is no.
    await window.page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await window.notification(/Nothing was changed: you did not confirm changes through "prod-admin"/).waitFor();
    await window.screenshot('production-refused');
    assert.equal((await window.notificationTexts()).length, 1);
    await dirty(window).waitFor();
    assert.equal(puts(), 0);
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('is saved when they say yes, and asks no more', async () => {
    await window.editorTab(/^todo\.txt/).click();
    await save(window);
    await window.answerDialog(QUESTION, CHANGE);
    await dirty(window).waitFor({ state: 'detached' });
    assert.equal(puts(), 1);
    assert.match(await stored('todo.txt'), /Mine\. /);
    await window.typeInEditor('Again. ');
    await save(window);
    await dirty(window).waitFor({ state: 'detached' });
    assert.equal(await window.dialog(QUESTION).count(), 0);
    assert.equal(puts(), 2);
  });

  it('asks anew in the window that begins with a folder of the workspace, whose rows are marked too', async () => {
    await pickProfile(window, 'prod-admin');
    await assumed(window, 'prod-admin');
    await window.tree('S3').contextMenu(BUCKET, /Workspace/);
    await window.answerDialog('Add s3://acme-drafts/ to the workspace?', 'Add to Workspace');
    const explorer = window.page.locator('.explorer-folders-view');
    const folder = explorer.getByRole('treeitem', { name: /acme-drafts \(prod-admin\)/ });
    await folder.waitFor().catch(async (error: unknown) => {
      if (!(await window.page.getByText('No Folder Opened').isVisible())) throw error;
      await reload(window);
      await folder.waitFor();
    });
    await assumed(window, 'prod-admin');
    const row = explorer.getByRole('treeitem', { name: /^welcome\.md/ });
    await row.locator('[class*=itemBadge]').first().waitFor();
    assert.deepEqual(await badges(row), ['"P"']);
    await window.screenshot('production-explorer');
    const { log } = windows.demo.localAws;
    log.clear();
    const rename = async (): Promise<void> => {
      // By the menu, which does not open the file: an editor that opens would end the renaming.
      await window.tree('Files Explorer').contextMenu(/^welcome\.md/, /^Rename/);
      const box = explorer.locator('input');
      await box.fill('greeting.md');
      await box.press('Enter');
    };
    await rename();
    await window.dialog(QUESTION).waitFor();
    await window.screenshot('production-rename');
    await window.answerDialog(QUESTION, KEEP);
    const refused = Date.now();
    await window.notification(/Nothing was changed/).waitFor();
    await window.screenshot('production-rename-refused');
    assert.equal(log.count({ operation: 'CopyObject' }), 0);
    await row.waitFor();
    // What comes within a second counts as part of what was refused.
    await window.page.waitForTimeout(Math.max(0, refused + 1100 - Date.now()));
    await rename();
    await window.answerDialog(QUESTION, CHANGE);
    await explorer.getByRole('treeitem', { name: /^greeting\.md/ }).waitFor();
    assert.equal(log.count({ operation: 'CopyObject' }), 1);
  });
});

describe('a file whose session AWS has ended', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;

  before(async () => {
    windows = await startDemoWindows({ settings: withProduction });
    window = await windows.open();
    await pickProfile(window, 'admin-mfa');
    await window.quickInput.waitForOpen('MFA Code for');
    await window.quickInput.accept(currentMfaCode(windows.demo.localAws.clock.now()));
    await assumed(window, 'admin-mfa');
    await window.openViewContainer('AWS Roles');
    await open(window, 'todo.txt');
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  const puts = (): number => windows.demo.localAws.log.count({ operation: 'PutObject' });

  it('asks for the code in the save, having shown that it has expired', async () => {
    await window.typeInEditor('Mine. ');
    windows.demo.localAws.log.clear();
    windows.demo.localAws.endSessions();
    await save(window);
    await window.quickInput.waitForOpen('MFA Code for');
    await window.statusBarItem('AWS session admin-mfa, expired, renewing').waitFor();
    await window.tree('Sessions').row('admin-mfa').filter({ hasText: 'expired' }).waitFor();
    await window.tree('S3').row('admin-mfa').filter({ hasText: 'expired' }).waitFor();
    await window.screenshot('ended-asks');
    assert.equal(puts(), 0);
  });

  it('is not saved after Escape, and says why once', async () => {
    await window.quickInput.cancel();
    await window.notification(/The session of "admin-mfa" has ended and was not renewed/).waitFor();
    assert.equal((await window.notificationTexts()).length, 1);
    await dirty(window).waitFor();
    await window.screenshot('ended-escape');
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('is saved once the code is given', async () => {
    await window.editorTab(/^todo\.txt/).click();
    await save(window);
    await window.quickInput.waitForOpen('MFA Code for');
    // The code of the assumption is used up.
    windows.demo.localAws.clock.offset += 30_000;
    await window.quickInput.accept(currentMfaCode(windows.demo.localAws.clock.now()));
    await dirty(window).waitFor({ state: 'detached' });
    assert.equal(puts(), 1);
    assert.match(await assumed(window, 'admin-mfa'), /^admin-mfa (1h( 1m)?|59m)$/);
    assert.deepEqual(await window.notificationTexts(), []);
  });
});
