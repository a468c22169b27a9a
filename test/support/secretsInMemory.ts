import type { Destination } from '../../src/core/secrets/destination';
import { GuardedSecrets } from '../../src/core/secrets/guardedSecrets';
import { HostGuard, type AskForHosts, type HostRecords } from '../../src/core/secrets/hostGuard';
import type { SecretId } from '../../src/core/secrets/secretId';
import type { Credentials } from '../../src/core/sessions/credentials';
import type { KeptSecrets } from '../../src/core/sessions/ports';

/** Where secrets may go, in memory. */
export class HostsInMemory implements HostRecords {
  readonly hosts = new Map<string, readonly Destination[]>();

  hostsOf(secret: SecretId): Promise<readonly Destination[] | undefined> {
    return Promise.resolve(this.hosts.get(nameOf(secret)));
  }

  addHosts(secret: SecretId, destinations: readonly Destination[]): Promise<void> {
    this.hosts.set(nameOf(secret), [...(this.hosts.get(nameOf(secret)) ?? []), ...destinations]);
    return Promise.resolve();
  }
}

function nameOf({ type, name }: SecretId): string {
  return `${type}/${name}`;
}

/** What a vault holds; what is left out, it does not. */
export interface Held {
  readonly accessKeys?: (name: string) => Promise<Credentials | undefined>;
  readonly externalId?: (name: string) => Promise<string | undefined>;
  readonly customerKey?: (name: string) => Promise<Uint8Array | undefined>;
  readonly has?: KeptSecrets['has'];
}

/** @returns a vault of those secrets whose person allows every host, unless `ask` says otherwise */
export function secretsInMemory(
  held: Held,
  ask: AskForHosts = () => Promise.resolve(true),
  records: HostRecords = new HostsInMemory(),
): GuardedSecrets {
  const nothing = (): Promise<undefined> => Promise.resolve(undefined);
  const kept: KeptSecrets = {
    accessKeys: nothing,
    externalId: nothing,
    customerKey: nothing,
    has: () => Promise.resolve(true),
    ...held,
  };
  return new GuardedSecrets(kept, new HostGuard(records, ask));
}
