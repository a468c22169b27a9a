import assert from 'node:assert/strict';
import { never, StoreBed, writableWorld } from './storeBed';

describe('versions and delete markers of a listing', () => {
  let bed: StoreBed;
  before(async () => {
    bed = await StoreBed.start(writableWorld);
  });
  after(() => bed.close());

  it('come in the order of the answer, whatever its elements have beside their names', async () => {
    const entry = (start: string, id: string): string =>
      `<${start}><Key>a</Key><VersionId>${id}</VersionId></${start.split(' ')[0] ?? ''}>`;
    for (const attribute of ['', ' type="x"']) {
      const rows = [
        entry(`DeleteMarker${attribute}`, '3'),
        entry(`Version${attribute}`, '2'),
        entry('DeleteMarker', '1'),
      ];
      const store = await bed.answering(`<ListVersionsResult>${rows.join('')}</ListVersionsResult>`);
      const { versions } = await store.listVersions({ bucket: 'history', prefix: '' }, never);
      assert.deepEqual(
        versions.map(({ versionId }) => versionId),
        ['3', '2', '1'],
      );
    }
  });
});
