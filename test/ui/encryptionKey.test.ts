import assert from 'node:assert/strict';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { filesBelow, filesHolding } from '../vscode/filesBelow';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { goToPlace, openExplorer } from './support/explorer';
import { pictureOnFailure } from './support/pictureOnFailure';
import { somebodyElse } from './support/somebodyElse';
import { stepsInOrder } from './support/stepsInOrder';
import type { Workbench } from './support/workbench';

/** A key as a person pastes it: 32 bytes in Base64. */
const KEY = Buffer.alloc(32, 7).toString('base64');

describe("an encryption key of one's own", () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;

  before(async () => {
    windows = await startDemoWindows();
    window = await windows.open();
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  /** Wants an object in the home of the profile, for which the key is asked for. */
  const newObject = async (): Promise<void> => {
    await window.tree('S3').contextMenu(/^Home acme-drafts/, 'New Object…');
    await window.quickInput.waitForOpen('New Object in s3://acme-drafts/');
    await window.quickInput.accept('secret.md');
    await window.quickInput.waitForOpen('Encryption Key "own-key"');
  };

  it('is asked for by a new object, which is not made without it', async () => {
    const { quickInput } = window;
    await openExplorer(window, 'own-key');
    await newObject();
    await window.screenshot('encryption-key-origin');
    await quickInput.cancel();
    await quickInput.waitForClosed();
    assert.equal(windows.demo.localAws.log.count({ operation: 'PutObject' }), 0);
    assert.deepEqual(await window.notificationTexts(), []);
  });

  it('is pasted, and checked as it is typed', async () => {
    const { quickInput } = window;
    await newObject();
    await quickInput.pick(/Paste a Key/);
    await quickInput.type('AAAA');
    await quickInput.waitForMessage('The key must have 32 bytes; this one has 3.');
    assert.ok(await quickInput.isPassword());
    await quickInput.type('not Base64');
    await quickInput.waitForMessage('The key must be written in Base64.');
    await window.screenshot('encryption-key-wrong');
    await quickInput.accept(KEY);
    await window.editorTab(/^secret\.md/).waitFor();
    assert.equal(windows.demo.localAws.log.count({ operation: 'PutObject', status: 200 }), 1);
  });

  it('is listed with the profile that uses it, and is in no file', async () => {
    const { quickInput } = window;
    await window.runCommand('AWS: Manage Secrets…');
    await quickInput.waitForOpen('Manage Secrets');
    await quickInput.item(/own-key.*used by own-key/).waitFor();
    await window.screenshot('encryption-key-listed');
    await quickInput.cancel();
    assert.deepEqual(await filesHolding(await filesBelow(windows.dataDirectory), [KEY]), {});
  });

  it('opens objects encrypted with it, and saves them so', async () => {
    const { localAws } = windows.demo;
    const s3 = await somebodyElse(windows.demo);
    const sealed = { Bucket: 'acme-drafts', Key: 'sealed.txt' };
    const key = { SSECustomerAlgorithm: 'AES256', SSECustomerKey: KEY };
    await s3.send(new PutObjectCommand({ ...sealed, ...key, Body: 'secret plan\n' }));

    await goToPlace(window, 's3://acme-drafts/sealed.txt');
    await window.waitForEditorText('secret plan');
    await window.typeInEditor('new ');
    await window.screenshot('encryption-key-editor');
    localAws.log.clear();
    await window.page.keyboard.press('ControlOrMeta+s');
    await localAws.log.waitFor({ operation: 'PutObject', status: 200 });
    const { Body } = await s3.send(new GetObjectCommand({ ...sealed, ...key }));
    assert.match((await Body?.transformToString()) ?? '', /new /);
    await assert.rejects(s3.send(new GetObjectCommand(sealed)), { name: 'InvalidRequest' });
    s3.destroy();
  });

  it('is replaced by a generated one only by who accepts to lose what the old one opens', async () => {
    const { quickInput } = window;
    await window.runCommand('AWS: Set Encryption Key…');
    await quickInput.pick(/^own-key/);
    await quickInput.pick(/Generate a Key/);
    await window.dialog(/can no longer be opened/).waitFor();
    await window.screenshot('encryption-key-replace');
    await window.answerDialog(/Replace the encryption key/, 'Replace');
    await window.dialog(/Whoever loses it/).waitFor();
    await window.screenshot('encryption-key-generate');
    await window.answerDialog(/Generate the encryption key/, 'Generate and Copy');
    await window.notification('A copy of it is in the clipboard').waitFor();
  });

  it('is deleted after a warning', async () => {
    const { quickInput } = window;
    await window.runCommand('AWS: Manage Secrets…');
    await quickInput.waitForOpen('Manage Secrets');
    await quickInput.pick(/own-key.*used by/);
    await quickInput.pick(/Delete…/);
    await window.dialog(/Without a copy of it/).waitFor();
    await window.screenshot('encryption-key-delete');
    await window.answerDialog(/Delete the encryption key/, 'Delete');
    await quickInput.item(/Add Access Keys/).waitFor();
    await quickInput.item(/used by own-key/).waitFor({ state: 'hidden' });
    await quickInput.cancel();
  });

  it('is asked for by a save when it has gone meanwhile, and nothing is lost without it', async () => {
    const { quickInput } = window;
    const { log } = windows.demo.localAws;
    await window.editorTab(/^sealed\.txt/).click();
    await window.typeInEditor('newer ');
    await window.page.keyboard.press('ControlOrMeta+s');
    await quickInput.waitForOpen('Encryption Key "own-key"');
    await quickInput.cancel();
    await window.notification("Failed to save 'sealed.txt'").waitFor();
    await window.screenshot('encryption-key-not-given');
    await window.runCommand('Notifications: Clear All Notifications');
    await window.waitForEditorText('newer ');
    log.clear();
    await window.page.keyboard.press('ControlOrMeta+s');
    await quickInput.waitForOpen('Encryption Key "own-key"');
    await quickInput.pick(/Paste a Key/);
    await quickInput.accept(KEY);
    await log.waitFor({ operation: 'PutObject', status: 200 });
    await window.page.locator('.tabs-container .tab.dirty').waitFor({ state: 'detached' });
  });
});
