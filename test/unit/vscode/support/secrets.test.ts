import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inspect } from 'node:util';
import type { WindowLock } from '../../../../src/core/sessions/ports';
import { thisPlace } from '../../../../src/vscode/support/sessionVault';
import { ManualClock } from '../../support/manualClock';
import { temporary } from '../../support/memoryWorld';
import { openVaults, sharedFolder, turns } from '../secrets/vaults';
import { MemorySecrets } from './memorySecrets';

const KEY = JSON.stringify(['role', 'arn:aws:iam::111111111111:role/Hub', { externalId: 'acme-7c41' }]);
const HOUR = 3_600_000;
const KEYS = { accessKeyId: 'AKIA1', secretAccessKey: 'secret-value' };

const directory = sharedFolder();

/** A window over shared secrets; those of one test share a folder. */
function open(secrets: MemorySecrets, clock = new ManualClock(), lock: WindowLock = turns(), place = 'here') {
  return openVaults({ storage: secrets.storage, clock, lock, place, directory: directory() });
}

function sessionUntil(expiration: number) {
  return {
    credentials: temporary('ASIA1', expiration),
    identity: { arn: 'arn:aws:sts::111111111111:assumed-role/Hub/ann', accountId: '111111111111' },
    origin: 'AKIA1',
    since: expiration - HOUR,
  };
}

describe('secrets of the vault', () => {
  it('that earlier versions stored are still there', async () => {
    const secrets = new MemorySecrets();
    secrets.stored.set('externalId/acme', 'acme-7c41');
    secrets.stored.set('accessKeys/alice', JSON.stringify({ accessKeyId: 'AKIA1', secretAccessKey: 'secret-value' }));
    const { vault } = open(secrets);
    assert.equal(await vault.externalId('acme'), 'acme-7c41');
    assert.equal((await vault.accessKeys('alice'))?.reveal().secretAccessKey, 'secret-value');
  });

  it('are listed by kind and name, without values, and can each be deleted', async () => {
    const secrets = new MemorySecrets();
    const { vault } = open(secrets);
    await vault.storeAccessKeys('alice', KEYS, undefined);
    await vault.storeExternalId('acme', 'acme-7c41', undefined);
    await vault.storeToken('https://acme.awsapps.com/start', 'token-value', await vault.mark());
    const listed = await vault.list();
    assert.deepEqual(listed, [
      { type: 'accessKeys', name: 'alice' },
      { type: 'externalId', name: 'acme' },
      { type: 'token', name: 'https://acme.awsapps.com/start' },
    ]);
    for (const secret of listed) await vault.deleteSecret(secret);
    assert.deepEqual(await vault.list(), []);
    assert.deepEqual([...secrets.stored.keys()], ['forgotten'], 'only hashes of what was deleted are left');
    assert.equal(await vault.token('https://acme.awsapps.com/start'), undefined);
  });

  it('are all forgotten at once, kept sessions too', async () => {
    const secrets = new MemorySecrets();
    const { vault, sessions, forgetting } = open(secrets);
    await vault.storeAccessKeys('alice', KEYS, undefined);
    await sessions.store(KEY, sessionUntil(Date.UTC(2030, 0, 1)), 0);
    await forgetting.everything();
    assert.deepEqual([...secrets.stored.keys()], ['forgotten'], 'only when that was is left');
  });

  it('that an index has lost are listed again once they are used', async () => {
    const secrets = new MemorySecrets();
    await open(secrets).vault.storeAccessKeys('alice', KEYS, undefined);
    for (const broken of ['{', '7', '[{"type":"other"}, null, {"type":"token","name":7}]']) {
      secrets.stored.set('index', broken);
      const { vault } = open(secrets);
      assert.equal((await vault.accessKeys('alice'))?.accessKeyId, 'AKIA1');
      assert.deepEqual(await vault.list(), [{ type: 'accessKeys', name: 'alice' }]);
    }
  });

  it('of many windows at once are all in the index', async () => {
    const secrets = new MemorySecrets();
    const lock = turns();
    const windows = Array.from({ length: 5 }, () => open(secrets, new ManualClock(), lock).vault);
    await Promise.all(windows.map((vault, index) => vault.storeExternalId(`id-${index}`, 'acme-7c41', undefined)));
    assert.equal((await windows[0]?.list())?.length, 5);
  });

  it('are stored even where no lock can be taken', async () => {
    const { vault } = open(new MemorySecrets(), new ManualClock(), {
      run: () => Promise.reject(new Error('read-only')),
    });
    await vault.storeExternalId('acme', 'acme-7c41', undefined);
    assert.equal(await vault.externalId('acme'), 'acme-7c41');
  });
});

