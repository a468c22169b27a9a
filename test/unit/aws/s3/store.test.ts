import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ObjectStore } from '../../../../src/core/s3/objectStore';
import { type LocalAws } from '../../../localaws/server';
import { leakWarningsDuring } from '../../support/leakWarnings';
import { isKind, never, ODD_KEYS, StoreBed } from './storeBed';

/** Every key below `prefix`, found folder by folder and page by page. */
async function walk(store: ObjectStore, name: string, prefix = ''): Promise<string[]> {
  const keys: string[] = [];
  let next: string | undefined;
  do {
    const page = await store.list({ bucket: name, prefix, delimiter: '/', next }, never);
    keys.push(...page.objects.map((object) => object.key));
    for (const folder of page.prefixes) keys.push(...(await walk(store, name, folder)));
    next = page.next;
  } while (next !== undefined);
  return keys;
}

describe('S3 through the SDK', () => {
  let bed: StoreBed;
  let aws: LocalAws;
  const storeOf: StoreBed['storeOf'] = (...args) => bed.storeOf(...args);

  before(async () => {
    bed = await StoreBed.start();
    ({ aws } = bed);
  });
  beforeEach(() => aws.log.clear());
  after(() => bed.close());

  it('lists buckets with their regions in one request', async () => {
    const { buckets, next } = await storeOf('owner').listBuckets(undefined, never);
    assert.deepEqual(
      buckets.map(({ name, region }) => [name, region]),
      [
        ['cold', 'us-east-1'],
        ['far', 'eu-west-1'],
        ['million', 'us-east-1'],
        ['odd', 'us-east-1'],
      ],
    );
    assert.equal(buckets[0]?.created, Date.UTC(2026, 0, 2, 3, 4, 5));
    assert.equal(next, undefined);
    assert.equal(aws.log.count(), 1);
  });

  it('lists every legal key exactly', async () => {
    const found = await walk(storeOf('owner'), 'odd');
    assert.deepEqual(found.sort(), [...ODD_KEYS].sort());
  });

  it('heads and reads every legal key exactly', async () => {
    const store = storeOf('owner');
    for (const key of ODD_KEYS) {
      const content = Buffer.from(`content of ${key}`);
      assert.equal((await store.head({ bucket: 'odd', key }, never)).size, content.length, key);
      assert.deepEqual(Buffer.from((await store.read({ bucket: 'odd', key }, 4096, never)).bytes), content, key);
    }
  });

  it('reads a page of a million keys with one request, and the next with another', async () => {
    const store = storeOf('owner');
    const first = await store.list({ bucket: 'million', prefix: '', delimiter: '/' }, never);
    assert.equal(first.objects.length, 1000);
    assert.equal(aws.log.count(), 1);
    const second = await store.list({ bucket: 'million', prefix: '', delimiter: '/', next: first.next }, never);
    assert.equal(second.objects[0]?.key, 'event-000001000');
    assert.equal(aws.log.count(), 2);
  });

  it('follows a bucket to its region and remembers it', async () => {
    const store = storeOf('owner');
    assert.deepEqual(
      (await store.list({ bucket: 'far', prefix: '', delimiter: '/' }, never)).objects.map(({ key }) => key),
      ['there'],
    );
    const info = await store.head({ bucket: 'far', key: 'there' }, never);
    assert.equal(info.modified, Date.UTC(2026, 1, 3, 4, 5, 6));
    assert.match(info.etag ?? '', /^[0-9a-f]{32}$/);
    const sent = aws.log.entries.map(({ region, status }) => `${String(region)} ${status < 300 ? 'ok' : 'elsewhere'}`);
    assert.deepEqual(sent, ['us-east-1 elsewhere', 'eu-west-1 ok', 'eu-west-1 ok']);
  });

  it('follows a HEAD request, whose answer has no body', async () => {
    const store = storeOf('owner');
    assert.equal((await store.head({ bucket: 'far', key: 'there' }, never)).size, 8);
    assert.equal(aws.log.count(), 2);
  });

  it('goes straight to the region the list of buckets told', async () => {
    const store = storeOf('owner');
    await store.listBuckets(undefined, never);
    await store.list({ bucket: 'far', prefix: '', delimiter: '/' }, never);
    assert.deepEqual(
      aws.log.entries.map((entry) => entry.status),
      [200, 200],
    );
  });

  it('follows redirects of parallel requests', async () => {
    const store = storeOf('owner');
    const names = ['far', 'odd', 'far', 'million'];
    const pages = await Promise.all(
      names.map((name) => store.list({ bucket: name, prefix: '', delimiter: '/' }, never)),
    );
    assert.ok(pages.every((page) => page.objects.length > 0));
  });

  it('gives up all requests of one signal at once, however many, and Node takes none of them for a leak', async () => {
    const MANY = 30;
    const silent = createServer();
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const store = storeOf('owner', { endpoint: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` });
    const stopping = new AbortController();
    let [asked, left] = [0, 0];
    const allLeft = new Promise<void>((resolve) => {
      silent.on('request', ({ socket }) => {
        socket.on('close', () => ++left === MANY && resolve());
        if (++asked === MANY) stopping.abort();
      });
    });
    const warnings = await leakWarningsDuring(async () => {
      const head = (_: unknown, index: number) => store.head({ bucket: 'odd', key: String(index) }, stopping.signal);
      await Promise.all(
        Array.from({ length: MANY }, head).map((request) => assert.rejects(request, isKind('cancelled'))),
      );
      await allLeft;
    });
    silent.close();
    assert.deepEqual(warnings, []);
  });
});
