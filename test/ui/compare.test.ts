import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import assert from 'node:assert/strict';
import { assumed, pickProfile } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { goToFolder, openExplorer } from './support/explorer';
import { pictureOnFailure } from './support/pictureOnFailure';
import { stepsInOrder } from './support/stepsInOrder';
import type { Tree } from './support/tree';
import type { Workbench } from './support/workbench';

describe('a person compares objects', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;
  let tree: Tree;

  before(async () => {
    windows = await startDemoWindows();
    window = await windows.open();
    tree = window.tree('S3');
    await openExplorer(window, 'analyst');
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  /** Waits until the diff editor shows these lines, on either side. */
  const diffShows = async (...lines: readonly string[]): Promise<void> => {
    for (const line of lines) {
      await window.page.locator('.monaco-diff-editor .view-line').filter({ hasText: line }).first().waitFor();
    }
  };

  it('with one of its versions, the newest first, without what is no version', async () => {
    await goToFolder(window, 's3://acme-versions/', 'contract.md');
    await tree.contextMenu('contract.md', 'Compare with Version…');
    await window.quickInput.waitForOpen('Compare with Version');
    const items = await window.quickInput.items();
    assert.equal(items.length, 2, 'all but the current one');
    assert.match(items[0] ?? '', /Feb 8, 2025/);
    assert.match(items[1] ?? '', /Feb 1, 2025/);
    await window.screenshot('compare-versions');
    await window.quickInput.pick(/Feb 1, 2025/);
    await window.editorTab(/^contract\.md \(Feb 1, 2025.* ↔ current\)/).waitFor();
    await diffShows('Draft.', 'Signed.');
    await window.screenshot('compare-version');
  });

  it('with a local file', async () => {
    const file = path.join(windows.demo.workspace, 'regions.csv');
    await writeFile(file, 'region,revenue\nnorth,1\n');
    await goToFolder(window, 's3://acme-analytics/reports/2026/', 'regions.csv');
    await tree.contextMenu('regions.csv', 'Compare with Local File…');
    await window.quickInput.waitForOpen('Compare with Local File');
    await window.quickInput.pick(/^regions\.csv/);
    await window.editorTab(/^regions\.csv ↔ s3:\/\/acme-analytics\/reports\/2026\/regions\.csv/).waitFor();
    await diffShows('north,1', 'north,120400');
    await window.screenshot('compare-local');
  });

  it('with an object of another bucket', async () => {
    await tree.contextMenu('regions.csv', 'Select for Compare');
    await goToFolder(window, 's3://acme-reports-eu/2026/', 'de.csv');
    await tree.contextMenu('de.csv', 'Compare with Selected');
    await window.editorTab(/^regions\.csv ↔ de\.csv/).waitFor();
    await diffShows('north,120400', 'Berlin,812');
    await window.screenshot('compare-selected');
  });

  it('with the text of one that is compressed', async () => {
    await goToFolder(window, 's3://acme-analytics/samples/', 'nightly.log.zst');
    await tree.contextMenu('nightly.log.zst', 'Compare with Selected');
    await window.editorTab(/^regions\.csv ↔ nightly\.log\.zst/).waitFor();
    await diffShows('north,120400', 'INFO nightly step=0');
  });

  it('but not what is too large for the editor', async () => {
    await goToFolder(window, 's3://acme-analytics/exports/', 'orders-full.csv');
    const { log } = windows.demo.localAws;
    log.clear();
    await tree.contextMenu('orders-full.csv', 'Compare with Selected');
    await window.notification('"orders-full.csv" (4 GB) is too large to be compared.').waitFor();
    assert.equal(log.count({ operation: 'GetObject' }), 0);
  });

  it('with an object that another profile sees', async () => {
    await pickProfile(window, 'partner');
    await assumed(window, 'partner');
    await tree.row('inbox').waitFor();
    await tree.contextMenu('README.md', 'Compare with Selected');
    await window.editorTab(/^regions\.csv \(analyst\) ↔ README\.md \(partner\)/).waitFor();
    await diffShows('north,120400');
  });
});
