import { S3ObjectStore } from '../../../../src/aws/s3/store';
import type { DeletionDeps } from '../../../../src/core/s3/deletionRun';
import type { ObjectStore } from '../../../../src/core/s3/objectStore';
import { Credentials } from '../../../../src/core/sessions/credentials';
import type { PolicyDocument } from '../../../localaws/iam/policyDocument';
import type { BucketSeed } from '../../../localaws/s3/seed';
import { startLocalAws, type LocalAws } from '../../../localaws/server';
import { allow, policy } from '../../../localaws/world';
import { storeTarget } from '../../../support/storeTarget';

const ACCOUNT = '111111111111';
/** The person's access keys. */
export const KEYS = {
  accessKeyId: 'AKIATESTOWNER0000001',
  secretAccessKey: 'test-secret-of-owner-0000000000000000001',
};

/** A signal that never aborts. */
export const never = new AbortController().signal;

/** @returns a bucket of the owner */
export function bucketOf(name: string, seed: Partial<BucketSeed> = {}): BucketSeed {
  return { name, accountId: ACCOUNT, region: 'us-east-1', created: '2026-01-01T00:00:00Z', ...seed };
}

/** A local AWS with one person, and S3 as that person through the real store. */
export class DeletionBed {
  private constructor(
    readonly aws: LocalAws,
    readonly store: S3ObjectStore,
  ) {}

  /** @param permissions of the person; all of S3 when not given */
  static async start(buckets: readonly BucketSeed[], permissions = policy(allow('s3:*'))): Promise<DeletionBed> {
    const aws = await startLocalAws({
      accounts: [
        {
          id: ACCOUNT,
          users: [
            {
              name: 'owner',
              accessKeys: [{ id: KEYS.accessKeyId, secret: KEYS.secretAccessKey }],
              policies: [permissions],
            },
          ],
        },
      ],
      s3: { buckets },
    });
    return new DeletionBed(aws, new S3ObjectStore(storeTarget(aws.endpoint, new Credentials(KEYS))));
  }

  /** What a deletion works with; waits take no time. */
  deps(store: ObjectStore = this.store): DeletionDeps {
    return {
      storeOf: () => store,
      partitionOf: () => 'aws',
      clock: {
        now: () => Date.now(),
        after: (_, action) => {
          const timer = setImmediate(action);
          return { dispose: () => clearImmediate(timer) };
        },
      },
    };
  }

  /** Replaces what the person may do. */
  allow(permissions: PolicyDocument): void {
    this.aws.iam.putPolicy(`arn:aws:iam::${ACCOUNT}:user/owner`, 'inline-1', permissions);
  }

  /** The keys of the bucket's current objects. */
  async keys(bucket: string): Promise<string[]> {
    const keys: string[] = [];
    let next: string | undefined;
    do {
      const page = await this.store.list({ bucket, prefix: '', next }, never);
      keys.push(...page.objects.map(({ key }) => key));
      next = page.next;
    } while (next !== undefined);
    return keys;
  }

  /** Every version and delete marker of the bucket, as `key@version`. */
  async versions(bucket: string): Promise<string[]> {
    const page = await this.store.listVersions({ bucket, prefix: '' }, never);
    return page.versions.map(({ key, versionId, isDeleteMarker }) => `${key}@${isDeleteMarker ? 'gone' : versionId}`);
  }

  async close(): Promise<void> {
    this.store.dispose();
    await this.aws.close();
  }
}
