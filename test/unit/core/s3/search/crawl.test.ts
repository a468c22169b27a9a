import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Crawl, MAX_LISTS, type CrawlOutcome } from '../../../../../src/core/s3/search/crawl';
import { AppError } from '../../../../../src/core/support/errors';
import { ManualClock, settle } from '../../../support/manualClock';
import { byBytes, KeyModel } from './keyModel';

interface Crawled extends CrawlOutcome {
  readonly found: string[];
}

interface Started {
  readonly crawl: Crawl;
  readonly clock: ManualClock;
  readonly stop: AbortController;
  readonly found: string[];
}

function start(model: KeyModel, prefixes: readonly string[] = [''], delimiter?: '/', bucket = 'lake'): Started {
  const [clock, stop, found] = [new ManualClock(), new AbortController(), [] as string[]];
  const onObjects = (objects: readonly { key: string }[]): void => void found.push(...objects.map(({ key }) => key));
  const crawl = new Crawl({ store: model, clock, onObjects }, { bucket, prefixes, delimiter }, stop.signal);
  return { crawl, clock, stop, found };
}

async function crawl(model: KeyModel, prefixes?: readonly string[], delimiter?: '/'): Promise<Crawled> {
  const started = start(model, prefixes, delimiter);
  return { ...(await started.crawl.run()), found: started.found };
}

/** Moves the clock on until `work` has ended. */
async function advanceUntil(work: Promise<unknown>, clock: ManualClock): Promise<void> {
  const state = { isOver: false };
  void work.then(() => (state.isOver = true));
  while (!state.isOver) await clock.advance(clock.pending > 0 ? 500 : 0);
}

/** The keys that an outcome says were not looked at. */
function missedKeys(model: KeyModel, { missed }: CrawlOutcome): string[] {
  return missed.flatMap(({ prefix, after, until }) =>
    model
      .below(prefix)
      .filter(
        (key) => (after === undefined || byBytes(key, after) > 0) && (until === undefined || byBytes(key, until) <= 0),
      ),
  );
}

const digits = (index: number, length: number): string => String(index).padStart(length, '0');
const range = <T>(count: number, of: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => of(index));
/** Looks like a hash, the same in every run. */
const hash = (index: number): string =>
  Math.imul(index + 1, 2654435761)
    .toString(16)
    .replace('-', 'f')
    .padStart(8, '0');

/** Key spaces as they are met, with how they are hard to divide. */
const SPACES: Readonly<Record<string, readonly string[]>> = {
  'of padded numbers': range(5000, (index) => `event-${digits(index, 7)}.json`),
  'of numbers as they come': range(5000, (index) => `${index}.log`),
  'of hashes': range(5000, (index) => `${hash(index)}/${index}`),
  'of partitions by date': range(5000, (index) => {
    const day = `year=${2024 + (index % 3)}/month=${digits((index % 12) + 1, 2)}/day=${digits((index % 28) + 1, 2)}`;
    return `${day}/part-${digits(index, 5)}.parquet`;
  }),
  'with one folder that holds everything': range(5000, (index) => `a/b/c/data/${digits(index, 9)}`),
  'with one large folder after many small ones': [
    ...range(300, (index) => `a${digits(index, 3)}/x`),
    ...range(4700, (index) => `b/${digits(index, 4)}`),
  ],
  'with a folder for each object': range(5000, (index) => `user-${hash(index)}/profile.json`),
  'of words': range(
    5000,
    (index) => `${['apple', 'berry', 'lemon', 'melon', 'peach'][index % 5] ?? ''} ${hash(index)}`,
  ),
  'of one repeated letter': range(900, (index) => 'a'.repeat(index + 1)),
  'of characters beyond the first plane': range(
    3000,
    (index) => String.fromCodePoint(0xff00 + index * 37) + String(index),
  ),
  'of control characters': range(3000, (index) => `\u0001\u001f${String.fromCodePoint(1 + (index % 31))}${index}`),
};

