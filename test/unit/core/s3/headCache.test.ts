import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { HeadCache } from '../../../../src/core/s3/headCache';
import type { ObjectStore } from '../../../../src/core/s3/objectStore';
import type { Clock } from '../../../../src/core/support/clock';
import { AppError, isAppError } from '../../../../src/core/support/errors';
import { MemoryStore } from './memoryStore';

const never = new AbortController().signal;
const report = { profile: 'etl', bucket: 'lake', key: 'report.csv' };

class ManualClock implements Clock {
  time = 1000;

  now(): number {
    return this.time;
  }

  after(): { dispose(): void } {
    throw new Error('The cache needs no timer.');
  }
}

function cacheOf(store: MemoryStore): { cache: HeadCache; clock: ManualClock; changed: string[] } {
  const clock = new ManualClock();
  const cache = new HeadCache(() => store.store, clock);
  const changed: string[] = [];
  cache.onDidChange(({ key }) => changed.push(key));
  return { cache, clock, changed };
}

describe('facts of objects for editors', () => {
  it('cost one request while a file opens, and another later', async () => {
    const store = new MemoryStore().add('lake', 'report.csv');
    const { cache, clock } = cacheOf(store);
    await Promise.all([cache.head(report, never), cache.head(report, never)]);
    await cache.head(report, never);
    assert.deepEqual(store.calls, ['head lake report.csv']);
    clock.time += 60_000;
    await cache.head(report, never);
    assert.equal(store.calls.length, 2);
  });

  it('remember what is not there, but not that the network was down', async () => {
    const store = new MemoryStore().add('lake');
    const { cache } = cacheOf(store);
    const missing = (error: unknown): boolean => isAppError(error, 'notFound');
    await assert.rejects(cache.head(report, never), missing);
    await assert.rejects(cache.head(report, never), missing);
    assert.equal(store.calls.length, 1);

    const other = { ...report, key: 'other' };
    store.failure = new AppError('network', 'No answer.');
    await assert.rejects(cache.head(other, never), (error) => isAppError(error, 'network'));
    store.failure = undefined;
    store.add('lake', 'other');
    assert.equal((await cache.head(other, never)).key, 'other');
  });

  it('tell when an object became another', async () => {
    const store = new MemoryStore();
    store.put(report, Buffer.from('1'), 'one');
    const { cache, clock, changed } = cacheOf(store);
    const before = await cache.head(report, never);
    clock.time += 60_000;
    await cache.head(report, never);
    assert.deepEqual(changed, []);
    store.put(report, Buffer.from('2'), 'two');
    clock.time += 60_000;
    const after = await cache.head(report, never);
    assert.deepEqual(changed, ['report.csv']);
    assert.deepEqual([after.size, after.modified], [before.size, before.modified]);
  });

  it('are not told without a session, even when known', async () => {
    const store = new MemoryStore().add('lake', 'report.csv');
    let exited = false;
    const cache = new HeadCache(() => {
      if (exited) throw new AppError('expired', 'The role is not assumed.');
      return store.store;
    }, new ManualClock());
    await cache.head(report, never);
    exited = true;
    await assert.rejects(cache.head(report, never), (error) => isAppError(error, 'expired'));
  });

  it('are not those from before a change for whoever asks after it', async () => {
    const memory = new MemoryStore();
    const answers: (() => void)[] = [];
    const slow: ObjectStore = {
      ...memory.store,
      head: async (...args) => {
        const properties = await memory.store.head(...args);
        await new Promise<void>((resolve) => answers.push(resolve));
        return properties;
      },
    };
    const cache = new HeadCache(() => slow, new ManualClock());
    for (const forget of [() => cache.forget(report), () => cache.clear()]) {
      memory.put(report, Buffer.from('1'), 'old');
      const early = cache.head(report, never);
      await setImmediate();
      memory.put(report, Buffer.from('2'), 'new');
      forget();
      const late = cache.head(report, never);
      await setImmediate();
      for (const answer of answers.splice(0)) answer();
      assert.deepEqual([(await early).etag, (await late).etag], ['old', 'new']);
      assert.equal(cache.known(report)?.etag, 'new');
      cache.clear();
    }
  });

  it('keep profiles apart and forget everything when told', async () => {
    const store = new MemoryStore().add('lake', 'report.csv');
    const { cache } = cacheOf(store);
    await cache.head(report, never);
    await cache.head({ ...report, profile: 'audit' }, never);
    assert.equal(store.calls.length, 2);
    cache.clear();
    await cache.head(report, never);
    assert.equal(store.calls.length, 3);
  });
});
