import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { WindowLock } from '../../../../src/core/sessions/ports';
import type { Clock } from '../../../../src/core/support/clock';
import { Turns } from '../../../../src/core/support/turns';
import { Forgetting, type ForgetParticipant } from '../../../../src/vscode/secrets/forgetting';
import { ForgottenSecrets } from '../../../../src/vscode/secrets/forgottenSecrets';
import { SecretRecords } from '../../../../src/vscode/secrets/secretRecords';
import { SecretIndex } from '../../../../src/vscode/support/secretIndex';
import { SecretStorageVault } from '../../../../src/vscode/support/secrets';
import { SessionVault } from '../../../../src/vscode/support/sessionVault';
import { ManualClock } from '../../support/manualClock';

/** What a window's vaults are opened with. */
export interface VaultOptions {
  readonly storage: vscode.SecretStorage;
  readonly directory: string;
  readonly clock?: Clock;
  readonly lock?: WindowLock;
  readonly place?: string;
  readonly participants?: readonly ForgetParticipant[];
  readonly warn?: (error: unknown) => void;
}

/** Everything a window keeps secrets with, put together as the extension does. */
export function openVaults({ storage, directory, ...options }: VaultOptions) {
  const { clock = new ManualClock(), lock = turns(), place = 'here', participants = [] } = options;
  const warn = options.warn ?? ((error) => assertNever(error));
  const forgotten = new ForgottenSecrets({ directory, storage, lock, clock });
  const index = new SecretIndex(storage, clock, lock);
  const records = new SecretRecords({ storage, clock, lock, forgotten, warn });
  const forgetting = new Forgetting({ directory, forgotten, records, index, participants });
  opened.push(forgetting);
  return {
    forgotten,
    index,
    records,
    vault: new SecretStorageVault(records, index),
    sessions: new SessionVault(storage, records, index, forgotten, place),
    forgetting,
  };
}

/** A lock of one process. */
export function turns(): WindowLock {
  const order = new Turns();
  return { run: (key, signal, work) => order.run(key, signal, work) };
}

/** A folder that windows share, for each test, and gone after it. */
export function sharedFolder(): () => string {
  let directory: string;
  beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), 'assume-role-secrets-'))));
  afterEach(async () => {
    for (const one of opened.splice(0)) one.dispose();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });
  return () => directory;
}

const opened: Forgetting[] = [];

function assertNever(error: unknown): never {
  throw error;
}
