import { homedir, hostname } from 'node:os';
import type * as vscode from 'vscode';
import { Credentials } from '../../core/sessions/credentials';
import type { KeptSession, SessionCache } from '../../core/sessions/ports';
import type { CallerIdentity } from '../../core/sessions/session';
import type { Disposable } from '../../core/support/disposable';
import { Emitter, type Event } from '../../core/support/event';
import { isJsonObject, parseJsonObject } from '../../core/support/json';
import type { SecretRecords } from '../secrets/secretRecords';
import { sha256, storageKey, type SecretName } from '../secrets/secretName';
import type { ForgottenSecrets } from '../secrets/forgottenSecrets';
import type { SecretIndex } from './secretIndex';

/** Sessions in VS Code's SecretStorage, which all windows of this person share and which tells them of changes. */
export class SessionVault implements SessionCache, Disposable {
  readonly #changed = new Emitter<string>();
  /** Keys by their hashes in the storage, of those this window has dealt with. */
  readonly #keys = new Map<string, string>();
  readonly #subscription: Disposable;
  #clearing = 0;

  /** Fires with the key of a session that a window has stored or removed. */
  readonly onDidChange = this.#changed.event;

  /** Fires when all sessions were forgotten, here or in another window. */
  readonly onDidForget: Event<void>;

  /**
   * @param place names the machine and its user: windows on other machines (over SSH, in containers) share the storage,
   * but not what `environment` or a file in `~/.aws` means
   */
  constructor(
    storage: Pick<vscode.SecretStorage, 'onDidChange'>,
    private readonly records: SecretRecords,
    private readonly index: SecretIndex,
    forgotten: ForgottenSecrets,
    private readonly place: string,
  ) {
    this.onDidForget = (listener) =>
      forgotten.onDidForget(({ everything, sessions }) => {
        // Whoever clears the sessions has dropped theirs; what they have obtained since is theirs to keep.
        if (everything || (sessions && this.#clearing === 0)) listener();
      });
    this.#subscription = storage.onDidChange(({ key }) => {
      const known = this.#keys.get(key);
      if (known !== undefined) this.#changed.fire(known);
    });
  }

  /** The session stored under `key`; what cannot be read counts as missing. */
  async load(key: string): Promise<KeptSession | undefined> {
    const record = await this.records.read(this.#secret(key));
    return record && parseSession(record.value);
  }

  async mark(): Promise<number> {
    return this.records.mark();
  }

  async store(key: string, session: KeptSession, mark: number): Promise<void> {
    const secret = this.#secret(key);
    const entry = { ...secret, until: session.credentials.expiration };
    await this.index.add(entry);
    await this.records.store(secret, formatSession(session), mark);
    // Another window may have found it missing in between.
    await this.index.add(entry);
  }

  async remove(key: string): Promise<void> {
    const secret = this.#secret(key);
    if (!(await this.records.deleteForgotten(secret))) await this.records.forget(secret);
    await this.index.delete(secret);
  }

  /** Removes every session, those of other machines included. */
  async clear(): Promise<void> {
    this.#clearing += 1;
    try {
      await this.records.forget('sessions');
    } finally {
      this.#clearing -= 1;
    }
    await this.index.sweep((secret) => this.records.deleteForgotten(secret));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #secret(key: string): SecretName {
    const secret: SecretName = { type: 'session', name: sha256(JSON.stringify([this.place, key])) };
    this.#keys.set(storageKey(secret), key);
    return secret;
  }
}

function formatSession({ credentials, identity, origin, since }: KeptSession): string {
  const { expiration } = credentials;
  return JSON.stringify({ ...credentials.reveal(), expiration, identity, origin, since });
}

function parseSession(text: string): KeptSession | undefined {
  const value = parseJsonObject(text);
  if (!value) return undefined;
  const { accessKeyId, secretAccessKey, sessionToken, expiration, identity, origin, since } = value;
  if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string' || typeof sessionToken !== 'string') {
    return undefined;
  }
  if (typeof expiration !== 'number' || typeof since !== 'number') return undefined;
  if (identity !== undefined && !isIdentity(identity)) return undefined;
  return {
    credentials: new Credentials({ accessKeyId, secretAccessKey, sessionToken }, expiration),
    identity,
    origin: typeof origin === 'string' ? origin : undefined,
    since,
  };
}

function isIdentity(value: unknown): value is CallerIdentity {
  return isJsonObject(value) && typeof value['arn'] === 'string' && typeof value['accountId'] === 'string';
}

/**
 * Names this machine, its user and the AWS settings of its environment, for {@link SessionVault}: where one of them
 * differs, the same profile can mean another identity.
 */
export function thisPlace(env: NodeJS.ProcessEnv = process.env): string {
  const settings = Object.entries(env).filter(([name]) => name.startsWith('AWS_') && !/SECRET|TOKEN/.test(name));
  return JSON.stringify([hostname(), homedir(), settings.sort(([a], [b]) => (a < b ? -1 : 1))]);
}
