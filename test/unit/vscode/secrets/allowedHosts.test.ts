import assert from 'node:assert/strict';
import type { Destination } from '../../../../src/core/secrets/destination';
import type { SecretId } from '../../../../src/core/secrets/secretId';
import { AllowedHosts } from '../../../../src/vscode/secrets/allowedHosts';
import { MemorySecrets } from '../support/memorySecrets';
import { openVaults, sharedFolder } from './vaults';

const AWS = 'aws' as Destination;
const MINIO = 'http://localhost:9000' as Destination;
const partner: SecretId = { type: 'externalId', name: 'partner' };
const file: SecretId = { type: 'tokenFile', name: '/var/run/token' };

const directory = sharedFolder();

/** A window over a storage of its own. */
function open(secrets = new MemorySecrets()) {
  const { records, index, vault, forgetting } = openVaults({ storage: secrets.storage, directory: directory() });
  return { secrets, hosts: new AllowedHosts(records, index), vault, forgetting };
}

describe('where secrets may go, as it is kept', () => {
  it('is unknown of what earlier versions stored, and added to it without changing it', async () => {
    const { secrets, hosts, vault } = open();
    secrets.stored.set('externalId/partner', 'acme-7c41');
    assert.equal(await hosts.hostsOf(partner), undefined);
    await hosts.addHosts(partner, [AWS]);
    await hosts.addHosts(partner, [MINIO, AWS]);
    assert.deepEqual(await open(secrets).hosts.hostsOf(partner), [AWS, MINIO]);
    assert.equal(await vault.externalId('partner'), 'acme-7c41');
  });

  it('is that of the profile a secret is typed for, and what was allowed before is forgotten', async () => {
    const { hosts, vault } = open();
    await vault.storeExternalId('partner', 'first', [MINIO]);
    await hosts.addHosts(partner, [AWS]);
    await vault.storeExternalId('partner', 'second', [AWS]);
    assert.deepEqual(await hosts.hostsOf(partner), [AWS]);
    await vault.storeExternalId('partner', 'third', undefined);
    assert.equal(await hosts.hostsOf(partner), undefined);
  });

  it('stays with access keys that are rotated', async () => {
    const { hosts, vault } = open();
    const keys = { accessKeyId: 'AKIA1', secretAccessKey: 'x' };
    await vault.storeAccessKeys('alice', keys, [MINIO]);
    await vault.storeAccessKeys('alice', { ...keys, accessKeyId: 'AKIA2' }, 'asBefore');
    assert.deepEqual(await hosts.hostsOf({ type: 'accessKeys', name: 'alice' }), [MINIO]);
  });

  it('of a secret that is kept elsewhere names neither file nor command, and is forgotten with all secrets', async () => {
    const { secrets, hosts, forgetting } = open();
    await hosts.addHosts(file, [MINIO]);
    assert.deepEqual(await hosts.hostsOf(file), [MINIO]);
    assert.ok(![...secrets.stored].flat().some((text) => text.includes('/var/run')));
    await forgetting.everything();
    assert.equal(await hosts.hostsOf(file), undefined);
    assert.deepEqual([...secrets.stored.keys()], ['forgotten'], 'only when that was is left');
  });

  it('is gone with a secret that is deleted', async () => {
    const { hosts, vault } = open();
    await vault.storeExternalId('partner', 'first', [MINIO]);
    await vault.deleteSecret({ type: 'externalId', name: 'partner' });
    await hosts.addHosts(partner, [AWS]);
    assert.equal(await hosts.hostsOf(partner), undefined);
  });
});
