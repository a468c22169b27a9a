import assert from 'node:assert/strict';
import type { Fault } from '../localaws/kernel/types';
import { assumed, pickProfile } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import type { Workbench } from './support/workbench';

describe('a person meets an AWS STS in trouble', () => {
  let windows: DemoWindows;
  let window: Workbench;

  before(async () => {
    windows = await startDemoWindows();
    window = await windows.open();
    await pickProfile(window, 'analyst');
    await assumed(window, 'analyst');
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));
  afterEach(() => windows.demo.localAws.faults.clear());

  const cases: readonly (readonly [trouble: string, action: Fault['action'], told: RegExp])[] = [
    ['resets the connection', { type: 'reset' }, /no answer from 127\.0\.0\.1/i],
    ['asks to slow down', { type: 'error', status: 400, code: 'Throttling', message: 'Rate exceeded' }, /slow down/],
    ['is replaced by a page of the network', { type: 'garbage' }, /is not from AWS/],
    ['fails on its side', { type: 'error', status: 500, code: 'InternalFailure' }, /failed on its side/],
  ];
  for (const [trouble, action, told] of cases) {
    it(`is told so once when it ${trouble}, and keeps the session`, async () => {
      windows.demo.localAws.faults.add({ service: 'sts', action });
      await pickProfile(window, 'partner');
      const toast = window.notification(told);
      await toast.waitFor();
      await window.screenshot(`sts ${trouble}`);
      await toast.getByRole('button', { name: 'Try Again' }).waitFor();
      assert.equal((await window.notificationTexts()).length, 1);
      await assumed(window, 'analyst');
      await window.runCommand('Notifications: Clear All Notifications');
      await toast.waitFor({ state: 'hidden' });
    });
  }

  it('cancels in the status bar when it takes too long, and keeps the session', async () => {
    const { faults, log } = windows.demo.localAws;
    let release: (value?: unknown) => void = () => undefined;
    faults.add({ service: 'sts', action: { type: 'hold', until: new Promise((resolve) => (release = resolve)) } });
    log.clear();
    await pickProfile(window, 'partner');
    await log.waitForArrival({ operation: 'AssumeRole' });
    await window.statusBarItem('Assuming partner…').click();
    await assumed(window, 'analyst');
    assert.deepEqual(await window.notificationTexts(), []);
    release();
  });
});
