import assert from 'node:assert/strict';
import type { ListPage, ObjectStore } from '../../../src/core/s3/objectStore';
import { compareUtf8 } from '../../localaws/s3/utf8Order';
import { browsingAs, never } from '../person';
import { bodyOf, BUCKETS, DATA_KEYS, MANY, MANY_KEYS, ODD_KEYS, ROLES, SECRET_KEY } from '../world';
import { assertRefused, type ConformanceCase } from './conformanceCase';

/** Enough for every object of the world. */
const MAX_BYTES = 10_000;

/** What a session sees of S3 (Amazon S3 API Reference, ListObjectsV2, HeadObject, GetObject). */
export const objects: readonly ConformanceCase[] = [
  {
    title: 'lists the buckets with their names',
    run: (target) =>
      browsingAs(target, ROLES.vault, async (store) => {
        const { buckets } = await store.listBuckets(undefined, never);
        // In RGW a bucket belongs to a user, and a role owns none.
        const names = buckets.map(({ name }) => name);
        assert.deepEqual(names, [...names].sort(compareUtf8));
      }),
  },
  {
    title: 'lists folders and objects by delimiter, page by page, each once and in the order of UTF-8 bytes',
    run: (target) =>
      browsingAs(target, ROLES.vault, async (store) => {
        const pages = await allPages(store, BUCKETS.many, '');
        const entries = pages.map(({ prefixes, objects }) => [...prefixes, ...objects.map(({ key }) => key)]);
        assert.deepEqual(
          entries.map(({ length }) => length),
          [1000, MANY.objects + MANY.folders - 1000],
        );
        assert.deepEqual(entries.flat().sort(compareUtf8), levelOf(MANY_KEYS, ''));
        for (const { prefixes, objects } of pages) {
          assertAscending(prefixes);
          assertAscending(objects.map(({ key }) => key));
        }
      }),
  },
  {
    title: 'lists one folder, and nothing for a prefix nobody has',
    run: (target) =>
      browsingAs(target, ROLES.vault, async (store) => {
        const [page] = await allPages(store, BUCKETS.many, 'folder-0007/');
        assert.deepEqual(
          page?.objects.map(({ key }) => key),
          levelOf(MANY_KEYS, 'folder-0007/'),
        );
        assert.deepEqual(await allPages(store, BUCKETS.many, 'nothing/'), [
          { prefixes: [], objects: [], next: undefined },
        ]);
      }),
  },
  {
    title: 'orders keys by their UTF-8 bytes, beyond the basic plane too',
    run: (target) =>
      browsingAs(target, ROLES.vault, async (store) => {
        const { objects } = await store.list({ bucket: BUCKETS.data, prefix: 'order/', delimiter: '/' }, never);
        assert.deepEqual(
          objects.map(({ key }) => key),
          ['order/Z', 'order/a', 'order/\uFFFD', 'order/\u{1F680}'],
        );
      }),
  },
  {
    title: 'tells size, time and ETag alike in a listing and by HEAD',
    run: (target) =>
      browsingAs(target, ROLES.vault, async (store) => {
        const { objects } = await store.list({ bucket: BUCKETS.data, prefix: 'team/', delimiter: '/' }, never);
        const listed = objects.find(({ key }) => key === 'team/plan.txt');
        const head = await store.head({ bucket: BUCKETS.data, key: 'team/plan.txt' }, never);
        assert.equal(listed?.size, Buffer.byteLength(bodyOf('team/plan.txt')));
        assert.match(listed.etag ?? '', /^[0-9a-f]{32}$/);
        const { key, size, etag, storageClass } = head;
        assert.deepEqual({ key, size, etag, storageClass, modified: 0 }, { ...listed, modified: 0 });
        // HEAD tells whole seconds.
        assert.ok(Math.abs(head.modified - listed.modified) < 1000);
      }),
  },
  ...ODD_KEYS.map((key): ConformanceCase => ({
    title: `shows, measures and reads the key ${nameOf(key)} exactly`,
    run: (target) =>
      browsingAs(target, ROLES.vault, async (store) => {
        const folder = key.slice(0, key.slice(0, -1).lastIndexOf('/') + 1);
        const pages = await allPages(store, BUCKETS.data, folder);
        assert.deepEqual(
          pages
            .flatMap(({ prefixes, objects }) => [...prefixes, ...objects.map((object) => object.key)])
            .sort(compareUtf8),
          levelOf(DATA_KEYS, folder),
        );
        const head = await store.head({ bucket: BUCKETS.data, key }, never);
        assert.equal(head.size, Buffer.byteLength(bodyOf(key)));
        const { bytes } = await store.read({ bucket: BUCKETS.data, key }, MAX_BYTES, never);
        assert.equal(Buffer.from(bytes).toString(), bodyOf(key));
      }),
  })),
  {
    title: 'an explicit Deny in a permission policy wins over the Allow',
    run: (target) =>
      browsingAs(target, ROLES.vault, async (store) => {
        const { objects } = await store.list({ bucket: BUCKETS.data, prefix: 'secret/', delimiter: '/' }, never);
        assert.deepEqual(
          objects.map(({ key }) => key),
          [SECRET_KEY],
        );
        const read = store.read({ bucket: BUCKETS.data, key: SECRET_KEY }, MAX_BYTES, never);
        await assertRefused(target, read, { status: 403, kind: 'accessDenied' });
      }),
  },
  {
    title: 'a role that may list may not read',
    run: (target) =>
      browsingAs(target, ROLES.lister, async (store) => {
        assert.ok((await store.list({ bucket: BUCKETS.data, prefix: '', delimiter: '/' }, never)).objects.length > 0);
        const read = store.read({ bucket: BUCKETS.data, key: 'README.md' }, MAX_BYTES, never);
        await assertRefused(target, read, { status: 403, kind: 'accessDenied' });
      }),
  },
  {
    title: 'a role for one prefix sees that prefix and nothing beside it',
    run: (target) =>
      browsingAs(target, ROLES.team, async (store) => {
        const { prefixes, objects } = await store.list(
          { bucket: BUCKETS.data, prefix: 'team/', delimiter: '/' },
          never,
        );
        assert.deepEqual([prefixes, objects.map(({ key }) => key)], [['team/2026/'], ['team/plan.txt']]);
        const refusal = { status: 403, kind: 'accessDenied' } as const;
        for (const prefix of ['', 'other/'])
          await assertRefused(target, store.list({ bucket: BUCKETS.data, prefix, delimiter: '/' }, never), refusal);
        const read = store.read({ bucket: BUCKETS.data, key: 'other/plan.txt' }, MAX_BYTES, never);
        await assertRefused(target, read, refusal);
      }),
  },
  {
    title: 'says that a key or a bucket does not exist',
    run: (target) =>
      browsingAs(target, ROLES.vault, async (store) => {
        const refusal = { status: 404, kind: 'notFound' } as const;
        const missing = { bucket: BUCKETS.data, key: 'no such key' };
        await assertRefused(target, store.head(missing, never), refusal);
        const read = await assertRefused(target, store.read(missing, MAX_BYTES, never), refusal);
        assert.equal(read.detail.code, 'NoSuchKey');
        const list = store.list({ bucket: 'conformance-nobody-has-it', prefix: '', delimiter: '/' }, never);
        assert.equal((await assertRefused(target, list, refusal)).detail.code, 'NoSuchBucket');
      }),
  },
];

async function allPages(store: ObjectStore, bucket: string, prefix: string): Promise<ListPage[]> {
  const pages: ListPage[] = [];
  let next: string | undefined;
  do {
    const page = await store.list({ bucket, prefix, delimiter: '/', next }, never);
    pages.push(page);
    next = page.next;
  } while (next !== undefined);
  return pages;
}

/** What a listing of these keys with the delimiter `/` shows below a prefix, ascending. */
function levelOf(keys: readonly string[], prefix: string): string[] {
  const names = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const end = key.indexOf('/', prefix.length);
      return end < 0 ? key : key.slice(0, end + 1);
    });
  return [...new Set(names)].sort(compareUtf8);
}

function assertAscending(keys: readonly string[]): void {
  assert.deepEqual(keys, [...keys].sort(compareUtf8));
}

/** A key as a title shows it. */
function nameOf(key: string): string {
  return key.length > 80 ? `of ${Buffer.byteLength(key)} bytes` : JSON.stringify(key);
}
