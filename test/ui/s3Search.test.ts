import assert from 'node:assert/strict';
import { ACCESS_KEYS } from '../localaws/worlds/demo';
import { assumed, pickProfile } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import { stepsInOrder } from './support/stepsInOrder';
import type { Workbench } from './support/workbench';

describe('a person searches for objects', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;

  before(async () => {
    windows = await startDemoWindows();
    window = await windows.open();
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  /** The line above the results. */
  const message = (text: RegExp) =>
    window.page.locator('.tree-explorer-viewlet-tree-view .message').filter({ hasText: text });
  const header = () => window.page.locator('.pane-header').filter({ hasText: 'S3 Search' });
  /** An action of the view; VS Code shows them while the mouse is there. */
  const action = async (name: string) => {
    await header().hover();
    return header().getByRole('button', { name });
  };

  /** Searches in the bucket of a million. */
  const search = async (text: string): Promise<void> => {
    await window.tree('S3').inlineAction('lake-events', 'Search Objects…');
    await window.quickInput.waitForOpen('Search s3://lake-events/');
    await window.quickInput.accept(text);
  };
  /** Answers every request of an operation with an error, or only some. */
  const refuse = (operation: string, status: number, code: string, times?: number) =>
    windows.demo.localAws.faults.add({
      operation,
      ...(times === undefined ? {} : { times }),
      action: { type: 'error', status, code },
    });

  it('in a bucket of a million, for a text, and sees what is found while it goes on', async () => {
    const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
    await pickProfile(window, 'lake-reader');
    await window.quickInput.waitForOpen('Access Keys "alice"');
    await window.quickInput.accept(accessKeyId);
    await window.page.locator('.quick-input-filter input[type=password]').waitFor();
    await window.quickInput.accept(secretAccessKey);
    await assumed(window, 'lake-reader');
    await window.openViewContainer('AWS Roles');
    await window.collapseView('Sessions');
    const tree = window.tree('S3');
    await tree.row('lake-events').waitFor();
    await tree.inlineAction('lake-events', 'Search Objects…');
    await window.quickInput.waitForOpen('Search s3://lake-events/');
    await window.quickInput.type('README');
    await window.quickInput.waitForMessage('Text: keys below s3://lake-events/ that contain "README", in any case.');
    await window.screenshot('search-text');
    windows.demo.localAws.log.clear();
    await window.quickInput.accept();
    await window.tree('S3 Search').row('_schema/README.md').waitFor();
    await message(/^1 found · [\d,]+ keys looked at · [\d,]+ keys\/s$/).waitFor();
    await window.screenshot('search-running');
  });

  it('stops it with one click, and the rows stay', async () => {
    await (await action('Stop Searching')).click();
    await message(/^Stopped · 1 found · [\d,]+ keys looked at\. Not looked at: /).waitFor();
    await window.tree('S3 Search').row('_schema/README.md').waitFor();
    await (await action('Search Again')).waitFor();
    await window.screenshot('search-stopped');
  });

  it('opens what was found with a click', async () => {
    await window.tree('S3 Search').click('_schema/README.md');
    await window.editorTab(/^README\.md/).waitFor();
  });

  it('for a glob, whose beginning S3 itself looks for', async () => {
    const { log } = windows.demo.localAws;
    await window.tree('S3').inlineAction('lake-events', 'Search Objects…');
    await window.quickInput.waitForOpen('Search s3://lake-events/');
    assert.equal(await window.quickInput.value(), 'README');
    await window.quickInput.type('event-00123[0-4]?.json');
    await window.quickInput.waitForMessage(/Only keys that begin with|Glob: objects directly in s3:\/\/lake-events\//);
    await window.screenshot('search-glob');
    log.clear();
    await window.quickInput.accept();
    await message(/^50 found · 100 keys looked at/).waitFor();
    assert.equal(log.count({ operation: 'ListObjectsV2' }), 1);
    assert.deepEqual((await window.tree('S3 Search').labels()).slice(0, 2), [
      'event-0012300.json',
      'event-0012301.json',
    ]);
    await window.screenshot('search-glob-found');
  });

  it('pauses while nobody sees it, and goes on', async () => {
    await (await action('Search Again')).waitFor();
    await search('nothing is called this');
    await message(/^0 found · [\d,]+ keys looked at/).waitFor();
    await window.collapseView('S3 Search');
    const { log } = windows.demo.localAws;
    log.clear();
    await window.expandView('S3 Search');
    await log.waitFor({ operation: 'ListObjectsV2' });
    await message(/^0 found · [\d,]+ keys looked at · /).waitFor();
    await (await action('Stop Searching')).click();
    await message(/^Stopped · 0 found/).waitFor();
  });

  it('keeps what it found when S3 refuses a part of the keys, and names the permission', async () => {
    await search('README');
    await message(/^1 found · /).waitFor();
    const denied = refuse('ListObjectsV2', 403, 'AccessDenied');
    await message(
      /s3:ListBucket on arn:aws:s3:::lake-events .*1 found · [\d,]+ keys looked at\. Not looked at: /,
    ).waitFor();
    await window.tree('S3 Search').row('_schema/README.md').waitFor();
    await window.notification(/lake-events is not allowed.*Ask for s3:ListBucket/).waitFor();
    await window.screenshot('search-denied');
    await window.runCommand('Notifications: Clear All Notifications');
    denied.dispose();
  });

  it('goes on with a new session when AWS says that its own has ended', async () => {
    const { log } = windows.demo.localAws;
    await search('nothing is called this');
    await message(/^0 found · /).waitFor();
    log.clear();
    refuse('ListObjectsV2', 400, 'ExpiredToken', 1);
    await log.waitFor({ operation: 'AssumeRole', status: 200 });
    log.clear();
    await log.waitFor({ operation: 'ListObjectsV2', status: 200 });
    await message(/^0 found · [\d,]+ keys looked at · /).waitFor();
    await (await action('Stop Searching')).click();
    await message(/^Stopped · 0 found/).waitFor();
  });

  it('says that there is no new session, and searches again when there is', async () => {
    await search('README');
    await message(/^1 found · /).waitFor();
    const ended = refuse('ListObjectsV2', 400, 'ExpiredToken');
    const refused = refuse('AssumeRole', 403, 'AccessDenied');
    await message(/1 found · [\d,]+ keys looked at\. Not looked at: /).waitFor();
    await window.screenshot('search-not-renewed');
    await window.tree('S3 Search').row('_schema/README.md').waitFor();
    ended.dispose();
    refused.dispose();
    await window.runCommand('Notifications: Clear All Notifications');
    await (await action('Search Again')).click();
    await message(/^1 found · [\d,]+ keys looked at · /).waitFor();
    await (await action('Stop Searching')).click();
  });

  it('stops by itself where 10,000 are found', async () => {
    await search('json');
    await message(/^Stopped at 10,000 found\./).waitFor();
    await window.screenshot('search-full');
  });

  it('ends with the session', async () => {
    await search('nothing is called this');
    await message(/^0 found · [\d,]+ keys looked at/).waitFor();
    await window.runCommand('AWS: Exit Role');
    await message(/^The session was exited\./).waitFor();
    await (await action('Clear Results')).click();
    await header().waitFor({ state: 'hidden' });
  });
});
