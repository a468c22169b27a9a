import assert from 'node:assert/strict';
import { Directories } from '../../../../../src/core/s3/files/directories';
import type { FolderAddress } from '../../../../../src/core/s3/files/filePath';
import { filePathOf } from '../../../../../src/core/s3/files/filePath';
import { Lookup } from '../../../../../src/core/s3/files/lookup';
import { HeadCache } from '../../../../../src/core/s3/headCache';
import type { Clock } from '../../../../../src/core/support/clock';
import { AppError, isAppError } from '../../../../../src/core/support/errors';
import { ConditionalStore } from './storeBed';

const never = new AbortController().signal;
const root: FolderAddress = { profile: 'etl', bucket: 'lake', prefix: '' };
// VS Code probes for configuration too, which costs something only where it is allowed.
const pathOf = (path: string) => filePathOf({ authority: 'etl', path: `/lake/${path}`, query: '' }, () => true);
const isMissing = (error: unknown): boolean => isAppError(error, 'notFound');

/** A lookup in a bucket with these keys, with the folders that are workspace folders. */
function bed(keys: readonly string[], folders: readonly FolderAddress[] = []) {
  const memory = new ConditionalStore();
  for (const key of keys) memory.put(key, key);
  const clock: Clock & { time: number } = {
    time: 1000,
    now: () => clock.time,
    after: () => assert.fail('Nothing here needs a timer.'),
  };
  const storeOf = () => memory.store;
  const directories = new Directories(storeOf, clock);
  const heads = new HeadCache(storeOf, clock);
  const lookup = new Lookup({ storeOf, heads, directories, workspaceFolders: () => folders });
  return { memory, clock, directories, heads, lookup };
}

