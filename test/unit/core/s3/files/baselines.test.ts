import assert from 'node:assert/strict';
import { Baselines, type KeptBaseline, type ObjectState } from '../../../../../src/core/s3/files/baselines';

const FILE = 'assume-role-s3://analyst/lake/a.txt';

/** A state whose text is known by its name. */
const state = (text: string): ObjectState => ({
  etag: `etag of ${text}`,
  size: text.length,
  mtime: text.length,
  content: `bytes of ${text}`,
  text,
});

/** Baselines that have what was kept, and what they keep. */
function baselinesWith(before: readonly (readonly [string, KeptBaseline])[] = []) {
  const kept = new Map(before);
  const baselines = new Baselines({
    get: (id) => kept.get(id),
    set: (id, baseline) => {
      if (baseline) kept.set(id, baseline);
      else kept.delete(id);
    },
  });
  return { baselines, kept };
}

describe('The state of an object that a document comes from', () => {
  it('is what it was opened with, whoever reads the object later', () => {
    const { baselines } = baselinesWith();
    baselines.seen(FILE, state('before'));
    baselines.settled(FILE, 'before');
    baselines.dirtied(FILE, true);
    baselines.seen(FILE, state('theirs'));
    assert.deepEqual(baselines.of(FILE), state('before'));
    assert.deepEqual(baselines.frozen(FILE), { size: 6, mtime: 6 });
  });

  it('is what it was loaded with again, once it shows that', () => {
    const { baselines } = baselinesWith();
    baselines.seen(FILE, state('before'));
    baselines.settled(FILE, 'before');
    baselines.seen(FILE, state('theirs'));
    baselines.settled(FILE, 'before');
    assert.deepEqual(baselines.of(FILE), state('before'), 'it does not show theirs yet');
    baselines.settled(FILE, 'theirs');
    assert.deepEqual(baselines.of(FILE), state('theirs'));
  });

  it('is what was read last, in an encoding that is not known', () => {
    const { baselines } = baselinesWith();
    baselines.seen(FILE, state('Gr??e'));
    baselines.settled(FILE, 'Grüße');
    baselines.dirtied(FILE, true);
    assert.deepEqual(baselines.of(FILE), state('Gr??e'));
  });

  it('is not kept as that of an older text, which another window may find, when a save ends after more was typed', () => {
    const { baselines: first, kept } = baselinesWith();
    first.seen(FILE, state('before'));
    first.settled(FILE, 'before');
    first.dirtied(FILE, true);
    first.typed(FILE, 'one');
    // More was typed, saved, and then more again.
    first.saved(FILE, state('two'));
    const { baselines: second } = baselinesWith([...kept]);
    second.dirtied(FILE, true, 'one');
    assert.equal(second.of(FILE), undefined);
    assert.deepEqual(first.of(FILE), state('two'));
  });

  it('outlives a reload with unsaved changes, and what is read after it', () => {
    const { baselines: first, kept } = baselinesWith();
    first.seen(FILE, state('before'));
    first.settled(FILE, 'before');
    first.dirtied(FILE, true);
    first.typed(FILE, 'mine');

    const { baselines } = baselinesWith([...kept]);
    baselines.seen(FILE, state('theirs'));
    // VS Code opens the document, and says then that it has unsaved changes.
    baselines.settled(FILE, 'mine');
    baselines.dirtied(FILE, true, 'mine');
    assert.deepEqual(baselines.of(FILE), state('before'));
    assert.deepEqual(baselines.frozen(FILE), { size: 6, mtime: 6 });
    assert.deepEqual(
      [...kept.values()],
      [{ baseline: state('before'), facts: { size: 6, mtime: 6 }, unsaved: 'mine' }],
    );
  });

  it('is not taken from what another window of the folder has kept of its own unsaved text', () => {
    const { baselines: another, kept } = baselinesWith();
    another.seen(FILE, state('saved by another window'));
    another.settled(FILE, 'saved by another window');
    another.dirtied(FILE, true);
    for (const rest of [undefined, 'unsaved in another window']) {
      if (rest !== undefined) another.typed(FILE, rest);
      const { baselines } = baselinesWith([...kept]);
      baselines.settled(FILE, 'mine');
      baselines.dirtied(FILE, true, 'mine');
      assert.equal(baselines.of(FILE), undefined);
    }
    const { baselines } = baselinesWith([...kept]);
    baselines.dirtied(FILE, true, 'unsaved in another window');
    assert.deepEqual(baselines.of(FILE), state('saved by another window'), 'the text may be restored here too');
  });

  it('once restored, is kept with what is typed from then on', () => {
    const { baselines, kept } = baselinesWith([[FILE, { baseline: state('before'), unsaved: 'mine' }]]);
    baselines.dirtied(FILE, true, 'mine');
    baselines.typed(FILE, 'mine and more');
    assert.deepEqual([kept.get(FILE)?.baseline, kept.get(FILE)?.unsaved], [state('before'), 'mine and more']);
    baselines.saved(FILE, state('mine and more'));
    baselines.settled(FILE, 'mine and more');
    assert.deepEqual([...kept], []);
    baselines.typed(FILE, 'said too late');
    assert.deepEqual([...kept], []);
  });

  it('is not known of restored unsaved changes of which nothing was kept, whatever was read since', () => {
    const { baselines } = baselinesWith();
    baselines.seen(FILE, state('theirs'));
    baselines.settled(FILE, 'mine');
    baselines.dirtied(FILE, true, 'mine');
    assert.equal(baselines.of(FILE), undefined);
    assert.deepEqual(baselines.frozen(FILE), { size: 0, mtime: 0 }, 'VS Code must not compare by itself');
    baselines.seen(FILE, state('theirs once more'));
    assert.equal(baselines.of(FILE), undefined);
  });

  it('is not known of a restored custom editor, whose content nobody can compare with what was kept', () => {
    for (const isCleanAtFirst of [false, true]) {
      const { baselines } = baselinesWith([[FILE, { baseline: state('before') }]]);
      if (isCleanAtFirst) baselines.settled(FILE, undefined);
      baselines.seen(FILE, state('theirs'));
      baselines.dirtied(FILE, false);
      assert.equal(baselines.of(FILE), undefined);
    }
  });

  it('is what was read last of a custom editor that is changed after it was opened', () => {
    const { baselines } = baselinesWith();
    baselines.seen(FILE, state('before'));
    baselines.settled(FILE, undefined);
    baselines.dirtied(FILE, false);
    baselines.seen(FILE, state('theirs'));
    assert.deepEqual(baselines.of(FILE), state('before'));
  });

  for (const [what, folder, renamed] of [
    ['document', FILE, 'assume-role-s3://analyst/lake/b.txt'],
    ['folder', 'assume-role-s3://analyst/lake', 'assume-role-s3://analyst/pond'],
  ] as const) {
    it(`goes along with a renamed ${what}, and with its unsaved changes`, () => {
      const { baselines } = baselinesWith();
      const moved = FILE.replace(folder, renamed);
      baselines.seen(FILE, state('before'));
      baselines.settled(FILE, 'before');
      baselines.dirtied(FILE, true);
      baselines.renamed(folder, renamed);
      baselines.dirtied(moved, true, 'mine');
      assert.deepEqual(baselines.of(moved), { ...state('before'), etag: undefined });
      baselines.seen(moved, { ...state('theirs'), etag: 'etag of another copy' });
      assert.deepEqual(baselines.of(moved), { ...state('before'), etag: undefined }, 'it comes from no other');
      baselines.seen(moved, { ...state('before'), etag: 'etag of the copy' });
      assert.deepEqual(baselines.of(moved), { ...state('before'), etag: 'etag of the copy' });
    });
  }

  it('stays with what only begins like a renamed folder', () => {
    const { baselines } = baselinesWith();
    baselines.seen(FILE, state('before'));
    baselines.settled(FILE, 'before');
    baselines.renamed('assume-role-s3://analyst/la', 'assume-role-s3://analyst/pond');
    assert.equal(baselines.of('assume-role-s3://analyst/pondke/a.txt'), undefined);
    assert.deepEqual(baselines.of(FILE), state('before'));
  });
});
