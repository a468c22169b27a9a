import assert from 'node:assert/strict';
import { goTo, type Arrival } from '../../../../src/core/s3/goTo';
import type { S3Location } from '../../../../src/core/s3/location';
import { AppError } from '../../../../src/core/support/errors';
import { browse, never, rowsAt, seen, type Bed } from './explorerBed';
import { MemoryStore } from './memoryStore';

function world(): { memory: MemoryStore; bed: Bed; go: (to: Partial<S3Location>) => Promise<Arrival> } {
  const memory = new MemoryStore().add('lake', 'team/a.csv', 'team/a.csv.bak', 'team/b/x', 'top');
  const bed = browse(memory.store);
  const go = async (to: Partial<S3Location>): Promise<Arrival> => {
    const arrival = await goTo(bed.browser, memory.store, 'etl', { bucket: 'lake', key: '', ...to }, never);
    assert.ok(arrival);
    return arrival;
  };
  return { memory, bed, go };
}

describe('going to a place in S3', () => {
  it('shows a folder below the session, its first page read, with one request', async () => {
    const { memory, bed, go } = world();
    const { place, open } = await go({ key: 'team/' });
    assert.deepEqual([place.kind, place.label, open], ['visited', 'lake/team', undefined]);
    assert.deepEqual(memory.calls, ['list lake team/']);
    assert.deepEqual(seen(await rowsAt(bed)), ['place lake/team', 'bucket lake']);
    assert.deepEqual(seen(await bed.browser.children(place, never)), ['object a.csv', 'object a.csv.bak', 'folder b']);
  });

  it('finds an object in its folder, filtered to its key, and opens it', async () => {
    const { memory, bed, go } = world();
    const { place, row, open } = await go({ key: 'team/a.csv' });
    assert.equal(bed.browser.viewOf(place).filter, 'a.csv');
    assert.ok(row?.type === 'object' && row.object.key === 'team/a.csv' && row.parent === place);
    assert.equal(open, row);
    assert.deepEqual(memory.calls, ['list lake team/a.csv']);
  });

  it('takes a folder without its last slash for the folder', async () => {
    const { bed, go } = world();
    const { place, row } = await go({ key: 'team/b' });
    assert.deepEqual([place.label, row, bed.browser.viewOf(place).filter], ['lake/team/b', undefined, undefined]);
    assert.deepEqual(seen(await rowsAt(bed)), ['place lake/team/b', 'bucket lake']);
  });

  it('shows the keys that begin with what is no key', async () => {
    const { bed, go } = world();
    const { place, row, open } = await go({ key: 'team/a' });
    assert.deepEqual([row, open], [undefined, undefined]);
    assert.deepEqual(seen(await bed.browser.children(place, never)), ['object a.csv', 'object a.csv.bak']);
  });

  it('opens the version that is named', async () => {
    const { go } = world();
    const { open } = await go({ key: 'top', versionId: 'v4' });
    assert.ok(open?.type === 'version' && open.version.versionId === 'v4' && open.version.key === 'top');
  });

  it('opens what may be read where nothing may be listed, and says that in the place', async () => {
    const { store } = world().memory;
    const denied = new AppError('accessDenied', 's3:ListBucket on arn:aws:s3:::lake is not allowed.');
    const narrow = browse({ ...store, list: () => Promise.reject(denied) });
    const location = { bucket: 'lake', key: 'team/a.csv' };
    const arrival = await goTo(narrow.browser, store, 'etl', location, never);
    assert.ok(arrival?.open?.type === 'object' && arrival.open.object.size > 0);
    assert.deepEqual(seen(await narrow.browser.children(arrival.place, never)), [`message ${denied.message}`]);
  });

  it('shows what is wrong with a bucket that is not there', async () => {
    const { bed, go } = world();
    const { place } = await go({ bucket: 'missing' });
    assert.deepEqual(seen(await bed.browser.children(place, never)), ['message The bucket missing does not exist.']);
  });
});
