import { partitionIdOf } from '../roles/partitions';
import { arn, type ObjectAddress } from './address';
import type { VersionAddress } from './objectStore';

/** How objects are reached by URL. */
export interface LinkTarget {
  /** The bucket's. */
  readonly region: string;
  /** Base URL in place of AWS's own hosts. */
  readonly endpoint?: string | undefined;
  readonly pathStyle: boolean;
  readonly fips: boolean;
  readonly dualStack: boolean;
}

/** Ends of S3's host names, where not `amazonaws.com` (AWS General Reference, "Amazon S3 endpoints"). */
const SUFFIXES: Readonly<Record<string, string>> = {
  'aws-cn': 'amazonaws.com.cn',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
  'aws-eusc': 'amazonaws.eu',
};

/** What can stand before the host: with dots in it no certificate would fit (S3 User Guide, "Virtual hosting"). */
const HOST_LABEL = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
/** S3 User Guide, "Directory bucket naming rules". */
const DIRECTORY_BUCKET = /--([a-z0-9-]+)--x-s3$/;
/** Service, region, account, and what is in the account, of an access point's ARN. */
const ACCESS_POINT = /^arn:[a-z-]+:(s3|s3-object-lambda|s3-outposts):([a-z0-9-]*):(\d{12}):(.+)$/;

/**
 * The https URL of an object, or of a bucket or prefix, as S3 and browsers take it; what it answers depends on who asks.
 * @param address the key empty for the bucket itself
 */
export function objectUrl(address: VersionAddress, target: LinkTarget): string {
  const { bucket, key, versionId } = address;
  const query = versionId === undefined ? '' : `?versionId=${encodeURIComponent(versionId)}`;
  return `${bucketUrl(bucket, target)}/${encodedKey(key)}${query}`;
}

/** A key in the path of a URL: every byte percent-encoded but RFC 3986's unreserved characters and `/`. */
export function encodedKey(key: string): string {
  return encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * The Amazon Resource Name of an object, prefix or bucket, as IAM policies name it. A version has none of its own.
 * @param region the bucket's; says which partition it is in
 */
export function objectArn(address: ObjectAddress, region: string): string {
  const { bucket, key } = address;
  if (!bucket.startsWith('arn:')) return arn(address, partitionIdOf(region));
  // IAM User Guide, "Actions, resources, and condition keys for Amazon S3": objects of an access point.
  return key === '' ? bucket : `${bucket}/object/${key}`;
}

function bucketUrl(bucket: string, { region, endpoint, pathStyle, fips, dualStack }: LinkTarget): string {
  if (endpoint !== undefined) return customUrl(bucket, endpoint, pathStyle);
  const suffix = SUFFIXES[partitionIdOf(region)] ?? 'amazonaws.com';
  const ofService = (service: string): string =>
    `${service}${fips ? '-fips' : ''}${dualStack ? '.dualstack' : ''}.${region}.${suffix}`;
  const [, service = '', , account = '', resource = ''] = ACCESS_POINT.exec(bucket) ?? [];
  if (service !== '') return accessPointUrl({ service, account, resource, suffix, region }, ofService);
  const [, zone] = DIRECTORY_BUCKET.exec(bucket) ?? [];
  if (zone !== undefined) return `https://${bucket}.s3express${fips ? '-fips' : ''}-${zone}.${region}.${suffix}`;
  const host = ofService('s3');
  return pathStyle || !HOST_LABEL.test(bucket) ? `https://${host}/${bucket}` : `https://${bucket}.${host}`;
}

/** S3 User Guide, "Using access points": `accesspoint/<name>`, or `outpost/<id>/accesspoint/<name>`. */
function accessPointUrl(
  point: Readonly<Record<'service' | 'account' | 'resource' | 'suffix' | 'region', string>>,
  ofService: (service: string) => string,
): string {
  const { service, account, resource, suffix, region } = point;
  const parts = resource.split(/[/:]/);
  const name = parts.at(-1) ?? '';
  if (name.endsWith('.mrap')) return `https://${name}.accesspoint.s3-global.${suffix}`;
  if (service === 's3-outposts') {
    return `https://${name}-${account}.${parts[1] ?? ''}.s3-outposts.${region}.${suffix}`;
  }
  return `https://${name}-${account}.${ofService(service === 's3' ? 's3-accesspoint' : service)}`;
}

function customUrl(bucket: string, endpoint: string, pathStyle: boolean): string {
  const base = endpoint.replace(/\/+$/, '');
  if (pathStyle || !HOST_LABEL.test(bucket)) return `${base}/${bucket}`;
  return base.replace('://', `://${bucket}.`);
}
