import { partitionOfRegion } from '../kernel/partitions';
import type { Bucket } from './bucket';
import type { Buckets } from './s3Call';
import type { AccessPointSeed } from './seed';

/** An access point with the bucket it leads to. */
export interface AccessPoint {
  readonly bucket: Bucket;
  /** `arn:<partition>:s3:<region>:<account>:accesspoint/<name>` */
  readonly arn: string;
  readonly policy: object | undefined;
}

/** `<name>-<account>.s3-accesspoint[-fips][.dualstack].<region>.amazonaws.com` (S3 User Guide, "Access points"). */
const HOST = /^([a-z0-9.-]+-\d{12})\.s3-accesspoint(?:-fips)?(?:\.dualstack)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

/** @returns `<name>-<account>` and region of an access point's host; undefined for any other host */
export function accessPointHost(host: string): { readonly name: string; readonly region: string } | undefined {
  const [, name, region] = HOST.exec(host) ?? [];
  return name === undefined || region === undefined ? undefined : { name, region };
}

/** @param name an alias, or `<name>-<account>` as it stands in hosts */
export function findAccessPoint(buckets: Buckets, name: string): AccessPoint | undefined {
  for (const bucket of buckets.values()) {
    const seed = bucket.accessPoints.find(
      (point) => point.alias === name || `${point.name}-${bucket.accountId}` === name,
    );
    if (seed) return accessPoint(bucket, seed);
  }
  return undefined;
}

function accessPoint(bucket: Bucket, { name, policy }: AccessPointSeed): AccessPoint {
  const { region, accountId } = bucket;
  return { bucket, arn: `arn:${partitionOfRegion(region)}:s3:${region}:${accountId}:accesspoint/${name}`, policy };
}
