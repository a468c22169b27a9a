import assert from 'node:assert/strict';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { LazySecretKeeping } from '../../../../src/vscode/secrets/lazySecretKeeping';
import type { SecretKeeping } from '../../../../src/vscode/secrets/secretKeeping';
import { BrowserSecrets } from './browserSecrets';
import { openVaults, sharedFolder, turns } from './vaults';

const SESSION = {
  credentials: new Credentials({ accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 's', sessionToken: 't' }, 4e12),
  since: 0,
};

describe('Keeping of secrets that is loaded by its first use', () => {
  const directory = sharedFolder();

  /** A window whose keeping is loaded lazily; counts what is loaded and disposed of. */
  function open() {
    const vaults = openVaults({ storage: new BrowserSecrets().open(), directory: directory() });
    const counts = { loaded: 0, disposed: 0 };
    const keeping = new LazySecretKeeping(() => {
      counts.loaded += 1;
      const { sessions } = vaults;
      const made = { sessions, lock: turns(), dispose: () => (counts.disposed += 1) };
      return Promise.resolve(made as unknown as SecretKeeping);
    });
    return { keeping, vaults, counts };
  }

  it('is loaded once, by whatever is used first', async () => {
    const { keeping, counts } = open();
    assert.equal(counts.loaded, 0);
    const { signal } = new AbortController();
    assert.equal(await keeping.lock.run('key', signal, () => Promise.resolve('done')), 'done');
    await keeping.sessions.load('key');
    assert.equal(counts.loaded, 1);
  });

  it('tells at once what the sessions tell, to those who listened before', async () => {
    const { keeping, vaults } = open();
    let forgotten = 0;
    keeping.sessions.onDidForget(() => (forgotten += 1));
    await keeping.sessions.store('key', SESSION, await keeping.sessions.mark());
    assert.equal((await vaults.sessions.load('key'))?.credentials.accessKeyId, 'ASIAEXAMPLE');
    await vaults.forgotten.forget(['everything']);
    assert.equal(forgotten, 1);
    assert.equal(await keeping.sessions.load('key'), undefined);
  });

  it('disposes of what was loaded, and of what is loaded afterwards', async () => {
    const { keeping, counts } = open();
    keeping.dispose();
    assert.equal(counts.disposed, 0);
    await keeping.load();
    assert.equal(counts.disposed, 1);
  });
});
