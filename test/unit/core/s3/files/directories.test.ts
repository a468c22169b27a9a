import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { Directories } from '../../../../../src/core/s3/files/directories';
import type { FolderAddress } from '../../../../../src/core/s3/files/filePath';
import { forwardingStore, type ListPage, type ObjectStore } from '../../../../../src/core/s3/objectStore';
import { ManualClock } from '../../../support/manualClock';

const never = new AbortController().signal;
const root: FolderAddress = { profile: 'etl', bucket: 'lake', prefix: '' };

/** Listings of a bucket that lists one key a page, and answers when it is told to with what was there when asked. */
function slowBucket(...keys: string[]) {
  const stored = new Set(keys);
  const answers: (() => void)[] = [];
  const store: ObjectStore = {
    ...forwardingStore(() => assert.fail('Nothing but lists is asked for here.')),
    list: async ({ next = '' }): Promise<ListPage> => {
      const [key, more] = [...stored].filter((other) => other > next).sort();
      const objects = key === undefined ? [] : [{ key, size: 1, modified: 0 }];
      await new Promise<void>((resolve) => answers.push(resolve));
      return { objects, prefixes: [], next: more === undefined ? undefined : key };
    },
  };
  const directories = new Directories(() => store, new ManualClock());
  const keysOf = async (limit = 10): Promise<string[]> => [
    ...(await directories.list(root, limit, never)).objects.keys(),
  ];
  /** Lets S3 answer all that it was asked. @returns how much that was */
  const answer = async (): Promise<number> => {
    await setImmediate();
    const due = answers.splice(0);
    for (const give of due) give();
    await setImmediate();
    return due.length;
  };
  return { stored, directories, keysOf, answer };
}

describe('Listings of folders', () => {
  for (const what of ['forgotten', 'cleared'] as const) {
    const forget = (directories: Directories, key: string): void => {
      if (what === 'cleared') directories.clear();
      else directories.forget({ profile: 'etl', bucket: 'lake', key });
    };

    it(`are not those from before they were ${what} for whoever asks afterwards`, async () => {
      const { stored, directories, keysOf, answer } = slowBucket('a');
      const early = keysOf(1);
      await setImmediate();
      stored.add('0');
      forget(directories, '0');
      const late = keysOf(1);
      assert.equal(await answer(), 2);
      assert.deepEqual([await early, await late], [['a'], ['0']]);
      assert.deepEqual([...(directories.known(root)?.objects.keys() ?? [])], ['0']);
    });

    it(`are not kept where they were ${what} before their last page`, async () => {
      const { stored, directories, keysOf, answer } = slowBucket('a', 'b');
      const early = keysOf();
      await setImmediate();
      stored.add('0');
      forget(directories, '0');
      assert.deepEqual([await answer(), await answer()], [1, 1]);
      assert.deepEqual(await early, ['a', 'b']);
      assert.equal(directories.known(root), undefined);
    });
  }

  it('are asked for once, page by page, however many wait for them', async () => {
    const { keysOf, answer } = slowBucket('a', 'b');
    const all = [keysOf(), keysOf(), keysOf(1)];
    assert.deepEqual([await answer(), await answer(), await answer()], [1, 1, 0]);
    assert.deepEqual(await Promise.all(all), [['a', 'b'], ['a', 'b'], ['a']]);
  });
});
