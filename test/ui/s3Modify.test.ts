import assert from 'node:assert/strict';
import type { World } from '../localaws/world';
import { ACCOUNTS, demoWorld } from '../localaws/worlds/demo';
import { demoProfiles } from '../vscode/demo';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { goToPlace, openExplorer } from './support/explorer';
import { pictureOnFailure } from './support/pictureOnFailure';
import { accessibleNames } from './support/rendered';
import { PropertiesPage } from './support/propertiesPage';
import { stepsInOrder } from './support/stepsInOrder';
import type { Tree } from './support/tree';
import type { Workbench } from './support/workbench';

/** The demo's world, where `storage-admin` has some 2,500 buckets: three pages of them. */
const withManyBuckets: World = {
  ...demoWorld,
  s3: {
    buckets: [
      ...demoWorld.s3.buckets,
      ...Array.from({ length: 2490 }, (_, index) => ({
        ...{ name: `team-${String(index).padStart(4, '0')}`, accountId: ACCOUNTS.hub, region: 'us-east-1' },
        created: '2025-01-01T00:00:00Z',
        objects: [{ key: 'readme.txt', body: 'Of this team.\n' }],
      })),
    ],
  },
};

describe('a person makes and deletes folders, objects and buckets', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;
  let tree: Tree;
  let page: PropertiesPage;

  before(async () => {
    windows = await startDemoWindows({
      world: withManyBuckets,
      settings: ({ settings, localAws }) => {
        const profiles = demoProfiles(localAws.endpoint);
        return {
          ...settings,
          'assumeRole.profiles': {
            ...profiles,
            careful: { ...profiles['storage-admin'], production: true },
            reading: { ...profiles['storage-admin'], readOnly: true },
          },
        };
      },
    });
    window = await windows.open();
    tree = window.tree('S3');
    page = new PropertiesPage(window.page);
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  /** Assumes a profile and shows its buckets, with all the side bar for them. */
  const open = async (profile: string): Promise<void> => {
    await openExplorer(window, profile);
    // The buckets of the session before look the same.
    await tree.row(new RegExp(`^Session ${profile},`)).waitFor();
    await tree.row('acme-drafts').waitFor();
  };
  const gone = (label: string): Promise<void> => tree.row(label).waitFor({ state: 'detached' });

  it('a folder, after names that cannot be', async () => {
    await open('storage-admin');
    await tree.expand('acme-drafts');
    await tree.row('team').waitFor();
    await tree.contextMenu('acme-drafts', 'New Folder…');
    await window.quickInput.waitForOpen('New Folder');
    await window.quickInput.type('reports//');
    await window.quickInput.waitForMessage('Between two "/" there must be a name.');
    await window.quickInput.accept('team');
    await window.quickInput.waitForMessage('There is such a folder already.');
    await window.screenshot('new-folder');
    await window.quickInput.accept('reports/2026');
    await tree.row('reports').waitFor();
    assert.equal(windows.demo.localAws.log.count({ operation: 'PutObject', status: 200 }), 1, 'one marker');
    await tree.expand('reports');
    await tree.row('2026').waitFor();
  });

  it('deletes a folder with the Delete key, after it was told what is in it and that it can come back', async () => {
    await tree.click('reports');
    await window.page.keyboard.press('Delete');
    await window.dialog('Delete the folder reports/ with 1 object?').waitFor();
    await window.dialog('Versioning is on: a delete marker hides it, and its versions can be restored.').waitFor();
    await window.screenshot('delete-folder');
    await window.answerDialog('Delete the folder', 'Delete');
    await gone('reports');
    assert.deepEqual(await window.notificationTexts(), [], 'what goes well needs no words');
  });

  it('deletes several selected rows at once, and counts what stands in a selected folder once', async () => {
    // A click on a folder opens or closes it too.
    await tree.click('team');
    await tree.expand('team');
    await tree.row('notes.txt').waitFor();
    await tree.row('notes.txt').click({ modifiers: ['ControlOrMeta'] });
    await tree.row('figures.csv').click({ modifiers: ['ControlOrMeta'] });
    await tree.contextMenu('figures.csv', 'Delete…');
    await window.dialog('Delete 4 objects?').waitFor();
    await window.screenshot('delete-several');
    await window.answerDialog('Delete 4 objects?', 'Delete');
    await gone('figures.csv');
    await gone('team');
    await tree.row('welcome.md').waitFor();
  });

  it('renames the row whose menu it is, whichever rows are selected', async () => {
    await tree.row('settings.json').click({ modifiers: ['ControlOrMeta'] });
    await tree.row('todo.txt').click({ modifiers: ['ControlOrMeta'] });
    await tree.contextMenu('welcome.md', 'Rename…');
    await window.quickInput.waitForOpen('Rename s3://acme-drafts/welcome.md');
    await window.quickInput.cancel();
  });

  it('renames and deletes what a search found by the same keys', async () => {
    await tree.contextMenu('acme-drafts', 'Search Objects…');
    await window.quickInput.waitForOpen('Search s3://acme-drafts/');
    await window.quickInput.accept('*.{json,txt}');
    const found = window.tree('S3 Search');
    await found.click('todo.txt');
    await window.editorTab(/^todo\.txt/).waitFor();
    await window.page.keyboard.press('F2');
    await window.quickInput.waitForOpen('Rename s3://acme-drafts/todo.txt');
    await window.screenshot('rename-found');
    await window.quickInput.accept('done.txt');
    await found.row('todo.txt').waitFor({ state: 'detached' });
    await tree.row('done.txt').waitFor();
    await found.click('settings.json');
    await window.editorTab(/^settings\.json/).waitFor();
    await window.page.keyboard.press('Delete');
    await window.dialog('Delete settings.json?').waitFor();
    await window.answerDialog('Delete settings.json?', 'Delete');
    await found.row('settings.json').waitFor({ state: 'detached' });
    await gone('settings.json');
    await window.runViewAction('S3 Search', 'Clear Results');
  });

  it('leaves everything when the person does not agree', async () => {
    windows.demo.localAws.log.clear();
    await tree.contextMenu('welcome.md', 'Delete…');
    await window.dialog('Delete welcome.md?').waitFor();
    await window.answerDialog('Delete welcome.md?', 'Cancel');
    await window.dialog('Delete welcome.md?').waitFor({ state: 'detached' });
    assert.equal(windows.demo.localAws.log.count({ operation: 'DeleteObject' }), 0);
    await tree.row('welcome.md').waitFor();
  });

  it('deletes exactly what a row of an odd name stands for, and nothing beside it', async () => {
    await window.runCommand('AWS: Go to S3 Location…');
    await window.quickInput.waitForOpen('Go to S3 Location');
    await window.quickInput.accept('s3://acme-analytics/odd keys/');
    await tree.row(/^Object trailing space␣,/).waitFor();
    await tree.scrollToStart();
    const names = async (): Promise<string[]> => tree.rows().evaluateAll(accessibleNames);
    const before = await names();
    const rows = [
      /^Object same,/,
      /^Folder double$/,
      /^Object \.\.,/,
      /^Object trailing space␣,/,
      /^Object line␊break/,
    ];
    for (const row of rows) {
      await tree.contextMenu(row, 'Delete…');
      await window.answerDialog('it is gone for good', /^Delete/);
      await tree.row(row).waitFor({ state: 'detached' });
    }
    const after = await names();
    const lost = before.filter((name) => !after.includes(name));
    assert.equal(lost.length, rows.length, lost.join('; '));
    await tree.row(/^Folder same$/).waitFor();
    await tree.row(/^Folder up$/).waitFor();
    await tree.contextMenu(/^Gone to acme-analytics/, 'Remove from Explorer');
    await tree.row(/^Folder up$/).waitFor({ state: 'detached' });
  });

  it('makes a bucket, after names that S3 would refuse, in a region of choice', async () => {
    await tree.click('acme-drafts');
    await window.runCommand('AWS: Create Bucket…');
    await window.quickInput.waitForOpen('Create Bucket');
    await window.quickInput.type('Acme');
    await window.quickInput.waitForMessage('Bucket names have no capital letters.');
    await window.quickInput.accept('acme-archive');
    await window.quickInput.waitForOpen('Create Bucket (2/2)');
    assert.match((await window.quickInput.items())[0] ?? '', /^us-east-1/, "the profile's own region stands first");
    await window.quickInput.back();
    await window.quickInput.waitForOpen('Create Bucket (1/2)');
    assert.equal(await window.quickInput.value(), 'acme-archive');
    await window.quickInput.accept();
    await window.quickInput.pick(/^us-east-1/);
    await window.quickInput.waitForMessage(/The name acme-archive is taken/);
    await window.screenshot('create-bucket-taken');
    await window.quickInput.accept('acme-made-here');
    await window.quickInput.waitForOpen('Create Bucket (2/2)');
    await window.quickInput.type('eu-central');
    await window.screenshot('create-bucket-region');
    assert.deepEqual(await window.quickInput.items(), ['eu-central-1, Frankfurt'], 'a beginning is no region');
    await window.quickInput.pick(/^eu-central-1/);
    await tree.row('acme-made-here').waitFor();
    await tree.selectedRow('acme-made-here').waitFor();
    assert.deepEqual(await window.notificationTexts(), []);
    await window.screenshot('create-bucket-made');
    const [made] = windows.demo.localAws.log.filter({ operation: 'CreateBucket', status: 200 });
    assert.equal(made?.region, 'eu-central-1');
  });

  it('deletes an empty bucket only when its name is typed', async () => {
    await tree.contextMenu('acme-made-here', 'Delete Bucket…');
    await window.quickInput.waitForOpen('Delete the bucket acme-made-here?');
    await window.quickInput.type('acme');
    await window.quickInput.waitForMessage('Type acme-made-here, or press Escape.');
    await window.screenshot('delete-bucket');
    await window.quickInput.accept('acme-made-here');
    await gone('acme-made-here');
  });

  it('says what is in a bucket that is not empty, and empties it only by a choice and its name', async () => {
    await tree.contextMenu('acme-ten-keys', 'Delete Bucket…');
    await window.dialog('The bucket acme-ten-keys is not empty.').waitFor();
    await window.dialog('In it: 10 objects').waitFor();
    await window.screenshot('delete-bucket-not-empty');
    await window.answerDialog('is not empty', 'Empty and Delete…');
    await window.quickInput.waitForOpen('Delete everything in acme-ten-keys, and the bucket?');
    await window.screenshot('empty-bucket');
    await window.quickInput.accept('acme-ten-keys');
    await gone('acme-ten-keys');
  });

  it('does not count a hundred million keys to say that there are many', async () => {
    windows.demo.localAws.log.clear();
    await tree.contextMenu('acme-hundred-million-keys', 'Delete Bucket…');
    await window.dialog('more than 10,000').waitFor();
    await window.screenshot('delete-bucket-large');
    await window.answerDialog('is not empty', 'Cancel');
    const { log } = windows.demo.localAws;
    assert.ok(log.count({ operation: 'ListObjectsV2' }) + log.count({ operation: 'ListObjectVersions' }) <= 11);
    assert.equal(log.count({ operation: 'DeleteObjects' }), 0);
  });

  it('types the number of objects in a production profile', async () => {
    await open('careful');
    await tree.expand('acme-analytics');
    await tree.row('config').waitFor();
    await tree.click('config');
    await window.page.keyboard.press('Delete');
    await window.quickInput.waitForOpen('Delete the folder config/ with 2 objects?');
    await window.quickInput.waitForMessage(/"careful" is a production profile\./);
    await window.screenshot('delete-production');
    await window.quickInput.accept('2');
    await gone('config');
  });

  it('types the name of an object there before its settings are replaced for good', async () => {
    await tree.contextMenu('README.md', 'Show Properties');
    await page.waitForOpen('README.md');
    await page.edit('Metadata');
    await page.button('Add Metadata').click();
    await page.field('Name 1').fill('reviewed');
    await page.field('Value 1').fill('yes');
    const { log } = windows.demo.localAws;
    log.clear();
    await page.button('Save').click();
    await window.quickInput.waitForOpen('Copy s3://acme-analytics/README.md onto itself?');
    await window.quickInput.waitForMessage(/"careful" is a production profile\./);
    await window.screenshot('properties-production');
    await window.quickInput.cancel();
    await page.waitUntilIdle();
    assert.equal(log.count({ operation: 'CopyObject' }), 0);
    assert.equal(await page.field('Value 1').inputValue(), 'yes', 'what was typed is still there');
    await page.button('Save').click();
    await window.quickInput.waitForOpen('Copy s3://acme-analytics/README.md onto itself?');
    await window.quickInput.accept('README.md');
    await page.fact('Metadata', 'x-amz-meta-reviewed').waitFor();
    await page.status().filter({ hasText: 'Saved.' }).waitFor();
    assert.equal(log.count({ operation: 'CopyObject', status: 200 }), 1);
    // The page has taken the focus back, which closes what is opened at the same time.
    await tree.scrollToStart();
  });

  it('is refused in a profile for reading, before anything is asked of S3', async () => {
    await open('reading');
    await tree.expand('acme-analytics');
    await tree.row('queries').waitFor();
    windows.demo.localAws.log.clear();
    await tree.contextMenu('queries', 'Delete…');
    await window.notification('The profile "reading" is for reading only.').waitFor();
    await window.screenshot('delete-reading');
    assert.equal(windows.demo.localAws.log.count({ service: 's3' }), 0);
  });

  it('goes through more buckets than S3 lists at once, and to any of them without listing the others', async () => {
    await open('storage-admin');
    const { log } = windows.demo.localAws;
    await tree.scrollToEnd();
    await tree.click('Load More…');
    // The next page stands where it was, and goes on out of sight.
    await tree.row('Load More…').waitFor({ state: 'detached' });
    await tree.scrollToEnd();
    await tree.row('Load More…').waitFor();
    await window.screenshot('buckets-second-page');
    log.clear();
    await goToPlace(window, 's3://team-2400/');
    await tree.row(/^Gone to team-2400/).waitFor();
    await tree.row('readme.txt').waitFor();
    await window.screenshot('buckets-gone-to-third-page');
    assert.equal(log.count({ operation: 'ListBuckets' }), 0);
  });

  it('goes to a bucket that is made beyond what was listed, and what was listed stays', async () => {
    await tree.scrollToStart();
    await tree.click('storage-admin');
    await window.runCommand('AWS: Create Bucket…');
    await window.quickInput.accept('team-9999');
    await window.quickInput.waitForOpen('Create Bucket (2/2)');
    await window.quickInput.pick(/^us-east-1/);
    await tree.selectedRow(/^Gone to team-9999/).waitFor();
    await window.screenshot('buckets-made-beyond');
    assert.ok((await tree.size()) > 2000);
  });

  it('is offered every bucket to search in', async () => {
    await tree.scrollToStart();
    await tree.click('storage-admin');
    await window.runCommand('AWS: Search Objects…');
    await window.quickInput.waitForOpen('Search Objects');
    await window.quickInput.type('team-2399');
    await window.quickInput.pick(/^team-2399/);
    await window.quickInput.waitForOpen('Search s3://team-2399/');
    await window.screenshot('buckets-searched');
    await window.quickInput.cancel();
  });
});
