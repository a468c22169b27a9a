import assert from 'node:assert/strict';
import {
  CopyObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { assumed, pickProfile } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { openExplorer } from './support/explorer';
import { pictureOnFailure } from './support/pictureOnFailure';
import { PropertiesPage } from './support/propertiesPage';
import { somebodyElse } from './support/somebodyElse';
import { stepsInOrder } from './support/stepsInOrder';
import type { Tree } from './support/tree';
import type { Workbench } from './support/workbench';

describe('a person looks at objects and changes what is set on them', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;
  let tree: Tree;
  let page: PropertiesPage;
  /** Somebody else with the same role. */
  let other: S3Client;

  before(async () => {
    windows = await startDemoWindows();
    window = await windows.open();
    tree = window.tree('S3');
    page = new PropertiesPage(window.page);
    other = await somebodyElse(windows.demo);
  });
  after(async () => {
    other.destroy();
    await windows.close();
  });
  afterEach(pictureOnFailure(() => window));

  let opened = 'acme-records';
  /** Opens a bucket, closing the one that was open before. */
  const openBucket = async (name: string, first: string): Promise<void> => {
    if (opened !== name) await tree.row(opened).locator('.monaco-tl-twistie').click();
    opened = name;
    await tree.expand(name);
    await tree.row(first).waitFor();
  };
  const count = (operation: string): number => windows.demo.localAws.log.count({ operation });

  it('opens the properties of an object beside the explorer', async () => {
    await openExplorer(window, 'analyst');
    await tree.expand('acme-records');
    await tree.row('customers.csv').waitFor();
    windows.demo.localAws.log.clear();
    await tree.contextMenu('customers.csv', 'Show Properties');
    await page.waitForOpen('customers.csv');
    assert.deepEqual(['HeadObject', 'GetObjectTagging', 'ListObjectVersions'].map(count), [1, 1, 1]);
    assert.equal(await window.activeEditorTitle(), 'customers.csv · analyst');
    assert.equal(await page.fact('Storage Class', 'Storage class').innerText(), 'S3 Standard-IA (STANDARD_IA)');
    assert.equal(await page.fact('Metadata', 'x-amz-meta-owner').innerText(), 'alice');
    assert.equal(await page.fact('Tags', 'classification').innerText(), 'personal data');
    assert.match(await page.fact('Encryption', 'KMS key').innerText(), /^arn:aws:kms:/);
    await window.screenshot('properties');
  });

  it('reads and edits in a narrow editor: values stand below their names, nothing is cut off', async () => {
    const wide = window.page.viewportSize();
    assert.ok(wide);
    const narrow = { ...wide, width: 640 };
    const besideNames = page.section('General').locator('dd:right-of(dt)').first();
    await besideNames.waitFor();
    await window.page.setViewportSize(narrow);
    await besideNames.waitFor({ state: 'detached' });
    await page.edit('Tags');
    const remove = await page.button('Remove: classification').boundingBox();
    assert.ok(remove && remove.x + remove.width <= narrow.width, JSON.stringify(remove));
    await window.screenshot('properties-narrow');
    await page.button('Cancel').click();
    await window.page.setViewportSize(wide);
    await besideNames.waitFor();
  });

  it('copies the ARN', async () => {
    await page.section('General').getByText('arn:aws:s3:::acme-records/customers.csv').hover();
    await page.button('Copy: ARN').click();
    await page.edit('Metadata');
    await page.field('Cache-Control').fill('');
    await page.field('Cache-Control').press('ControlOrMeta+v');
    assert.equal(await page.field('Cache-Control').inputValue(), 'arn:aws:s3:::acme-records/customers.csv');
    await page.field('Cache-Control').press('Escape');
    await page.button('Save').waitFor({ state: 'detached' });
    assert.equal(await page.fact('Metadata', 'Cache-Control').innerText(), 'no-cache');
  });

  it('is told at the field what S3 would refuse', async () => {
    await page.edit('Metadata');
    await page.button('Add Metadata').click();
    await page.field('Name 4').fill('re viewed');
    await page.field('Value 4').fill('yes');
    await page.button('Save').click();
    await page.section('Metadata').getByText('A name has letters, digits and hyphens, and no blanks.').waitFor();
    assert.equal(await page.field('Name 4').getAttribute('aria-invalid'), 'true');
    await window.screenshot('properties-form');
    await page.field('Name 4').fill('reviewed');
  });

  it('keeps what was typed while another editor is in front', async () => {
    await tree.click('plain.txt');
    await window.waitForEditorText('Nothing is set on this object.');
    await window.editorTab('customers.csv').click();
    await page.field('Name 4').waitFor();
    assert.equal(await page.field('Name 4').inputValue(), 'reviewed');
    assert.equal(await page.field('Value 4').inputValue(), 'yes');
  });

  it('does not save over what somebody else changed, and loses nothing that was typed', async () => {
    const target = { Bucket: 'acme-records', Key: 'customers.csv' };
    const settings = { MetadataDirective: 'REPLACE', ContentType: 'text/csv', ContentLanguage: 'de' } as const;
    await other.send(new CopyObjectCommand({ ...target, ...settings, CopySource: 'acme-records/customers.csv' }));
    await page.button('Save').click();
    await page.alert().getByText('Somebody changed the object since it was shown here.').waitFor();
    await window.screenshot('properties-changed');
    await page.button('Reload').click();
    await page.alert().getByText('Somebody changed').waitFor({ state: 'detached' });
    await page.waitUntilIdle();
    assert.equal(await page.field('Content-Language').inputValue(), 'de', 'theirs');
    assert.equal(await page.field('Name 4').inputValue(), 'reviewed', 'mine');
    await page.save();
    assert.equal(await page.fact('Metadata', 'x-amz-meta-reviewed').innerText(), 'yes');
    assert.equal(await page.fact('Metadata', 'Content-Language').innerText(), 'de');
    assert.equal(await page.rows('Versions').count(), 3);
    const { Metadata } = await other.send(new HeadObjectCommand(target));
    assert.equal(Metadata?.['reviewed'], 'yes');
  });

  it('edits tags by the keyboard alone', async () => {
    const { keyboard } = window.page;
    await page.button('Edit: Tags').focus();
    await keyboard.press('Enter');
    await page.field('Value 1').fill('finance');
    await keyboard.press('Enter');
    await page.button('Save').waitFor({ state: 'detached' });
    await page.waitUntilIdle();
    assert.equal(await page.fact('Tags', 'team').innerText(), 'finance');
    const target = { Bucket: 'acme-records', Key: 'customers.csv' };
    const { TagSet } = await other.send(new GetObjectTaggingCommand(target));
    assert.ok(TagSet?.some(({ Key, Value }) => Key === 'team' && Value === 'finance'));
  });

  it('changes storage class and encryption, each by itself', async () => {
    await page.edit('Storage Class');
    await page.section('Storage Class').getByRole('combobox').selectOption('INTELLIGENT_TIERING');
    await page.save();
    assert.match(await page.fact('Storage Class', 'Storage class').innerText(), /\(INTELLIGENT_TIERING\)$/);
    await page.edit('Encryption');
    await page.section('Encryption').getByRole('combobox').selectOption('aws:kms');
    await page.field('KMS key').fill('alias/reports');
    await page.save();
    assert.match(await page.fact('Encryption', 'Encryption').innerText(), /^SSE-KMS/);
    await window.screenshot('properties-encryption');
    const head = await other.send(new HeadObjectCommand({ Bucket: 'acme-records', Key: 'customers.csv' }));
    assert.deepEqual(
      [head.StorageClass, head.ServerSideEncryption, head.ContentLanguage, head.Metadata?.['reviewed']],
      ['INTELLIGENT_TIERING', 'aws:kms', 'de', 'yes'],
    );
    assert.match(await page.fact('Checksums', 'CRC64NVME').innerText(), /=$/);
  });

  it('sees what somebody else wrote after a refresh of the folder alone', async () => {
    await other.send(new PutObjectCommand({ Bucket: 'acme-records', Key: 'contracts/2026-003.json', Body: '{}' }));
    await tree.expand('contracts');
    await tree.row('2026-003.json').waitFor();
    await other.send(new PutObjectCommand({ Bucket: 'acme-records', Key: 'contracts/2026-004.json', Body: '{}' }));
    windows.demo.localAws.log.clear();
    await tree.inlineAction('contracts', 'Refresh');
    await tree.row('2026-004.json').waitFor();
    const lists = windows.demo.localAws.log.filter({ operation: 'ListObjectsV2' });
    assert.equal(lists.filter(({ url }) => /[?&]prefix=contracts/.test(url)).length, 1);
    assert.equal(count('ListBuckets'), 0);
    await tree.toggle('contracts');
  });

  it('shows the versions of an object and makes an old one the current one', async () => {
    await openBucket('acme-versions', 'contract.md');
    await tree.contextMenu('contract.md', 'Show Versions');
    await page.waitForOpen('contract.md');
    assert.equal(await page.rows('Versions').count(), 3);
    await page
      .rows('Versions')
      .nth(2)
      .getByRole('button', { name: /^Make Current/ })
      .click();
    await page.status().getByText('It is the current version now.').waitFor();
    await page.waitUntilIdle();
    assert.equal(await page.rows('Versions').count(), 4);
    await window.screenshot('versions');
  });

  it('compares a version with the current one', async () => {
    await page
      .rows('Versions')
      .nth(1)
      .getByRole('button', { name: /^Compare: version of/ })
      .click();
    await window.editorTab(/^contract\.md: .* ↔ current/).waitFor();
    await window.page.locator('.monaco-diff-editor').getByText('Signed.').first().waitFor();
    await window.page.locator('.monaco-diff-editor').getByText('Draft.').first().waitFor();
    await window.screenshot('version-diff');
    await window.editorTab(/^contract\.md · [\w-]+$/).click();
    await page.waitForOpen('contract.md');
  });

  it('deletes a version for good after a question', async () => {
    await page
      .rows('Versions')
      .nth(3)
      .getByRole('button', { name: /^Delete…: version of/ })
      .click();
    await window.answerDialog(/Delete the version of .* of s3:\/\/acme-versions\/contract\.md for good\?/, 'Cancel');
    await page.status().getByText('Cancelled.').waitFor();
    assert.equal(await page.rows('Versions').count(), 4);
    await page
      .rows('Versions')
      .nth(3)
      .getByRole('button', { name: /^Delete…: version of/ })
      .click();
    await window.answerDialog(/Delete the version of/, 'Delete for Good');
    await page.status().getByText('The version is deleted.').waitFor();
    await page.waitUntilIdle();
    assert.equal(await page.rows('Versions').count(), 3);
  });

  it('makes a version in the explorer the current one', async () => {
    const current = async (): Promise<string | undefined> => {
      const { Body } = await other.send(new GetObjectCommand({ Bucket: 'acme-versions', Key: 'contract.md' }));
      return Body?.transformToString();
    };
    assert.match((await current()) ?? '', /Draft\./);
    await tree.contextMenu('acme-versions', 'Show Versions and Deleted Objects');
    await tree.row('retired-plan.txt').waitFor();
    await tree.expand('contract.md');
    await tree.row(/^Version of contract\.md, 2\/8\/25/).waitFor();
    await window.screenshot('version-rows');
    windows.demo.localAws.log.clear();
    const copied = windows.demo.localAws.log.waitFor({ operation: 'CopyObject' });
    await tree.contextMenu(/^Version of contract\.md, 2\/8\/25/, 'Make This the Current Version');
    await copied;
    assert.match((await current()) ?? '', /Reviewed\./);
    // The tree has followed.
    await tree
      .row(/^Version of contract\.md/)
      .nth(3)
      .waitFor();
  });

  it('opens a version by a click, and is told that a delete marker has nothing to open', async () => {
    await tree.click(/^Version of contract\.md, 2\/15\/25/);
    await window.waitForEditorText('Signed.');
    await tree.expand('retired-plan.txt');
    await tree.click(/^Version of retired-plan\.txt, .*deleted/);
    await window.notification('"retired-plan.txt" is deleted: this delete marker hides its older versions.').waitFor();
  });

  it('undeletes an object', async () => {
    await tree.contextMenu('retired-plan.txt', 'Show Properties');
    await page.waitForOpen('retired-plan.txt');
    await page.alert().getByText('The object is deleted').waitFor();
    const cutOff = await page
      .section('Versions')
      .locator('.scroll')
      .evaluate((box: { scrollWidth: number; clientWidth: number }) => box.scrollWidth - box.clientWidth);
    assert.equal(cutOff, 0, 'all buttons are in sight');
    await window.screenshot('deleted-object');
    await page.alert().getByRole('button', { name: 'Undelete' }).click();
    await page.status().getByText('The object is there again.').waitFor();
    await page.waitUntilIdle();
    assert.equal(await page.fact('General', 'Size').innerText(), '10 bytes');
  });

  it('has an archived object restored', async () => {
    await openBucket('acme-archive', '2019');
    await tree.expand('2019');
    await tree.contextMenu('ledger.csv', 'Restore from Archive…');
    await window.quickInput.waitForOpen('Restore ledger.csv');
    await window.screenshot('restore');
    await window.quickInput.pick(/^Standard/);
    await window.quickInput.waitForMessage(/For how many days/);
    await window.quickInput.accept('0');
    await window.quickInput.waitForMessage(/whole number of days/);
    await window.quickInput.accept('3');
    await window.answerNotification(
      /S3 is restoring ledger\.csv\. It can be read in: 3 to 5 hours\./,
      'Show Properties',
    );
    await page.waitForOpen('ledger.csv');
    assert.match(await page.fact('Archive', 'State').innerText(), /^Being restored/);
    await window.screenshot('archived-object');
  });

  it('has an object of S3 Intelligent-Tiering taken out of the archive, for good', async () => {
    await tree.row('2019').locator('.monaco-tl-twistie').click();
    await tree.expand('2026');
    await tree.row('ledger.csv').click();
    await window.answerNotification(/is archived \(ARCHIVE_ACCESS\)/, 'Restore from Archive…');
    await window.quickInput.waitForOpen('Restore ledger.csv');
    await window.quickInput.pick(/^Bulk/);
    await window.answerNotification(
      /S3 is restoring ledger\.csv\. It can be read in: 5 to 12 hours\./,
      'Show Properties',
    );
    await page
      .fact('Archive', 'Tier')
      .getByText(/Archive Access/)
      .waitFor();
    assert.match(await page.fact('Archive', 'State').innerText(), /^Being restored/);
  });

  it('sets a tag on several objects', async () => {
    await openBucket('acme-records', 'customers.csv');
    await tree.row('customers.csv').click();
    await tree.row('plain.txt').click({ modifiers: ['ControlOrMeta'] });
    await tree.contextMenu('plain.txt', 'Show Properties');
    await page.waitForOpen('2 objects');
    assert.equal(await page.fact('General', 'Size together').innerText(), '66 bytes');
    await page.edit('Tag');
    await page.field('Key').fill('audited');
    await page.field('Value').fill('2026');
    await page.button('Save').click();
    await page.status().getByText('Saved 2 of 2.').waitFor();
    await window.screenshot('several-objects');
    const { TagSet } = await other.send(new GetObjectTaggingCommand({ Bucket: 'acme-records', Key: 'plain.txt' }));
    assert.deepEqual(TagSet, [{ Key: 'audited', Value: '2026' }]);
  });

  it('aborts incomplete uploads', async () => {
    await openBucket('acme-uploads', 'videos');
    await tree.contextMenu('acme-uploads', 'Show Incomplete Uploads…');
    await page.waitForOpen('Incomplete Uploads');
    assert.equal(await page.rows('Uploads That Were Begun and Not Completed').count(), 3);
    await page.section('Uploads That Were Begun and Not Completed').getByRole('checkbox').nth(1).check();
    await window.screenshot('uploads');
    await page.button('Abort Selected…').click();
    await window.answerDialog(/Abort the upload of s3:\/\/acme-uploads\//, 'Abort Upload');
    await page.status().getByText('Aborted 1.').waitFor();
    assert.equal(await page.rows('Uploads That Were Begun and Not Completed').count(), 2);
  });

  it('sees which permission is missing in the place of what it would show', async () => {
    await pickProfile(window, 'partner');
    await assumed(window, 'partner');
    // The rows of the session before have a README.md too.
    await tree.row('inbox').waitFor();
    await tree.contextMenu('README.md', 'Show Properties');
    await page.waitForOpen('README.md');
    await page
      .section('Tags')
      .getByText(/^s3:GetObjectTagging on arn:aws:s3:::partner-exchange\/acme\/README\.md is not allowed/)
      .waitFor();
    assert.match(await page.fact('General', 'Size').innerText(), /bytes/);
    await window.screenshot('properties-denied');
  });
});
