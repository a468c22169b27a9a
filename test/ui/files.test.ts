import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { KMS_KEY } from '../localaws/worlds/demoStorage';
import { demoProfiles, type Demo } from '../vscode/demo';
import { assumed, pickProfile, reload } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { openExplorer } from './support/explorer';
import { pictureOnFailure } from './support/pictureOnFailure';
import { drag } from './support/pointing';
import { somebodyElse } from './support/somebodyElse';
import { stepsInOrder } from './support/stepsInOrder';
import type { Workbench } from './support/workbench';

/** What a folder of S3 in the workspace costs, VS Code's own probing included: a listing before the reload, one after it. */
const REQUESTS_OF_A_FOLDER = 3;

const BUCKET = 'acme-drafts';

/** The demo's settings with a production profile, and a profile that may only write, with a key of AWS KMS. */
function withDeposit({ settings, localAws }: Demo): Readonly<Record<string, unknown>> {
  const profiles = demoProfiles(localAws.endpoint);
  const deposit = {
    ...profiles.analyst,
    policy: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::acme-drafts/inbox/*' },
        { Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: KMS_KEY },
      ],
    },
    s3: { pathStyle: true, home: 's3://acme-drafts/inbox/', encryption: { type: 'aws:kms', keyId: KMS_KEY } },
  };
  return {
    ...settings,
    // What is typed stays unsaved until a step saves it.
    'files.autoSave': 'off',
    'assumeRole.profiles': { ...profiles, analyst: { ...profiles.analyst, production: true }, deposit },
  };
}

describe('a person works with objects as files', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;
  /** What the same role sees outside of the window. */
  let s3: S3Client;

  before(async () => {
    windows = await startDemoWindows({ settings: withDeposit });
    s3 = await somebodyElse(windows.demo);
    window = await windows.open();
    await openExplorer(window, 'analyst');
    await window.tree('S3').expand('acme-drafts');
  });
  after(async () => {
    s3.destroy();
    await windows.close();
  });
  afterEach(pictureOnFailure(() => window));

  /** Renames a row of the S3 explorer. @param place its key */
  const rename = async (row: string, place: string, name: string): Promise<void> => {
    await window.tree('S3').contextMenu(row, /Rename/);
    await window.quickInput.waitForOpen(`Rename s3://${BUCKET}/${place}`);
    await window.quickInput.accept(name);
  };

  it('creates a file in a new folder and writes into it', async () => {
    const tree = window.tree('S3');
    await tree.contextMenu('acme-drafts', /New Object/);
    await window.quickInput.waitForOpen('New Object in s3://acme-drafts/');
    await window.quickInput.accept('ideas/first.md');
    // The first change through a production profile in this window.
    await window.answerDialog('Change production through the profile "analyst"?', 'Change Production');
    await window.editorTab(/^first\.md/).waitFor();
    await window.typeInEditor('# First');
    await window.page.keyboard.press('ControlOrMeta+s');
    await window.page.locator('.tabs-container .tab.dirty').waitFor({ state: 'detached' });
    await tree.row('ideas').waitFor();
    await tree.expand('ideas');
    await tree.row('first.md').waitFor();
    await window.screenshot('new-file');
  });

  it('renames it, its editor with it', async () => {
    const tree = window.tree('S3');
    await rename('first.md', 'ideas/first.md', 'second.md');
    await window.editorTab(/^second\.md/).waitFor();
    await window.waitForEditorText('# First');
    await tree.row('second.md').waitFor();
    await tree.row('first.md').waitFor({ state: 'detached' });
  });

  it('is told why an open object cannot be renamed, which is tried once', async () => {
    const { faults, log } = windows.demo.localAws;
    log.clear();
    const denied = faults.add({
      service: 's3',
      operation: 'CopyObject',
      action: { type: 'error', status: 403, code: 'AccessDenied' },
    });
    await rename('second.md', 'ideas/second.md', 'third.md');
    await window.notification(/s3:PutObject on arn:aws:s3:::acme-drafts\/ideas\/third\.md/).waitFor();
    await window.screenshot('rename-denied');
    assert.equal(log.count({ operation: 'CopyObject' }), 1);
    denied.dispose();
    await window.runCommand('Notifications: Clear All Notifications');
    await window.editorTab(/^second\.md/).waitFor();
    await window.tree('S3').row('second.md').waitFor();
  });

  it('stops the renaming of an open object, which does not begin again', async () => {
    const { faults, log } = windows.demo.localAws;
    log.clear();
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    const held = faults.add({ service: 's3', operation: 'CopyObject', action: { type: 'hold', until } });
    await rename('second.md', 'ideas/second.md', 'third.md');
    const progress = window.notification('Renaming s3://acme-drafts/ideas/second.md');
    await progress.waitFor();
    await window.screenshot('rename-under-way');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await window
      .notification('Stopped. S3 may have copied it to s3://acme-drafts/ideas/third.md all the same.')
      .waitFor();
    await window.screenshot('rename-stopped');
    assert.equal(log.count({ operation: 'DeleteObject' }), 0);
    held.dispose();
    release();
    await log.waitFor({ operation: 'CopyObject' });
    assert.equal(log.count({ operation: 'CopyObject' }), 1);
    await window.runCommand('Notifications: Clear All Notifications');
    await window.editorTab(/^second\.md/).waitFor();
  });

  it('renames a folder, the editors of what is in it with it, and their unsaved changes', async () => {
    await window.typeInEditor('More: ');
    await rename('ideas', 'ideas/', 'thoughts');
    await window.tree('S3').row('thoughts').waitFor();
    await window.tree('S3').row('ideas').waitFor({ state: 'detached' });
    await window.page.locator('.tabs-container .tab.dirty').waitFor();
    await window.screenshot('folder-renamed');
    const { log } = windows.demo.localAws;
    log.clear();
    await window.page.keyboard.press('ControlOrMeta+s');
    await log.waitFor({ operation: 'PutObject', status: 200 });
    await window.page.locator('.tabs-container .tab.dirty').waitFor({ state: 'detached' });
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'thoughts/second.md' }));
    assert.match((await Body?.transformToString()) ?? '', /More: /);
  });

  it('creates an object where the role may only write, encrypted as its profile says', async () => {
    await pickProfile(window, 'deposit');
    await assumed(window, 'deposit');
    const tree = window.tree('S3');
    await tree.contextMenu('acme-drafts/inbox', /New Object/);
    await window.quickInput.waitForOpen('New Object in s3://acme-drafts/inbox/');
    await window.quickInput.accept('first.txt');
    await window.notification(/inbox\/first\.txt was created, but cannot be opened\. s3:GetObject on/).waitFor();
    await window.screenshot('only-write');
    const { ServerSideEncryption, SSEKMSKeyId } = await s3.send(
      new HeadObjectCommand({ Bucket: BUCKET, Key: 'inbox/first.txt' }),
    );
    assert.deepEqual([ServerSideEncryption, SSEKMSKeyId], ['aws:kms', KMS_KEY]);
    // The bucket is seen through the other session.
    await window.runCommand('AWS: Exit Role');
    await pickProfile(window, 'analyst');
    await assumed(window, 'analyst');
    await tree.expand('acme-drafts');
    await tree.expand('inbox');
    await tree.row('first.txt').waitFor();
  });

  it('opens a bucket as a workspace folder, with few requests', async () => {
    await s3.send(
      new PutObjectCommand({
        ...{ Bucket: BUCKET, Key: 'plan.txt', Body: 'the plan' },
        ...{ Metadata: { owner: 'alice' }, ContentType: 'text/x-plan', Tagging: 'state=draft' },
      }),
    );
    const { log } = windows.demo.localAws;
    log.clear();
    await window.tree('S3').contextMenu('acme-drafts', /Workspace/);
    // What it means is said once.
    const question = window.dialog('Add s3://acme-drafts/ to the workspace?');
    await question.waitFor();
    await window.screenshot('workspace-folder-question');
    await question.getByRole('button', { name: 'Add and Allow Configuration…' }).click();
    await window.dialog('Allow the configuration in s3://acme-drafts/?').waitFor();
    await window.screenshot('allow-configuration');
    await window.answerDialog('Allow the configuration in s3://acme-drafts/?', 'Do Not Allow');
    const explorer = window.page.locator('.explorer-folders-view');
    const folder = explorer.getByRole('treeitem', { name: /acme-drafts \(analyst\)/ });
    // With its second folder the window gets another workspace, for which it begins anew. In a browser, when busy, VS Code
    // then shows none of the folders that it has written down, until it is reloaded.
    await folder.waitFor().catch(async (error: unknown) => {
      if (!(await window.page.getByText('No Folder Opened').isVisible())) throw error;
      await reload(window);
      await folder.waitFor();
    });
    await window.screenshot('workspace-folder-opening');
    await assumed(window, 'analyst');
    await explorer.getByRole('treeitem', { name: /welcome\.md/ }).waitFor({ timeout: 30_000 });
    await window.screenshot('workspace-folder');
    const asked = log.filter({ service: 's3' }).map(({ operation, url }) => `${operation} ${url}`);
    assert.ok(asked.length <= REQUESTS_OF_A_FOLDER, asked.join('\n'));
  });

  it('drags a file onto a folder, which moves the object with all that is set on it', async () => {
    const explorer = window.page.locator('.explorer-folders-view');
    const [file, folder] = [/^plan\.txt/, /^inbox/].map((name) => explorer.getByRole('treeitem', { name, level: 2 }));
    assert.ok(file && folder);
    await drag(window.page, file, folder);
    await window.dialog("Are you sure you want to move 'plan.txt' into 'inbox'?").waitFor();
    await window.screenshot('workspace-drag');
    await window.answerDialog("Are you sure you want to move 'plan.txt'", 'Move');
    // In the window that has begun anew, it is the first change.
    await window.answerDialog('Change production through the profile "analyst"?', 'Change Production');
    await file.waitFor({ state: 'detached' });
    // VS Code opens a folder over which something is dragged for a while.
    if ((await folder.getAttribute('aria-expanded')) !== 'true') await folder.click();
    await explorer.getByRole('treeitem', { name: /^plan\.txt/, level: 3 }).waitFor();
    await window.screenshot('workspace-dragged');
    const moved = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'inbox/plan.txt' }));
    const { Metadata, ContentType, TagCount } = moved;
    assert.deepEqual([Metadata, ContentType, TagCount], [{ owner: 'alice' }, 'text/x-plan', 1]);
    await assert.rejects(s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'plan.txt' })), { name: 'NotFound' });
  });

  it('types what VS Code asks to delete in a production profile, else nothing is deleted', async () => {
    const { log } = windows.demo.localAws;
    const row = window.page.locator('.explorer-folders-view').getByRole('treeitem', { name: /welcome\.md/ });
    const begin = async (): Promise<void> => {
      await row.click();
      await window.page.keyboard.press('Delete');
      await window.answerDialog('delete', 'Delete');
      await window.quickInput.waitForOpen('Delete welcome.md?');
      await window.quickInput.waitForMessage(/"analyst" is a production profile\./);
    };
    log.clear();
    await begin();
    await window.screenshot('workspace-delete-production');
    await window.quickInput.cancel();
    await window.dialog('welcome.md was not deleted.').waitFor();
    await window.screenshot('workspace-delete-cancelled');
    await window.answerDialog('welcome.md was not deleted.', 'Cancel');
    assert.equal(log.count({ operation: 'DeleteObject' }), 0);
    await begin();
    await window.quickInput.accept('acme-drafts');
    await row.waitFor({ state: 'detached' });
    assert.equal(log.count({ operation: 'DeleteObject' }), 1);
  });
});
