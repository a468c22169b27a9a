import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3';
import type { BucketPage, Versioning } from '../../core/s3/objectStore';
import type { S3Connection } from './connection';

/** Page size of `ListBuckets`; asking for pages at all is what makes S3 tell the buckets' regions. */
const BUCKETS_PER_PAGE = 1000;

/** `ListBuckets`, one page. */
export async function listBuckets(
  connection: S3Connection,
  next: string | undefined,
  signal: AbortSignal,
): Promise<BucketPage> {
  const command = new ListBucketsCommand({ MaxBuckets: BUCKETS_PER_PAGE, ContinuationToken: next });
  const { region } = connection.target;
  const output = await connection.inRegion(region, { action: 's3:ListAllMyBuckets' }, signal, (client, options) =>
    client.send(command, options),
  );
  const buckets = (output.Buckets ?? []).map(({ Name = '', BucketRegion, CreationDate }) => {
    if (BucketRegion) connection.regions.learn(Name, BucketRegion);
    return { name: Name, region: BucketRegion, created: CreationDate?.getTime() };
  });
  return { buckets, next: output.ContinuationToken };
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

/** `HeadBucket`. */
export async function bucketRegion(connection: S3Connection, bucket: string, signal: AbortSignal): Promise<string> {
  const command = new HeadBucketCommand({ Bucket: bucket });
  const request = { action: 's3:ListBucket', bucket } as const;
  const { BucketRegion } = await connection.inBucket(request, signal, (client, options) =>
    client.send(command, options),
  );
  return BucketRegion ?? connection.regionOf(bucket);
}

/** `CreateBucket`. */
export async function createBucket(
  connection: S3Connection,
  bucket: string,
  region: string,
  signal: AbortSignal,
): Promise<void> {
  const command = new CreateBucketCommand({
    Bucket: bucket,
    // The one region that must not be named (S3 API, CreateBucket).
    ...(region === 'us-east-1'
      ? {}
      : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } }),
  });
  await connection.inRegion(region, { action: 's3:CreateBucket', bucket }, signal, (client, options) =>
    client.send(command, options),
  );
  connection.regions.learn(bucket, region);
}

/** `DeleteBucket`. */
export async function deleteBucket(connection: S3Connection, bucket: string, signal: AbortSignal): Promise<void> {
  const command = new DeleteBucketCommand({ Bucket: bucket });
  await connection.inBucket({ action: 's3:DeleteBucket', bucket }, signal, (client, options) =>
    client.send(command, options),
  );
}
