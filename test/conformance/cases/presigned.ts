import assert from 'node:assert/strict';
import { browsingAs, never } from '../person';
import { BUCKETS, ODD_KEYS, ROLES } from '../world';
import type { ConformanceCase } from './conformanceCase';

const bucket = BUCKETS.work;

/** What whoever has a URL can do with it (Amazon S3 User Guide, "Sharing objects with presigned URLs"). */
export const presigned: readonly ConformanceCase[] = [
  {
    title: 'a URL reads the object it was signed for, whatever its key',
    run: (target) =>
      browsingAs(target, ROLES.keeper, async (store) => {
        const unaddressable = 'odd/up/../up.txt';
        await assert.rejects(store.presign('GET', { bucket, key: unaddressable }, 600, never), {
          kind: 'invalidRequest',
        });
        for (const key of ODD_KEYS.filter((odd) => odd !== unaddressable).map((odd) =>
          `presigned/${odd}`.slice(0, 1000),
        )) {
          await store.write({ bucket, key }, Buffer.from(key), {}, {}, never);
          const { url } = await store.presign('GET', { bucket, key }, 600, never);
          const answer = await fetch(url);
          assert.deepEqual([answer.status, await answer.text()], [200, key]);
        }
      }),
  },
  {
    title: 'a URL writes the object it was signed for, and no other',
    run: (target) =>
      browsingAs(target, ROLES.keeper, async (store) => {
        const address = { bucket, key: 'presigned/upload' };
        const { url } = await store.presign('PUT', address, 600, never);
        const headers = { 'content-type': 'text/markdown' };
        assert.equal((await fetch(url, { method: 'PUT', body: 'uploaded', headers })).status, 200);
        const { size, settings } = await store.head(address, never);
        assert.deepEqual([size, settings.contentType], [8, 'text/markdown']);
        const other = await fetch(url.replace('presigned/upload', 'presigned/other'), { method: 'PUT', body: 'x' });
        assert.equal(other.status, 403);
      }),
  },
  {
    title: 'a URL reads the version it was signed for',
    run: (target) =>
      browsingAs(target, ROLES.keeper, async (store) => {
        const address = { bucket: BUCKETS.history, key: 'presigned' };
        const { versionId } = await store.write(address, Buffer.from('old'), {}, {}, never);
        await store.write(address, Buffer.from('new'), {}, {}, never);
        const { url } = await store.presign('GET', { ...address, versionId }, 600, never);
        assert.equal(await (await fetch(url)).text(), 'old');
      }),
  },
  {
    title: 'a URL ends with the session at the latest',
    run: (target) =>
      browsingAs(target, ROLES.keeper, async (store, credentials) => {
        const { expiration = 0 } = await credentials();
        const { expires } = await store.presign('GET', { bucket, key: 'any' }, 7 * 24 * 3600, never);
        assert.ok(expires <= expiration && expires > expiration - 2000, `${expires} and ${expiration}`);
      }),
  },
];
