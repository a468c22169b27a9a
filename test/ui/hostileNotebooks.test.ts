import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { assumed, reload } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { goToFolder, openExplorer } from './support/explorer';
import { putTexts } from './support/hostileFolder';
import { hostileNotebook, startListener, type Listener } from './support/hostileNotebook';
import { pictureOnFailure } from './support/pictureOnFailure';
import { somebodyElse } from './support/somebodyElse';
import { stepsInOrder } from './support/stepsInOrder';
import type { Workbench } from './support/workbench';

const BUCKET = 'acme-drafts';
const WHY = /is shown as text: notebooks and other files with an editor of their own can run scripts/;

describe('a notebook that somebody else put into S3', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let listener: Listener;
  let s3: S3Client;
  let window: Workbench;
  let beside: Workbench;
  let front: Workbench;

  before(async () => {
    listener = await startListener();
    windows = await startDemoWindows({ askForTrust: true });
    s3 = await somebodyElse(windows.demo);
    await putTexts(s3, BUCKET, {
      'report.ipynb': hostileNotebook(listener, 'private.txt'),
      'slow.cpuprofile': '{"nodes":[],"startTime":0,"endTime":0}',
      'private.txt': 'of another object',
    });
    const packed = gzipSync('{"nodes":[],"endTime":1}');
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'packed.cpuprofile.gz', Body: packed }));
    front = window = await windows.open();
    await window.runCommand('Workspaces: Manage Workspace Trust');
    await window.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust' }).first().click();
    await window.page
      .getByText(/You trust this/)
      .first()
      .waitFor();
    await openExplorer(window, 'analyst');
  });
  after(async () => {
    s3.destroy();
    await windows.close();
    await listener.close();
  });
  afterEach(pictureOnFailure(() => front));

  /** Asserts that the editor in front is one of texts alone, and that nothing ran. */
  async function isText(text: string): Promise<void> {
    await front.waitForEditorText(text);
    assert.equal(await front.page.locator('.notebook-editor, iframe.webview').count(), 0);
    assert.deepEqual(listener.heard, []);
  }

  it('opens as text by a click in the S3 explorer of a trusted window, which says why', async () => {
    await goToFolder(window, `s3://${BUCKET}/`, 'report.ipynb');
    await window.tree('S3').click('report.ipynb');
    await window.editorTab(/^report~2e~ipynb/).waitFor();
    await isText('nbformat_minor');
    await window.notification(WHY).waitFor();
    await window.screenshot('notebook-as-text');
  });

  it('is no exception among files that have an editor of their own', async () => {
    await window.tree('S3').click('slow.cpuprofile');
    await window.editorTab(/^slow~2e~cpuprofile/).waitFor();
    await isText('startTime');
    await window.tree('S3').click('packed.cpuprofile.gz');
    await window.editorTab(/packed~2e~cpuprofile/).waitFor();
    await isText('endTime');
  });

  it('opens as text in the explorer of a window that was opened on S3', async () => {
    front = beside = await windows.openBeside(window, `assume-role-s3://analyst/${BUCKET}`);
    await beside.answerNotification(/This window has files in/, 'Assume Role');
    await assumed(beside, 'analyst');
    await beside.openViewContainer('Explorer');
    const files = beside.page.locator('.explorer-folders-view').getByRole('treeitem');
    await files.filter({ hasText: 'report~2e~ipynb' }).dblclick();
    await isText('nbformat_minor');
    await reload(beside);
    await assumed(beside, 'analyst');
    await beside.editorTab(/^report~2e~ipynb/).waitFor();
    await isText('nbformat_minor');
  });

  it('opens as a notebook in a folder that the person allows', async () => {
    await beside.answerNotification(WHY, 'Allow in This Folder…');
    await beside.dialog(/notebooks open in their own editors/).waitFor();
    await beside.screenshot('notebook-allow');
    await beside.answerDialog(/Allow the configuration in/, /^Allow$/);
    await beside.editorTab(/^report\.ipynb/).waitFor();
    await listener.next();
    assert.deepEqual(listener.heard[0], '/runs');
    await beside.screenshot('notebook-allowed');
  });

  it('does not run when its tab comes back after the person has stopped that', async () => {
    await beside.editorTab(/^report\.ipynb/).dblclick();
    await beside.runCommand('AWS: Allow Configuration of S3 Folder…');
    await beside.quickInput.waitForOpen('Configuration of S3 Folders');
    await beside.quickInput.pick(/acme-drafts/);
    listener.clear();
    await Promise.all([
      beside.page.waitForEvent('load'),
      beside.answerNotification(/does not count any more/, 'Reload Window'),
    ]);
    await assumed(beside, 'analyst');
    await beside.editorTab(/^report\.ipynb/).click();
    await beside.page.getByText(/The editor could not be opened/).waitFor();
    await beside.screenshot('notebook-restored');
    assert.deepEqual(listener.heard, []);
  });
});
