import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { currentMfaCode } from '../localaws/worlds/demo';
import { demoProfiles } from '../vscode/demo';
import { assumed, notAssumed, pickProfile } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import type { Workbench } from './support/workbench';
import { stepsInOrder } from './support/stepsInOrder';

const DENIED = /The sign-in was denied in the browser/;

describe('a person signs in to IAM Identity Center', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;

  const useMethod = async (method: 'browser' | 'deviceCode'): Promise<void> => {
    const { demo, server } = windows;
    await server.writeSettings({ ...demo.settings, 'assumeRole.identityCenter.signIn': method });
  };

  before(async () => {
    windows = await startDemoWindows({
      settings: ({ settings }) => ({ ...settings, 'assumeRole.identityCenter.signIn': 'deviceCode' }),
    });
    window = await windows.open();
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  /** Waits for the dialog of the device code. @returns the code */
  const deviceCode = async (): Promise<string> => {
    const dialog = window.dialog('Sign in to d-0000000000.awsapps.com/start');
    await dialog.waitFor();
    const code = /\b[A-Z]{4}-[A-Z]{4}\b/.exec(await dialog.innerText())?.[0];
    return code ?? assert.fail(await dialog.innerText());
  };
  /** The page that `action` opens in the browser. */
  const pageOpenedBy = async (action: () => Promise<unknown>): Promise<Page> => {
    const [page] = await Promise.all([window.page.context().waitForEvent('page'), action()]);
    return page;
  };
  const waiting = 'Waiting for you to';

  it('sees a code to compare, and can leave it at that without a word', async () => {
    await pickProfile(window, 'lake-sso');
    const code = await deviceCode();
    assert.equal(windows.demo.localAws.identityCenter.requests.at(-1)?.userCode, code);
    await window.screenshot('device-code');
    await window.answerDialog(code, 'Cancel');
    await notAssumed(window);
    assert.deepEqual(await window.notificationTexts(), []);
  });

  it('gives up while the browser is waited for, without a word', async () => {
    await pickProfile(window, 'lake-sso');
    const code = await deviceCode();
    await window.answerDialog(code, 'Copy Link');
    const toast = window.notification(waiting);
    await toast.waitFor();
    await window.screenshot('device-code-waiting');
    const link = await window.page.evaluate('navigator.clipboard.readText()');
    assert.equal(link, `${windows.demo.localAws.endpoint}/device?user_code=${code}`);
    await window.answerNotification(waiting, 'Cancel');
    await notAssumed(window);
    assert.deepEqual(await window.notificationTexts(), []);
  });

  it('denies it in the browser, and is told so once', async () => {
    await pickProfile(window, 'lake-sso');
    const code = await deviceCode();
    const page = await pageOpenedBy(() => window.answerDialog(code, 'Open Browser'));
    await page.getByText(code).waitFor();
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByText('Request denied').waitFor();
    await page.close();
    await window.notification(DENIED).waitFor();
    await window.notification(waiting).waitFor({ state: 'hidden' });
    await window.screenshot('device-code-denied');
    assert.equal((await window.notificationTexts()).length, 1);
    await notAssumed(window);
  });

  it('tries again from there and allows it', async () => {
    await window.answerNotification(DENIED, 'Sign In…');
    const code = await deviceCode();
    const page = await pageOpenedBy(() => window.answerDialog(code, 'Open Browser'));
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('Request allowed').waitFor();
    await page.close();
    assert.match(await assumed(window, 'lake-sso'), /^lake-sso (8h|7h 59m)$/);
    assert.deepEqual(await window.notificationTexts(), []);
  });

  it('is asked again in place when the sign-in has ended, this time at a page that comes back by itself', async () => {
    const { log, identityCenter } = windows.demo.localAws;
    await useMethod('browser');
    identityCenter.revoke();
    log.clear();
    const page = await pageOpenedBy(() => window.runCommand('AWS: Renew Session'));
    await page.getByText('Allow access?').waitFor();
    assert.match(page.url(), new RegExp(`^${windows.demo.localAws.endpoint}/authorize\\?`));
    await window.notification(waiting).waitFor();
    await window.screenshot('browser-waiting');
    await page.screenshot({ path: 'out/screenshots/browser-page.png' });
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('You are signed in. You can close this page.').waitFor();
    await page.screenshot({ path: 'out/screenshots/browser-callback.png' });
    await log.waitFor({ operation: 'GetRoleCredentials', status: 200 });
    await window.notification(waiting).waitFor({ state: 'hidden' });
    assert.match(await assumed(window, 'lake-sso'), /^lake-sso/);
    assert.deepEqual(await window.notificationTexts(), []);
  });
});

describe('a person types MFA codes', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;
  let code: string;

  before(async () => {
    windows = await startDemoWindows({
      settings: ({ localAws, settings }) => {
        const { 'admin-mfa': mfa } = demoProfiles(localAws.endpoint);
        const direct = { ...mfa, mfaMethod: 'assumeRole' };
        const profiles = { shared: mfa, sibling: { ...mfa, sessionName: 'sibling' }, direct };
        return { ...settings, 'assumeRole.profiles': profiles };
      },
    });
    window = await windows.open();
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  it('once for all roles of the same base identity', async () => {
    const { log, clock } = windows.demo.localAws;
    await pickProfile(window, 'shared');
    await window.quickInput.waitForOpen('MFA Code for shared');
    code = currentMfaCode(clock.now());
    await window.quickInput.accept(code);
    await assumed(window, 'shared');
    log.clear();
    await pickProfile(window, 'sibling');
    await assumed(window, 'sibling');
    assert.equal(log.count({ operation: 'GetSessionToken' }), 0);
    assert.equal(log.count({ operation: 'AssumeRole', status: 200 }), 1);
  });

  it('and is told before any call that a code was just used', async () => {
    const { log } = windows.demo.localAws;
    log.clear();
    await pickProfile(window, 'direct');
    await window.quickInput.waitForOpen('MFA Code for direct');
    await window.quickInput.accept(code);
    await window.quickInput.waitForMessage(/That code was just used\. Wait for the next one/);
    await window.screenshot('mfa-reused');
    assert.equal(log.count({ service: 'sts' }), 0);
  });

  it('or gives up with Escape, and nothing is said or lost', async () => {
    await window.quickInput.cancel();
    await window.quickInput.waitForClosed();
    await assumed(window, 'sibling');
    assert.deepEqual(await window.notificationTexts(), []);
    assert.equal(windows.demo.localAws.log.count({ service: 'sts' }), 0);
  });
});
