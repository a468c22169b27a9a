import assert from 'node:assert/strict';
import { askingStores } from '../../../../src/core/s3/askingStore';
import { forwardingStore } from '../../../../src/core/s3/objectStore';
import { AppError, cancelled, isAppError, type SecretRef } from '../../../../src/core/support/errors';
import { MemoryStore } from './memoryStore';

const never = new AbortController().signal;
const KEY: SecretRef = { type: 'customerKey', name: 'own-key' };
const missing = (secret: SecretRef): AppError => new AppError('secretMissing', 'There is no key.', { secret });

/** A store of which every call fails with what {@link failure} gives, and whose person is asked by `storeSecret`. */
function bed(storeSecret: () => Promise<void>) {
  const memory = new MemoryStore();
  const state = { failure: missing(KEY) as AppError | undefined };
  const asked: SecretRef[] = [];
  const stores = askingStores(async ({ detail: { secret } }) => {
    if (secret) asked.push(secret);
    await storeSecret();
    state.failure = undefined;
  });
  const plain = forwardingStore((call) => (state.failure ? Promise.reject(state.failure) : call(memory.store)));
  return { memory, state, asked, plain, store: stores(plain), stores };
}

describe('A store that asks for a missing encryption key', () => {
  it('sends the request when the key is there, all that wait after one question', async () => {
    const { memory, asked, store } = bed(() => Promise.resolve());
    memory.add('lake', 'a');
    const list = (prefix: string): Promise<unknown> => store.list({ bucket: 'lake', prefix }, never);
    await Promise.all([list('a'), list('b')]);
    assert.deepEqual(asked, [KEY]);
    assert.deepEqual(memory.calls, ['list lake a', 'list lake b']);
  });

  it('is given up with the question, and asks again the next time', async () => {
    const { memory, asked, store } = bed(() => Promise.reject(cancelled()));
    for (const times of [1, 2]) {
      await assert.rejects(store.head({ bucket: 'lake', key: 'a' }, never), (error) => isAppError(error, 'cancelled'));
      assert.equal(asked.length, times);
    }
    assert.deepEqual(memory.calls, []);
  });

  it('fails with what a key does not help against, without asking', async () => {
    const { state, asked, store } = bed(() => Promise.resolve());
    for (const error of [missing({ type: 'accessKeys', name: 'alice' }), new AppError('accessDenied', 'Denied.')]) {
      state.failure = error;
      await assert.rejects(store.head({ bucket: 'lake', key: 'a' }, never), error);
    }
    assert.deepEqual(asked, []);
  });

  it('is the same for the same store', () => {
    const { plain, stores } = bed(() => Promise.resolve());
    assert.equal(stores(plain), stores(plain));
  });
});
