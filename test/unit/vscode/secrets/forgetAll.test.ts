import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { KeptSessions } from '../../../../src/core/sessions/keptSessions';
import { isAppError } from '../../../../src/core/support/errors';
import { ManualClock } from '../../support/manualClock';
import { temporary } from '../../support/memoryWorld';
import { MemorySecrets } from '../support/memorySecrets';
import { BrowserSecrets } from './browserSecrets';
import { SeveralWindows } from './severalWindows';
import { openVaults } from './vaults';

const WINDOWS = 3;

/** What happens in one window; those of a group happen at the same time. */
const step = fc.record({
  act: fc.constantFrom(
    'store',
    'renew',
    'renew',
    'renew',
    'forgetAll',
    'forgetAll',
    'delete',
    'reload',
    'back',
    'tick',
  ),
  window: fc.nat({ max: WINDOWS - 1 }),
});
const groups = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 8 });

type Steps = typeof groups extends fc.Arbitrary<infer T> ? T : never;

async function play(steps: Steps, storageOf: () => vscode.SecretStorage, isShared: boolean): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'assume-role-windows-'));
  const windows = new SeveralWindows(WINDOWS, directory, storageOf, isShared);
  try {
    for (const group of steps) {
      await Promise.all(
        group.map(async ({ act, window }) => {
          if (act === 'back') windows.clock.jump(-3_600_000);
          else if (act === 'tick') windows.clock.jump(1);
          else await windows[act](window);
        }),
      );
    }
    assert.deepEqual(await windows.problems(), []);
  } finally {
    windows.dispose();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

describe('after Forget All Secrets no order of events brings back what was stored before or loses what came after', () => {
  it('on a desktop, where windows share one SecretStorage', async () => {
    await fc.assert(
      fc.asyncProperty(groups, async (steps) => {
        const { storage } = new MemorySecrets();
        await play(steps, () => storage, true);
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);

  it('in a browser, where each window writes the whole of its own copy', async () => {
    await fc.assert(
      fc.asyncProperty(groups, async (steps) => {
        const browser = new BrowserSecrets();
        await play(steps, () => browser.open(), false);
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);

  it('not even by a renewal that is under way in a window that has not heard of it yet', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'assume-role-windows-'));
    const browser = new BrowserSecrets();
    const { storage } = new MemorySecrets();
    try {
      for (const storageOf of [() => storage, () => browser.open()]) {
        const [one, two] = [
          openVaults({ storage: storageOf(), directory }),
          openVaults({ storage: storageOf(), directory }),
        ];
        const clock = new ManualClock();
        const kept = new KeptSessions(clock, { cache: two.sessions });
        const subscription = two.sessions.onDidForget(() => kept.drop());
        const session = () => ({ credentials: temporary('ASIA1', clock.now() + 3_600_000) });
        await kept.keep('session', () => Promise.resolve(session()));
        assert.ok(await two.sessions.load('session'), 'it is kept');
        const renewed = kept.keep('session', async () => {
          await one.forgetting.everything();
          return session();
        });
        await assert.rejects(renewed, (error) => isAppError(error, 'cancelled'));
        assert.equal(kept.peek('session'), undefined);
        for (const { sessions } of [one, two]) assert.equal(await sessions.load('session'), undefined);
        await kept.keep('session', () => Promise.resolve(session()));
        assert.ok(await two.sessions.load('session'), 'one of afterwards is kept');
        subscription.dispose();
        for (const { forgetting } of [one, two]) forgetting.dispose();
      }
    } finally {
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});
