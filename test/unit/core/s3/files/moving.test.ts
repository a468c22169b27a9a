import assert from 'node:assert/strict';
import { toUriParts } from '../../../../../src/core/s3/address';
import { filePathOf } from '../../../../../src/core/s3/files/filePath';
import { guardedStore } from '../../../../../src/core/s3/guardedStore';
import { forwardingStore, type ObjectStore } from '../../../../../src/core/s3/objectStore';
import { AppError, isAppError } from '../../../../../src/core/support/errors';
import { isKind, never, StoreBed, writableWorld } from '../../../aws/s3/storeBed';
import { filesOf } from './filesBed';

const PLACE = { profile: 'etl', bucket: 'work' };
const KEYS = Array.from({ length: 40 }, (_, index) => `old/${String(index).padStart(2, '0')}.txt`);
const pathOf = (key: string) => filePathOf(toUriParts({ ...PLACE, key }));
const [OLD, NEW] = [pathOf('old'), pathOf('new')];

describe('renaming a folder', () => {
  let bed: StoreBed;
  let store: ObjectStore;
  beforeEach(async () => {
    bed = await StoreBed.start(writableWorld);
    store = bed.storeOf('owner');
    for (const key of KEYS) await store.write({ bucket: PLACE.bucket, key }, Buffer.from(key), {}, {}, never);
  });
  afterEach(() => bed.close());

  const deny = (operation: string) =>
    bed.aws.faults.add({ service: 's3', operation, action: { type: 'error', status: 403, code: 'AccessDenied' } });
  const keysIn = async (prefix: string): Promise<string[]> => {
    const { objects } = await store.list({ bucket: PLACE.bucket, prefix }, never);
    return objects.map(({ key }) => key);
  };
  const rename = (signal = never, onProgress: (done: number, total: number) => void = () => undefined) =>
    filesOf(store, PLACE).operations.rename(OLD, NEW, { overwrite: false, onProgress }, signal);
  const message = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work;
    } catch (error) {
      assert.ok(isAppError(error), String(error));
      return error.message;
    }
    return assert.fail('It is refused.');
  };

  it('that is stopped midway has taken nothing away, and says how much was copied', async () => {
    const stopping = new AbortController();
    const told = await message(
      rename(stopping.signal, (done) => {
        if (done === 12) stopping.abort();
      }),
    );
    const [, least = '', most = ''] =
      /^Stopped\. (\d+) to (\d+) of 40 objects were copied to s3:\/\/work\/new\/; everything in s3:\/\/work\/old\/ is still there\.$/.exec(
        told,
      ) ?? assert.fail(told);
    assert.deepEqual(await keysIn('old/'), KEYS);
    const copied = (await keysIn('new/')).length;
    assert.ok(Number(least) >= 12 && Number(least) <= copied && copied <= Number(most), `${copied}: ${told}`);
    assert.ok(Number(most) <= Number(least) + 8, told);
  });

  it('that is stopped is no failure, whether copies or the original were under way', async () => {
    const stopping = new AbortController();
    const folder = rename(stopping.signal, () => stopping.abort());
    await assert.rejects(folder, isKind('stopped', /^Stopped\. .* is still there\.$/));
    const late = new AbortController();
    const leaving: ObjectStore = {
      ...forwardingStore((call) => call(store)),
      delete: (address, signal) => {
        late.abort();
        return store.delete(address, signal);
      },
    };
    const [from, to] = [pathOf('old/00.txt'), pathOf('single.txt')];
    const options = { overwrite: false, onProgress: () => undefined };
    await assert.rejects(
      filesOf(leaving, PLACE).operations.rename(from, to, options, late.signal),
      isKind('stopped', /^Stopped\. It was copied to .*single\.txt; .*old\/00\.txt is still there\.$/),
    );
    assert.deepEqual([(await keysIn('single.txt')).length, (await keysIn('old/00.txt')).length], [1, 1]);
  });

  it('that is denied midway has taken nothing away, and says what is missing and how much was copied', async () => {
    const told = await message(
      rename(never, (done) => {
        if (done === 12) deny('CopyObject');
      }),
    );
    assert.match(told, /s3:PutObject on arn:aws:s3:::work\/new\/\d\d\.txt/);
    assert.match(told, /\d+ to \d+ of 40 objects were copied to .*\/new\/; everything in .*\/old\/ is still there\.$/);
    assert.deepEqual(await keysIn('old/'), KEYS);
  });

  it('that cannot be looked at any more when all is copied, or is stopped then, says that it is', async () => {
    for (const [kind, reason] of [
      ['accessDenied', /^s3:ListBucket on arn:aws:s3:::work\b/],
      ['stopped', /^Stopped\./],
    ] as const) {
      const stopping = new AbortController();
      const renaming = rename(stopping.signal, (done, total) => {
        if (done < total) return;
        if (kind === 'stopped') stopping.abort();
        else deny('ListObjectsV2');
      });
      await assert.rejects(renaming, isKind(kind, reason));
      await assert.rejects(renaming, isKind(kind, /Everything was copied to s3:\/\/work\/new\/\.$/));
      bed.aws.faults.clear();
      assert.deepEqual(await keysIn('old/'), KEYS);
      for (const key of await keysIn('new/')) await store.delete({ ...PLACE, key }, never);
    }
  });

  it('leaves what somebody wrote meanwhile, and says so', async () => {
    const [, theirs = ''] = KEYS;
    const other = bed.storeOf('owner');
    let written: Promise<unknown> | undefined;
    const told = await message(
      rename(never, (done) => {
        if (done === 30) written = other.write({ ...PLACE, key: theirs }, Buffer.from('theirs'), {}, {}, never);
      }),
    );
    await written;
    assert.match(told, /^Everything was copied to s3:\/\/work\/new\/, but 1 of the objects in s3:\/\/work\/old\/ were/);
    assert.match(told, /such as s3:\/\/work\/old\/01\.txt\.$/);
    assert.deepEqual(await keysIn('old/'), [theirs]);
    assert.equal((await keysIn('new/')).length, KEYS.length);
  });

  it('leaves what somebody writes right before the deletion, and says so', async () => {
    const [, theirs = ''] = KEYS;
    const other = bed.storeOf('owner');
    const racing: ObjectStore = {
      ...forwardingStore((call) => call(store)),
      deleteMany: async (...args) => {
        await other.write({ ...PLACE, key: theirs }, Buffer.from('theirs'), {}, {}, never);
        return await store.deleteMany(...args);
      },
    };
    const options = { overwrite: false, onProgress: () => undefined };
    const told = await message(filesOf(racing, PLACE).operations.rename(OLD, NEW, options, never));
    assert.match(told, /^old\/01\.txt was changed by somebody else meanwhile\. 39 objects of s3:\/\/work\/old\/ were/);
    assert.match(told, /Everything was copied to s3:\/\/work\/new\/\.$/);
    assert.deepEqual(await keysIn('old/'), [theirs]);
    const { bytes } = await store.read({ ...PLACE, key: theirs }, 100, never);
    assert.equal(Buffer.from(bytes).toString(), 'theirs');
  });

  it('whose originals may not be deleted says so, with everything in both places', async () => {
    deny('DeleteObjects');
    const told = await message(rename());
    assert.match(told, /^s3:DeleteObject on arn:aws:s3:::work\//);
    assert.match(
      told,
      /0 objects of s3:\/\/work\/old\/ were deleted, 40 were not\. Everything was copied to s3:\/\/work\/new\/\.$/,
    );
    assert.deepEqual(await keysIn('old/'), KEYS);
    assert.equal((await keysIn('new/')).length, KEYS.length);
  });
});

