import assert from 'node:assert/strict';
import { toUriParts } from '../../../../../src/core/s3/address';
import { filePathOf } from '../../../../../src/core/s3/files/filePath';
import { pathTo, ToldTypes } from '../../../../../src/core/s3/files/toldTypes';
import type { ObjectStore } from '../../../../../src/core/s3/objectStore';
import { isKind, never, StoreBed, writableWorld } from '../../../aws/s3/storeBed';
import { filesOf } from './filesBed';

const PLACE = { profile: 'etl', bucket: 'work' };
const uriOf = (key: string) => toUriParts({ ...PLACE, key });
const MOVE = { overwrite: false, onProgress: () => undefined };

describe('What VS Code was told of a path', () => {
  it('stays what it is shown as, however often it is looked at, until VS Code hears of a change', () => {
    const told = new ToldTypes();
    const uri = uriOf('data');
    assert.equal(told.at(uri), undefined);
    told.looked(uri, 'file');
    told.looked(uri, 'folder');
    assert.equal(told.at(uri), 'file');
    told.shown(uri, 'folder');
    assert.equal(told.at({ ...uri, path: `${uri.path}/` }), 'folder');
    told.forget(uri);
    assert.equal(told.at(uri), undefined);
    told.looked(uri, 'file');
    assert.equal(told.at(uri), 'file');
    assert.equal(told.at({ ...uri, authority: 'other' }), undefined);
  });

  describe('decides what is worked on, whatever took the name meanwhile:', () => {
    let bed: StoreBed;
    let outside: ObjectStore;
    const inside = ['data/1', 'data/2'];
    beforeEach(async () => {
      bed = await StoreBed.start(writableWorld);
      outside = bed.storeOf('owner');
      for (const key of inside) await outside.write({ bucket: PLACE.bucket, key }, Buffer.from(key), {}, {}, never);
    });
    afterEach(() => bed.close());

    const left = async (): Promise<string[]> =>
      (await outside.list({ bucket: PLACE.bucket, prefix: 'data' }, never)).objects.map(({ key }) => key);
    const works = {
      delete: (path, { operations }) => operations.delete(path, true, () => undefined, never),
      rename: (path, { operations }) => operations.rename(path, filePathOf(uriOf('other')), MOVE, never),
      copy: (path, { operations }) => operations.copy(path, filePathOf(uriOf('other')), MOVE, never),
    } satisfies Record<
      string,
      (path: ReturnType<typeof filePathOf>, files: ReturnType<typeof filesOf>) => Promise<void>
    >;

    for (const [name, work] of Object.entries(works)) {
      it(`${name} of an object that is gone leaves the folder of its name`, async () => {
        const path = pathTo('file', filePathOf(uriOf('data')));
        await assert.rejects(work(path, filesOf(outside, PLACE)), isKind('notFound'));
        assert.deepEqual(await left(), inside);
        assert.deepEqual((await outside.list({ bucket: PLACE.bucket, prefix: 'other' }, never)).objects, []);
      });

      it(`${name} of a folder that is gone leaves the object of its name`, async () => {
        await outside.write({ bucket: PLACE.bucket, key: 'data' }, Buffer.from('new'), {}, {}, never);
        for (const key of inside) await outside.delete({ bucket: PLACE.bucket, key }, never);
        const path = pathTo('folder', filePathOf(uriOf('data')));
        await assert.rejects(work(path, filesOf(outside, PLACE)), isKind('notFound'));
        assert.deepEqual(await left(), ['data']);
      });
    }
  });
});
