import type { BaseIdentity } from '../roles/baseIdentity';
import type { Recipe } from '../roles/profile';
import type { Credentials } from '../sessions/credentials';
import type { KeptSecrets, SecretVault } from '../sessions/ports';
import type { SecretRef } from '../support/errors';
import type { Destination } from './destination';
import type { HostGuard } from './hostGuard';
import { secretOf, type SecretId } from './secretId';
import { Sendable } from './sendable';
import { signingDestinations, type SecretUse } from './secretUse';

/** The vault for everybody who sends secrets: each is had for a destination only, after {@link HostGuard.allow}. */
export class GuardedSecrets implements SecretVault {
  constructor(
    private readonly kept: KeptSecrets,
    private readonly guard: HostGuard,
  ) {}

  async accessKeys(
    name: string,
    destinations: readonly Destination[],
    use: SecretUse,
  ): Promise<Credentials | undefined> {
    const keys = await this.kept.accessKeys(name);
    if (keys) await this.guard.allow({ type: 'accessKeys', name }, destinations, use);
    return keys;
  }

  async accessKeyId(name: string): Promise<string | undefined> {
    return (await this.kept.accessKeys(name))?.accessKeyId;
  }

  async externalId(name: string, to: Destination, use: SecretUse): Promise<Sendable<string> | undefined> {
    return this.#sendable({ type: 'externalId', name }, await this.kept.externalId(name), to, use);
  }

  async customerKey(name: string, to: Destination, use: SecretUse): Promise<Sendable<Uint8Array> | undefined> {
    return this.#sendable({ type: 'customerKey', name }, await this.kept.customerKey(name), to, use);
  }

  /** What is sent rather than signed with is asked about where it is sent. */
  async allowSigning(source: BaseIdentity, destinations: readonly Destination[], use: SecretUse): Promise<void> {
    const secret = secretOf(source);
    if (secret?.type === 'credentials') await this.guard.allow(secret, destinations, use);
  }

  async allow(secret: SecretId, destinations: readonly Destination[], use: SecretUse): Promise<void> {
    await this.guard.allow(secret, destinations, use);
  }

  /**
   * A recipe names whose credentials sign, and every host. What is sent as it is, and what the vault keeps with the hosts
   * it may go to, is asked about by itself: the recipe does not tell which host gets it, nor where it went until now.
   */
  async noteAgreed(recipe: Recipe): Promise<void> {
    const secret = secretOf(recipe.source);
    if (secret?.type === 'credentials') await this.guard.noteAllowed(secret, signingDestinations(recipe));
  }

  async has(ref: SecretRef): Promise<boolean> {
    return this.kept.has(ref);
  }

  async #sendable<T>(
    secret: SecretRef,
    value: T | undefined,
    to: Destination,
    use: SecretUse,
  ): Promise<Sendable<T> | undefined> {
    if (value === undefined) return undefined;
    await this.guard.allow(secret, [to], use);
    return new Sendable(value, to);
  }
}