describe('sessions kept as secrets', () => {
  it('come back as they were, in another window too', async () => {
    const secrets = new MemorySecrets();
    const session = sessionUntil(Date.UTC(2030, 0, 1));
    await open(secrets).sessions.store(KEY, session, 0);
    const loaded = await open(secrets).sessions.load(KEY);
    assert.deepEqual(loaded?.credentials.reveal(), session.credentials.reveal());
    assert.equal(loaded.credentials.expiration, session.credentials.expiration);
    assert.deepEqual({ ...loaded, credentials: 0 }, { ...session, credentials: 0 });
    assert.doesNotMatch(
      inspect(loaded, { depth: 9, showHidden: true }) + JSON.stringify(loaded),
      /secret-value|token-value/,
    );
  });

  it('have keys in the storage that tell no ARN and no external ID', async () => {
    const secrets = new MemorySecrets();
    await open(secrets).sessions.store(KEY, sessionUntil(Date.UTC(2030, 0, 1)), 0);
    assert.doesNotMatch([...secrets.stored.keys()].join(), /arn|Hub|acme|1111/);
    assert.doesNotMatch(secrets.stored.get('index') ?? '', /arn|Hub|acme|1111/);
  });

  it('of another machine are not taken for ours', async () => {
    const secrets = new MemorySecrets();
    await open(secrets).sessions.store(KEY, sessionUntil(Date.UTC(2030, 0, 1)), 0);
    assert.equal(await open(secrets, new ManualClock(), turns(), 'elsewhere').sessions.load(KEY), undefined);
    const places = [{}, { AWS_PROFILE: 'dev' }, { AWS_ACCESS_KEY_ID: 'AKIA2' }].map((env) => thisPlace(env));
    assert.equal(new Set(places).size, 3);
    assert.equal(thisPlace({ AWS_SECRET_ACCESS_KEY: 'secret-value', PATH: '/' }), thisPlace({}));
  });

  it('count as missing when they cannot be read, and whoever reads them hears nothing of what they hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        const secrets = new MemorySecrets();
        const { sessions } = open(secrets);
        await sessions.store(KEY, sessionUntil(Date.UTC(2030, 0, 1)), 0);
        const [key] = [...secrets.stored.keys()].filter((name) => name.startsWith('session/'));
        secrets.stored.set(key ?? '', text);
        assert.equal(await sessions.load(KEY), undefined);
      }),
    );
  });

  it('tell the other windows when they are stored or removed', async () => {
    const secrets = new MemorySecrets();
    const [one, two] = [open(secrets).sessions, open(secrets).sessions];
    await two.load(KEY);
    const heard: string[] = [];
    two.onDidChange((key) => heard.push(key));
    await one.store(KEY, sessionUntil(Date.UTC(2030, 0, 1)), 0);
    await one.store('another', sessionUntil(Date.UTC(2030, 0, 1)), 0);
    await one.remove(KEY);
    assert.deepEqual(heard, [KEY, KEY]);
  });

  it('that have ended are deleted by the way', async () => {
    const secrets = new MemorySecrets();
    const clock = new ManualClock();
    const { sessions, vault } = open(secrets, clock);
    await sessions.store('old', sessionUntil(clock.now() + HOUR), 0);
    await clock.advance(2 * HOUR);
    await sessions.store('new', sessionUntil(clock.now() + HOUR), 0);
    assert.equal((await vault.list()).length, 1);
    assert.equal([...secrets.stored.keys()].filter((key) => key.startsWith('session/')).length, 1);
  });
});
