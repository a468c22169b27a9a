import { partitionIdOf } from '../roles/partitions';
import type { Hosts } from '../roles/profile';

declare const brand: unique symbol;

/**
 * Where a request goes, as far as a secret is concerned: AWS's own hosts of one partition are one destination, named by
 * the partition's ID (`aws`, `aws-cn`); any other is the exact origin of a custom endpoint (`http://localhost:9000`).
 */
export type Destination = string & { readonly [brand]: true };

/** AWS's own names of STS and S3, for those who write them out: `sts.eu-west-1.amazonaws.com`. Nobody can register such a name. */
const AWS_HOST =
  /^https:\/\/(?:sts|sts-fips|s3|s3-fips)(?:\.dualstack)?(?:\.([a-z]{2,}(?:-[a-z]+)+-\d+))?\.amazonaws\.com(\.cn)?$/;

/** Names below AWS's domains; AWS gives them to its customers' hosts as well. */
const AWS_NAME = /\.(amazonaws\.com(\.cn)?|api\.aws)$/;

/** AWS's own hosts of the partition that a region belongs to. */
export function awsDestination(region: string): Destination {
  return partitionIdOf(region) as Destination;
}

/** Where STS is reached. */
export function stsDestination({ endpoints, region }: Pick<Hosts, 'endpoints' | 'region'>): Destination {
  return endpointDestination(endpoints.sts) ?? awsDestination(region);
}

/**
 * Where IAM is reached: a store with an STS of its own has its IAM at the same place; AWS's STS hosts and their VPC
 * endpoints have not.
 */
export function iamDestination({ endpoints, region }: Pick<Hosts, 'endpoints' | 'region'>): Destination {
  const { sts } = endpoints;
  const isOfAws = sts !== undefined && URL.canParse(sts) && AWS_NAME.test(new URL(sts).hostname);
  return isOfAws ? awsDestination(region) : stsDestination({ endpoints, region });
}

/** Where S3 is reached; the names of buckets below a custom endpoint's host belong to its owner. */
export function s3Destination({ endpoints, region }: Pick<Hosts, 'endpoints' | 'region'>): Destination {
  return endpointDestination(endpoints.s3) ?? awsDestination(region);
}

/** Where Identity Center is reached, sign-in and portal alike. */
export function identityCenterDestination({
  region,
  endpoint,
}: {
  readonly region: string;
  readonly endpoint?: string | undefined;
}): Destination {
  return endpointDestination(endpoint) ?? awsDestination(region);
}

/** Whether that is AWS itself. */
export function isAws(destination: Destination): boolean {
  return !destination.includes('://');
}

/** Whether an endpoint's host is this machine itself, so that nothing of a request is seen on the way. */
export function isLoopback(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  return /^(?:127\.\d+\.\d+\.\d+|localhost|.+\.localhost|\[::1\])$/.test(new URL(endpoint).hostname);
}

/** Whether requests to an endpoint can be read by anybody on the way. */
export function isReadable(endpoint: string): boolean {
  return /^http:/i.test(endpoint) && !isLoopback(endpoint);
}

function endpointDestination(endpoint: string | undefined): Destination | undefined {
  if (endpoint === undefined) return undefined;
  // What is no URL leads nowhere; it is still a place of its own.
  const origin = URL.canParse(endpoint) ? new URL(endpoint).origin : endpoint;
  const own = AWS_HOST.exec(origin);
  if (own) return (own[2] === undefined ? partitionIdOf(own[1] ?? '') : 'aws-cn') as Destination;
  return (origin.includes('://') ? origin : `invalid://${origin}`) as Destination;
}
