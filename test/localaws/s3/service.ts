import { AwsError, type AwsRequest, type AwsResponse, type Service } from '../kernel/types';
import { findAccessPoint } from './accessPoints';
import { Bucket } from './bucket';
import { routeOf } from './operations';
import { S3Call, type Buckets } from './s3Call';
import type { S3Seed } from './seed';
import { parseTarget, type Target } from './target';
import { plainXmlDocument } from './xml';

/**
 * Creates the S3 service of the local AWS.
 * @param seed what it holds at the start; never changed
 * @param deps `now` in milliseconds since the epoch
 */
export function createS3Service(seed: S3Seed, deps: { now(): number }): Service {
  const buckets: Buckets = new Map(seed.buckets.map((bucket) => [bucket.name, new Bucket(bucket)]));
  const targetOf = (request: AwsRequest): Target =>
    parseTarget(request, (name) => bucketNamed(buckets, name) !== undefined);
  return {
    name: 's3',
    operation: (request) => operationName(() => routeOf(request, targetOf(request)).name),
    async handle(request, caller, region) {
      const target = targetOf(request);
      const { run } = routeOf(request, target);
      const response = await run(new S3Call(request, target, caller, region, buckets, deps.now()));
      const bucket = bucketNamed(buckets, target.bucket ?? '');
      const isCharged = bucket?.requesterPays && caller?.accountId !== bucket.accountId;
      const charged = isCharged ? { 'x-amz-request-charged': 'requester' } : {};
      return { ...response, headers: { ...commonHeaders(request), ...charged, ...response.headers } };
    },
    renderError: (error, request) =>
      renderError(
        error,
        request,
        regionOf(buckets, () => targetOf(request)),
      ),
  };
}

/** A request that names no operation is logged as `Unknown`; `handle` then answers why. */
function operationName(find: () => string): string {
  return orUndefined(find) ?? 'Unknown';
}

/** The bucket of that name, or of the access point of that name. */
function bucketNamed(buckets: Buckets, name: string): Bucket | undefined {
  return buckets.get(name) ?? findAccessPoint(buckets, name)?.bucket;
}

function regionOf(buckets: Buckets, target: () => Target): string | undefined {
  return bucketNamed(buckets, orUndefined(target)?.bucket ?? '')?.region;
}

function orUndefined<T>(attempt: () => T): T | undefined {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

function commonHeaders(request: AwsRequest): Record<string, string> {
  const hostId = Buffer.from(`host ${request.id}`).toString('base64');
  return { server: 'AmazonS3', 'x-amz-request-id': request.id, 'x-amz-id-2': hostId };
}

/** AWS rule: an error of HEAD has no body, and the bucket's region stands in the header. */
function renderError(error: AwsError, request: AwsRequest, region: string | undefined): AwsResponse {
  const common = commonHeaders(request);
  const headers = {
    ...common,
    ...(region === undefined ? {} : { 'x-amz-bucket-region': region }),
    ...error.extra.headers,
  };
  if (request.method === 'HEAD') return { status: error.status, headers };
  const body = plainXmlDocument('Error', [
    ['Code', error.code],
    ['Message', error.message],
    ...Object.entries(error.extra.elements ?? {}),
    ['RequestId', request.id],
    ['HostId', common['x-amz-id-2']],
  ]);
  return { status: error.status, headers: { ...headers, 'content-type': 'application/xml' }, body };
}
