import type * as vscode from 'vscode';
import type { Clock } from '../../core/support/clock';
import { storageKey, type StoredSecret } from '../support/secretIndex';
import { formatRecord, parseRecord, type SecretRecord } from './secretRecord';

/** Which secret is meant. */
export type SecretName = Pick<StoredSecret, 'type' | 'name'>;

/** The one way to the values in SecretStorage: nothing else reads or writes them. */
export class SecretRecords {
  constructor(
    private readonly storage: vscode.SecretStorage,
    private readonly clock: Clock,
  ) {}

  /** The secret with what is known of it; undefined when there is none. */
  async read(secret: SecretName): Promise<SecretRecord | undefined> {
    const text = await this.storage.get(storageKey(secret));
    return text === undefined ? undefined : parseRecord(text);
  }

  /**
   * Stores a new value; what else is known of the secret stays.
   * @param known what is known of the new value instead
   */
  async store(secret: SecretName, value: string, known?: Pick<SecretRecord, 'hosts'>): Promise<void> {
    const before = known ?? (await this.read(secret));
    await this.#write(secret, { ...before, value, at: this.clock.now() });
  }

  /** Notes which hosts the secret may be sent to; does nothing where there is no such secret. */
  async allowHosts(secret: SecretName, hosts: readonly string[]): Promise<void> {
    const before = await this.read(secret);
    if (before) await this.#write(secret, { ...before, hosts });
  }

  async #write(secret: SecretName, record: SecretRecord): Promise<void> {
    await this.storage.store(storageKey(secret), formatRecord(record));
  }
}
