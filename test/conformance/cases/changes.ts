import assert from 'node:assert/strict';
import type { ObjectAddress } from '../../../src/core/s3/address';
import type { ObjectSettings } from '../../../src/core/s3/objectProperties';
import type { ObjectStore } from '../../../src/core/s3/objectStore';
import { compareUtf8 } from '../../localaws/s3/utf8Order';
import { browsingAs, never } from '../person';
import type { ConformanceTarget } from '../target';
import { BUCKETS, ODD_KEYS, ROLES } from '../world';
import { assertRefused, type ConformanceCase } from './conformanceCase';

/** @returns where a case writes, each below a folder of its own */
const at = (key: string): ObjectAddress => ({ bucket: BUCKETS.work, key });
const text = (words: string): Buffer => Buffer.from(words);
const keeping = (target: ConformanceTarget, work: (store: ObjectStore) => Promise<void>): Promise<void> =>
  browsingAs(target, ROLES.keeper, work);

const SETTINGS = {
  contentType: 'text/csv',
  contentEncoding: 'identity',
  contentLanguage: 'de',
  contentDisposition: 'attachment; filename="a b.csv"',
  cacheControl: 'no-store',
  metadata: { owner: 'Zoë 😀', plain: 'a b' },
} satisfies Partial<ObjectSettings>;

async function textOf(store: ObjectStore, address: ObjectAddress): Promise<string> {
  return Buffer.from((await store.read(address, 10_000, never)).bytes).toString();
}

