import assert from 'node:assert/strict';
import { ACCESS_POINT_ALIAS } from '../localaws/worlds/demoShared';
import { assumed, pickProfile, reload } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { goToFolder, goToPlace, openExplorer } from './support/explorer';
import { pictureOnFailure } from './support/pictureOnFailure';
import { stepsInOrder } from './support/stepsInOrder';
import type { Tree } from './support/tree';
import type { Workbench } from './support/workbench';

/** Tells the test what every row of a session says, however short. */
const REPORT_SESSIONS = `new MutationObserver(() => {
  for (const row of document.querySelectorAll('[role=treeitem][aria-label^="Session "]')) rowSeen(row.ariaLabel);
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label'] });`;

describe('a person finds the way in S3', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;
  let tree: Tree;

  before(async () => {
    windows = await startDemoWindows();
    window = await windows.open();
    tree = window.tree('S3');
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  const assume = async (profile: string): Promise<void> => {
    await pickProfile(window, profile);
    await assumed(window, profile);
  };

  const goTo = (place: string): Promise<void> => goToPlace(window, place);

  it('sees home opened, a bookmark, and a way to go on where buckets may not be listed', async () => {
    await openExplorer(window, 'partner');
    await tree.row('Go to a bucket…').waitFor();
    await tree.row('outbox').waitFor();
    const labels = await tree.labels();
    assert.deepEqual(labels.slice(0, 2), ['partner', 'partner-exchange/acme']);
    assert.deepEqual(labels.slice(-2), ['partner-exchange/shared', 'Go to a bucket…']);
    assert.match(await tree.accessibleName('partner'), /^Session partner, 333333333333, active/);
    assert.match(await tree.accessibleName('Go to a bucket…'), /s3:ListAllMyBuckets/);
    assert.equal(await window.page.locator('.notification-toast').count(), 0);
    await window.screenshot('explorer-places');
  });

  it('is told while typing what is no place, and goes to an object', async () => {
    await tree.click('Go to a bucket…');
    await window.quickInput.waitForOpen('Go to S3 Location');
    await window.quickInput.type('https://example.com/file');
    await window.quickInput.waitForMessage(/names no place in S3/);
    await window.screenshot('go-to');
    await window.quickInput.cancel();
    await assume('analyst');
    const { log } = windows.demo.localAws;
    log.clear();
    await goTo('s3://acme-analytics/reports/2026/summary.md');
    await tree.row('summary.md').waitFor();
    await window.editorTab(/^summary\.md/).waitFor();
    await tree.row(/^Gone to acme-analytics\/reports\/2026, begins with summary\.md/).waitFor();
    assert.equal(await tree.row('summary.md').getAttribute('aria-selected'), 'true');
    await window.screenshot('gone-to');
  });

  it('sees in the tree what is wrong with a place, and takes it away', async () => {
    await goTo('s3://no-such-bucket-anywhere/');
    await tree.row(/The bucket no-such-bucket-anywhere does not exist/).waitFor();
    await window.screenshot('gone-to-nowhere');
    await tree.contextMenu('no-such-bucket-anywhere', 'Remove from Explorer');
    await tree.row('no-such-bucket-anywhere').waitFor({ state: 'detached' });
  });

  it('keeps a place as a bookmark, and is told that one of the profile stands there', async () => {
    await goToFolder(window, 's3://acme-analytics/config/', 'pipeline.json');
    await tree.inlineAction('acme-analytics/config', 'Add Bookmark');
    await tree.row(/^Bookmark acme-analytics\/config/).waitFor();
    await tree.row(/^Gone to acme-analytics\/config/).waitFor({ state: 'detached' });
    await tree.contextMenu(/^Bookmark acme-analytics\/reports\/2026/, 'Remove from Explorer');
    await window.notification('stands in the profile "analyst" (s3.bookmarks)').waitFor();
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('goes to whatever is pasted: ARNs, links of the console and of S3, the alias of an access point', async () => {
    const console = 'https://us-east-1.console.aws.amazon.com/s3';
    const folders = [
      ['arn:aws:s3:::acme-analytics/queries/', 'acme-analytics/queries', 'top_customers.sql'],
      [`${console}/buckets/acme-reports-eu?region=us-east-1&prefix=2026/`, 'acme-reports-eu/2026', 'fr.csv'],
      [`s3://${ACCESS_POINT_ALIAS}/forecasts/`, `${ACCESS_POINT_ALIAS}/forecasts`, '2026.csv'],
    ] as const;
    for (const [pasted, place, row] of folders) {
      await goTo(pasted);
      await tree.selectedRow(place).waitFor();
      await tree.row(row).waitFor();
      await tree.contextMenu(new RegExp(`^Gone to ${place}`), 'Remove from Explorer');
      await tree.row(row).waitFor({ state: 'detached' });
    }
    const objects = [
      [`${console}/object/acme-analytics?region=us-east-1&prefix=config/settings.yaml`, 'settings.yaml'],
      ['https://acme-reports-eu.s3.eu-west-1.amazonaws.com/2026/de.csv', 'de.csv'],
      [
        `${windows.demo.localAws.endpoint}/acme-analytics/odd%20keys/plus%2Band%26ampersand.txt`,
        'plus+and&ampersand.txt',
      ],
    ] as const;
    const goneTo = /^Gone to .*begins with (settings|de|plus)/;
    for (const [pasted, name] of objects) {
      await goTo(pasted);
      await window.editorTab(new RegExp(`^${name.replace('+', '\\+')}`)).waitFor();
      await tree.contextMenu(goneTo, 'Remove from Explorer');
      await tree.row(goneTo).waitFor({ state: 'detached' });
    }
    assert.deepEqual(await window.notificationTexts(), []);
  });

  it('filters a bucket on the server with one call', async () => {
    const { log } = windows.demo.localAws;
    await tree.reveal('acme-hundred-million-keys');
    log.clear();
    await tree.inlineAction('acme-hundred-million-keys', 'Filter by Prefix…');
    await window.quickInput.waitForOpen('Filter by Prefix');
    await window.quickInput.accept('zzz-nothing');
    await tree.row('Nothing begins with "zzz-nothing"').waitFor();
    assert.match(await tree.accessibleName('acme-hundred-million-keys'), /begins with zzz-nothing/);
    assert.equal(log.count({ operation: 'ListObjectsV2' }), 1);
    await window.screenshot('filtered');
    await tree.inlineAction('acme-hundred-million-keys', 'Clear Filter');
    await tree.row('Nothing begins with "zzz-nothing"').waitFor({ state: 'detached' });
    await tree.toggle('acme-hundred-million-keys');
    await tree.row('acme-versions').waitFor();
  });

  it('stops a listing that takes long, and goes on', async () => {
    const { faults } = windows.demo.localAws;
    const slow = faults.add({
      service: 's3',
      operation: 'ListObjectsV2',
      action: { type: 'delay', milliseconds: 60_000 },
    });
    await tree.reveal('acme-ten-keys');
    await tree.toggle('acme-ten-keys');
    await window.viewAction('S3', 'Stop Loading').click();
    await tree.row('Stopped').waitFor();
    await window.screenshot('stopped');
    slow.dispose();
    await tree.click('Stopped');
    await tree.row('Stopped').waitFor({ state: 'detached' });
    await tree.toggle('acme-ten-keys');
  });

  it('sorts what is loaded, and says so', async () => {
    await tree.reveal('acme-analytics');
    await tree.expand('acme-analytics');
    await tree.expand('raw');
    await window.runViewMenu('S3', 'Sort By…');
    await window.quickInput.waitForOpen('Sort By');
    await window.quickInput.pick(/^Size/);
    await window.page.locator('.sidebar .pane-header').filter({ hasText: 'largest first' }).waitFor();
    await window.screenshot('sorted');
    await tree.toggle('acme-analytics');
  });

  it('shows versions and deleted objects', async () => {
    await tree.reveal('acme-versions');
    await tree.contextMenu('acme-versions', 'Show Versions and Deleted Objects');
    await tree.row(/^Versions of contract\.md/).waitFor();
    await tree.expand('contract.md');
    await tree.row(/^Version of contract\.md, .*current/).waitFor();
    await window.screenshot('versions');
  });

  it('reads everything anew by the button of the view, whichever row has the focus', async () => {
    const { log } = windows.demo.localAws;
    await tree.click('contract.md');
    await tree.focused().waitFor();
    log.clear();
    await window.runViewAction('S3', 'Refresh S3 Explorer');
    await log.waitFor({ operation: 'ListBuckets' });
    await tree.row(/^Versions of contract\.md/).waitFor();
    assert.equal(log.count({ operation: 'ListBuckets' }), 1);
  });

  it('has several sessions side by side, also after a reload', async () => {
    await tree.scrollToStart();
    await tree.inlineAction('analyst', 'Pin Session to S3 Explorer');
    await tree.row(/^Session analyst,.*pinned/).waitFor();
    await assume('vault-prod');
    await tree.row(/^Session vault-prod, production/).waitFor();
    await tree.scrollToStart();
    assert.deepEqual((await tree.labels()).slice(0, 1), ['vault-prod']);
    await window.screenshot('side-by-side');
    const seen: string[] = [];
    await window.page.exposeFunction('rowSeen', (name: string) => seen.push(name));
    await window.page.addInitScript(REPORT_SESSIONS);
    await reload(window);
    await assumed(window, 'vault-prod');
    await tree.row(/^Session analyst, 111111111111, pinned/).waitFor();
    assert.deepEqual(
      [...new Set(seen)].filter((name) => name.startsWith('Session analyst')),
      ['Session analyst, 111111111111, pinned'],
      'never as not assumed',
    );
    await tree.expand('analyst');
    await tree.row(/^Bookmark acme-analytics\/config/).waitFor();
    await window.screenshot('side-by-side-reloaded');
  });
});
