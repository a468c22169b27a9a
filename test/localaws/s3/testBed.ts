import assert from 'node:assert/strict';
import { S3Client, S3ServiceException, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { PolicyDocument } from '../iam/policyDocument';
import type { UserSeed } from '../iam/seed';
import { startLocalAws, type LocalAws } from '../server';
import type { ClientCredentials } from '../testing/clients';
import { allow, policy } from '../world';
import type { BucketSeed } from './seed';

/** Keys of a user of account 111111111111 who may do everything in S3. */
export const OWNER: ClientCredentials = {
  accessKeyId: 'AKIATESTOWNER0000001',
  secretAccessKey: 'owner-secret-000000000000000000000000000',
};
/** Keys of a user of account 222222222222 who may do everything in S3 that a bucket's owner lets them. */
export const STRANGER: ClientCredentials = {
  accessKeyId: 'AKIATESTSTRANGER0001',
  secretAccessKey: 'stranger-secret-000000000000000000000000',
};
/** Keys of a user of account 111111111111 who may only list `docs` under `team/` and read objects. */
export const READER: ClientCredentials = {
  accessKeyId: 'AKIATESTREADER000001',
  secretAccessKey: 'reader-secret-00000000000000000000000000',
};

export const OWNER_ACCOUNT = '111111111111';
export const STRANGER_ARN = 'arn:aws:iam::222222222222:user/stranger';
export const READER_ARN = 'arn:aws:iam::111111111111:user/reader';

/** Starts a local AWS with these buckets and the three users above. */
export function startS3(buckets: readonly BucketSeed[]): Promise<LocalAws> {
  return startLocalAws({
    accounts: [
      {
        id: OWNER_ACCOUNT,
        users: [
          user('owner', OWNER, policy(allow('s3:*'))),
          user(
            'reader',
            READER,
            policy(
              allow('s3:ListBucket', 'arn:aws:s3:::docs', { StringLike: { 's3:prefix': 'team/*' } }),
              allow('s3:GetObject', 'arn:aws:s3:::docs/*'),
            ),
          ),
        ],
      },
      { id: '222222222222', users: [user('stranger', STRANGER, policy(allow('s3:*')))] },
    ],
    s3: { buckets },
  });
}

function user(
  name: string,
  { accessKeyId, secretAccessKey }: ClientCredentials,
  ...policies: PolicyDocument[]
): UserSeed {
  return { name, accessKeys: [{ id: accessKeyId, secret: secretAccessKey }], policies };
}

/** @returns an S3 client of the local AWS, path style and without retries */
export function s3Client(aws: LocalAws, config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    endpoint: aws.endpoint,
    region: 'us-east-1',
    credentials: OWNER,
    forcePathStyle: true,
    maxAttempts: 1,
    ...config,
  });
}

/** @returns a bucket of the owner's account in us-east-1 */
export function bucketSeed(name: string, seed: Partial<BucketSeed> = {}): BucketSeed {
  return { name, accountId: OWNER_ACCOUNT, region: 'us-east-1', created: '2026-01-01T00:00:00Z', ...seed };
}

/** What a test wants to know of an error answer. */
export interface ErrorAnswer {
  readonly name: string;
  readonly status: number | undefined;
  readonly message: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/**
 * Waits for a request that must fail.
 * @returns the error that AWS answered
 * @throws AssertionError when the request succeeds, and whatever else went wrong
 */
export async function errorOf(request: Promise<unknown>): Promise<ErrorAnswer> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    const { name, message, $metadata, $response } = error;
    return { name, message, status: $metadata.httpStatusCode, headers: $response?.headers ?? {} };
  }
  assert.fail('The request should have failed.');
}
