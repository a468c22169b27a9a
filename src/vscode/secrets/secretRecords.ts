import type * as vscode from 'vscode';
import { exclusively } from '../../core/sessions/exclusively';
import type { WindowLock } from '../../core/sessions/ports';
import type { Clock } from '../../core/support/clock';
import type { Forgettable } from './forgotten';
import type { ForgottenSecrets } from './forgottenSecrets';
import { storageKey, type SecretName } from './secretName';
import { formatRecord, parseRecord, type SecretRecord } from './secretRecord';

/** What is known of a value besides. */
export type KnownOfValue = Pick<SecretRecord, 'hosts'>;

/** What the records are kept with. */
export interface SecretRecordsDeps {
  readonly storage: vscode.SecretStorage;
  readonly clock: Pick<Clock, 'now'>;
  /** Keeps windows from deleting what another one has just stored. */
  readonly lock: WindowLock;
  readonly forgotten: ForgottenSecrets;
  /** Hears that what was deleted or replaced here may come back from another window. */
  readonly warn: (error: unknown) => void;
}

/**
 * The one way to the values in SecretStorage: nothing else reads or writes them. What was forgotten in any window is
 * deleted here instead of read, whoever has brought it back.
 */
export class SecretRecords {
  constructor(private readonly deps: SecretRecordsDeps) {}

  /**
   * The secret with what is known of it; undefined when there is none.
   * @throws AppError where it cannot be known whether it was forgotten
   */
  async read(secret: SecretName): Promise<SecretRecord | undefined> {
    const record = await this.#stored(secret);
    if (!record) return undefined;
    await this.deps.forgotten.sync();
    if (!this.deps.forgotten.isForgotten(secret, record.after)) return record;
    await this.deleteForgotten(secret);
    return undefined;
  }

  /** The number to store with what is made of the secrets that are at hand from now on. */
  async mark(): Promise<number> {
    await this.deps.forgotten.sync();
    return this.deps.forgotten.latest;
  }

  /**
   * Stores a value; what else is known of the secret stays.
   * @param after the {@link mark} from before what it was made of was read
   * @param known what is known of the new value instead
   */
  async store(secret: SecretName, value: string, after: number, known?: KnownOfValue): Promise<void> {
    await this.#exclusively(secret, async () => {
      const { hosts } = known ?? (await this.#current(secret)) ?? {};
      await this.#write(secret, { value, at: this.deps.clock.now(), after, hosts });
    });
  }

  /** Like {@link store}; a value that was there before is good in no window any more. */
  async replace(secret: SecretName, value: string, known?: KnownOfValue): Promise<void> {
    await this.#exclusively(secret, async () => {
      await this.deps.forgotten.sync();
      const before = await this.#current(secret);
      const { hosts } = known ?? before ?? {};
      const write = (after: number): Promise<void> =>
        this.#write(secret, { value, at: this.deps.clock.now(), after, hosts });
      if (!before) await write(this.deps.forgotten.latest);
      else if (before.value !== value) await this.#forget(secret, write);
      else await write(before.after);
    });
  }

  /** Notes which hosts the secret may be sent to; does nothing where there is no such secret. */
  async allowHosts(secret: SecretName, hosts: readonly string[]): Promise<void> {
    await this.#exclusively(secret, async () => {
      await this.deps.forgotten.sync();
      const before = await this.#current(secret);
      if (before) await this.#write(secret, { ...before, hosts });
    });
  }

  /** Makes sure that it comes back from no other window; a warning says where that cannot be done. */
  async forget(what: Forgettable): Promise<void> {
    await this.#forget(what);
  }

  /** Deletes the secret if it was forgotten. @returns whether it is not there, now or before */
  async deleteForgotten(secret: SecretName): Promise<boolean> {
    const record = await this.#stored(secret);
    if (!record) return true;
    if (!this.deps.forgotten.isForgotten(secret, record.after)) return false;
    return this.#exclusively(secret, async () => {
      // Another window may have stored a new one meanwhile.
      if (await this.#current(secret)) return false;
      await this.deps.storage.delete(storageKey(secret));
      return true;
    });
  }

  async #forget(what: Forgettable, prepare?: (number: number) => Promise<void>): Promise<void> {
    const prepared = { done: prepare === undefined };
    try {
      await this.deps.forgotten.forget([what], async (number) => {
        await prepare?.(number);
        prepared.done = true;
      });
    } catch (error) {
      if (!prepared.done) throw error;
      this.deps.warn(error);
    }
  }

  async #stored(secret: SecretName): Promise<SecretRecord | undefined> {
    const text = await this.deps.storage.get(storageKey(secret));
    return text === undefined ? undefined : parseRecord(text);
  }

  /** What is stored and was not forgotten. */
  async #current(secret: SecretName): Promise<SecretRecord | undefined> {
    const record = await this.#stored(secret);
    return record && !this.deps.forgotten.isForgotten(secret, record.after) ? record : undefined;
  }

  async #write(secret: SecretName, record: SecretRecord): Promise<void> {
    await this.deps.storage.store(storageKey(secret), formatRecord(record));
  }

  async #exclusively<T>(secret: SecretName, work: () => Promise<T>): Promise<T> {
    return exclusively(this.deps.lock, storageKey(secret), new AbortController().signal, work);
  }
}
