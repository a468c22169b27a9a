import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatRecord, parseRecord } from '../../../../src/vscode/secrets/secretRecord';
import { ManualClock } from '../../support/manualClock';
import { MemorySecrets } from '../support/memorySecrets';
import { openVaults, sharedFolder } from './vaults';

const directory = sharedFolder();

const KEYS = { type: 'accessKeys', name: 'alice' } as const;

describe('records of secrets', () => {
  it('hold any text with its time and hosts as they were', () => {
    const hosts = fc.option(fc.array(fc.string(), { maxLength: 3 }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '"', '\\', '{', '\0', 'é', '\u{1F511}', '\uD83D') }),
        fc.nat(),
        hosts,
        (value, at, allowed) => {
          const record = { value, at, after: at, ...(allowed && { hosts: allowed }) };
          assert.deepEqual(parseRecord(formatRecord(record)), record);
        },
      ),
    );
  });

  it('are read from what earlier versions have stored, of which nothing is lost', () => {
    const earlier = [
      'acme-7c41',
      '123',
      'null',
      'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
      '{"accessKeyId":"AKIA1","secretAccessKey":"secret-value"}',
      '{"client":{"clientId":"c"},"accessToken":"token-value","expiresAt":1}',
      '{"accessKeyId":"ASIA1","secretAccessKey":"s","sessionToken":"t","expiration":1,"since":0}',
      '{"value":7,"at":1}',
      '{"value":"v"}',
      '{"value":"v","at":-1}',
    ];
    for (const text of earlier) assert.deepEqual(parseRecord(text), { value: text, at: 0, after: 0 });
  });

  it('are stored with the time, and keep the hosts of the secret they replace', async () => {
    const secrets = new MemorySecrets();
    const clock = new ManualClock();
    const { records } = openVaults({ storage: secrets.storage, clock, directory: directory() });
    await records.store(KEYS, 'one', await records.mark());
    const at = clock.now();
    assert.deepEqual(await records.read(KEYS), { value: 'one', at, after: 0 });
    await records.allowHosts(KEYS, ['sts.eu-west-1.amazonaws.com']);
    await clock.advance(1000);
    await records.store(KEYS, 'two', await records.mark());
    assert.deepEqual(await records.read(KEYS), {
      value: 'two',
      at: at + 1000,
      after: 0,
      hosts: ['sts.eu-west-1.amazonaws.com'],
    });
    await records.allowHosts({ ...KEYS, name: 'nobody' }, ['a']);
    assert.equal(await records.read({ ...KEYS, name: 'nobody' }), undefined);
  });
});
