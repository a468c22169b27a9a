import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { ACCESS_KEYS } from '../localaws/worlds/demo';
import { demoProfiles } from '../vscode/demo';
import { assumed, notAssumed, pickProfile, reload } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import { stepsInOrder } from './support/stepsInOrder';
import type { Workbench } from './support/workbench';

describe('Forget All Secrets with two windows open', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let one: Workbench;
  let two: Workbench;

  before(async () => {
    windows = await startDemoWindows({
      settings: (demo) => {
        const profiles = demoProfiles(demo.localAws.endpoint);
        const { partner, analyst } = profiles;
        const source = { type: 'accessKeys', name: 'alice' };
        return { ...demo.settings, 'assumeRole.profiles': { keys: { ...analyst, source }, partner, analyst } };
      },
    });
    one = await windows.open();
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => one));
  afterEach(pictureOnFailure(() => two));

  const asksForKeys = async (window: Workbench): Promise<void> => {
    await pickProfile(window, 'keys');
    await window.quickInput.waitForOpen('Access Keys "alice"');
    await window.quickInput.cancel();
  };

  it('both windows have a session of keys that the person typed in one', async () => {
    await pickProfile(one, 'keys');
    await one.quickInput.waitForOpen('Access Keys "alice"');
    await one.quickInput.accept(ACCESS_KEYS.alice.accessKeyId);
    await one.page.locator('.quick-input-filter input[type=password]').waitFor();
    await one.quickInput.accept(ACCESS_KEYS.alice.secretAccessKey);
    await assumed(one, 'keys');
    const folder = path.join(windows.demo.workspace, '../other');
    await mkdir(folder);
    two = await windows.openBeside(one, folder);
    await pickProfile(two, 'keys');
    await assumed(two, 'keys');
  });

  it('in one says what stays, and ends the sessions of both at once', async () => {
    await one.runCommand('AWS: Forget All Secrets…');
    const stays = /~\/\.aws\/credentials.*~\/\.aws\/sso\/cache.*until they expire/s;
    assert.match(await one.dialog('Forget all secrets?').innerText(), stays);
    await one.screenshot('forget-all-question');
    await one.answerDialog('Forget all secrets?', 'Forget All');
    await notAssumed(two);
    await notAssumed(one);
  });

  it('says how many windows have forgotten', async () => {
    await one.notification('All secrets are forgotten').waitFor();
    await one.screenshot('forget-all-done');
    const text = (await one.notificationTexts()).join('\n');
    assert.match(text, /All secrets are forgotten, in this window and the others that are open: 1\./);
  });

  it('what the other window stores afterwards does not bring back the keys when the first is loaded anew', async () => {
    await pickProfile(two, 'analyst');
    await assumed(two, 'analyst');
    await reload(one);
    await notAssumed(one);
    await one.runCommand('AWS: Manage Secrets…');
    await one.quickInput.waitForOpen('Manage Secrets');
    await one.screenshot('forget-all-reloaded');
    assert.doesNotMatch((await one.quickInput.items()).join('\n'), /alice/);
    await one.quickInput.cancel();
    await asksForKeys(one);
  });

  it('the other window asks for the keys anew too', async () => {
    await asksForKeys(two);
    await assumed(two, 'analyst');
  });
});
