/** A part of AWS with accounts, regions and hosts of its own (AWS General Reference, "Service endpoints"). */
export interface Partition {
  readonly id: string;
  /** What its region codes look like. */
  readonly regions: RegExp;
  /** Where STS and S3 answer when a profile names no region. */
  readonly defaultRegion: string;
}

const AWS: Partition = { id: 'aws', regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/, defaultRegion: 'us-east-1' };

/** Every partition IAM knows. */
export const PARTITIONS: readonly Partition[] = [
  AWS,
  { id: 'aws-cn', regions: /^cn-\w+-\d+$/, defaultRegion: 'cn-north-1' },
  { id: 'aws-us-gov', regions: /^us-gov-\w+-\d+$/, defaultRegion: 'us-gov-west-1' },
  { id: 'aws-iso', regions: /^us-iso-\w+-\d+$/, defaultRegion: 'us-iso-east-1' },
  { id: 'aws-iso-b', regions: /^us-isob-\w+-\d+$/, defaultRegion: 'us-isob-east-1' },
  { id: 'aws-iso-e', regions: /^eu-isoe-\w+-\d+$/, defaultRegion: 'eu-isoe-west-1' },
  { id: 'aws-iso-f', regions: /^us-isof-\w+-\d+$/, defaultRegion: 'us-isof-south-1' },
  { id: 'aws-eusc', regions: /^eusc-\w+-\w+-\d+$/, defaultRegion: 'eusc-de-east-1' },
];

/** The partition of that ID, such as `aws-cn`; the commercial one when there is none. */
export function partitionOf(id: string | undefined): Partition {
  return PARTITIONS.find((partition) => partition.id === id) ?? AWS;
}

/** The partition a region belongs to; undefined for names of S3-compatible stores and regions not known yet. */
export function partitionOfRegion(region: string): Partition | undefined {
  return PARTITIONS.find(({ regions }) => regions.test(region));
}

/** The ID of the partition a region belongs to, as ARNs have it; `aws` where none is known. */
export function partitionIdOf(region: string): string {
  return partitionOfRegion(region)?.id ?? AWS.id;
}
