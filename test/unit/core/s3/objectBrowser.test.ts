import assert from 'node:assert/strict';
import { visibleName } from '../../../../src/core/s3/names';
import type { ContainerNode, LoadMoreNode, S3Node } from '../../../../src/core/s3/nodes';
import { isContainer } from '../../../../src/core/s3/nodes';
import { ObjectBrowser } from '../../../../src/core/s3/objectBrowser';
import { AppError, isAppError } from '../../../../src/core/support/errors';
import { MemoryStore } from './memoryStore';

const never = new AbortController().signal;

/** A browser open on `store` in the profile `etl`, and what its change event told. */
function browse(store: MemoryStore): { browser: ObjectBrowser; changes: (string | undefined)[] } {
  const browser = new ObjectBrowser(() => store);
  browser.open('etl');
  const changes: (string | undefined)[] = [];
  browser.onDidChange((node) => changes.push(node?.label));
  return { browser, changes };
}

/** Opens the path of labels from the root. */
async function opened(browser: ObjectBrowser, ...labels: string[]): Promise<ContainerNode> {
  let node: ContainerNode | undefined;
  for (const label of labels) {
    const children: readonly S3Node[] = await browser.children(node, never);
    node = children.filter(isContainer).find((child) => child.label === label);
    assert.ok(node, `${label} among ${children.map((child) => child.label).join(', ')}`);
  }
  assert.ok(node);
  return node;
}

/** Children as a person sees them: `type label`. */
function seen(nodes: readonly S3Node[]): string[] {
  return nodes.map((node) => `${node.type} ${node.label}`);
}

function loadMoreOf(nodes: readonly S3Node[]): LoadMoreNode {
  const last = nodes.at(-1);
  assert.ok(last?.type === 'loadMore');
  return last;
}

const isCancelled = (error: unknown): boolean => isAppError(error, 'cancelled');

