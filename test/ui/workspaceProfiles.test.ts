import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ACCESS_KEYS } from '../localaws/worlds/demo';
import { demoProfiles } from '../vscode/demo';
import { assumed, notAssumed, pickProfile, reload } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import { stepsInOrder } from './support/stepsInOrder';
import type { Workbench } from './support/workbench';

const QUESTION = 'Use the profile "team" of this workspace?';

describe('a person opens a trusted folder that brings profiles of its own', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;
  let folder: string;

  /** A program that notes each run and prints access keys. @returns its path */
  const program = async (name: string): Promise<string> => {
    const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
    const keys = JSON.stringify({ Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey });
    const file = path.join(folder, name);
    await writeFile(file, `#!/bin/sh\necho ${name} >> '${path.join(folder, 'runs')}'\necho '${keys}'\n`, {
      mode: 0o755,
    });
    return file;
  };

  /** The programs that ran, in their order. */
  const runs = async (): Promise<string[]> => {
    const text = await readFile(path.join(folder, 'runs'), 'utf8').catch(() => '');
    return text.split('\n').filter(Boolean);
  };

  const writeSettings = async (command: string): Promise<void> => {
    const { analyst } = demoProfiles(windows.demo.localAws.endpoint);
    const team = { ...analyst, source: { type: 'process', command } };
    const settings = {
      'assumeRole.profiles': { team, analyst: team },
      'assumeRole.defaultProfile': 'team',
    };
    await mkdir(path.join(windows.demo.workspace, '.vscode'), { recursive: true });
    await writeFile(path.join(windows.demo.workspace, '.vscode/settings.json'), JSON.stringify(settings, undefined, 2));
  };

  before(async () => {
    windows = await startDemoWindows();
    folder = path.join(path.dirname(windows.demo.workspace), 'programs');
    await mkdir(folder, { recursive: true });
    await writeSettings(await program('first'));
    window = await windows.open();
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  it('and nothing of it runs or asks at opening, though it names a default profile', async () => {
    await window.runCommand('AWS: Show Assume Role Log');
    await window.page.getByText('The default profile team is not assumed').first().waitFor();
    await notAssumed(window);
    assert.equal(await window.dialog(/./).count(), 0);
    assert.deepEqual(await runs(), []);
    assert.equal(windows.demo.localAws.log.count(), 0);
  });

  it('sees its profile beside their own of the same name, which stays what it was', async () => {
    await window.runCommand('AWS: Assume Role');
    await window.quickInput.waitForOpen('Assume Role');
    await window.quickInput.type('analyst');
    await window.screenshot('workspace-profile-rows');
    const rows = await window.quickInput.items();
    assert.ok(
      rows.some((row) => /\banalyst,/.test(row)),
      rows.join('\n'),
    );
    assert.ok(
      rows.some((row) => row.includes('analyst (workspace)')),
      rows.join('\n'),
    );
    await window.quickInput.cancel();
    await pickProfile(window, 'analyst');
    await assumed(window, 'analyst');
    assert.deepEqual(await runs(), []);
    await window.runCommand('AWS: Exit Role');
    await notAssumed(window);
  });

  it('is asked before the first use, with the command in full; Enter shows where it is written', async () => {
    await pickProfile(window, 'team');
    const dialog = window.dialog(QUESTION);
    await dialog.waitFor();
    await window.screenshot('workspace-profile-question');
    const text = await dialog.innerText();
    assert.ok(text.includes(path.join(folder, 'first')), text);
    assert.ok(text.includes(`${windows.demo.localAws.endpoint} (STS)`), text);
    assert.match(text, /role\/Analyst/);
    await window.page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await window.editorTab('settings.json').waitFor();
    await notAssumed(window);
    assert.deepEqual(await runs(), []);
  });

  it('and after a no nothing runs', async () => {
    await pickProfile(window, 'team');
    await window.answerDialog(QUESTION, 'Cancel');
    await notAssumed(window);
    assert.deepEqual(await runs(), []);
  });

  it('and after a yes it runs, and is not asked about again, nor after a reload', async () => {
    await pickProfile(window, 'team');
    await window.answerDialog(QUESTION, 'Use Profile');
    // That question named the host and whose credentials sign: there is no other.
    await assumed(window, 'team');
    assert.equal(await window.dialog(/./).count(), 0);
    assert.deepEqual(await runs(), ['first']);
    await window.runCommand('AWS: Exit Role');
    await notAssumed(window);
    await reload(window);
    // Now it is the default profile without a question.
    await assumed(window, 'team');
    assert.equal(await window.dialog(/./).count(), 0);
    assert.deepEqual(await runs(), ['first', 'first']);
    await window.runCommand('AWS: Exit Role');
    await notAssumed(window);
  });

  it('and is asked again when its command has changed', async () => {
    const second = await program('second');
    await writeSettings(second);
    await window.waitForEditorText('second');
    await pickProfile(window, 'team');
    const dialog = window.dialog(QUESTION);
    await dialog.waitFor();
    const text = await dialog.innerText();
    assert.ok(text.includes(second), text);
    await window.answerDialog(QUESTION, 'Cancel');
    await notAssumed(window);
    assert.deepEqual(await runs(), ['first', 'first']);
  });

  it('and is asked again after all secrets are forgotten', async () => {
    await writeSettings(path.join(folder, 'first'));
    await window.waitForEditorText('first');
    await window.runCommand('AWS: Forget All Secrets…');
    await window.answerDialog('Forget all secrets?', 'Forget All');
    await window.notification('All secrets are forgotten.').waitFor();
    await pickProfile(window, 'team');
    await window.answerDialog(QUESTION, 'Cancel');
    await notAssumed(window);
    assert.deepEqual(await runs(), ['first', 'first']);
  });

  it('and is told that its session has ended when the person writes a profile of that name', async () => {
    await pickProfile(window, 'team');
    await window.answerDialog(QUESTION, 'Use Profile');
    await assumed(window, 'team');
    const file = path.join(windows.dataDirectory, 'data/Machine/settings.json');
    const settings = JSON.parse(await readFile(file, 'utf8')) as Record<string, object>;
    const { partner } = demoProfiles(windows.demo.localAws.endpoint);
    const own = { ...settings['assumeRole.profiles'], team: partner };
    await writeFile(file, JSON.stringify({ ...settings, 'assumeRole.profiles': own }));
    await window
      .notification('The session of "team" has ended: another profile in your settings has that name now.')
      .waitFor();
    await window.screenshot('session-whose-name-was-taken');
    await notAssumed(window);
    await window.runCommand('AWS: Assume Role');
    await window.quickInput.waitForOpen('Assume Role');
    await window.quickInput.type('team');
    const rows = await window.quickInput.items();
    assert.ok(
      rows.some((row) => row.includes('team (workspace)')),
      rows.join('\n'),
    );
    await window.quickInput.cancel();
  });
});
