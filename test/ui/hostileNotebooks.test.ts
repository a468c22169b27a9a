import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assumed, reload } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { openExplorer } from './support/explorer';
import { putTexts } from './support/hostileFolder';
import { pictureOnFailure } from './support/pictureOnFailure';
import { somebodyElse } from './support/somebodyElse';
import { stepsInOrder } from './support/stepsInOrder';
import type { Workbench } from './support/workbench';

const BUCKET = 'acme-drafts';
const SOURCE = 'of-a-stranger';

/** A notebook with a saved output, whose script calls that port of this machine as soon as the output is shown. */
function notebook(port: number): string {
  const script = `<b>output</b><script>new Image().src = 'http://127.0.0.1:${port}/'</script>`;
  const output = { output_type: 'display_data', metadata: {}, data: { 'text/html': [script] } };
  const cell = { id: 'a', cell_type: 'code', execution_count: 1, metadata: {}, source: [SOURCE], outputs: [output] };
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] }, null, 1);
}

describe('a notebook of a stranger in S3', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;
  let listener: Server;
  const calls: string[] = [];

  before(async () => {
    listener = createServer((request, response) => {
      calls.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
    // No other editor comes to the front while outputs are shown.
    windows = await startDemoWindows({
      settings: ({ settings }) => ({ ...settings, 'workbench.startupEditor': 'none' }),
    });
    const s3 = await somebodyElse(windows.demo);
    await putTexts(s3, BUCKET, { 'report.ipynb': notebook((listener.address() as AddressInfo).port) });
    s3.destroy();
    window = await windows.open();
  });
  after(async () => {
    await windows.close();
    listener.close();
  });
  afterEach(pictureOnFailure(() => window));

  const row = (name: RegExp) => window.page.locator('.explorer-folders-view').getByRole('treeitem', { name });

  it('opens as a text from the S3 explorer, and runs nothing', async () => {
    await openExplorer(window, 'analyst');
    await window.tree('S3').expand(BUCKET);
    await window.tree('S3').click('report.ipynb');
    await window.waitForEditorText(SOURCE);
    await window.screenshot('notebook-text');
    assert.equal(await window.page.locator('.notebookOverlay').count(), 0);
    assert.deepEqual(calls, []);
  });

  it('opens as a text from a folder of the workspace, also after a reload', async () => {
    const beside = await windows.openBeside(window, `assume-role-s3://analyst/${BUCKET}`);
    await beside.answerNotification(/This window has files in/, 'Assume Role');
    await assumed(beside, 'analyst');
    await beside.openViewContainer('Explorer');
    const files = beside.page.locator('.explorer-folders-view').getByRole('treeitem');
    await files.filter({ hasText: 'report~2e~ipynb' }).dblclick();
    await beside.waitForEditorText(SOURCE);
    await beside.screenshot('notebook-in-folder');
    await reload(beside);
    await beside.waitForEditorText(SOURCE);
    assert.equal(await beside.page.locator('.notebookOverlay').count(), 0);
    assert.deepEqual(calls, []);
    await beside.page.close();
  });

  it('is a notebook, whose outputs are shown, where the person allows the configuration of its folder', async () => {
    await window.tree('S3').contextMenu(BUCKET, /Workspace/);
    await window.answerDialog(`Add s3://${BUCKET}/ to the workspace?`, 'Add and Allow Configuration…');
    const called = new Promise((resolve) => listener.once('request', resolve));
    const begun = window.page.waitForEvent('load');
    await window.answerDialog(`Allow the configuration in s3://${BUCKET}/?`, /^Allow/);
    await begun;
    await assumed(window, 'analyst');
    await row(/^report\.ipynb/).dblclick();
    await window.page.locator('.notebookOverlay').waitFor();
    await called;
    await window.screenshot('notebook-allowed');
  });
});
