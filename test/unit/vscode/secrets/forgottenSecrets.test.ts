import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAppError } from '../../../../src/core/support/errors';
import { untilFollowed } from '../../../../src/vscode/secrets/otherWindows';
import { MemorySecrets } from '../support/memorySecrets';
import { BrowserSecrets } from './browserSecrets';
import { openVaults, sharedFolder } from './vaults';

const ALICE = { type: 'accessKeys', name: 'alice' } as const;

describe('the record of what was forgotten', () => {
  const directory = sharedFolder();
  const file = (): string => join(directory(), 'forgotten.json');

  const isUnreadable = (error: unknown): boolean => isAppError(error) && error.message.includes('no secret is used');

  it('is for this person alone and names no secret', async () => {
    const { vault } = openVaults({ storage: new MemorySecrets().storage, directory: directory() });
    await vault.storeExternalId('acme-partner', 'acme-7c41', undefined);
    await vault.deleteSecret({ type: 'externalId', name: 'acme-partner' });
    assert.doesNotMatch(await readFile(file(), 'utf8'), /acme/);
    assert.deepEqual([(await stat(file())).mode & 0o777, (await stat(directory())).mode & 0o777], [0o600, 0o700]);
    assert.ok((await readdir(directory())).every((name) => !name.endsWith('.tmp')));
  });

  it('that cannot be read lets no secret be used and loses none, until everything is forgotten', async () => {
    const { storage } = new MemorySecrets();
    await openVaults({ storage, directory: directory() }).vault.storeAccessKeys(
      'alice',
      { accessKeyId: 'AKIA1', secretAccessKey: 'secret-value' },
      undefined,
    );
    const entry = `accessKeys/${'0'.repeat(64)}`;
    for (const damaged of [
      '',
      '{',
      '[]',
      '{"forgotten":{"x":1}}',
      `{"forgotten":{"${entry}":"1"}}`,
      `{"forgotten":{"*":1e300}}`,
    ]) {
      await writeFile(file(), damaged);
      const { vault } = openVaults({ storage, directory: directory() });
      await assert.rejects(vault.accessKeys('alice'), isUnreadable);
      await assert.rejects(vault.storeExternalId('acme', 'acme-7c41', undefined), isUnreadable);
      await rm(file());
      assert.equal((await vault.accessKeys('alice'))?.accessKeyId, 'AKIA1');
    }
    await writeFile(file(), '{');
    const { vault, forgetting } = openVaults({ storage, directory: directory() });
    await forgetting.everything();
    assert.equal(await vault.accessKeys('alice'), undefined);
    await vault.storeAccessKeys('alice', { accessKeyId: 'AKIA2', secretAccessKey: 'secret-value' }, undefined);
    assert.equal((await vault.accessKeys('alice'))?.accessKeyId, 'AKIA2');
  });

  it('that cannot be written makes Forget All fail, and this window forgets all the same', async () => {
    const { storage } = new MemorySecrets();
    const { vault, forgetting } = openVaults({ storage, directory: directory() });
    await vault.storeAccessKeys('alice', { accessKeyId: 'AKIA1', secretAccessKey: 'secret-value' }, undefined);
    await mkdir(join(file(), 'in the way'), { recursive: true });
    await assert.rejects(forgetting.everything(), (error) => isAppError(error) && error.message.includes('cannot be'));
    await rm(file(), { recursive: true });
    assert.equal(await vault.accessKeys('alice'), undefined);
  });

  it('that was lost is written anew by a window that knows it', async () => {
    const browser = new BrowserSecrets();
    const stale = browser.open();
    const one = openVaults({ storage: browser.open(), directory: directory() });
    await openVaults({ storage: stale, directory: directory() }).vault.storeAccessKeys(
      'alice',
      { accessKeyId: 'AKIA1', secretAccessKey: 'secret-value' },
      undefined,
    );
    await one.forgetting.everything();
    await rm(file());
    await one.forgotten.sync();
    const { vault } = openVaults({ storage: stale, directory: directory() });
    assert.equal(await vault.accessKeys('alice'), undefined);
  });

  it('holds for keys that were deleted, replaced or signed out of in one window of a browser', async () => {
    const browser = new BrowserSecrets();
    const open = () => openVaults({ storage: browser.open(), directory: directory() }).vault;
    const first = open();
    await first.storeAccessKeys('alice', { accessKeyId: 'AKIA1', secretAccessKey: 'secret-value' }, undefined);
    await first.storeAccessKeys('bob', { accessKeyId: 'AKIA2', secretAccessKey: 'secret-value' }, undefined);
    await first.storeToken('signIn', 'token-value', await first.mark());
    const second = open();
    await first.deleteSecret(ALICE);
    await first.storeAccessKeys('bob', { accessKeyId: 'AKIA3', secretAccessKey: 'secret-value' }, undefined);
    await first.deleteToken('signIn');
    await second.storeExternalId('acme', 'acme-7c41', undefined);
    const third = open();
    for (const vault of [second, third]) {
      assert.equal(await vault.accessKeys('alice'), undefined);
      assert.equal(await vault.accessKeys('bob'), undefined, 'the old ones are good nowhere');
      assert.equal(await vault.token('signIn'), undefined);
      assert.equal(await vault.externalId('acme'), 'acme-7c41');
    }
    assert.equal((await first.accessKeys('bob'))?.accessKeyId, 'AKIA3');
  });

  it('is followed by other windows, which say so; one that does not is told apart from one that is gone', async () => {
    const { storage } = new MemorySecrets();
    const dropped: string[] = [];
    const open = (name: string) =>
      openVaults({
        storage,
        directory: directory(),
        participants: [{ forget: () => Promise.resolve(void dropped.push(name)) }],
      });
    const [one, two] = [open('one'), open('two')];
    await Promise.all([one.forgetting.start(), two.forgetting.start()]);
    await one.vault.storeAccessKeys('alice', { accessKeyId: 'AKIA1', secretAccessKey: 'secret-value' }, undefined);
    assert.deepEqual(await untilFollowed(await one.forgetting.everything(), 5_000), { count: 1, silent: 0 });
    assert.deepEqual(dropped.sort(), ['one', 'two']);
    const windows = join(directory(), 'windows');
    const holder = { host: 'elsewhere', pid: 1, token: 'x', forgotten: 0 };
    await writeFile(join(windows, 'asleep.json'), JSON.stringify(holder));
    assert.deepEqual(await untilFollowed(await one.forgetting.everything(), 1_000), { count: 2, silent: 1 });
    two.forgetting.dispose();
    await rm(join(windows, 'asleep.json'));
    assert.deepEqual(await untilFollowed(await one.forgetting.everything(), 1_000), { count: 0, silent: 0 });
  });
});
