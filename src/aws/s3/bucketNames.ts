/** What S3 takes as a bucket's name (S3 User Guide, "Access points", "Directory buckets"). */

/** The region in the ARN of an access point; undefined in a plain name. */
export function regionInName(bucket: string): string | undefined {
  const region = bucket.startsWith('arn:') ? bucket.split(':')[3] : undefined;
  return region === '' ? undefined : region;
}

/** Whether it is a directory bucket (S3 Express One Zone), by the ending that only those have. */
export function isDirectoryBucket(bucket: string): boolean {
  return bucket.endsWith('--x-s3');
}
