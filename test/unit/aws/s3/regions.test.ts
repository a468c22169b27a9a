import assert from 'node:assert/strict';
import type { S3ObjectStore } from '../../../../src/aws/s3/store';
import { answeringStore, type Answer } from './answeringStore';
import { never } from './storeBed';

const HOME = 'data.s3.us-east-1.amazonaws.com';
const EMPTY = { xml: '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>' };

/** A store, and the hosts that it asks. */
function openStore(answer: (host: string) => Answer) {
  const asked: string[] = [];
  const store = answeringStore(({ hostname }) => {
    asked.push(hostname);
    return answer(hostname);
  });
  return { store, asked };
}

function elsewhere(region: string): Answer {
  return { status: 301, region, xml: '<Error><Code>PermanentRedirect</Code></Error>' };
}

describe('a region that an answer tells', () => {
  const list = (store: S3ObjectStore) => store.list({ bucket: 'data', prefix: '' }, never);

  it('is remembered only once a request to it has succeeded', async () => {
    let isWrong = true;
    const { store, asked } = openStore((host) => {
      if (!isWrong) return EMPTY;
      return host === HOME ? elsewhere('eu-nowhere-9') : new Error('getaddrinfo ENOTFOUND');
    });
    await assert.rejects(list(store));
    assert.ok(asked.includes('data.s3.eu-nowhere-9.amazonaws.com'));
    isWrong = false;
    asked.length = 0;
    await list(store);
    assert.deepEqual(asked, [HOME]);
    store.dispose();
  });

  for (const region of ['evil.example/', 'evil.example', 'a@b', 'x#', 'x?y', 'x:1', '-x', 'x'.repeat(64), 'eu west']) {
    it(`makes no host where it is ${region.slice(0, 20)}`, async () => {
      const { store, asked } = openStore(() => elsewhere(region));
      await assert.rejects(list(store));
      assert.deepEqual([...new Set(asked)], [HOME]);
      store.dispose();
    });
  }
});
