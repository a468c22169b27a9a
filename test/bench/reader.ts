import { S3Client } from '@aws-sdk/client-s3';
import { S3ObjectStore } from '../../src/aws/s3/store';
import { Credentials } from '../../src/core/sessions/credentials';
import { startRgw } from '../conformance/rgw/cluster';
import { provision } from '../conformance/rgw/provision';
import type { BucketSeed, GeneratedObjects } from '../localaws/s3/seed';
import { startLocalAws, type LocalAws } from '../localaws/server';
import { allow, policy, type World } from '../localaws/world';
import { storeTarget } from '../support/storeTarget';

const ACCOUNT = '111111111111';
const REGION = 'us-east-1';
const KEYS = {
  accessKeyId: 'AKIABENCHREADER00001',
  secretAccessKey: 'bench-secret-000000000000000000000000000',
} as const;

/** Who reads: a user who may do everything with S3. */
export const READER = { accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/reader` } as const;

/** A bucket of the reader's account, with keys that are computed or written. */
export function bucketOf(name: string, content: Pick<BucketSeed, 'generated' | 'objects'>): BucketSeed {
  return { name, accountId: ACCOUNT, region: REGION, created: '2026-01-01T00:00:00Z', ...content };
}

/** The same keys for a store that computes none. */
export function written({ count, keyAt }: Pick<GeneratedObjects, 'count' | 'keyAt'>): Pick<BucketSeed, 'objects'> {
  return { objects: Array.from({ length: count }, (_, index) => ({ key: keyAt(index), body: '{}' })) };
}

/** The account of the reader with these buckets. */
export function worldOf(buckets: readonly BucketSeed[]): World {
  const accessKeys = [{ id: KEYS.accessKeyId, secret: KEYS.secretAccessKey }];
  const users = [{ name: 'reader', accessKeys, policies: [policy(allow('s3:*'))] }];
  return { accounts: [{ id: ACCOUNT, users }], s3: { buckets } };
}

/** Measures in a local AWS in this process. */
export async function withLocalAws<T>(
  buckets: readonly BucketSeed[],
  measure: (aws: LocalAws) => Promise<T>,
): Promise<T> {
  const aws = await startLocalAws(worldOf(buckets));
  try {
    return await measure(aws);
  } finally {
    await aws.close();
  }
}

/** Measures in a Ceph RGW of its own on this machine. @param buckets with keys that are written */
export async function withRgw<T>(
  buckets: readonly BucketSeed[],
  measure: (endpoint: string) => Promise<T>,
): Promise<T> {
  const rgw = await startRgw({ minSessionSeconds: 900 });
  try {
    await provision(rgw, worldOf(buckets));
    return await measure(rgw.endpoint);
  } finally {
    await rgw.stop();
  }
}

/** S3 as the extension calls it, for the reader. */
export function storeAt(endpoint: string): S3ObjectStore {
  return new S3ObjectStore(storeTarget(endpoint, new Credentials(KEYS)));
}

/** S3 as a script calls it, for the reader. */
export function sdkAt(endpoint: string): S3Client {
  return new S3Client({ endpoint, region: REGION, credentials: KEYS, forcePathStyle: true });
}
