import type * as vscode from 'vscode';
import { Credentials, type RevealedCredentials } from '../../core/sessions/credentials';
import type { SecretVault } from '../../core/sessions/ports';
import type { SecretRef } from '../../core/support/errors';

/** Long-term secrets in VS Code's SecretStorage: the only place they are kept. */
export class SecretStorageVault implements SecretVault {
  constructor(private readonly storage: vscode.SecretStorage) {}

  /** The access keys stored under `name`; undefined when there are none. */
  async accessKeys(name: string): Promise<Credentials | undefined> {
    const text = await this.storage.get(storageKey({ type: 'accessKeys', name }));
    return text === undefined ? undefined : parseKeys(text);
  }

  /** The external ID stored under `name`; undefined when there is none. */
  async externalId(name: string): Promise<string | undefined> {
    return this.storage.get(storageKey({ type: 'externalId', name }));
  }

  /** Whether the vault holds that secret. */
  async has(ref: SecretRef): Promise<boolean> {
    return (await this.storage.get(storageKey(ref))) !== undefined;
  }

  /** Stores an IAM user's long-term keys, replacing those of the same name. */
  async storeAccessKeys(name: string, accessKeyId: string, secretAccessKey: string): Promise<void> {
    await this.storage.store(
      storageKey({ type: 'accessKeys', name }),
      JSON.stringify({ accessKeyId, secretAccessKey }),
    );
  }

  /** Stores an external ID, replacing that of the same name. */
  async storeExternalId(name: string, value: string): Promise<void> {
    await this.storage.store(storageKey({ type: 'externalId', name }), value);
  }
}

/** What cannot be read counts as missing; the parser's own error would repeat a piece of the secret. */
function parseKeys(text: string): Credentials | undefined {
  try {
    return new Credentials(JSON.parse(text) as RevealedCredentials);
  } catch {
    return undefined;
  }
}

function storageKey({ type, name }: SecretRef): string {
  return `${type}/${name}`;
}