describe('the S3 explorer', () => {
  it('goes from buckets to folders to objects with one request a level', async () => {
    const store = new MemoryStore().add('lake', 'readme.txt', 'team/a.csv', 'team/b.csv').add('logs');
    const { browser } = browse(store);
    assert.deepEqual(seen(await browser.children(undefined, never)), ['bucket lake', 'bucket logs']);
    assert.deepEqual(seen(await browser.children(await opened(browser, 'lake'), never)), [
      'folder team',
      'object readme.txt',
    ]);
    assert.deepEqual(seen(await browser.children(await opened(browser, 'lake', 'team'), never)), [
      'object a.csv',
      'object b.csv',
    ]);
    assert.deepEqual(store.calls, ['listBuckets', 'list lake ', 'list lake team/']);
  });

  it('shows nothing without a profile and starts anew with another', async () => {
    const stores: Record<string, MemoryStore> = {
      etl: new MemoryStore().add('lake'),
      audit: new MemoryStore().add('trail'),
    };
    const browser = new ObjectBrowser((profile) => stores[profile] ?? new MemoryStore());
    assert.deepEqual(await browser.children(undefined, never), []);
    browser.open('etl');
    const lake = await opened(browser, 'lake');
    browser.open('audit');
    assert.deepEqual(seen(await browser.children(undefined, never)), ['bucket trail']);
    assert.deepEqual(await browser.children(lake, never), [], 'a node of the former profile is empty');
    assert.deepEqual(stores['audit']?.calls, ['listBuckets']);
  });

  it('loads more, page by page, without moving what was there', async () => {
    const store = new MemoryStore(2).add('lake', 'a', 'b', 'c', 'd/x', 'e');
    const { browser, changes } = browse(store);
    const lake = await opened(browser, 'lake');
    const first = await browser.children(lake, never);
    assert.deepEqual(seen(first), ['object a', 'object b', 'loadMore Load More…']);
    await browser.loadMore(loadMoreOf(first), never);
    assert.deepEqual(changes, ['lake']);
    const second = await browser.children(lake, never);
    assert.deepEqual(seen(second), ['object a', 'object b', 'folder d', 'object c', 'loadMore Load More…']);
    await browser.loadMore(loadMoreOf(second), never);
    assert.deepEqual(seen(await browser.children(lake, never)).at(-1), 'object e');
    assert.equal(store.calls.filter((call) => call.startsWith('list lake')).length, 3);
  });

  it('pages buckets too', async () => {
    const { browser } = browse(new MemoryStore(1).add('one').add('two'));
    await browser.loadMore(loadMoreOf(await browser.children(undefined, never)), never);
    assert.deepEqual(seen(await browser.children(undefined, never)), ['bucket one', 'bucket two']);
  });

  it('costs one request however many ask at once', async () => {
    const store = new MemoryStore(1).add('lake', 'a', 'b', 'c');
    const { browser } = browse(store);
    const lake = await opened(browser, 'lake');
    const [rows] = await Promise.all([1, 2, 3].map(() => browser.children(lake, never)));
    const more = loadMoreOf(rows ?? []);
    await Promise.all([browser.loadMore(more, never), browser.loadMore(more, never)]);
    assert.deepEqual(seen(await browser.children(lake, never)), ['object a', 'object b', 'loadMore Load More…']);
    assert.equal(store.calls.length, 3);
  });

  it('shows an object, a folder and a folder marker of the same name apart', async () => {
    const { browser } = browse(new MemoryStore().add('lake', 'a', 'a/', 'a/b'));
    const lake = await opened(browser, 'lake');
    const children = await browser.children(lake, never);
    assert.deepEqual(seen(children), ['folder a', 'object a']);
    const inside = await browser.children(await opened(browser, 'lake', 'a'), never);
    assert.deepEqual(seen(inside), ['object (folder marker)', 'object b']);
    const ids = [...children, ...inside].map((node) => node.id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('shows every legal key with a visible name', async () => {
    const keys = ['/lead', 'mid//dle', '.', '..', 'end ', ' ', 'nul\0', 'tab\t', '\u202Etxt.exe', '👨‍👩‍👧'];
    const { browser } = browse(new MemoryStore().add('lake', ...keys));
    const lake = await opened(browser, 'lake');
    assert.deepEqual(seen(await browser.children(lake, never)).sort(), [
      'folder (empty name)',
      'folder mid',
      'object .',
      'object ..',
      'object end␣',
      'object nul␀',
      'object tab␉',
      'object ␣',
      'object ⟨U+202E⟩txt.exe',
      'object 👨‍👩‍👧',
    ]);
    assert.deepEqual(seen(await browser.children(await opened(browser, 'lake', 'mid'), never)), [
      'folder (empty name)',
    ]);
    assert.equal(visibleName('\u007f\u0085a b'), '␡⟨U+0085⟩a b');
  });

  it('never holds one ID twice, even when a store repeats a prefix', async () => {
    const store = new MemoryStore(1).add('lake', 'a/x', 'b/x');
    const list = store.list.bind(store);
    store.list = async (...args) => ({ ...(await list(...args)), prefixes: ['a/'] });
    const { browser } = browse(store);
    const lake = await opened(browser, 'lake');
    await browser.loadMore(loadMoreOf(await browser.children(lake, never)), never);
    assert.deepEqual(seen(await browser.children(lake, never)), ['folder a']);
  });

  it('says that a level is empty', async () => {
    const { browser } = browse(new MemoryStore().add('lake'));
    assert.deepEqual(seen(await browser.children(await opened(browser, 'lake'), never)), ['message Empty']);
    const none = browse(new MemoryStore()).browser;
    assert.deepEqual(seen(await none.children(undefined, never)), ['message No buckets']);
  });

  it('shows why a level cannot be read, asks again only when refreshed', async () => {
    const store = new MemoryStore().add('lake', 'a');
    const { browser, changes } = browse(store);
    const lake = await opened(browser, 'lake');
    store.failure = new AppError('accessDenied', 'Not allowed.', { cure: 'Ask for s3:ListBucket.' });
    const [message] = await browser.children(lake, never);
    assert.ok(message?.type === 'message' && message.severity === 'error');
    assert.deepEqual([message.label, message.detail], ['Not allowed.', 'Ask for s3:ListBucket.']);
    store.failure = undefined;
    assert.deepEqual(seen(await browser.children(lake, never)), ['message Not allowed.']);
    browser.refresh(message);
    assert.deepEqual(changes, ['lake']);
    assert.deepEqual(seen(await browser.children(lake, never)), ['object a']);
  });

  it('keeps what was read when a later page fails, and tries that page again', async () => {
    const store = new MemoryStore(1).add('lake', 'a', 'b');
    const { browser } = browse(store);
    const lake = await opened(browser, 'lake');
    const more = loadMoreOf(await browser.children(lake, never));
    store.failure = new AppError('network', 'No answer.');
    await browser.loadMore(more, never);
    assert.deepEqual(seen(await browser.children(lake, never)), [
      'object a',
      'message No answer.',
      'loadMore Load More…',
    ]);
    store.failure = undefined;
    await browser.loadMore(more, never);
    assert.deepEqual(seen(await browser.children(lake, never)), ['object a', 'object b']);
  });

  it('refreshes one node and what is below, and keeps IDs', async () => {
    const store = new MemoryStore().add('lake', 'a/b/c').add('logs', 'x');
    const { browser, changes } = browse(store);
    const before = await opened(browser, 'lake', 'a', 'b');
    await browser.children(before, never);
    await browser.children(await opened(browser, 'logs'), never);
    store.calls.length = 0;
    browser.refresh(before.parent);
    const after = await opened(browser, 'lake', 'a', 'b');
    await browser.children(after, never);
    assert.deepEqual(store.calls, ['list lake a/', 'list lake a/b/']);
    assert.equal(after.id, before.id);
    browser.refresh();
    await browser.children(undefined, never);
    assert.deepEqual(store.calls.at(-1), 'listBuckets');
    assert.deepEqual(changes, ['a', undefined]);
  });

  it('gives up a request when all who wait have, and not before', async () => {
    const store = new MemoryStore().add('lake', 'a');
    const { browser } = browse(store);
    const lake = await opened(browser, 'lake');
    store.gate = new Promise(() => undefined);
    const [one, other] = [new AbortController(), new AbortController()];
    const waiting = [browser.children(lake, one.signal), browser.children(lake, other.signal)] as const;
    one.abort();
    await assert.rejects(waiting[0], isCancelled);
    const { promise: open, resolve } = deferred();
    other.abort();
    await assert.rejects(waiting[1], isCancelled);
    store.gate = open;
    const again = browser.children(lake, never);
    resolve();
    assert.deepEqual(seen(await again), ['object a'], 'a later caller starts anew');
    assert.equal(store.calls.filter((call) => call === 'list lake ').length, 2);
  });

  it('gives up what is under way when refreshed or closed', async () => {
    const store = new MemoryStore().add('lake', 'a');
    const { browser } = browse(store);
    const lake = await opened(browser, 'lake');
    store.gate = new Promise(() => undefined);
    const refreshed = browser.children(lake, never);
    browser.refresh(lake);
    await assert.rejects(refreshed, isCancelled);
    const closed = browser.children(lake, never);
    browser.dispose();
    await assert.rejects(closed, isCancelled);
  });
});

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
