import assert from 'node:assert/strict';
import { demoProfiles, type Demo } from '../vscode/demo';
import { assumed, pickProfile } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import { stepsInOrder } from './support/stepsInOrder';
import type { Workbench } from './support/workbench';

/** What a folder of S3 in the workspace costs, VS Code's own probing included: a listing before the reload, one after it. */
const REQUESTS_OF_A_FOLDER = 3;

/** The demo's settings with a production profile, and a profile that may only write. */
function withDeposit({ settings, localAws }: Demo): Readonly<Record<string, unknown>> {
  const profiles = demoProfiles(localAws.endpoint);
  const deposit = {
    ...profiles.analyst,
    policy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::acme-drafts/inbox/*' }],
    },
    s3: { pathStyle: true, home: 's3://acme-drafts/inbox/' },
  };
  return {
    ...settings,
    'assumeRole.profiles': { ...profiles, analyst: { ...profiles.analyst, production: true }, deposit },
  };
}

describe('a person works with objects as files', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;

  before(async () => {
    windows = await startDemoWindows({ settings: withDeposit });
    window = await windows.open();
    await pickProfile(window, 'analyst');
    await assumed(window, 'analyst');
    await window.openViewContainer('AWS Roles');
    await window.collapseView('Sessions');
    await window.tree('S3').expand('acme-drafts');
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  it('creates a file in a new folder and writes into it', async () => {
    const tree = window.tree('S3');
    await tree.contextMenu('acme-drafts', /New Object/);
    await window.quickInput.waitForOpen('New Object in s3://acme-drafts/');
    await window.quickInput.accept('ideas/first.md');
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
    await tree.contextMenu('first.md', /Rename/);
    await window.quickInput.waitForOpen('Rename s3://acme-drafts/ideas/first.md');
    await window.quickInput.accept('second.md');
    await window.editorTab(/^second\.md/).waitFor();
    await window.waitForEditorText('# First');
    await tree.row('second.md').waitFor();
    await tree.row('first.md').waitFor({ state: 'detached' });
  });

  it('creates an object where the role may only write', async () => {
    await pickProfile(window, 'deposit');
    await assumed(window, 'deposit');
    const tree = window.tree('S3');
    await tree.contextMenu('acme-drafts/inbox', /New Object/);
    await window.quickInput.waitForOpen('New Object in s3://acme-drafts/inbox/');
    await window.quickInput.accept('first.txt');
    await window.notification(/inbox\/first\.txt was created, but cannot be opened\. s3:GetObject on/).waitFor();
    await window.screenshot('only-write');
    // The bucket is seen through the other session.
    await window.runCommand('AWS: Exit Role');
    await pickProfile(window, 'analyst');
    await assumed(window, 'analyst');
    await tree.expand('acme-drafts');
    await tree.expand('inbox');
    await tree.row('first.txt').waitFor();
  });

  it('opens a bucket as a workspace folder, with few requests', async () => {
    const { log } = windows.demo.localAws;
    log.clear();
    await window.tree('S3').contextMenu('acme-drafts', /Workspace/);
    const explorer = window.page.locator('.explorer-folders-view');
    await explorer.getByRole('treeitem', { name: /acme-drafts \(analyst\)/ }).waitFor({ timeout: 60_000 });
    await window.screenshot('workspace-folder-opening');
    await assumed(window, 'analyst');
    await explorer.getByRole('treeitem', { name: /welcome\.md/ }).waitFor({ timeout: 30_000 });
    await window.screenshot('workspace-folder');
    const asked = log.filter({ service: 's3' }).map(({ operation, url }) => `${operation} ${url}`);
    assert.ok(asked.length <= REQUESTS_OF_A_FOLDER, asked.join('\n'));
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
