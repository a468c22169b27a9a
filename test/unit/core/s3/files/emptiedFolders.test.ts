import assert from 'node:assert/strict';
import { goneFolders } from '../../../../../src/core/s3/files/emptiedFolders';
import type { FolderAddress } from '../../../../../src/core/s3/files/filePath';
import { AppError } from '../../../../../src/core/support/errors';
import { never } from '../../../aws/s3/storeBed';
import { ConditionalStore } from './storeBed';

const PLACE = { profile: 'analyst', bucket: 'lake' };
const folder = (prefix: string, place = PLACE): FolderAddress => ({ ...place, prefix });

describe('folders that lost objects', () => {
  it('are gone as a whole with one request, however many folders were in them', async () => {
    const bed = new ConditionalStore();
    bed.put('kept/other.txt', '');
    const inside = Array.from({ length: 2000 }, (_, index) => folder(`kept/gone/${index}/`));
    const emptied = [...inside, folder('kept/'), folder('kept/gone/')];
    assert.deepEqual(await goneFolders(emptied, () => bed.store, never), [folder('kept/gone/')]);
    assert.deepEqual(bed.calls, ['list kept/', 'list kept/gone/']);
  });

  it('are there when anything in them is, which one key tells of all folders around it', async () => {
    const bed = new ConditionalStore();
    bed.put('a/b/c/first.txt', '');
    const emptied = ['a/b/c/d/', 'a/b/c/', 'a/b/', 'a/', 'a/b/z/'].map((prefix) => folder(prefix));
    const gone = await goneFolders(emptied, () => bed.store, never);
    assert.deepEqual(new Set(gone), new Set([folder('a/b/c/d/'), folder('a/b/z/')]));
    assert.equal(bed.calls.length, 3);
  });

  it('are told apart from those of the same name in other buckets, and do not wait for one out of reach', async () => {
    const [full, empty] = [new ConditionalStore(), new ConditionalStore()];
    full.put('a/b/kept.txt', '');
    const places = ['full', 'denied', 'empty'].map((profile) => ({ ...PLACE, profile }));
    const emptied = places.flatMap((place) => [folder('a/b/', place), folder('a/', place)]);
    const storeOf = (profile: string) => {
      if (profile === 'denied') throw new AppError('expired', 'There is no session.');
      return (profile === 'full' ? full : empty).store;
    };
    assert.deepEqual(await goneFolders(emptied, storeOf, never), [folder('a/', { ...PLACE, profile: 'empty' })]);
  });
});
