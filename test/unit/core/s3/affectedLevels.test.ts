import assert from 'node:assert/strict';
import { affectedEntry } from '../../../../src/core/s3/affectedLevels';
import type { Level } from '../../../../src/core/s3/levels';
import { bucketNode, pageNodes, type KeyNode } from '../../../../src/core/s3/listedNodes';
import { Listing } from '../../../../src/core/s3/listing';

const never = new AbortController().signal;
const lake = bucketNode(undefined, 'etl', { name: 'lake' });
const content = { type: 'keys', bucket: 'lake', prefix: '', withVersions: false } as const;

describe('Levels of the explorer after changes', () => {
  it('are looked through once, however many changes there are', async () => {
    const prefixes = Array.from({ length: 200 }, (_, index) => `folder-${index}/`);
    let looked = 0;
    const items: KeyNode[] = pageNodes(lake, { prefixes, objects: [] }).map((node) =>
      Object.defineProperty(node, 'type', {
        get: () => {
          looked++;
          return 'folder';
        },
      }),
    );
    const listing = new Listing<KeyNode>({ fetch: () => Promise.resolve({ items }) });
    await listing.first(never);
    const entryOf = affectedEntry({ node: lake, listing } as Level, content, () => true);
    looked = 0;
    for (let index = 0; index < 500; index++) {
      const address = { profile: 'etl', bucket: 'lake', key: `folder-${index % 200}/${index}` };
      assert.equal(entryOf({ type: 'deleted', address }), undefined);
    }
    assert.ok(looked <= 2 * prefixes.length, `${looked} looks at ${prefixes.length} rows`);
    const address = { profile: 'etl', bucket: 'lake', key: 'new/a' };
    assert.equal(entryOf({ type: 'written', address }), 'new/');
  });
});
