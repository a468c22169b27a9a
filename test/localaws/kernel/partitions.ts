/** Prefixes of region names, for all partitions but `aws` (AWS General Reference, "Partitions"). */
const PARTITIONS: readonly (readonly [regionPrefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
];

/** @returns the partition a region belongs to, such as `aws-cn` for `cn-north-1` */
export function partitionOfRegion(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}
