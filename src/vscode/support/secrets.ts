import { Credentials, type RevealedCredentials } from '../../core/sessions/credentials';
import type { Destination } from '../../core/secrets/destination';
import type { KeptSecrets, TokenVault } from '../../core/sessions/ports';
import type { SecretRef } from '../../core/support/errors';
import type { SecretName } from '../secrets/secretName';
import type { SecretRecords } from '../secrets/secretRecords';
import type { SecretIndex, StoredSecret } from './secretIndex';

/**
 * Where a new value may be sent; undefined where no profile of the person's own uses it yet, `asBefore` where it takes the
 * place of one that was sent somewhere.
 */
export type HostsOfValue = readonly Destination[] | 'asBefore' | undefined;

/** Secrets in VS Code's SecretStorage: the only place they are kept. Who sends them has them from `GuardedSecrets`. */
export class SecretStorageVault implements KeptSecrets, TokenVault {
  constructor(
    private readonly records: SecretRecords,
    private readonly index: SecretIndex,
  ) {}

  /** The access keys stored under `name`; undefined when there are none. */
  async accessKeys(name: string): Promise<Credentials | undefined> {
    const text = await this.#read({ type: 'accessKeys', name });
    return text === undefined ? undefined : parseKeys(text);
  }

  /** The external ID stored under `name`; undefined when there is none. */
  async externalId(name: string): Promise<string | undefined> {
    return this.#read({ type: 'externalId', name });
  }

  /** The key for SSE-C stored under `name`, 32 bytes; undefined when there is none. */
  async customerKey(name: string): Promise<Uint8Array | undefined> {
    const text = await this.#read({ type: 'customerKey', name });
    return text === undefined ? undefined : Buffer.from(text, 'base64');
  }

  /** Whether the vault holds that secret. */
  async has(ref: SecretRef): Promise<boolean> {
    return (await this.#read(ref)) !== undefined;
  }

  /** Stores an IAM user's long-term keys, replacing those of the same name. */
  async storeAccessKeys(
    name: string,
    { accessKeyId, secretAccessKey }: Pick<RevealedCredentials, 'accessKeyId' | 'secretAccessKey'>,
    hosts: HostsOfValue,
  ): Promise<void> {
    await this.#replace({ type: 'accessKeys', name }, JSON.stringify({ accessKeyId, secretAccessKey }), hosts);
  }

  /** Stores an external ID, replacing that of the same name. */
  async storeExternalId(name: string, value: string, hosts: HostsOfValue): Promise<void> {
    await this.#replace({ type: 'externalId', name }, value, hosts);
  }

  /** Stores a key for SSE-C in Base64, replacing that of the same name. */
  async storeCustomerKey(name: string, base64: string, hosts: HostsOfValue): Promise<void> {
    await this.#replace({ type: 'customerKey', name }, base64, hosts);
  }

  /** The token stored under `name`; undefined when there is none. */
  async token(name: string): Promise<string | undefined> {
    return this.#read({ type: 'token', name });
  }

  /** See {@link TokenVault}. */
  async mark(): Promise<number> {
    return this.records.mark();
  }

  /** Stores a token, replacing that of the same name; see {@link TokenVault}. */
  async storeToken(name: string, value: string, mark: number): Promise<void> {
    const secret: SecretName = { type: 'token', name };
    await this.#indexed(secret, () => this.records.store(secret, value, mark));
  }

  /** Deletes the token of that name, if there is one. */
  async deleteToken(name: string): Promise<void> {
    await this.deleteSecret({ type: 'token', name });
  }

  /** Every stored secret by kind and name, kept sessions included. */
  async list(): Promise<StoredSecret[]> {
    return this.index.all();
  }

  /** Deletes one secret, if it is there, in all windows. */
  async deleteSecret({ type, name }: SecretName): Promise<void> {
    await this.records.forget({ type, name });
    await this.index.delete({ type, name });
  }

  async #read(secret: SecretName): Promise<string | undefined> {
    const record = await this.records.read(secret);
    // Puts back what an index that was lost or older does not have.
    if (record) await this.index.add(secret);
    return record?.value;
  }

  async #replace(secret: SecretName, value: string, hosts: HostsOfValue): Promise<void> {
    const known = hosts === 'asBefore' ? undefined : { hosts };
    await this.#indexed(secret, () => this.records.replace(secret, value, known));
  }

  /** The index first: what is in it without being stored does no harm, the other way round it could not be deleted. */
  async #indexed(secret: SecretName, store: () => Promise<void>): Promise<void> {
    await this.index.add(secret);
    await store();
    // Another window may have found it missing in between.
    await this.index.add(secret);
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