describe('copying and renaming an object', () => {
  let bed: StoreBed;
  let store: ObjectStore;
  before(async () => {
    bed = await StoreBed.start(writableWorld);
    store = bed.storeOf('owner');
  });
  beforeEach(async () => {
    for (const key of ['from', 'to', 'folder/inside']) {
      await store.write({ bucket: PLACE.bucket, key }, Buffer.from(key), {}, {}, never);
    }
  });
  after(() => bed.close());

  const textOf = async (key: string): Promise<string> =>
    Buffer.from((await store.read({ bucket: PLACE.bucket, key }, 100, never)).bytes).toString();
  const options = (overwrite: boolean) => ({ overwrite, onProgress: () => undefined });

  for (const what of ['copy', 'rename'] as const) {
    it(`${what}: replaces an object only when told to, and a folder never`, async () => {
      const { operations } = filesOf(store, PLACE);
      const [from, to] = [pathOf('from'), pathOf('to')];
      await assert.rejects(operations[what](from, to, options(false), never), isKind('exists'));
      assert.deepEqual([await textOf('from'), await textOf('to')], ['from', 'to']);
      for (const overwrite of [false, true]) {
        await assert.rejects(operations[what](from, pathOf('folder'), options(overwrite), never), isKind('isFolder'));
        await assert.rejects(operations[what](pathOf('folder'), to, options(overwrite), never));
      }
      assert.deepEqual([await textOf('from'), await textOf('folder/inside')], ['from', 'folder/inside']);

      await operations[what](from, to, options(true), never);
      assert.equal(await textOf('to'), 'from');
      const { objects } = await store.list({ bucket: PLACE.bucket, prefix: 'from' }, never);
      assert.equal(objects.length, what === 'copy' ? 1 : 0);
    });
  }

  /** S3 where something happens right before a deletion arrives. */
  const beforeDeletion = (happens: () => Promise<unknown>): ObjectStore => ({
    ...forwardingStore((call) => call(store)),
    delete: async (...args) => {
      await happens();
      await store.delete(...args);
    },
  });

  it('rename: what somebody writes right before the deletion stays, and the message says so', async () => {
    const from = { bucket: PLACE.bucket, key: 'from' };
    const overtaken = beforeDeletion(() => store.write(from, Buffer.from('theirs'), {}, {}, never));
    await assert.rejects(
      filesOf(overtaken, PLACE).operations.rename(pathOf('from'), pathOf('to'), options(true), never),
      (error) => isAppError(error, 'changed') && /copied to .*\/to; .*\/from is still there\.$/.test(error.message),
    );
    assert.deepEqual([await textOf('from'), await textOf('to')], ['theirs', 'from']);
  });

  it('rename: an original that somebody deletes right before is gone, as was wanted', async () => {
    const overtaken = beforeDeletion(() => store.delete({ bucket: PLACE.bucket, key: 'from' }, never));
    await filesOf(overtaken, PLACE).operations.rename(pathOf('from'), pathOf('to'), options(true), never);
    assert.equal(await textOf('to'), 'from');
  });

  it('rename: is done where the new object may not be seen', async () => {
    const blind: ObjectStore = {
      ...forwardingStore((call) => call(store)),
      head: async (address, signal) => {
        if (address.key === 'unseen') throw new AppError('accessDenied', 'It may not be seen.');
        return await store.head(address, signal);
      },
    };
    await filesOf(blind, PLACE).operations.rename(pathOf('from'), pathOf('unseen'), options(true), never);
    assert.equal(await textOf('unseen'), 'from');
    await assert.rejects(textOf('from'), isKind('notFound'));
  });

  it('says nothing of a copy that the person refused before S3 was asked', async () => {
    const no = new AppError('cancelled', 'Nothing was changed.', { isUnsent: true });
    const refusing = guardedStore(store, () => Promise.reject(no));
    await assert.rejects(
      filesOf(refusing, PLACE).operations.rename(pathOf('from'), pathOf('to'), options(true), never),
      (error) => error === no,
    );
  });

  it('says where the copy may be when it is stopped, and takes nothing away', async () => {
    const stopping = new AbortController();
    const stopped: ObjectStore = {
      ...forwardingStore((call) => call(store)),
      copy: async (...args) => {
        stopping.abort();
        return await store.copy(...args);
      },
    };
    await assert.rejects(
      filesOf(stopped, PLACE).operations.rename(pathOf('from'), pathOf('to'), options(true), stopping.signal),
      isKind('stopped', /^Stopped\. S3 may have copied it to s3:\/\/work\/to all the same\.$/),
    );
    assert.equal(await textOf('from'), 'from');
  });

  it('rename: deletes without a condition where a store refuses it', async () => {
    const action = { type: 'error', status: 501, code: 'NotImplemented' } as const;
    bed.aws.faults.add({ service: 's3', operation: 'DeleteObject', times: 1, action });
    await filesOf(store, PLACE).operations.rename(pathOf('from'), pathOf('to'), options(true), never);
    await assert.rejects(textOf('from'), isKind('notFound'));
  });
});
