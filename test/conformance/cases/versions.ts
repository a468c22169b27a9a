import assert from 'node:assert/strict';
import { CreateMultipartUploadCommand, S3Client } from '@aws-sdk/client-s3';
import type { ObjectStore, ObjectVersion } from '../../../src/core/s3/objectStore';
import { browsingAs, never } from '../person';
import { BUCKETS, ROLES } from '../world';
import { assertRefused, type ConformanceCase } from './conformanceCase';

const bucket = BUCKETS.history;
const text = (words: string): Buffer => Buffer.from(words);

/** Every version below a prefix, two on a page. */
async function versionsBelow(store: ObjectStore, prefix: string): Promise<ObjectVersion[]> {
  const versions: ObjectVersion[] = [];
  let next: string | undefined;
  do {
    const page = await store.listVersions({ bucket, prefix, maxKeys: 2, next }, never);
    versions.push(...page.versions);
    next = page.next;
  } while (next !== undefined);
  return versions;
}

/** Versions and what uploads leave behind (Amazon S3 API Reference, ListObjectVersions, ListMultipartUploads). */
export const versions: readonly ConformanceCase[] = [
  {
    title: 'tells whether a bucket keeps versions',
    run: (target) =>
      browsingAs(target, ROLES.keeper, async (store) => {
        assert.equal(await store.versioning(bucket, never), 'Enabled');
        assert.equal(await store.versioning(BUCKETS.work, never), 'Off');
      }),
  },
  {
    title: 'lists versions and delete markers, the newest of each key first, page by page',
    run: (target) =>
      browsingAs(target, ROLES.keeper, async (store) => {
        const ids: (string | undefined)[] = [];
        for (const body of ['one', 'two', 'three']) {
          ids.push((await store.write({ bucket, key: 'pages/a b' }, text(body), {}, {}, never)).versionId);
        }
        await store.delete({ bucket, key: 'pages/a b' }, never);
        ids.push((await store.write({ bucket, key: 'pages/a b' }, text('four'), {}, {}, never)).versionId);
        await store.write({ bucket, key: 'pages/b' }, text('b'), {}, {}, never);
        const found = await versionsBelow(store, 'pages/');
        assert.deepEqual(
          found.map(({ key, isDeleteMarker, isLatest }) => [key, isDeleteMarker, isLatest]),
          [
            ['pages/a b', false, true],
            ['pages/a b', true, false],
            ['pages/a b', false, false],
            ['pages/a b', false, false],
            ['pages/a b', false, false],
            ['pages/b', false, true],
          ],
        );
        const listed = found.filter(({ key, isDeleteMarker }) => key === 'pages/a b' && !isDeleteMarker);
        assert.deepEqual(
          listed.map(({ versionId }) => versionId),
          ids.reverse(),
        );
      }),
  },
  {
    title: 'reads, copies and deletes one version',
    run: (target) =>
      browsingAs(target, ROLES.keeper, async (store) => {
        const address = { bucket, key: 'one/a?b' };
        const { versionId } = await store.write(address, text('old'), {}, {}, never);
        await store.write(address, text('newer'), {}, {}, never);
        const old = { ...address, versionId };
        assert.equal(Buffer.from((await store.read(old, 100, never)).bytes).toString(), 'old');
        assert.equal((await store.head(old, never)).versionId, versionId);
        await store.copy(old, { bucket, key: 'one/copy' }, {}, never);
        assert.equal((await store.head({ bucket, key: 'one/copy' }, never)).size, 3);
        await store.delete(old, never);
        await assert.rejects(store.read(old, 100, never), { kind: 'notFound' });
        assert.equal((await store.head(address, never)).size, 5);
      }),
  },
  {
    title: 'hides an object behind a delete marker and brings it back without it',
    run: (target) =>
      browsingAs(target, ROLES.keeper, async (store) => {
        const address = { bucket, key: 'marker/a' };
        await store.write(address, text('x'), {}, {}, never);
        assert.deepEqual(await store.deleteMany(bucket, [{ key: address.key }], never), []);
        await assertRefused(target, store.head(address, never), { status: 404, kind: 'notFound' });
        const [marker] = await versionsBelow(store, address.key);
        assert.deepEqual([marker?.isDeleteMarker, marker?.isLatest], [true, true]);
        await assert.rejects(store.head({ ...address, versionId: marker?.versionId }, never), { kind: 'notFound' });
        await store.deleteMany(bucket, [{ key: address.key, versionId: marker?.versionId }], never);
        assert.equal((await store.head(address, never)).size, 1);
      }),
  },
  {
    title: 'lists uploads that were begun, page by page, and aborts them',
    run: (target) =>
      browsingAs(target, ROLES.keeper, async (store, credentials) => {
        const keys = ['uploads/a +%', 'uploads/a +%', 'uploads/b\n'];
        const sdk = new S3Client({
          ...{ endpoint: target.endpoint, region: 'us-east-1', forcePathStyle: true },
          credentials: {
            ...(await credentials()).reveal(),
            sessionToken: (await credentials()).reveal().sessionToken ?? '',
          },
        });
        for (const Key of keys) await sdk.send(new CreateMultipartUploadCommand({ Bucket: BUCKETS.work, Key }));
        sdk.destroy();
        const { uploads } = await store.listUploads(BUCKETS.work, 'uploads/', undefined, never);
        assert.deepEqual(
          uploads.map(({ key }) => key),
          keys,
        );
        for (const { key, uploadId } of uploads) {
          await store.abortUpload({ bucket: BUCKETS.work, key }, uploadId, never);
        }
        assert.deepEqual((await store.listUploads(BUCKETS.work, 'uploads/', undefined, never)).uploads, []);
        const [first] = uploads;
        const gone = { bucket: BUCKETS.work, key: first?.key ?? '' };
        await assert.rejects(store.abortUpload(gone, first?.uploadId ?? '', never), { kind: 'notFound' });
      }),
  },
];
