import { AwsError, type Service } from '../kernel/types';
import type { S3Seed } from './seed';

/** Creates the S3 service of the local AWS. */
export function createS3Service(seed: S3Seed, deps: { now(): number }): Service {
  void seed;
  void deps;
  return {
    name: 's3',
    operation: () => 'Unknown',
    handle: () => Promise.reject(new AwsError(501, 'NotImplemented', 'Not implemented.')),
    renderError: (error) => ({ status: error.status, body: error.message }),
  };
}
