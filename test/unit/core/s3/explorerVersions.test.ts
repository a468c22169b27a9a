import assert from 'node:assert/strict';
import { nodeContext } from '../../../../src/core/s3/nodeContext';
import { nodeText } from '../../../../src/core/s3/nodeText';
import { isContainer } from '../../../../src/core/s3/nodes';
import { browse, loadMoreOf, nodeAt, never, rowsAt, seen, type Bed } from './explorerBed';
import { MemoryStore } from './memoryStore';

/** A bucket `lake` in which `a` has three versions, `gone` was deleted, and a folder holds one object. */
function lake(pageSize?: number): MemoryStore {
  return new MemoryStore(pageSize).add('lake', 'a', 'a', 'a', 'dir/x', 'gone').remove('lake', 'gone');
}

async function showVersions(bed: Bed, ...labels: string[]): Promise<void> {
  const node = await nodeAt(bed, ...labels);
  assert.ok(node.type === 'bucket' || node.type === 'folder');
  bed.browser.setVersions(node, true);
}

describe('versions in the S3 explorer', () => {
  it('stand below their keys, the newest first, deleted ones marked', async () => {
    const memory = lake();
    const bed = browse(memory.store);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')), ['object a', 'folder dir']);
    await showVersions(bed, 'lake');
    memory.calls.length = 0;
    const rows = await rowsAt(bed, 'lake');
    assert.deepEqual(seen(rows), ['versions a', 'folder dir', 'versions gone']);
    const gone = rows.at(-1);
    assert.ok(gone);
    assert.match(nodeText(gone, 'en').description ?? '', /^deleted · /);
    const versions = await rowsAt(bed, 'lake', 'a');
    assert.deepEqual(
      versions.map((row) => row.type === 'version' && row.version.versionId),
      ['v3', 'v2', 'v1'],
    );
    assert.deepEqual(
      versions.map((row) => nodeContext(row)),
      ['version latest', 'version', 'version'],
    );
    assert.deepEqual(
      (await rowsAt(bed, 'lake', 'gone')).map((row) => nodeContext(row)),
      ['version latest deleteMarker', 'version'],
    );
    const ids = [...rows, ...versions].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(memory.calls, ['listVersions lake '], 'one request for all of them');
  });

  it('are shown below too, and no longer when hidden', async () => {
    const memory = lake();
    const bed = browse(memory.store);
    await showVersions(bed, 'lake');
    assert.deepEqual(seen(await rowsAt(bed, 'lake', 'dir')), ['versions x']);
    const node = await nodeAt(bed, 'lake', 'dir');
    assert.ok(node.type === 'folder');
    assert.equal(nodeContext(node, bed.browser.viewOf(node)), 'folder withVersions');
    bed.browser.setVersions(node, false);
    assert.deepEqual(seen(await rowsAt(bed, 'lake', 'dir')), ['object x']);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')).at(-1), 'versions gone');
  });

  it('of one key stay together when a page ends among them', async () => {
    const bed = browse(lake(2).store);
    await showVersions(bed, 'lake');
    const first = await rowsAt(bed, 'lake');
    assert.deepEqual(seen(first), ['versions a', 'loadMore Load More…']);
    const key = await nodeAt(bed, 'lake', 'a');
    const before = await bed.browser.children(key, never);
    assert.deepEqual(
      before.map(({ type }) => type),
      ['version', 'version', 'loadMore'],
      'more versions may come',
    );
    await bed.browser.loadMore(loadMoreOf(before), never);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')), ['versions a', 'folder dir', 'loadMore Load More…']);
    assert.deepEqual(
      (await rowsAt(bed, 'lake', 'a')).map((row) => row.type === 'version' && row.version.versionId),
      ['v3', 'v2', 'v1'],
    );
    assert.deepEqual(
      (await rowsAt(bed, 'lake')).filter(isContainer).map(({ label }) => label),
      ['a', 'dir'],
    );
  });

  it('say date, size and state to a screen reader', async () => {
    const bed = browse(lake().store);
    await showVersions(bed, 'lake');
    const [latest] = await rowsAt(bed, 'lake', 'gone');
    assert.ok(latest);
    const text = nodeText(latest, 'en-GB');
    assert.match(text.label ?? '', /^0[123]\/01\/2026, \d\d:\d\d$/);
    assert.equal(text.description, 'current · deleted');
    assert.match(text.accessibleLabel, /^Version of gone, .*, deleted, current$/);
  });
});
