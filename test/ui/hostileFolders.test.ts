import type { S3Client } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { demoProfiles } from '../vscode/demo';
import { assumed, notAssumed, pickProfile, reload } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { openExplorer } from './support/explorer';
import { COUNTED, hostileFolder, putTexts, type HostileFolder } from './support/hostileFolder';
import { pictureOnFailure } from './support/pictureOnFailure';
import { somebodyElse } from './support/somebodyElse';
import { stepsInOrder } from './support/stepsInOrder';
import type { Workbench } from './support/workbench';

const BUCKET = 'acme-drafts';

/** The window, and what stands in it that the hostile folder might change. */
interface Bed {
  readonly windows: DemoWindows;
  readonly hostile: HostileFolder;
  readonly s3: S3Client;
}

async function startBed(askForTrust: boolean): Promise<Bed> {
  const windows = await startDemoWindows({ askForTrust });
  return { windows, hostile: hostileFolder(windows.demo), s3: await somebodyElse(windows.demo) };
}

/** Asserts that nothing of the configuration in S3 counts in a window: no setting of VS Code's, none of ours. */
async function countsForNothing(window: Workbench, { hostile }: Bed): Promise<void> {
  await window.runCommand('AWS: Assume Role');
  await window.quickInput.waitForOpen('Assume Role');
  const offered = (await window.quickInput.items()).join('\n');
  await window.quickInput.cancel();
  assert.match(offered, /analyst/);
  assert.doesNotMatch(offered, /from-s3|from-file/);
  // Of the two of that name, the person's own asks for access keys.
  await pickProfile(window, 'lake-reader');
  await window.quickInput.waitForOpen('Access Keys "alice"');
  await window.quickInput.cancel();
  assert.doesNotMatch(await window.page.title(), new RegExp(COUNTED));
  assert.deepEqual(hostile.ran(), []);
}

/** The rows of VS Code's own explorer. */
const files = (window: Workbench) => window.page.locator('.explorer-folders-view').getByRole('treeitem');

describe('a folder of S3 that a window was opened on', () => {
  stepsInOrder();

  let bed: Bed;
  let window: Workbench;
  let beside: Workbench;

  before(async () => {
    bed = await startBed(true);
    await putTexts(bed.s3, BUCKET, {
      ...bed.hostile.texts,
      'team.code-workspace': JSON.stringify({ folders: [{ path: '.' }], settings: bed.hostile.settings }),
      'evil.json': JSON.stringify({
        folders: [{ uri: 'assume-role-s3://analyst/acme-drafts' }],
        settings: bed.hostile.settings,
      }),
    });
    window = await bed.windows.open();
    await pickProfile(window, 'analyst');
    await assumed(window, 'analyst');
  });
  after(async () => {
    bed.s3.destroy();
    await bed.windows.close();
  });
  afterEach(pictureOnFailure(() => beside));

  it('is asked for nothing, and makes the window act as nobody, until the person assumes the role there', async () => {
    const { log } = bed.windows.demo.localAws;
    log.clear();
    beside = await bed.windows.openBeside(window, `assume-role-s3://analyst/${BUCKET}`);
    const offer = beside.notification(
      /This window has files in s3:\/\/acme-drafts\/, seen through the profile "analyst"/,
    );
    await offer.waitFor();
    await beside.screenshot('s3-folder-asked');
    await notAssumed(beside);
    assert.equal(log.count({ service: 's3' }), 0);
  });

  it('configures nothing, neither then nor after a reload, which takes the session up', async () => {
    await beside.answerNotification(/This window has files in/, 'Assume Role');
    await assumed(beside, 'analyst');
    await beside.openViewContainer('Explorer');
    await files(beside).filter({ hasText: 'welcome.md' }).waitFor();
    await countsForNothing(beside, bed);
    await reload(beside);
    await assumed(beside, 'analyst');
    await files(beside).filter({ hasText: 'welcome.md' }).waitFor();
    await beside.screenshot('s3-folder');
    await countsForNothing(beside, bed);
  });

  it('shows what would be configuration under other names, where it can be changed', async () => {
    await files(beside).filter({ hasText: '~2e~vscode' }).click();
    await files(beside).filter({ hasText: 'tasks.json' }).dblclick();
    await beside.waitForEditorText('folderOpen');
    await files(beside).filter({ hasText: 'team~2e~code-workspace' }).dblclick();
    await beside.editorTab(/^team~2e~code-workspace/).waitFor();
    await beside.waitForEditorText('assumeRole.defaultProfile');
    assert.equal(await beside.page.getByRole('button', { name: 'Open Workspace' }).count(), 0);
    await beside.screenshot('s3-configuration');
  });

  it('loses nothing that is written into its configuration, and says what to do', async () => {
    await beside.runCommand('Preferences: Open Workspace Settings (JSON)');
    await beside.dialog(/is configuration, which VS Code takes from no folder in S3 unless you allow it/).waitFor();
    await beside.screenshot('s3-settings-refused');
    await beside.answerDialog(/is configuration/, 'OK');
  });

  for (const name of ['team.code-workspace', 'evil.json']) {
    it(`is no workspace by its file ${name} either`, async () => {
      await beside.page.close();
      beside = await bed.windows.openBeside(window, { workspace: `assume-role-s3://analyst/${BUCKET}/${name}` });
      // VS Code finds no such file, and says so.
      await beside.answerDialog('Workspace does not exist', 'Cancel');
      await pickProfile(beside, 'analyst');
      await assumed(beside, 'analyst');
      await countsForNothing(beside, bed);
      await reload(beside);
      await beside.answerDialog('Workspace does not exist', 'Cancel');
      await assumed(beside, 'analyst');
      await beside.screenshot(`s3-workspace-file ${name}`);
      await countsForNothing(beside, bed);
    });
  }
});

