import assert from 'node:assert/strict';
import { MAX_VERSIONS, versionsOfKey } from '../../../../../src/core/s3/previews/versionsOfKey';
import { never, PropertiesBed } from '../properties/bed';

describe('the versions of one key', () => {
  let bed: PropertiesBed;
  before(async () => {
    bed = await PropertiesBed.start();
  });
  after(() => bed.close());

  const versions = async (key: string) => await versionsOfKey(bed.store(), { bucket: 'kept', key }, never);

  it('are all of them, over as many pages as they take', async () => {
    bed.aws.log.clear();
    const found = await versions('thousands');
    assert.equal(found.length, 2100);
    assert.equal(new Set(found.map(({ versionId }) => versionId)).size, 2100, 'each once');
    assert.deepEqual([found[0]?.isLatest, found[0]?.size], [true, '2099'.length]);
    assert.equal(bed.aws.log.count({ operation: 'ListObjectVersions' }), 3);
  });

  it('are none of keys that only begin with it, whose pages are not asked for', async () => {
    bed.aws.log.clear();
    const found = await versions('thou');
    assert.deepEqual(
      found.map(({ size }) => size),
      [3],
    );
    assert.equal(bed.aws.log.count({ operation: 'ListObjectVersions' }), 1);
  });

  it('include delete markers', async () => {
    const found = await versions('gone');
    assert.deepEqual(
      found.map(({ isDeleteMarker }) => isDeleteMarker),
      [true, true, false],
    );
  });

  it('are the newest ones of a key that never ends', async () => {
    let pages = 0;
    const one = await bed.store().listVersions({ bucket: 'kept', prefix: 'thousands' }, never);
    const endless = {
      listVersions: () => Promise.resolve({ ...one, next: `page ${++pages}` }),
    };
    const found = await versionsOfKey(endless, { bucket: 'kept', key: 'thousands' }, never);
    assert.equal(found.length, MAX_VERSIONS);
    const empty = { listVersions: () => Promise.resolve({ ...one, versions: [], next: `page ${++pages}` }) };
    assert.deepEqual(await versionsOfKey(empty, { bucket: 'kept', key: 'thousands' }, never), []);
  });
});