describe('finding files', () => {
  it('costs one request for an object, two for a folder and for what is missing', async () => {
    const { memory, lookup } = bed(['a.txt', 'dir/b.txt']);
    assert.equal((await lookup.find(pathOf('a.txt'), never)).type, 'file');
    assert.deepEqual(memory.calls.splice(0), ['head a.txt']);
    assert.equal((await lookup.find(pathOf('dir'), never)).type, 'folder');
    assert.deepEqual(memory.calls.splice(0), ['head dir', 'list dir/']);
    await assert.rejects(lookup.find(pathOf('none'), never), isMissing);
    assert.deepEqual(memory.calls, ['head none', 'list none/']);
  });

  it('costs one request for all that VS Code probes for in a workspace folder', async () => {
    const { memory, clock, lookup } = bed(['a.txt', 'src/b.ts'], [root]);
    const probes = ['.vscode', '.vscode/settings.json', '.vscode/tasks.json', '.git', '.git/config', 'package.json'];
    await Promise.all(probes.map((probe) => assert.rejects(lookup.find(pathOf(probe), never), isMissing)));
    assert.equal((await lookup.find(pathOf('a.txt'), never)).type, 'file');
    assert.equal((await lookup.find(pathOf('src'), never)).type, 'folder');
    assert.deepEqual(memory.calls.splice(0), ['list ']);
    await assert.rejects(lookup.find(pathOf('src/.git'), never), isMissing);
    assert.deepEqual(memory.calls.splice(0), ['list src/']);
    clock.time += 60_000;
    assert.equal((await lookup.find(pathOf('a.txt'), never)).type, 'file');
    assert.deepEqual(memory.calls, ['list ']);
  });

  it('costs two requests for a workspace folder that is no bucket, however often it and what is in it are asked for', async () => {
    const { memory, lookup } = bed(['team/a.txt'], [{ ...root, prefix: 'team/' }]);
    for (let times = 0; times < 5; times += 1) {
      assert.equal((await lookup.find(pathOf('team'), never)).type, 'folder');
      assert.equal((await lookup.entries(pathOf('team'), never)).entries.length, 1);
      await assert.rejects(lookup.find(pathOf('team/.vscode/settings.json'), never), isMissing);
    }
    assert.deepEqual(memory.calls, ['head team', 'list team/']);
  });

  it('sees what somebody else makes within a second, with one more request for all that is still not there', async () => {
    const { memory, clock, lookup } = bed(['a.txt'], [root]);
    const missing = ['new.txt', '.git', 'package.json'];
    for (const path of missing) await assert.rejects(lookup.find(pathOf(path), never), isMissing);
    assert.deepEqual(memory.calls.splice(0), ['list ']);
    memory.put('new.txt', 'new');
    clock.time += 1000;
    assert.equal((await lookup.find(pathOf('a.txt'), never)).type, 'file');
    assert.deepEqual(memory.calls, []);
    assert.equal((await lookup.find(pathOf('new.txt'), never)).type, 'file');
    for (const path of missing.slice(1)) await assert.rejects(lookup.find(pathOf(path), never), isMissing);
    assert.deepEqual(memory.calls, ['list ']);
  });

  it('lists a folder anew for who asks for all that is in it', async () => {
    const { memory, clock, lookup } = bed(['a.txt'], [root]);
    const bucket = filePathOf({ authority: 'etl', path: '/lake', query: '' });
    const names = async () => (await lookup.entries(bucket, never)).entries.map(({ name }) => name);
    assert.deepEqual(await names(), ['a.txt']);
    memory.put('b.txt', 'b');
    clock.time += 1000;
    assert.deepEqual(await names(), ['a.txt', 'b.txt']);
    assert.deepEqual(memory.calls, ['list ', 'list ']);
  });

  it('does not take for missing what has just been seen elsewhere', async () => {
    const { memory, heads, lookup } = bed(['a.txt'], [root]);
    await assert.rejects(lookup.find(pathOf('new.txt'), never), isMissing);
    memory.put('new.txt', 'new');
    heads.learn({ profile: 'etl', bucket: 'lake', key: 'new.txt' }, { key: 'new.txt', size: 3, modified: 0 });
    assert.equal((await lookup.find(pathOf('new.txt'), never)).type, 'file');
    await lookup.assertNotMissing(pathOf('new.txt'), never);
    assert.deepEqual(memory.calls, ['list ']);
  });

  it('forgets what a change may have changed, also while it is being listed', async () => {
    const { memory, directories, lookup } = bed(['a.txt'], [root]);
    await assert.rejects(lookup.find(pathOf('new/b.txt'), never), isMissing);
    memory.put('new/b.txt', 'b');
    directories.forget({ profile: 'etl', bucket: 'lake', key: 'new/b.txt' });
    assert.equal((await lookup.find(pathOf('new/b.txt'), never)).type, 'file');

    directories.clear();
    const under = directories.first(root, never);
    directories.forget({ profile: 'etl', bucket: 'lake', key: 'a.txt' });
    await under;
    assert.equal(directories.known(root), undefined);
  });

  it('asks for what may not be listed one by one', async () => {
    const { memory, lookup } = bed(['a.txt'], [root]);
    const { store } = memory;
    const denied = () => Promise.reject(new AppError('accessDenied', 'No.'));
    const narrow = {
      ...store,
      list: (...args: Parameters<typeof store.list>) => (memory.calls.push(`list ${args[0].prefix}`), denied()),
    };
    Object.defineProperty(memory, 'store', { get: () => narrow });
    assert.equal((await lookup.find(pathOf('a.txt'), never)).type, 'file');
    assert.deepEqual(memory.calls, ['list ', 'head a.txt']);
  });

  it('lists an object and a folder of one name as two, a marker with content as a file', async () => {
    const { lookup } = bed(['a', 'a/', 'a/b']);
    const { entries } = await lookup.entries(filePathOf({ authority: 'etl', path: '/lake', query: '' }), never);
    assert.deepEqual(
      entries.map((entry) => [entry.type, entry.name, entry.type === 'folder' && entry.besideObject]),
      [
        ['folder', 'a', true],
        ['file', 'a', false],
      ],
    );
    const inside = await lookup.entries(pathOf('a~~'), never);
    assert.deepEqual(
      inside.entries.map(({ name }) => name),
      ['', 'b'],
    );
  });
});
