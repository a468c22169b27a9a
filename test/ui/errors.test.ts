import assert from 'node:assert/strict';
import { EXTERNAL_IDS } from '../localaws/worlds/demo';
import { demoProfiles } from '../vscode/demo';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import type { Workbench } from './support/workbench';

describe('a person meets errors', () => {
  let windows: DemoWindows;
  let window: Workbench;

  before(async () => {
    windows = await startDemoWindows({
      settings: (demo) => {
        const profiles = demoProfiles(demo.localAws.endpoint);
        const { 'three-hops': chain, analyst } = profiles;
        const [hub, lake, vault] = chain.chain;
        return {
          ...demo.settings,
          'assumeRole.profiles': {
            analyst,
            'wrong-id': { ...chain, chain: [hub, { ...lake, externalId: 'not-the-one' }, vault] },
            'secret-id': chain,
            offline: { ...analyst, endpoints: { sts: 'http://127.0.0.1:9' } },
            round: { source: { type: 'profile', name: 'about' } },
            about: { source: { type: 'profile', name: 'round' } },
            typo: { ...chain, chain: [hub, { ...lake, externalID: 'x' }, vault] },
          },
        };
      },
    });
    window = await windows.open();
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  const assume = async (profile: string): Promise<void> => {
    await window.runCommand('AWS: Assume Role');
    await window.quickInput.waitForOpen('Assume Role');
    await window.quickInput.pick(new RegExp(`\\b${profile},`));
  };

  it('is told which hop failed, why, and what to check', async () => {
    await assume('wrong-id');
    const toast = window.notification('Hop 2 of 3, Lake (222222222222): AWS denied sts:AssumeRole');
    await toast.waitFor();
    assert.match(await toast.innerText(), /the external ID is the one the trust policy asks for/);
    await window.screenshot('denied');
    await window.statusBarItem('No role is assumed. Assume Role').waitFor();
  });

  it('gets the policies that would allow the denied hop with one click', async () => {
    await window.answerNotification('Hop 2 of 3', 'Show Policies');
    await window.waitForEditorText('"sts:ExternalId": "not-the-one"');
    const text = await window.editorText();
    assert.match(text, /arn:aws:iam::222222222222:role\/Lake/);
    assert.doesNotMatch(text, /role\/Vault/);
    await window.screenshot('policies');
  });

  it('mistypes a secret external ID and types it again', async () => {
    await assume('secret-id');
    await window.quickInput.waitForOpen('External ID "lake-partner"');
    await window.quickInput.accept('lake-partner-41');
    await window.answerNotification('Hop 2 of 3', 'Set External ID…');
    await window.quickInput.waitForOpen('External ID "lake-partner"');
    await window.quickInput.accept(EXTERNAL_IDS.lake);
    await window.quickInput.waitForClosed();
    await assume('secret-id');
    assert.match(await window.statusBarText(/AWS session secret-id/), /^secret-id/);
    await window.runCommand('AWS: Exit Role');
    await window.statusBarItem('No role is assumed. Assume Role').waitFor();
  });

  it('is told who did not answer when the network is down', async () => {
    await assume('offline');
    const toast = window.notification(/no answer from 127\.0\.0\.1:9/);
    await toast.waitFor();
    assert.doesNotMatch(await toast.innerText(), /\bat \w+.*:\d+:\d+/);
    await toast.getByRole('button', { name: 'Try Again' }).waitFor();
  });

  it('sees broken profiles explained in the picker, and the others go on working', async () => {
    await window.runCommand('AWS: Assume Role');
    await window.quickInput.waitForOpen('Assume Role');
    const items = (await window.quickInput.items()).join('\n');
    assert.match(items, /Profile "typo", hop 2, externalID: is not a known field/);
    assert.match(items, /refers to itself: (round → about → round|about → round → about)/);
    await window.screenshot('broken-profiles');
    await window.quickInput.pick(/\banalyst,/);
    assert.match(await window.statusBarText(/AWS session analyst/), /^analyst/);
  });

  it('gives up with Escape without a word', async () => {
    await window.runCommand('AWS: Assume Role');
    await window.quickInput.waitForOpen('Assume Role');
    await window.quickInput.cancel();
    await window.quickInput.waitForClosed();
    assert.match(await window.statusBarText(/AWS session analyst/), /^analyst/);
  });
});
