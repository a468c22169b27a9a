import assert from 'node:assert/strict';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { goToPlace, openExplorer } from './support/explorer';
import { pictureOnFailure } from './support/pictureOnFailure';
import { stepsInOrder } from './support/stepsInOrder';
import type { Tree } from './support/tree';
import type { Workbench } from './support/workbench';

describe('a person whose role may do little', () => {
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

  const open = async (profile: string): Promise<void> => {
    await openExplorer(window, profile);
  };
  const goTo = async (place: string): Promise<void> => {
    await goToPlace(window, place);
  };
  /** Waits for a refusal that names a permission and a resource, and closes it. */
  const refusal = async (words: RegExp, picture: string): Promise<void> => {
    await window.notification(words).waitFor();
    await window.screenshot(picture);
    await window.runCommand('Notifications: Clear All Notifications');
  };

  it('begins at home, without a list of buckets and without an error', async () => {
    await open('partner');
    await tree.row('outbox').waitFor();
    await tree.row('Go to a bucket…').waitFor();
    assert.match(await tree.accessibleName('Go to a bucket…'), /s3:ListAllMyBuckets on \*/);
    assert.deepEqual(await window.notificationTexts(), []);
  });

  it('reads what may be read', async () => {
    await tree.click('README.md');
    await window.waitForEditorText('Put files into');
  });

  it('deletes where that is allowed, and is told that it may be for good', async () => {
    await tree.expand('outbox');
    await tree.row('order-0001.txt').waitFor();
    await tree.contextMenu('order-0001.txt', 'Delete…');
    await window.dialog('It is not known whether versioning is on: this may be for good.').waitFor();
    await window.answerDialog('Delete order-0001.txt?', 'Delete');
    await tree.row('order-0001.txt').waitFor({ state: 'detached' });
  });

  it('is told which permission on which object is missing where it is not, and can try again', async () => {
    await tree.contextMenu('README.md', 'Delete…');
    await window.answerDialog('Delete README.md?', 'Delete');
    const words = /s3:DeleteObject on arn:aws:s3:::partner-exchange\/acme\/README\.md is not allowed/;
    await window.notification(words).waitFor();
    await window.screenshot('permission-delete');
    const { log } = windows.demo.localAws;
    log.clear();
    await window.notification(words).getByRole('button', { name: 'Retry Failed' }).click();
    await log.waitFor({ operation: 'DeleteObject', code: 'AccessDenied' });
    await refusal(words, 'permission-delete-again');
    await tree.row('README.md').waitFor();
  });

  it('is told what a new folder needs', async () => {
    await tree.contextMenu('inbox', 'New Folder…');
    await window.quickInput.waitForOpen('New Folder');
    await window.quickInput.accept('mine');
    await refusal(
      /s3:PutObject on arn:aws:s3:::partner-exchange\/acme\/inbox\/mine\/ is not allowed/,
      'permission-put',
    );
  });

  it('is told in the tree what cannot be listed, and goes on beside it', async () => {
    await goTo('s3://partner-exchange/');
    await tree.row(/^s3:ListBucket on arn:aws:s3:::partner-exchange is not allowed/).waitFor();
    await window.screenshot('permission-list');
    await tree.row('inbox').waitFor();
    assert.deepEqual(await window.notificationTexts(), []);
  });

  it('works below the only prefix of the role as anywhere else', async () => {
    await open('team-only');
    await tree.row('notes.txt').waitFor();
    await tree.contextMenu('plans', 'Delete…');
    await window.dialog('Delete the folder plans/ with 1 object?').waitFor();
    await window.answerDialog('Delete the folder plans/', 'Delete');
    await tree.row('plans').waitFor({ state: 'detached' });
    await window.screenshot('permission-team');
    await goTo('s3://acme-drafts/managers/');
    const denied = /s3:ListBucket on arn:aws:s3:::acme-drafts with the prefix "managers\/" is not allowed/;
    await tree.row(denied).waitFor();
    await window.screenshot('permission-prefix');
  });

  it('is sent to the region of a bucket once, without a word', async () => {
    const { faults, log } = windows.demo.localAws;
    // Who may list buckets is told their regions.
    const hidden = faults.add({
      service: 's3',
      operation: 'ListBuckets',
      action: { type: 'error', status: 403, code: 'AccessDenied' },
    });
    await open('analyst');
    await tree.row('Go to a bucket…').waitFor();
    log.clear();
    await goTo('s3://acme-reports-eu/');
    await tree.row('2026').waitFor();
    await tree.expand('2026');
    await tree.row('de.csv').waitFor();
    assert.deepEqual(
      log.filter({ operation: 'ListObjectsV2' }).map(({ status, region }) => [status, region]),
      [
        [301, 'us-east-1'],
        [200, 'eu-west-1'],
        [200, 'eu-west-1'],
      ],
    );
    assert.deepEqual(await window.notificationTexts(), []);
    hidden.dispose();
  });

  it('is told of buckets whose requester pays, and pays with a profile that says so', async () => {
    await goTo('s3://market-data/');
    await tree.row(/If the requester pays in this bucket, set s3\.requesterPays in the profile/).waitFor();
    await open('market-data');
    await tree.row(/^Home market-data/).waitFor();
    await tree.click('README.md');
    await window.waitForEditorText('Who reads this pays for the request.');
    await tree.contextMenu('README.md', /Download URL/);
    await window.quickInput.waitForOpen('Download URL of README.md');
    await window.quickInput.accept();
    await window.notification('The download URL of README.md is in the clipboard.').waitFor();
    const url = String(await window.page.evaluate('navigator.clipboard.readText()'));
    assert.equal((await fetch(url)).status, 200);
    await window.screenshot('requester-pays');
  });
});
