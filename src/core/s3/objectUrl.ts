import { partitionIdOf } from '../roles/partitions';
import type { S3Location } from './location';

/** Ends of AWS's hosts in all partitions. */
const SUFFIX =
  /\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;

/** Parts of a URL as they stand in it, still encoded: the WHATWG parser would fold `.` and `..` of a key. */
interface UrlParts {
  /** With the port, in lower case. */
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

/** Host and path of an http or https URL; undefined for other texts. */
export function splitUrl(text: string): (UrlParts & { readonly fragment: string }) | undefined {
  const match = /^https?:\/\/(?:[^/?#@]*@)?([^/?#\s]+)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is.exec(text);
  if (!match) return undefined;
  const [, host = '', path = '', query = '', fragment = ''] = match;
  return { host: host.toLowerCase(), path, query, fragment };
}

/** `text` without percent-encoding; undefined when that is not of UTF-8. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * The place a URL of S3's REST or website endpoints names, virtual-hosted or path style (S3 User Guide, "Virtual hosting
 * of general purpose buckets"), presigned or not.
 * @param endpoint base URL of an S3 that is not AWS's own
 */
export function readObjectUrl(text: string, endpoint: string | undefined): S3Location | undefined {
  const url = splitUrl(text);
  if (!url) return undefined;
  const own = endpoint === undefined ? undefined : splitUrl(endpoint);
  const place = (own && placeAt(url, own)) ?? awsPlace(url);
  if (!place) return undefined;
  const key = decoded(place.key);
  const bucket = decoded(place.bucket);
  if (key === undefined || bucket === undefined) return undefined;
  const versionId = new URLSearchParams(url.query).get('versionId');
  return { ...place, bucket, key, ...(versionId ? { versionId } : {}) };
}

/** Of an S3-compatible store: the bucket in its path or before its host. */
function placeAt({ host, path }: UrlParts, endpoint: UrlParts): S3Location | undefined {
  const base = endpoint.path.replace(/\/+$/, '');
  if (!path.startsWith(base)) return undefined;
  const rest = path.slice(base.length);
  if (host === endpoint.host) return inPath(rest, undefined);
  return host.endsWith(`.${endpoint.host}`)
    ? { bucket: host.slice(0, -endpoint.host.length - 1), key: rest.slice(1) }
    : undefined;
}

function awsPlace({ host, path }: UrlParts): S3Location | undefined {
  const name = host.replace(/:\d+$/, '');
  if (!SUFFIX.test(name)) return undefined;
  const labels = name.replace(SUFFIX, '');
  return hostOfAccessPoint(labels, path) ?? hostOfBucket(labels, path);
}

/** `[bucket.]s3…`, `bucket.s3-website…` or `bucket--zone--x-s3.s3express-zone…`, with or without a region. */
function hostOfBucket(labels: string, path: string): S3Location | undefined {
  const match =
    /^(?:(.+)\.)?s3(?:-accelerate|-external-1|-website|express(?:-control)?(?:-[a-z0-9]+-az\d+)?)?(?:-fips)?(?:\.dualstack)?(?:[.-]([a-z]+(?:-[a-z0-9]+)+))?$/.exec(
      labels,
    );
  if (!match) return undefined;
  const [, bucket, region] = match;
  return bucket === undefined ? inPath(path, region) : { bucket, key: path.slice(1), ...(region ? { region } : {}) };
}

/** `<name>-<account>.s3-accesspoint…`, and the same of Object Lambda and of an Outpost. */
function hostOfAccessPoint(labels: string, path: string): S3Location | undefined {
  const match =
    /^(.+)-(\d{12})\.(?:(op-[0-9a-f]+)\.s3-outposts|s3-(accesspoint|object-lambda))(?:-fips)?(?:\.dualstack)?\.([a-z0-9-]+)$/.exec(
      labels,
    );
  if (!match) return undefined;
  const [, name = '', account = '', outpost, kind, region = ''] = match;
  return { bucket: accessPointArn({ name, account, outpost, kind, region }), key: path.slice(1), region };
}

/** The ARN of an access point, of Object Lambda when `kind` is `object-lambda`, on an Outpost when one is given. */
export function accessPointArn(point: {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly kind?: string | undefined;
  readonly outpost?: string | undefined;
}): string {
  const { name, account, region, kind, outpost } = point;
  const partition = partitionIdOf(region);
  const service = outpost !== undefined ? 's3-outposts' : kind === 'object-lambda' ? 's3-object-lambda' : 's3';
  const within = outpost === undefined ? '' : `outpost/${outpost}/`;
  return `arn:${partition}:${service}:${region}:${account}:${within}accesspoint/${name}`;
}

function inPath(path: string, region: string | undefined): S3Location | undefined {
  const [, bucket, key = ''] = /^\/([^/]+)(?:\/(.*))?$/s.exec(path) ?? [];
  return bucket === undefined ? undefined : { bucket, key, ...(region ? { region } : {}) };
}
