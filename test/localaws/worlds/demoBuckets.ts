import type { BucketSeed } from '../s3/seed';

/** The buckets of the demo world. */
export const demoBuckets: BucketSeed[] = [];