describe('a folder of S3 beside a folder of this machine', () => {
  stepsInOrder();

  let bed: Bed;
  let window: Workbench;

  before(async () => {
    bed = await startBed(true);
    const { demo } = bed.windows;
    await putTexts(bed.s3, BUCKET, bed.hostile.texts);
    const file = path.join(demo.workspace, '../both.code-workspace');
    const folders = [{ path: demo.workspace }, { uri: `assume-role-s3://analyst/${BUCKET}` }];
    const settings = { 'assumeRole.profiles': { 'from-file': demoProfiles(demo.localAws.endpoint).analyst } };
    await writeFile(file, JSON.stringify({ folders, settings }));
    const first = await bed.windows.open();
    window = await bed.windows.openBeside(first, { workspace: file });
    await first.page.close();
  });
  after(async () => {
    bed.s3.destroy();
    await bed.windows.close();
  });
  afterEach(pictureOnFailure(() => window));

  it('configures nothing in Restricted Mode', async () => {
    await window.page.getByText('Restricted Mode is intended for safe code browsing.').waitFor();
    await window.answerNotification(/This window has files in s3:\/\/acme-drafts\//, 'Assume Role');
    await assumed(window, 'analyst');
    await countsForNothing(window, bed);
  });

  it('configures nothing, nor does the workspace itself, when the person trusts the whole', async () => {
    await window.runCommand('Workspaces: Manage Workspace Trust');
    await window.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust' }).first().click();
    await window.page
      .getByText(/You trust this workspace/)
      .first()
      .waitFor();
    await countsForNothing(window, bed);
    await reload(window);
    await assumed(window, 'analyst');
    await window.screenshot('s3-folder-beside');
    await countsForNothing(window, bed);
  });
});

describe('a workspace file among the objects of a window in Restricted Mode', () => {
  let bed: Bed;
  let window: Workbench;

  before(async () => {
    bed = await startBed(true);
    const folders = [
      { uri: `vscode-remote://${bed.windows.server.authority}${path.dirname(bed.windows.demo.workspace)}` },
    ];
    await putTexts(bed.s3, BUCKET, {
      'team.code-workspace': JSON.stringify({ folders, settings: bed.hostile.settings }),
    });
    window = await bed.windows.open();
  });
  after(async () => {
    bed.s3.destroy();
    await bed.windows.close();
  });
  afterEach(pictureOnFailure(() => window));

  it('opens as a text, from which VS Code makes no workspace', async () => {
    await window.page.getByText('Restricted Mode is intended for safe code browsing.').waitFor();
    await openExplorer(window, 'analyst');
    await window.tree('S3').expand(BUCKET);
    await window.tree('S3').click('team.code-workspace');
    await window.waitForEditorText('assumeRole.defaultProfile');
    await window.screenshot('workspace-file');
    const button = window.page.getByRole('button', { name: 'Open Workspace' });
    if ((await button.count()) > 0) {
      await Promise.all([window.page.waitForEvent('load'), button.first().click()]);
      await window.statusBarItem(/AWS session|Assume Role/).waitFor();
    }
    await window.page.getByText('Restricted Mode is intended for safe code browsing.').waitFor();
    await countsForNothing(window, bed);
  });
});
