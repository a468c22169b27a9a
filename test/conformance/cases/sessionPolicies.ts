import assert from 'node:assert/strict';
import type { ObjectStore } from '../../../src/core/s3/objectStore';
import { browsingAs, never } from '../person';
import type { ConformanceTarget } from '../target';
import { BUCKETS, ROLES } from '../world';
import { assertRefused, type ConformanceCase } from './conformanceCase';

const MAX_BYTES = 1000;

/** The last hop with a session policy of one statement (IAM User Guide, "Session policies": an intersection). */
function limitedTo(
  target: ConformanceTarget,
  lastRole: string,
  [action, resource]: readonly [action: string | string[], resource: string | string[]],
  work: (store: ObjectStore) => Promise<void>,
): Promise<void> {
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] };
  return browsingAs(target, lastRole, work, { policy });
}

const bucket = `arn:aws:s3:::${BUCKETS.data}`;
const denied = { status: 403, kind: 'accessDenied' } as const;
const readme = { bucket: BUCKETS.data, key: 'README.md' };

/** What a session policy takes away, and that it gives nothing. */
export const sessionPolicies: readonly ConformanceCase[] = [
  {
    title: 'a session policy leaves what it and the role allow',
    run: (target) =>
      limitedTo(target, ROLES.vault, ['s3:ListBucket', bucket], async (store) => {
        assert.ok((await store.list({ bucket: BUCKETS.data, prefix: '', delimiter: '/' }, never)).objects.length > 0);
        await assertRefused(target, store.read(readme, MAX_BYTES, never), denied);
      }),
  },
  {
    title: 'a session policy gives nothing the role has not',
    run: (target) =>
      limitedTo(target, ROLES.lister, ['s3:*', [bucket, `${bucket}/*`]], async (store) => {
        assert.ok((await store.list({ bucket: BUCKETS.data, prefix: '', delimiter: '/' }, never)).objects.length > 0);
        await assertRefused(target, store.read(readme, MAX_BYTES, never), denied);
      }),
  },
];