/** What a session does to S3 (Amazon S3 API Reference, PutObject, CopyObject, DeleteObjects, PutObjectTagging). */
export const changes: readonly ConformanceCase[] = [
  {
    title: 'writes an object with its settings',
    run: (target) =>
      keeping(target, async (store) => {
        const address = at('write/settings');
        const { etag } = await store.write(address, text('x'), SETTINGS, {}, never);
        const properties = await store.head(address, never);
        assert.deepEqual({ ...properties.settings, ...SETTINGS }, properties.settings);
        assert.equal(properties.etag, etag);
      }),
  },
  {
    title: 'creates only what does not exist',
    run: (target) =>
      keeping(target, async (store) => {
        const address = at('write/absent');
        await store.write(address, text('first'), {}, { ifAbsent: true }, never);
        const second = store.write(address, text('second'), {}, { ifAbsent: true }, never);
        await assertRefused(target, second, { status: 412, kind: 'exists' });
        assert.equal(await textOf(store, address), 'first');
      }),
  },
  {
    title: 'replaces only the state it knew',
    run: (target) =>
      keeping(target, async (store) => {
        const address = at('write/match');
        const { etag } = await store.write(address, text('1'), {}, {}, never);
        await store.write(address, text('2'), {}, { ifMatch: etag }, never);
        const late = store.write(address, text('3'), {}, { ifMatch: etag }, never);
        await assertRefused(target, late, { status: 412, kind: 'changed' });
        assert.equal(await textOf(store, address), '2');
      }),
  },
  {
    title: 'does not bring back by a save what was deleted meanwhile',
    run: (target) =>
      keeping(target, async (store) => {
        const address = at('write/deleted');
        const { etag } = await store.write(address, text('1'), {}, {}, never);
        await store.delete(address, never);
        await assert.rejects(store.write(address, text('2'), {}, { ifMatch: etag }, never), { kind: 'changed' });
        await assertRefused(target, store.head(address, never), { status: 404, kind: 'notFound' });
      }),
  },
  {
    title: 'reads parts of an object, and nothing of an empty one',
    run: (target) =>
      keeping(target, async (store) => {
        const { etag } = await store.write(at('range/digits'), text('0123456789'), {}, {}, never);
        await store.write(at('range/empty'), text(''), {}, {}, never);
        const read = async (key: string, range: { start: number; end: number } | { last: number }) => {
          const { bytes, size } = await store.read(at(key), 100, never, { range });
          return [Buffer.from(bytes).toString(), size];
        };
        assert.deepEqual(await read('range/digits', { start: 2, end: 5 }), ['234', 10]);
        assert.deepEqual(await read('range/digits', { start: 8, end: 50 }), ['89', 10]);
        assert.deepEqual(await read('range/digits', { last: 3 }), ['789', 10]);
        assert.deepEqual(await read('range/digits', { start: 10, end: 20 }), ['', 10]);
        assert.deepEqual(await read('range/empty', { start: 0, end: 5 }), ['', 0]);
        assert.deepEqual(await read('range/empty', { last: 5 }), ['', 0]);
        const known = await store.read(at('range/digits'), 100, never, { ifMatch: etag });
        assert.equal(known.etag, etag);
        const other = store.read(at('range/digits'), 100, never, { ifMatch: '0'.repeat(32) });
        await assertRefused(target, other, { status: 412, kind: 'changed' });
      }),
  },
  {
    title: 'copies an object with its settings and tags, also onto itself with others',
    run: (target) =>
      keeping(target, async (store) => {
        const [source, copy] = [at('copy/source +%.csv'), at('copy/target')];
        await store.write(source, text('body'), { ...SETTINGS, tags: { team: 'a b' } }, {}, never);
        await store.copy(source, copy, {}, never);
        const { settings } = await store.head(copy, never);
        assert.deepEqual({ ...settings, ...SETTINGS }, settings);
        assert.deepEqual(await store.tags(copy, never), { team: 'a b' });
        await store.copy(copy, copy, { settings: { contentType: 'text/plain' } }, never);
        const changed = await store.head(copy, never);
        assert.equal(changed.settings.contentType, 'text/plain');
        assert.deepEqual(changed.settings.metadata, SETTINGS.metadata);
        assert.equal(await textOf(store, copy), 'body');
      }),
  },
  {
    title: 'copies only over what may be replaced',
    run: (target) =>
      keeping(target, async (store) => {
        const [source, copy] = [at('copy/new'), at('copy/there')];
        const { etag } = await store.write(source, text('new'), {}, {}, never);
        await store.write(copy, text('there'), {}, {}, never);
        const refusal = (kind: 'exists' | 'changed') => ({ status: 412, kind });
        await assertRefused(target, store.copy(source, copy, { ifAbsent: true }, never), refusal('exists'));
        await assertRefused(target, store.copy(source, copy, { ifMatch: etag }, never), refusal('changed'));
        const other = store.copy(source, copy, { sourceIfMatch: '0'.repeat(32) }, never);
        await assertRefused(target, other, refusal('changed'));
        assert.equal(await textOf(store, copy), 'there');
      }),
  },
  {
    title: 'sets, replaces and takes away tags',
    run: (target) =>
      keeping(target, async (store) => {
        const address = at('tags/a');
        await store.write(address, text('x'), {}, {}, never);
        assert.deepEqual(await store.tags(address, never), {});
        await store.setTags(address, { 'a b': '+&<', empty: '' }, never);
        assert.deepEqual(await store.tags(address, never), { 'a b': '+&<', empty: '' });
        await store.setTags(address, {}, never);
        assert.deepEqual(await store.tags(address, never), {});
      }),
  },
  {
    title: 'writes, lists in the order of UTF-8 bytes, copies and deletes every odd key exactly',
    run: (target) =>
      keeping(target, async (store) => {
        const keys = ODD_KEYS.map((key) => `odd keys/${key}`.slice(0, 1000));
        for (const key of keys) {
          await store.write(at(key), text(key), {}, {}, never);
          await store.copy(at(key), at(`c${key}`), {}, never);
        }
        for (const prefix of ['odd keys/', 'codd keys/']) {
          const { objects } = await store.list({ bucket: BUCKETS.work, prefix }, never);
          const found = objects.map(({ key }) => key);
          assert.deepEqual(found, keys.map((key) => prefix + key.slice('odd keys/'.length)).sort(compareUtf8));
          assert.equal(await textOf(store, at(found[0] ?? '')), found[0]?.replace(/^c/, ''));
          assert.deepEqual(
            await store.deleteMany(
              BUCKETS.work,
              found.map((key) => ({ key })),
              never,
            ),
            [],
          );
          assert.deepEqual((await store.list({ bucket: BUCKETS.work, prefix }, never)).objects, []);
        }
      }),
  },
  {
    title: 'deletes what has the ETag it had, one object or several',
    run: (target) =>
      keeping(target, async (store) => {
        const [one, two] = [at('as it was/1'), at('as it was/2')];
        for (const several of [false, true]) {
          const { etag } = await store.write(one, text('x'), {}, {}, never);
          await store.write(two, text('x'), {}, {}, never);
          const objects = [one, two].map(({ key }) => ({ key, ifMatch: etag }));
          if (several) assert.deepEqual(await store.deleteMany(BUCKETS.work, objects, never), []);
          else for (const address of [one, two]) await store.delete(address, never, { ifMatch: etag });
          assert.deepEqual((await store.list({ bucket: BUCKETS.work, prefix: 'as it was/' }, never)).objects, []);
        }
      }),
  },
  {
    title: 'leaves what has another ETag by now, one object or several, and tells of it',
    needs: 'conditions of deletions',
    run: (target) =>
      keeping(target, async (store) => {
        const address = at('changed/1');
        const { etag } = await store.write(address, text('before'), {}, {}, never);
        await store.write(address, text('after'), {}, {}, never);
        const condition = { ifMatch: etag };
        await assertRefused(target, store.delete(address, never, condition), { status: 412, kind: 'changed' });
        const [failure] = await store.deleteMany(BUCKETS.work, [{ key: address.key, ...condition }], never);
        assert.deepEqual([failure?.key, failure?.code], [address.key, 'PreconditionFailed']);
        assert.equal(await textOf(store, address), 'after');
      }),
  },
  {
    title: 'lists from any beginning, after any key, as many as asked for',
    run: (target) =>
      keeping(target, async (store) => {
        for (const key of ['list/ab/1', 'list/abc', 'list/ac', 'list/b']) {
          await store.write(at(key), text('x'), {}, {}, never);
        }
        const list = async (more: object) => {
          const { prefixes, objects } = await store.list({ bucket: BUCKETS.work, prefix: 'list/a', ...more }, never);
          return [...prefixes, ...objects.map(({ key }) => key)];
        };
        assert.deepEqual(await list({}), ['list/ab/1', 'list/abc', 'list/ac']);
        assert.deepEqual(await list({ delimiter: '/' }), ['list/ab/', 'list/abc', 'list/ac']);
        assert.deepEqual(await list({ startAfter: 'list/ab/1' }), ['list/abc', 'list/ac']);
        assert.deepEqual(await list({ maxKeys: 1 }), ['list/ab/1']);
      }),
  },
  {
    title: 'creates a bucket, and deletes it only when it is empty',
    run: (target) =>
      keeping(target, async (store) => {
        const bucket = 'conformance-made';
        await store.createBucket(bucket, 'us-east-1', never);
        await assert.rejects(store.createBucket(bucket, 'us-east-1', never), { kind: 'exists' });
        await store.write({ bucket, key: 'a' }, text('x'), {}, {}, never);
        await assertRefused(target, store.deleteBucket(bucket, never), { status: 409, kind: 'notEmpty' });
        await store.delete({ bucket, key: 'a' }, never);
        await store.deleteBucket(bucket, never);
        await assert.rejects(store.list({ bucket, prefix: '' }, never), { kind: 'notFound' });
      }),
  },
];
