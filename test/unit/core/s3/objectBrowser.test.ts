import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareKeys } from '../../../../src/core/s3/keyOrder';
import { visibleName } from '../../../../src/core/texts/visible';
import { addressOf, isContainer, type ContainerNode, type S3Node } from '../../../../src/core/s3/nodes';
import { ObjectBrowser } from '../../../../src/core/s3/objectBrowser';
import { AppError, isAppError } from '../../../../src/core/support/errors';
import { ManualClock } from '../../support/manualClock';
import { keysTogether } from './anyKey';
import { browse, loadMoreOf, never, nodeAt, rootOf, rowsAt, seen } from './explorerBed';
import { MemoryStore } from './memoryStore';

const isCancelled = (error: unknown): boolean => isAppError(error, 'cancelled');

describe('the S3 explorer', () => {
  it('goes from buckets to folders to objects with one request a level', async () => {
    const memory = new MemoryStore().add('lake', 'readme.txt', 'team/a.csv', 'team/b.csv').add('logs');
    const bed = browse(memory.store);
    assert.deepEqual(seen(await rowsAt(bed)), ['bucket lake', 'bucket logs']);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')), ['object readme.txt', 'folder team']);
    assert.deepEqual(seen(await rowsAt(bed, 'lake', 'team')), ['object a.csv', 'object b.csv']);
    assert.deepEqual(memory.calls, ['listBuckets', 'list lake ', 'list lake team/']);
  });

  it('shows nothing without a session', async () => {
    const memory = new MemoryStore().add('lake');
    const browser = new ObjectBrowser(() => memory.store, new ManualClock());
    assert.deepEqual(await browser.children(undefined, never), []);
    assert.deepEqual(memory.calls, []);
  });

  it('loads more, page by page, in the order of the keys', async () => {
    const memory = new MemoryStore(2).add('lake', 'a', 'b', 'c', 'd/x', 'e');
    const bed = browse(memory.store);
    const first = await rowsAt(bed, 'lake');
    assert.deepEqual(seen(first), ['object a', 'object b', 'loadMore Load More…']);
    await bed.browser.loadMore(loadMoreOf(first), never);
    assert.deepEqual(bed.changes, ['lake']);
    const second = await rowsAt(bed, 'lake');
    assert.deepEqual(seen(second), ['object a', 'object b', 'object c', 'folder d', 'loadMore Load More…']);
    await bed.browser.loadMore(loadMoreOf(second), never);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')).at(-1), 'object e');
    assert.equal(memory.calls.filter((call) => call.startsWith('list lake')).length, 3);
  });

  it('pages buckets too', async () => {
    const bed = browse(new MemoryStore(1).add('one').add('two').store);
    await bed.browser.loadMore(loadMoreOf(await rowsAt(bed)), never);
    assert.deepEqual(seen(await rowsAt(bed)), ['bucket one', 'bucket two']);
  });

  it('costs one request however many ask at once', async () => {
    const memory = new MemoryStore(1).add('lake', 'a', 'b', 'c');
    const bed = browse(memory.store);
    const lake = await nodeAt(bed, 'lake');
    const [rows] = await Promise.all([1, 2, 3].map(() => bed.browser.children(lake, never)));
    const more = loadMoreOf(rows ?? []);
    await Promise.all([bed.browser.loadMore(more, never), bed.browser.loadMore(more, never)]);
    assert.deepEqual(seen(await bed.browser.children(lake, never)), ['object a', 'object b', 'loadMore Load More…']);
    assert.equal(memory.calls.length, 3);
  });

  it('shows an object, a folder and a folder marker of the same name apart', async () => {
    const bed = browse(new MemoryStore().add('lake', 'a', 'a/', 'a/b').store);
    const children = await rowsAt(bed, 'lake');
    assert.deepEqual(seen(children), ['object a', 'folder a']);
    const inside = await rowsAt(bed, 'lake', 'a');
    assert.deepEqual(seen(inside), ['object (folder marker)', 'object b']);
    const ids = [...children, ...inside].map((node) => node.id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('shows every legal key with a visible name, in the order of its bytes', async () => {
    const keys = ['/lead', 'mid//dle', '.', '..', 'end ', ' ', 'nul\0', 'tab\t', '\u202Etxt.exe', '👨‍👩‍👧', '\uffee'];
    const bed = browse(new MemoryStore().add('lake', ...keys).store);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')), [
      'object ␣',
      'object .',
      'object ..',
      'folder (empty name)',
      'object end␣',
      'folder mid',
      'object nul␀',
      'object tab␉',
      'object ⟨U+202E⟩txt.exe',
      'object \uffee',
      'object 👨‍👩‍👧',
    ]);
    assert.deepEqual(seen(await rowsAt(bed, 'lake', 'mid')), ['folder (empty name)']);
    assert.equal(visibleName('\u007f\u0085a b'), '␡⟨U+0085⟩a b');
  });

  it('is every key once, in the order of its bytes, when walked from top to bottom, whatever the keys', async () => {
    await fc.assert(
      fc.asyncProperty(keysTogether, fc.integer({ min: 1, max: 4 }), async (keys, pageSize) => {
        const bed = browse(new MemoryStore(pageSize).add('lake', ...keys).store);
        const below = async (parent: ContainerNode): Promise<S3Node[]> => {
          let children = await bed.browser.children(parent, never);
          while (children.at(-1)?.type === 'loadMore') {
            await bed.browser.loadMore(loadMoreOf(children), never);
            children = await bed.browser.children(parent, never);
          }
          const each = children.map(async (node) => [node, ...(isContainer(node) ? await below(node) : [])]);
          return (await Promise.all(each)).flat();
        };
        const rows = await below(await nodeAt(bed, 'lake'));
        const shown = rows.filter(({ type }) => type === 'object').map((node) => addressOf(node)?.key);
        assert.deepEqual(shown, [...keys].sort(compareKeys));
        assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
        for (const { label } of rows) assert.match(label, /^[^\p{Cc}\p{Bidi_Control}]*[^\p{Cc}\s]$/u);
      }),
      { numRuns: 300 },
    );
  });

  it('never holds one ID twice, even when a store repeats a prefix', async () => {
    const { store } = new MemoryStore(1).add('lake', 'a/x', 'b/x');
    const repeating = {
      ...store,
      list: async (...args: Parameters<typeof store.list>) => ({ ...(await store.list(...args)), prefixes: ['a/'] }),
    };
    const bed = browse(repeating);
    await bed.browser.loadMore(loadMoreOf(await rowsAt(bed, 'lake')), never);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')), ['folder a']);
  });

  it('says that a level is empty', async () => {
    assert.deepEqual(seen(await rowsAt(browse(new MemoryStore().add('lake').store), 'lake')), ['message Empty']);
    assert.deepEqual(seen(await rowsAt(browse(new MemoryStore().store))), ['message No buckets']);
  });

  it('shows why a level cannot be read, asks again only when refreshed', async () => {
    const memory = new MemoryStore().add('lake', 'a');
    const bed = browse(memory.store);
    const lake = await nodeAt(bed, 'lake');
    memory.failure = new AppError('accessDenied', 'Not allowed.', { cure: 'Ask for s3:ListBucket.' });
    const rows = await bed.browser.children(lake, never);
    const [message] = rows;
    assert.ok(message?.type === 'message' && message.severity === 'error');
    assert.deepEqual([message.label, message.detail], ['Not allowed.', 'Ask for s3:ListBucket.']);
    assert.equal(rows.length, 1, 'trying again would not help');
    memory.failure = undefined;
    assert.deepEqual(seen(await bed.browser.children(lake, never)), ['message Not allowed.']);
    bed.browser.refresh(message);
    assert.deepEqual(bed.changes, ['lake']);
    assert.deepEqual(seen(await bed.browser.children(lake, never)), ['object a']);
  });

  it('keeps what was read when a later page fails, and tries that page again', async () => {
    const memory = new MemoryStore(1).add('lake', 'a', 'b');
    const bed = browse(memory.store);
    const more = loadMoreOf(await rowsAt(bed, 'lake'));
    memory.failure = new AppError('network', 'No answer.');
    await bed.browser.loadMore(more, never);
    const failed = await rowsAt(bed, 'lake');
    assert.deepEqual(seen(failed), ['object a', 'message No answer.', 'loadMore Try Again']);
    memory.failure = undefined;
    await bed.browser.loadMore(loadMoreOf(failed), never);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')), ['object a', 'object b']);
  });

  it('offers to try a first page again that the network did not bring', async () => {
    const memory = new MemoryStore().add('lake', 'a');
    const bed = browse(memory.store);
    const lake = await nodeAt(bed, 'lake');
    memory.failure = new AppError('network', 'No answer.');
    const failed = await bed.browser.children(lake, never);
    assert.deepEqual(seen(failed), ['message No answer.', 'loadMore Try Again']);
    memory.failure = undefined;
    await bed.browser.loadMore(loadMoreOf(failed), never);
    assert.deepEqual(seen(await bed.browser.children(lake, never)), ['object a']);
  });

  it('refreshes one node and what is below, and keeps IDs', async () => {
    const memory = new MemoryStore().add('lake', 'a/b/c').add('logs', 'x');
    const bed = browse(memory.store);
    const before = await nodeAt(bed, 'lake', 'a', 'b');
    await bed.browser.children(before, never);
    await rowsAt(bed, 'logs');
    memory.calls.length = 0;
    bed.browser.refresh(before.parent);
    await rowsAt(bed, 'lake', 'a', 'b');
    assert.deepEqual(memory.calls, ['list lake a/', 'list lake a/b/']);
    assert.equal((await nodeAt(bed, 'lake', 'a', 'b')).id, before.id);
    bed.browser.refresh();
    await rowsAt(bed);
    assert.deepEqual(memory.calls.at(-1), 'listBuckets');
    assert.deepEqual(bed.changes, ['a', '*']);
  });

  it('gives up a request when all who wait have, and not before', async () => {
    const memory = new MemoryStore().add('lake', 'a');
    const bed = browse(memory.store);
    const lake = await nodeAt(bed, 'lake');
    memory.gate = new Promise(() => undefined);
    const [one, other] = [new AbortController(), new AbortController()];
    const waiting = [bed.browser.children(lake, one.signal), bed.browser.children(lake, other.signal)] as const;
    one.abort();
    await assert.rejects(waiting[0], isCancelled);
    other.abort();
    await assert.rejects(waiting[1], isCancelled);
    memory.gate = undefined;
    assert.deepEqual(seen(await bed.browser.children(lake, never)), ['object a'], 'a later caller starts anew');
    assert.equal(memory.calls.filter((call) => call === 'list lake ').length, 2);
  });

  it('gives up what is under way when refreshed, and answers who waits with what is read then', async () => {
    const memory = new MemoryStore().add('lake', 'a');
    const bed = browse(memory.store);
    const lake = await nodeAt(bed, 'lake');
    memory.gate = new Promise(() => undefined);
    const refreshed = bed.browser.children(lake, never);
    memory.gate = undefined;
    bed.browser.refresh(lake);
    assert.deepEqual(seen(await refreshed), ['object a']);
    assert.deepEqual(seen(await bed.browser.children(lake, never)), ['object a']);
    assert.equal(memory.calls.filter((call) => call === 'list lake ').length, 2);
  });

  it('gives up what is under way when closed', async () => {
    const memory = new MemoryStore().add('lake', 'a');
    const bed = browse(memory.store);
    const lake = await nodeAt(bed, 'lake');
    memory.gate = new Promise(() => undefined);
    const closed = bed.browser.children(lake, never);
    bed.browser.dispose();
    await assert.rejects(closed, isCancelled);
  });

  it('stops a listing, says so, and goes on where it stopped', async () => {
    const memory = new MemoryStore(1).add('lake', 'a', 'b');
    const bed = browse(memory.store);
    const loading: boolean[] = [];
    bed.browser.onDidChangeLoading((isLoading) => loading.push(isLoading));
    const more = loadMoreOf(await rowsAt(bed, 'lake'));
    memory.gate = new Promise(() => undefined);
    const under = bed.browser.loadMore(more, never);
    bed.browser.stop();
    await under;
    const stopped = await rowsAt(bed, 'lake');
    assert.deepEqual(seen(stopped), ['object a', 'message Stopped']);
    memory.gate = undefined;
    const [, row] = stopped;
    assert.ok(row?.type === 'message' && row.severity === 'stopped' && row.action === 'load');
    await bed.browser.loadMore(row, never);
    assert.deepEqual(seen(await rowsAt(bed, 'lake')), ['object a', 'object b']);
    assert.deepEqual(loading.slice(-2), [true, false]);
    assert.equal(memory.calls.filter((call) => call === 'list lake ').length, 3);
  });

  it('stops a first page too, and sends nothing more until asked', async () => {
    const memory = new MemoryStore().add('lake', 'a');
    memory.gate = new Promise(() => undefined);
    const bed = browse(memory.store, [rootOf('etl', { home: 's3://lake/' })]);
    const [home] = await Promise.all([nodeAt(bed, 'lake'), bed.clock.advance(1000)]);
    const waiting = bed.browser.children(home, never);
    bed.browser.stop();
    assert.deepEqual(seen(await waiting), ['message Stopped']);
    assert.deepEqual(seen(await bed.browser.children(home, never)), ['message Stopped']);
    assert.equal(memory.calls.filter((call) => call === 'list lake ').length, 1);
  });
});
