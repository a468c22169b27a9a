import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Locator } from 'playwright-core';
import { toUriParts } from '../../src/core/s3/address';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { goToFolder, openExplorer } from './support/explorer';
import { pictureOnFailure } from './support/pictureOnFailure';
import { somebodyElse } from './support/somebodyElse';
import type { Workbench } from './support/workbench';

const LINK = '(command:workbench.action.files.newUntitledFile)';

/** The message of a notification, without the characters that nobody sees. */
async function messageOf(toast: Locator): Promise<string> {
  return (await toast.locator('.notification-list-item-message').innerText()).replaceAll('\u2060', '');
}

async function assertRunsNothing(window: Workbench, toast: Locator): Promise<void> {
  assert.equal(await toast.locator('.notification-list-item-message a').count(), 0, 'no link');
  await toast.locator('.notification-list-item-message').click();
  await window.page.keyboard.press('Enter');
  assert.equal(await window.editorTab(/Untitled/).count(), 0, 'nothing ran');
}

describe('a person reads texts of others', () => {
  let windows: DemoWindows;
  let window: Workbench;

  afterEach(pictureOnFailure(() => window));

  describe('in a bucket', () => {
    before(async () => {
      windows = await startDemoWindows();
      const s3 = await somebodyElse(windows.demo);
      const archived = { Bucket: 'acme-drafts', Key: `inbox/[Show the report]${LINK}`, Body: 'x' };
      await s3.send(new PutObjectCommand({ ...archived, StorageClass: 'GLACIER' }));
      window = await windows.open();
      await openExplorer(window, 'analyst');
    });
    after(() => windows.close());

    it('and is told of an archived object by its key, which is no link and runs no command', async () => {
      await goToFolder(window, 's3://acme-drafts/inbox/', /Show the report/);
      await window.tree('S3').click(/Show the report/);
      const toast = window.notification('is archived (GLACIER)');
      await toast.getByRole('button', { name: 'Restore from Archive…' }).waitFor();
      await window.screenshot('texts-of-others-key');
      assert.ok((await messageOf(toast)).startsWith(`"[Show the report]${LINK}" is archived`));
      await assertRunsNothing(window, toast);
    });
  });

  describe('in a workspace that is not trusted', () => {
    before(async () => {
      windows = await startDemoWindows({ askForTrust: true });
      const { authority } = toUriParts({ profile: `[Sign in again]${LINK}`, bucket: 'b', key: '' });
      const file = path.join(windows.demo.workspace, 'shared.code-workspace');
      const folders = [{ path: '.' }, { uri: `assume-role-s3://${authority}/b` }];
      await writeFile(file, JSON.stringify({ folders }));
      window = await windows.open();
      const url = new URL(window.page.url());
      url.searchParams.delete('folder');
      url.searchParams.set('workspace', file);
      await window.page.goto(url.href);
    });
    after(() => windows.close());

    it('and is asked about its profile by its name, which is no link and runs no command', async () => {
      const toast = window.notification('Sign in again');
      await toast.waitFor();
      await window.page.getByText('Restricted Mode is intended for safe code browsing.').waitFor();
      await window.screenshot('texts-of-others-profile');
      assert.ok((await messageOf(toast)).includes(`"[Sign in again]${LINK}"`));
      await assertRunsNothing(window, toast);
    });
  });
});