describe('A crawl over the keys of a bucket', () => {
  for (const [name, keys] of Object.entries(SPACES)) {
    it(`looks at each key ${name} once, with few requests more than pages`, async () => {
      for (const pageSize of [10, 100]) {
        const model = new KeyModel(keys, pageSize);
        const { found, missed, error } = await crawl(model);
        assert.deepEqual([...found].sort(byBytes), model.below(''));
        assert.deepEqual([missed, error], [[], undefined]);
        assert.ok(model.most <= MAX_LISTS, `${model.most} at once`);
        assert.ok(model.requests.length <= 2 * model.pages() + 16, `${model.requests.length} for ${model.pages()}`);
      }
    });
  }

  const piece = fc.constantFrom('a', 'b', '0', '9', '/', '//', ' ', '\u0001', 'é', '\uffff', '😀', '\u{10ffff}', 'zz');
  const key = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));

  it('looks at each key once, whatever the keys, the page size and the order of the answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(key, { maxLength: 120 }),
        fc.integer({ min: 1, max: 7 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 4 })),
        async (keys, pageSize, turns) => {
          const model = new KeyModel(keys, pageSize, () => Number(turns.next().value));
          const { found } = await crawl(model);
          assert.deepEqual([...found].sort(byBytes), model.below(''));
          assert.ok(model.most <= MAX_LISTS);
          assert.ok(model.requests.length <= 2 * model.pages() + 16);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('looks at no key twice below several prefixes, nor at any further level with a delimiter', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(key, { maxLength: 80 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (keys, pageSize, flat) => {
          const prefixes = ['a', 'b/', '😀'];
          const model = new KeyModel(keys, pageSize);
          const { found } = await crawl(model, prefixes, flat ? undefined : '/');
          const expected = prefixes.flatMap((prefix) =>
            model.below(prefix).filter((found) => flat || !found.slice(prefix.length).includes('/')),
          );
          assert.deepEqual([...found].sort(byBytes), expected.sort(byBytes));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('reads a directory bucket in one list from its beginning, and does not tell where in the keys that list ended', async () => {
    const model = new KeyModel(SPACES['of hashes'] ?? [], 100);
    model.before = () => (model.requests.length === 20 ? new AppError('accessDenied', 'no') : undefined);
    const started = start(model, [''], undefined, 'lake--use1-az4--x-s3');
    const { missed } = await started.crawl.run();
    assert.equal(started.found.length, 1900);
    assert.equal(model.most, 1);
    assert.ok(model.requests.every(({ startAfter }) => startAfter === undefined));
    assert.deepEqual(missed, [{ prefix: '', after: undefined, until: undefined }]);
  });

  it('asks once where one page holds everything', async () => {
    for (const keys of [[], ['a'], range(10, (index) => `a/${index}`)]) {
      const model = new KeyModel(keys, 10);
      assert.equal((await crawl(model)).found.length, keys.length);
      assert.equal(model.requests.length, 1);
    }
  });

  describe('that does not go well', () => {
    const keys = range(2000, (index) => `${hash(index)}/${index}`);
    const throttled = new AppError('throttled', 'S3 asks to send fewer requests to lake.');
    const denied = new AppError('accessDenied', 'Access to lake is denied.');

    it('sends fewer lists when S3 asks for it, waits, and misses nothing', async () => {
      const model = new KeyModel(keys, 10);
      const { crawl, clock, found } = start(model);
      let refusals = 0;
      model.before = () => (model.requests.length > 40 && refusals++ < 6 ? throttled : undefined);
      const outcome = crawl.run();
      await advanceUntil(outcome, clock);
      assert.deepEqual(await outcome, { missed: [], error: undefined });
      assert.deepEqual(found.sort(byBytes), model.below(''));
    });

    it('gives up after several refusals of the same keys, and tells which those are', async () => {
      const model = new KeyModel(keys, 10);
      const { crawl, clock, found } = start(model);
      model.before = () => (model.requests.length > 40 ? throttled : undefined);
      const outcome = crawl.run();
      await advanceUntil(outcome, clock);
      const ended = await outcome;
      assert.equal(ended.error, throttled);
      assert.ok(found.length > 100);
      assert.deepEqual([...found, ...missedKeys(model, ended)].sort(byBytes), model.below(''));
    });

    it('stops at what will not pass, keeps what was found, and tells what was not looked at', async () => {
      const model = new KeyModel(keys, 10, () => 2);
      model.before = () => (model.requests.length > 60 ? denied : undefined);
      const ended = await crawl(model);
      assert.equal(ended.error, denied);
      assert.ok(ended.found.length > 100);
      assert.ok(model.requests.length < 60 + 2 * MAX_LISTS);
      assert.deepEqual([...ended.found, ...missedKeys(model, ended)].sort(byBytes), model.below(''));
    });

    it('goes on where only the folders may not be listed', async () => {
      const model = new KeyModel(keys, 10);
      model.before = ({ delimiter }) => (delimiter === '/' ? denied : undefined);
      const { found, error } = await crawl(model);
      assert.equal(error, undefined);
      assert.deepEqual(found.sort(byBytes), model.below(''));
    });

    it('ends at once when it is stopped, and tells what was not looked at', async () => {
      const model = new KeyModel(keys, 10);
      const { crawl, stop, found } = start(model);
      model.before = () => {
        if (model.requests.length > 50) stop.abort();
        return undefined;
      };
      const ended = await crawl.run();
      assert.equal(ended.error, undefined);
      assert.deepEqual([...found, ...missedKeys(model, ended)].sort(byBytes), model.below(''));
      assert.ok(ended.missed.length > 0);
      const asked = model.requests.length;
      await settle();
      assert.equal(model.requests.length, asked, 'no list after the end');
    });

    it('sends nothing while it is paused, and goes on afterwards', async () => {
      const model = new KeyModel(keys, 10);
      const { crawl, found } = start(model);
      model.before = () => {
        if (model.requests.length === 30) crawl.pause();
        return undefined;
      };
      const outcome = crawl.run();
      while (model.requests.length < 30) await settle();
      for (let turn = 0; turn < 10; turn++) await settle();
      const asked = model.requests.length;
      assert.ok(asked < 30 + MAX_LISTS);
      for (let turn = 0; turn < 10; turn++) await settle();
      assert.equal(model.requests.length, asked);
      crawl.resume();
      await outcome;
      assert.deepEqual(found.sort(byBytes), model.below(''));
    });
  });
});
