import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  type HeadBucketCommandOutput,
  ListBucketsCommand,
} from '@aws-sdk/client-s3';
import type { BucketInfo, BucketPage, Versioning } from '../../core/s3/objectStore';
import { AppError, isAppError } from '../../core/support/errors';
import { inSteps } from '../support/stepwiseAnswer';
import { childrenOf, textsOf } from '../support/xml';
import { regionInName } from './bucketNames';
import type { S3Connection } from './connection';
import { explain } from './errors';
import { LONG_ANSWERS, needed, timeOf } from './listAnswers';
import { nextPage, tokenOf } from './pageTokens';
import { toldRegion } from './regions';

/** Page size of `ListBuckets`; asking for pages at all is what makes S3 tell the buckets' regions. */
const BUCKETS_PER_PAGE = 1000;

/** `ListBuckets`, one page. */
export async function listBuckets(
  connection: S3Connection,
  next: string | undefined,
  signal: AbortSignal,
): Promise<BucketPage> {
  const command = new ListBucketsCommand({ MaxBuckets: BUCKETS_PER_PAGE, ContinuationToken: tokenOf(next) });
  const page = inSteps(command, LONG_ANSWERS.buckets, async (root, steps) => {
    const entries = childrenOf(root, 'Buckets').flatMap((buckets) => childrenOf(buckets, 'Bucket'));
    const buckets = await steps.map(entries, (entry): BucketInfo => {
      const texts = textsOf(entry);
      return { name: needed(texts, 'Name'), region: texts('BucketRegion'), created: timeOf(texts, 'CreationDate') };
    });
    return {
      buckets,
      next: nextPage({ token: textsOf(root)('ContinuationToken'), isEmpty: buckets.length === 0 }, next),
    };
  });
  const { region } = connection.target;
  await connection.inRegion(region, { action: 's3:ListAllMyBuckets' }, signal, (client, options) =>
    client.send(command, options),
  );
  const { buckets, next: after } = page();
  for (const bucket of buckets) if (bucket.region !== undefined) connection.regions.learn(bucket.name, bucket.region);
  return { buckets, next: after };
}

/** `GetBucketVersioning`. */
export async function bucketVersioning(
  connection: S3Connection,
  bucket: string,
  signal: AbortSignal,
): Promise<Versioning> {
  const command = new GetBucketVersioningCommand({ Bucket: bucket });
  const request = { action: 's3:GetBucketVersioning', bucket } as const;
  const { Status } = await connection.inBucket(request, signal, (client, options) => client.send(command, options));
  return Status ?? 'Off';
}

/** `HeadBucket`; the region is told also to whom the bucket is closed. */
export async function bucketRegion(connection: S3Connection, bucket: string, signal: AbortSignal): Promise<string> {
  const named = regionInName(bucket);
  if (named !== undefined) return named;
  try {
    const { BucketRegion } = await headBucket(connection, bucket, signal);
    if (BucketRegion !== undefined) connection.regions.learn(bucket, BucketRegion);
  } catch (error) {
    if (!isAppError(error) || error.kind === 'notFound') throw error;
    const told = toldRegion(error.cause);
    if (told === undefined) throw error;
    connection.regions.learn(bucket, told);
  }
  // An S3-compatible store tells none: it is wherever the profile says.
  return connection.regionOf(bucket);
}

async function headBucket(
  connection: S3Connection,
  bucket: string,
  signal: AbortSignal,
): Promise<HeadBucketCommandOutput> {
  const command = new HeadBucketCommand({ Bucket: bucket });
  const request = { action: 's3:ListBucket', bucket } as const;
  return await connection.inBucket(request, signal, (client, options) => client.send(command, options));
}

/** The region where creating a bucket again is no error, but resets its access control list (S3 API, CreateBucket). */
const FORGIVING_REGION = 'us-east-1';

/** `CreateBucket`. @throws AppError of kind `exists` when the name is taken, by whomever */
export async function createBucket(
  connection: S3Connection,
  bucket: string,
  region: string,
  signal: AbortSignal,
): Promise<void> {
  const request = { action: 's3:CreateBucket', bucket } as const;
  if (region === FORGIVING_REGION && (await isThere(connection, bucket, signal))) {
    const taken = new AppError('exists', '', { code: 'BucketAlreadyExists' });
    throw explain(taken, { ...request, region }, connection.target.requesterPays);
  }
  const command = new CreateBucketCommand({
    Bucket: bucket,
    // The one region that must not be named (S3 API, CreateBucket).
    ...(region === FORGIVING_REGION
      ? {}
      : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } }),
  });
  await connection.inRegion(region, request, signal, (client, options) => client.send(command, options));
  connection.regions.learn(bucket, region);
}

/** Whether a bucket of that name exists, as far as S3 tells this session. */
async function isThere(connection: S3Connection, bucket: string, signal: AbortSignal): Promise<boolean> {
  try {
    await headBucket(connection, bucket, signal);
    return true;
  } catch (error) {
    if (isAppError(error, 'notFound')) return false;
    // A denial tells the region of a bucket there is.
    if (isAppError(error, 'accessDenied')) return toldRegion(error.cause) !== undefined;
    throw error;
  }
}

/** `DeleteBucket`. */
export async function deleteBucket(connection: S3Connection, bucket: string, signal: AbortSignal): Promise<void> {
  const command = new DeleteBucketCommand({ Bucket: bucket });
  await connection.inBucket({ action: 's3:DeleteBucket', bucket }, signal, (client, options) =>
    client.send(command, options),
  );
}
