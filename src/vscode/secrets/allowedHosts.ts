import type { Destination } from '../../core/secrets/destination';
import type { HostRecords } from '../../core/secrets/hostGuard';
import { isKept, type SecretId } from '../../core/secrets/secretId';
import type { SecretIndex } from '../support/secretIndex';
import { sha256, type SecretName } from './secretName';
import type { SecretRecords } from './secretRecords';

/**
 * Where each secret may go: part of the record of those that are kept, and a record without a value for the others. All
 * of it stands in SecretStorage, so that forgetting all secrets forgets it too.
 */
export class AllowedHosts implements HostRecords {
  constructor(
    private readonly records: SecretRecords,
    private readonly index: SecretIndex,
  ) {}

  async hostsOf(secret: SecretId): Promise<readonly Destination[] | undefined> {
    // What stands there was put there as a destination; a text that is none is equal to none.
    return (await this.records.read(recordName(secret)))?.hosts as readonly Destination[] | undefined;
  }

  async addHosts(secret: SecretId, destinations: readonly Destination[]): Promise<void> {
    const record = recordName(secret);
    // From before the hosts of before are read: they are forgotten together.
    const mark = await this.records.mark();
    const hosts = [...new Set([...((await this.hostsOf(secret)) ?? []), ...destinations])];
    if (isKept(secret)) {
      await this.records.allowHosts(record, hosts);
      return;
    }
    await this.index.add(record);
    await this.records.store(record, '', mark, { hosts });
  }
}

/** Names of the others hold paths and commands: they stand there hashed. */
function recordName(secret: SecretId): SecretName {
  if (isKept(secret)) return { type: secret.type, name: secret.name };
  return { type: 'hosts', name: sha256(JSON.stringify([secret.type, secret.name])) };
}
