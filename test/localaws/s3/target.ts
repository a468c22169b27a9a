import { AwsError, type AwsRequest } from '../kernel/types';
import { accessPointHost } from './accessPoints';

/** What a request is about: the service, a bucket, or an object. */
export interface Target {
  readonly bucket?: string;
  readonly key?: string;
  /** Whether the host is the one without a region, which AWS's DNS leads to the bucket's own region. */
  readonly isGlobalHost: boolean;
}

/** `[bucket.]s3[.dualstack][.<region>].amazonaws.com`, also with a dash before the region and in other partitions. */
const AWS_HOST = /^(?:(.+)\.)?s3(?:-fips)?(?:\.dualstack)?(?:[.-]([a-z0-9-]+))?\.amazonaws\.com(?:\.cn)?$/;
const LOOPBACK_HOST = /^(.+)\.localhost$/;
const MAX_KEY_BYTES = 1024;

/**
 * Reads bucket and key from host (virtual-host style) and path (path style).
 * @param isBucket tells a bucket's name from the first label of another host
 * @throws AwsError InvalidURI when the path is not percent-encoded UTF-8, KeyTooLongError
 */
export function parseTarget(request: AwsRequest, isBucket: (name: string) => boolean): Target {
  const host = (request.headers['host'] ?? '').replace(/:\d+$/, '').toLowerCase();
  const aws = AWS_HOST.exec(host);
  const isGlobalHost = aws !== null && aws[2] === undefined;
  const bucket =
    accessPointHost(host)?.name ?? (aws ? aws[1] : (LOOPBACK_HOST.exec(host)?.[1] ?? bucketLabel(host, isBucket)));
  const path = decodePath(request.rawPath.slice(1));
  if (bucket !== undefined) return { bucket, isGlobalHost, ...keyOf(path) };
  const slash = path.indexOf('/');
  if (path === '') return { isGlobalHost };
  return slash < 0
    ? { bucket: path, isGlobalHost }
    : { bucket: path.slice(0, slash), isGlobalHost, ...keyOf(path.slice(slash + 1)) };
}

/** A bucket's name may hold dots, so every label boundary is tried. */
function bucketLabel(host: string, isBucket: (name: string) => boolean): string | undefined {
  for (let dot = host.indexOf('.'); dot > 0; dot = host.indexOf('.', dot + 1)) {
    if (isBucket(host.slice(0, dot))) return host.slice(0, dot);
  }
  return undefined;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new AwsError(400, 'InvalidURI', "Couldn't parse the specified URI.", { elements: { URI: path } });
  }
}

function keyOf(path: string): { key?: string } {
  if (path === '') return {};
  assertKeyLength(path);
  return { key: path };
}

/** @throws AwsError KeyTooLongError for a key of more than 1,024 bytes */
export function assertKeyLength(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > MAX_KEY_BYTES) {
    throw new AwsError(400, 'KeyTooLongError', 'Your key is too long', {
      elements: { Size: String(size), MaxSizeAllowed: String(MAX_KEY_BYTES) },
    });
  }
}
