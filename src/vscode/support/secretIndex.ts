import type * as vscode from 'vscode';
import { exclusively } from '../../core/sessions/exclusively';
import type { WindowLock } from '../../core/sessions/ports';
import type { Clock } from '../../core/support/clock';
import type { Disposable } from '../../core/support/disposable';
import { isJsonObject } from '../../core/support/json';
import { Turns } from '../../core/support/turns';
import { storageKey, type SecretName } from '../secrets/secretName';

/** A secret that is stored, without its value. */
export interface StoredSecret extends SecretName {
  /** When it is of no use any more, milliseconds since the epoch; undefined for never. */
  readonly until?: number | undefined;
}

const KEY = 'index';

/** Which secrets are stored, kept as a secret itself: SecretStorage of VS Code 1.100 cannot list its keys. */
export class SecretIndex implements Disposable {
  /** What this window knows to be in the index, so that most reads of secrets cost no further read. */
  readonly #known = new Map<string, number | undefined>();
  readonly #turns = new Turns();
  readonly #subscription: Disposable;

  /** @param lock keeps windows from overwriting each other's entries */
  constructor(
    private readonly storage: vscode.SecretStorage,
    private readonly clock: Clock,
    private readonly lock: WindowLock,
  ) {
    this.#subscription = storage.onDidChange(({ key }) => {
      if (key === KEY) this.#known.clear();
    });
  }

  /** Everything stored. */
  async all(): Promise<StoredSecret[]> {
    return parseEntries(await this.storage.get(KEY));
  }

  /** Notes that a secret is stored; those that are of no use any more are deleted by the way. */
  async add(secret: StoredSecret): Promise<void> {
    const key = storageKey(secret);
    if (this.#known.has(key) && this.#known.get(key) === secret.until) return;
    await this.#change(async (entries) => {
      for (const [other, { until }] of entries) {
        if (until === undefined || until > this.clock.now()) continue;
        entries.delete(other);
        await this.storage.delete(other);
      }
      entries.set(key, secret);
    });
    this.#known.set(key, secret.until);
  }

  /** Deletes one secret, whether it is in the index or not. */
  async delete(secret: SecretName): Promise<void> {
    const key = storageKey(secret);
    await this.#change(async (entries) => {
      entries.delete(key);
      this.#known.delete(key);
      if ((await this.storage.get(key)) !== undefined) await this.storage.delete(key);
    });
  }

  /** Takes out every secret that `isGone` says is not stored any more. */
  async sweep(isGone: (secret: StoredSecret) => Promise<boolean>): Promise<void> {
    await this.#change(async (entries) => {
      for (const [key, secret] of entries) {
        if (!(await isGone(secret))) continue;
        entries.delete(key);
        this.#known.delete(key);
      }
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #change(change: (entries: Map<string, StoredSecret>) => Promise<void>): Promise<void> {
    const { signal } = new AbortController();
    const work = async (): Promise<void> => {
      const before = await this.storage.get(KEY);
      const entries = new Map(parseEntries(before).map((secret) => [storageKey(secret), secret]));
      await change(entries);
      const after = entries.size === 0 ? undefined : JSON.stringify([...entries.values()]);
      // A write that changes nothing would still undo, in a browser, what another window has written.
      if (after === before) return;
      if (after === undefined) await this.storage.delete(KEY);
      else await this.storage.store(KEY, after);
    };
    await this.#turns.run(KEY, signal, () => exclusively(this.lock, KEY, signal, work));
  }
}

const TYPES: readonly string[] = [
  'accessKeys',
  'externalId',
  'customerKey',
  'token',
  'session',
  'hosts',
] satisfies StoredSecret['type'][];

/** What cannot be read counts as missing; reading a secret puts it back into the index. */
function parseEntries(text: string | undefined): StoredSecret[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter(isStoredSecret) : [];
  } catch {
    return [];
  }
}

function isStoredSecret(value: unknown): value is StoredSecret {
  if (!isJsonObject(value)) return false;
  const { type, name, until } = value;
  return TYPES.includes(String(type)) && typeof name === 'string' && ['number', 'undefined'].includes(typeof until);
}
