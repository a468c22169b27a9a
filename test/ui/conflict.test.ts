import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { assumed, pickProfile, reload } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { openExplorer } from './support/explorer';
import { pictureOnFailure } from './support/pictureOnFailure';
import { somebodyElse } from './support/somebodyElse';
import { stepsInOrder } from './support/stepsInOrder';
import type { Workbench } from './support/workbench';

const OBJECT = { Bucket: 'acme-drafts', Key: 'todo.txt' };

describe('two windows edit one object', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let mine: Workbench;
  let theirs: Workbench;
  let s3: S3Client;

  before(async () => {
    // In a browser VS Code saves by itself otherwise.
    windows = await startDemoWindows({ settings: ({ settings }) => ({ ...settings, 'files.autoSave': 'off' }) });
    s3 = await somebodyElse(windows.demo);
    mine = await windows.open();
    // Windows of one folder in one browser share the copies that VS Code keeps of unsaved texts.
    const folder = path.join(path.dirname(windows.dataDirectory), 'another-folder');
    await mkdir(folder);
    theirs = await windows.openBeside(mine, folder);
    for (const window of [mine, theirs]) {
      await openExplorer(window, 'analyst');
      const tree = window.tree('S3');
      await tree.expand('acme-drafts');
      await tree.click('todo.txt');
      await window.editorTab(/^todo\.txt/).waitFor();
      await window.waitForEditorText('Ask Bob');
    }
  });
  after(async () => {
    s3.destroy();
    await windows.close();
  });
  afterEach(pictureOnFailure(() => mine));

  const stored = async (Key = OBJECT.Key): Promise<string> => {
    const { Body } = await s3.send(new GetObjectCommand({ ...OBJECT, Key }));
    return (await Body?.transformToString()) ?? '';
  };
  const put = (Body: string, Key = OBJECT.Key) => s3.send(new PutObjectCommand({ ...OBJECT, Key, Body }));
  /** Types at the beginning of the object's document. */
  const type = async (window: Workbench, text: string, tab = /^todo\.txt(?! \()/): Promise<void> => {
    await window.editorTab(tab).click();
    await window.page.keyboard.press('Escape');
    await window.typeInEditor('');
    await window.page.keyboard.press('ControlOrMeta+Home');
    await window.page.keyboard.type(text);
    await window.waitForEditorText(text.trim());
  };
  const save = (window: Workbench): Promise<void> => window.page.keyboard.press('ControlOrMeta+s');
  const isSaved = async (window: Workbench): Promise<void> => {
    await window.page.locator('.tabs-container .tab.dirty').first().waitFor({ state: 'detached' });
  };
  const comparison = (window: Workbench) => window.editorTab(/^todo\.txt \(theirs ↔ mine\)/);
  /** Comparisons of any document, in sight or not. */
  const comparisons = (window: Workbench) =>
    window.page.locator('.tabs-container').getByRole('tab', { name: '↔ mine' });
  const choose = async (window: Workbench, title: string): Promise<void> => {
    await window.page
      .locator('.editor-group-container.active .editor-actions')
      .getByRole('button', { name: title })
      .click();
  };

  it('and the later save overwrites nothing, but shows theirs beside mine', async () => {
    await type(mine, 'Mine. ');
    await type(theirs, 'Theirs. ');
    await save(theirs);
    await isSaved(theirs);
    assert.match(await stored(), /^Theirs\. Write/);

    await save(mine);

    await comparison(mine).waitFor();
    await mine.notification(/Somebody else has changed todo\.txt/).waitFor();
    await mine.page.locator('.editor.original .view-lines', { hasText: 'Theirs.' }).waitFor();
    await mine.page.locator('.editor.modified .view-lines', { hasText: 'Mine.' }).waitFor();
    await mine.screenshot('conflict');
    assert.match(await stored(), /^Theirs\. Write/);
  });

  it('until the person overwrites it with a click', async () => {
    await choose(mine, 'Overwrite with My Changes');
    await comparison(mine).waitFor({ state: 'detached' });
    await isSaved(mine);
    assert.match(await stored(), /^Mine\. Write/);
    await mine.screenshot('conflict-overwritten');
  });

  it('or discards the own changes for theirs', async () => {
    await type(theirs, 'Again. ');
    await save(theirs);
    await comparison(theirs).waitFor();
    await choose(theirs, 'Discard My Changes');
    await comparison(theirs).waitFor({ state: 'detached' });
    await isSaved(theirs);
    await theirs.waitForEditorText(/^Mine\./);
    assert.match(await stored(), /^Mine\. Write/);
  });

  it('or saves the own changes as a new object', async () => {
    await type(mine, 'More. ');
    await type(theirs, 'Less. ');
    await save(mine);
    await isSaved(mine);
    await save(theirs);
    await comparison(theirs).waitFor();
    await choose(theirs, 'Save Mine as a New Object');
    await theirs.quickInput.waitForOpen('Save Mine as a New Object');
    await theirs.screenshot('conflict-save-as-new');
    await theirs.quickInput.accept('todo (theirs).txt');
    await theirs.editorTab(/^todo \(theirs\)\.txt/).waitFor();
    assert.match(await stored(), /^More\. Mine\. Write/);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: OBJECT.Bucket, Prefix: 'todo' }));
    assert.deepEqual(
      Contents.map(({ Key }) => Key),
      ['todo (theirs).txt', 'todo.txt'],
    );
    await isSaved(theirs);
  });

  it('and unsaved changes remember over a reload of the window what they come from', async () => {
    await type(mine, 'Unsaved. ');
    await type(theirs, 'Meanwhile. ');
    await reload(mine);
    await assumed(mine, 'analyst');
    await save(theirs);
    await isSaved(theirs);
    await mine.editorTab(/^todo\.txt/).click();
    await mine.waitForEditorText('Unsaved.');
    await save(mine);
    await comparison(mine).waitFor();
    assert.match(await stored(), /^Meanwhile\. More\. Mine\. Write/);
    await mine.screenshot('conflict-after-reload');
    await choose(mine, 'Overwrite with My Changes');
    await comparison(mine).waitFor({ state: 'detached' });
    await isSaved(mine);
    assert.match(await stored(), /^Unsaved\. More\. Mine\. Write/);
  });

  it('and unsaved changes that somebody else has deleted the object of are created again', async () => {
    await type(mine, 'Kept. ');
    await s3.send(new DeleteObjectCommand(OBJECT));
    await save(mine);
    await mine.editorTab(/^todo\.txt \(deleted by somebody else ↔ mine\)/).waitFor();
    await mine.notification(/Somebody else has deleted todo\.txt/).waitFor();
    await mine.screenshot('conflict-deleted');
    await choose(mine, 'Overwrite with My Changes');
    await comparisons(mine).waitFor({ state: 'detached' });
    await isSaved(mine);
    assert.match(await stored(), /^Kept\. /);
  });

  it('and all that conflicts when everything is saved is compared, one after the other', async () => {
    const WELCOME = /^welcome\.md(?! \()/;
    await type(mine, 'First. ');
    await mine.tree('S3').expand('acme-drafts');
    await mine.tree('S3').click('welcome.md');
    await mine.editorTab(WELCOME).waitFor();
    await mine.waitForEditorText('Drafts');
    await type(mine, 'Hello. ', WELCOME);
    await type(mine, 'Second. ');
    await put('Their list');
    await put('Their welcome', 'welcome.md');

    await mine.runCommand('File: Save All Files');

    await comparison(mine).waitFor();
    await mine.screenshot('conflict-save-all');
    assert.deepEqual([await stored(), await stored('welcome.md')], ['Their list', 'Their welcome']);
    assert.equal(await comparisons(mine).count(), 1);
    assert.equal(await mine.dialog(/./).count(), 0);
    await choose(mine, 'Overwrite with My Changes');
    await comparison(mine).waitFor({ state: 'detached' });
    assert.match(await stored(), /^Second\. First\. /);

    await mine.editorTab(WELCOME).click();
    await mine.editorTab(/^welcome\.md \(theirs ↔ mine\)/).waitFor();
    await mine.screenshot('conflict-save-all-second');
    assert.equal(await stored('welcome.md'), 'Their welcome');
    await choose(mine, 'Discard My Changes');
    await comparisons(mine).waitFor({ state: 'detached' });
    await mine.waitForEditorText('Their welcome');
    await isSaved(mine);
  });

  it('and VS Code, saving by itself, overwrites nothing and says it once', async () => {
    await type(mine, 'Auto. ');
    await put('Theirs once more');
    await mine.runCommand('File: Toggle Auto Save');
    await comparison(mine).waitFor();
    const said = mine.notification(/Somebody else has changed todo\.txt/);
    await said.waitFor();
    await mine.screenshot('conflict-auto-save');
    await said.hover();
    await said.getByRole('button', { name: /Clear Notification/ }).click();
    await said.waitFor({ state: 'detached' });

    await mine.page.keyboard.type('And more. ');
    // Longer than the delay after which VS Code saves by itself.
    await mine.page.waitForTimeout(2500);

    assert.equal(await stored(), 'Theirs once more');
    assert.equal(await comparisons(mine).count(), 1);
    assert.deepEqual(await mine.notificationTexts(), []);
    await mine.runCommand('File: Toggle Auto Save');
    await choose(mine, 'Overwrite with My Changes');
    await comparison(mine).waitFor({ state: 'detached' });
    await isSaved(mine);
    assert.match(await stored(), /Auto\. /);
  });

  it('and of two windows of one folder, which share copies of unsaved texts, neither saves over the other after a reload', async () => {
    const beside = await windows.openBeside(mine, windows.demo.workspace);
    await pickProfile(beside, 'analyst');
    await assumed(beside, 'analyst');
    await beside.openViewContainer('AWS Roles');
    await beside.collapseView('Sessions');
    await beside.tree('S3').expand('acme-drafts');
    await beside.tree('S3').click('todo.txt');
    await beside.editorTab(/^todo\.txt/).waitFor();
    await beside.waitForEditorText('Auto.');
    await type(mine, 'Mine. ');
    await type(beside, 'Theirs. ');
    await save(beside);
    await isSaved(beside);
    // The copy that is kept last is of mine, which comes from before they saved; the one before was of theirs.
    await type(beside, 'Unsaved. ');
    await type(mine, 'Mine again. ');
    await reload(mine);
    await assumed(mine, 'analyst');
    await mine.editorTab(/^todo\.txt/).click();
    await mine.waitForEditorText('Mine again.');

    await save(mine);

    await comparison(mine).waitFor();
    await mine.screenshot('conflict-same-folder');
    assert.match(await stored(), /^Theirs\. /);
    await choose(mine, 'Overwrite with My Changes');
    await comparison(mine).waitFor({ state: 'detached' });
    await isSaved(mine);
    assert.match(await stored(), /^Mine again\. Mine\. /);
    await beside.page.close();
  });
});
