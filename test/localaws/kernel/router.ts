import { parseQuery } from './httpRequest';
import { MalformedClaim, type SignatureClaim, queryValue, readClaim } from './signature';
import type { AwsRequest, Service } from './types';

function readClaimIfWellFormed(request: AwsRequest): SignatureClaim | undefined {
  try {
    return readClaim(request);
  } catch (error) {
    if (error instanceof MalformedClaim) return undefined;
    throw error;
  }
}

/** @returns the access key ID a request names, verified or not */
export function claimedAccessKey(request: AwsRequest): string | undefined {
  return readClaimIfWellFormed(request)?.accessKeyId;
}

/** Tells which service a request is for; all of them share one host and port. */
export class Router {
  readonly #services: ReadonlyMap<string, Service>;
  readonly #fallback: Service;

  /** @param fallback the service of requests that name none */
  constructor(services: readonly Service[], fallback: Service) {
    this.#services = new Map(services.map((service) => [service.name, service]));
    this.#fallback = fallback;
  }

  /** By credential scope, else an unsigned call's path, else host name, else the `Action` of the Query protocol, else the fallback. */
  async route(request: AwsRequest): Promise<Service> {
    const scope = readClaimIfWellFormed(request)?.service;
    const host = request.headers['host']?.split('.')[0];
    const services = [...this.#services.values()];
    return (
      this.#services.get(scope ?? '') ??
      (scope === undefined ? services.find(({ ownsUnsigned }) => ownsUnsigned?.(request)) : undefined) ??
      this.#services.get(host ?? '') ??
      ((await hasQueryAction(request)) ? this.#services.get('sts') : undefined) ??
      this.#fallback
    );
  }
}

/** Whether the request is of the Query protocol (`Action=…` in the form body or the query). */
async function hasQueryAction(request: AwsRequest): Promise<boolean> {
  if (queryValue(request, 'Action') !== undefined) return true;
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return false;
  return parseQuery((await request.body()).toString()).some(([name]) => name === 'Action');
}
