import type * as vscode from 'vscode';
import { KeptSessions } from '../../../../src/core/sessions/keptSessions';
import { isAppError } from '../../../../src/core/support/errors';
import { ManualClock } from '../../support/manualClock';
import { temporary } from '../../support/memoryWorld';
import { openVaults, turns } from './vaults';

const SESSION = 'session';
const HOUR = 3_600_000;

/** Something secret that was stored, or a line of sessions of which each was made with the one before. */
interface Stored {
  readonly id: string;
  readonly window: number;
  /** Reloads of that window before. */
  readonly reloads: number;
  /** How often everything was to be forgotten before it began, and before it had ended. */
  readonly asked: number;
  /** Whether all those were done. */
  readonly quiet: boolean;
  asksAtEnd?: number;
  deleted?: boolean;
}

/** One window with its vaults and the sessions it holds. */
function openWindow(
  storage: vscode.SecretStorage,
  shared: { directory: string; clock: ManualClock; lock: ReturnType<typeof turns> },
) {
  const vaults = openVaults({ storage, ...shared });
  const kept = new KeptSessions(shared.clock, { cache: vaults.sessions, lock: shared.lock });
  const subscription = vaults.sessions.onDidForget(() => kept.drop());
  const dispose = (): void => {
    subscription.dispose();
    kept.dispose();
    vaults.forgetting.dispose();
  };
  return { ...vaults, kept, dispose };
}

/** Windows over one SecretStorage or one copy each, with what may and what must be found in them. */
export class SeveralWindows {
  readonly clock = new ManualClock();
  readonly #shared: { directory: string; clock: ManualClock; lock: ReturnType<typeof turns> };
  readonly #windows: ReturnType<typeof openWindow>[];
  readonly #reloads: number[];
  readonly #stored: Stored[] = [];
  /** How often everything was to be forgotten, and the highest of those asks that is done. */
  #asked = 0;
  #done = 0;

  /**
   * @param storageOf the storage of a window that opens now
   * @param isShared whether all windows see what one stores
   */
  constructor(
    count: number,
    directory: string,
    private readonly storageOf: () => vscode.SecretStorage,
    private readonly isShared: boolean,
  ) {
    this.#shared = { directory, clock: this.clock, lock: turns() };
    this.#windows = Array.from({ length: count }, () => openWindow(storageOf(), this.#shared));
    this.#reloads = this.#windows.map(() => 0);
  }

  async store(window: number): Promise<void> {
    const stored = this.#begin('keys', window);
    await this.#at(window).vault.storeAccessKeys(
      stored.id,
      { accessKeyId: 'AKIA1', secretAccessKey: stored.id },
      undefined,
    );
    stored.asksAtEnd = this.#asked;
  }

  /** Renews the session, made with the one at hand if there is one. */
  async renew(window: number): Promise<void> {
    const { kept } = this.#at(window);
    const { generation } = kept;
    const before = kept.peek(SESSION) ?? (await kept.recall(SESSION));
    const line = before?.credentials.accessKeyId ?? this.#begin('line', window).id;
    const call = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return { credentials: temporary(line, this.clock.now() + HOUR) };
    };
    try {
      await kept.keep(SESSION, call, generation);
      const stored = this.#stored.find(({ id }) => id === line);
      if (stored) stored.asksAtEnd ??= this.#asked;
    } catch (error) {
      if (!isAppError(error, 'cancelled')) throw error;
    }
  }

  async forgetAll(window: number): Promise<void> {
    const ask = (this.#asked += 1);
    await this.#at(window).forgetting.everything();
    this.#done = Math.max(this.#done, ask);
  }

  /** Deletes the keys that were stored last. */
  async delete(window: number): Promise<void> {
    const last = this.#stored.findLast(
      ({ id, deleted, asksAtEnd }) => id.startsWith('keys') && !deleted && asksAtEnd !== undefined,
    );
    if (!last) return;
    await this.#at(window).vault.deleteSecret({ type: 'accessKeys', name: last.id });
    last.deleted = true;
  }

  reload(window: number): void {
    this.#at(window).dispose();
    this.#reloads[window] = (this.#reloads[window] ?? 0) + 1;
    this.#windows[window] = openWindow(this.storageOf(), this.#shared);
  }

  /** What is found in a window and must not be, and what is not found and must be. */
  async problems(): Promise<string[]> {
    const problems: string[] = [];
    for (const [window, { vault, kept, sessions, forgotten }] of this.#windows.entries()) {
      // Nothing watches here, so windows hear of it late.
      await forgotten.sync();
      const [recalled, loaded] = [await kept.recall(SESSION), await sessions.load(SESSION)];
      const lines = [recalled, loaded].map((session) => session?.credentials.accessKeyId);
      for (const stored of this.#stored) {
        const isKeys = stored.id.startsWith('keys');
        const found = isKeys ? (await vault.accessKeys(stored.id)) !== undefined : lines.includes(stored.id);
        if (found && this.#mustBeGone(stored)) problems.push(`${stored.id} is back in window ${window}`);
        if (isKeys && !found && this.#mustBeThere(stored, window))
          problems.push(`${stored.id} is lost in window ${window}`);
      }
    }
    return problems;
  }

  dispose(): void {
    for (const window of this.#windows) window.dispose();
  }

  /** Stored when everything was to be forgotten, which is done. */
  #mustBeGone({ asksAtEnd, deleted }: Stored): boolean {
    return deleted === true || (asksAtEnd !== undefined && asksAtEnd < this.#done);
  }

  /** Nobody asked to forget it since it began to be stored, and no other copy of the storage has taken the place of its own. */
  #mustBeThere({ asked, quiet, asksAtEnd, deleted, window, reloads }: Stored, seenFrom: number): boolean {
    if (deleted || asksAtEnd === undefined || !quiet || asked !== this.#asked) return false;
    return this.isShared || (window === seenFrom && reloads === this.#reloads[window]);
  }

  #begin(kind: string, window: number): Stored {
    const stored = {
      id: `${kind}-${this.#stored.length}`,
      window,
      reloads: this.#reloads[window] ?? 0,
      asked: this.#asked,
      quiet: this.#asked === this.#done,
    };
    this.#stored.push(stored);
    return stored;
  }

  #at(window: number): ReturnType<typeof openWindow> {
    const found = this.#windows[window];
    if (!found) throw new RangeError(`No window ${window}`);
    return found;
  }
}
