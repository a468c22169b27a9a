import type { StoreTarget } from '../../src/core/s3/stores';
import type { Credentials } from '../../src/core/sessions/credentials';

/**
 * Where a store calls whose profile sets nothing for S3 but path style.
 * @param endpoint of the S3; AWS's own hosts without one
 * @param credentials those of every request, or what gives them
 */
export function storeTarget(
  endpoint: string | undefined,
  credentials: Credentials | (() => Promise<Credentials>),
): StoreTarget {
  return {
    region: 'us-east-1',
    endpoint,
    pathStyle: true,
    fips: false,
    dualStack: false,
    requesterPays: false,
    customerKey: () => Promise.resolve(undefined),
    credentials: typeof credentials === 'function' ? credentials : () => Promise.resolve(credentials),
  };
}
