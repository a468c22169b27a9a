/** A place in S3 that a person named: a bucket, a prefix or an object. */
export interface S3Location {
  /** A bucket's name, or the ARN or alias of an access point. */
  readonly bucket: string;
  /** Empty for the bucket; a prefix ends with `/`, anything else may be an object or the beginning of keys. */
  readonly key: string;
  readonly versionId?: string | undefined;
  /** Where the text says so. */
  readonly region?: string | undefined;
}

/** The place that a text names: an S3 URI. @returns undefined for anything else */
export function parseLocation(text: string): S3Location | undefined {
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(text.trim()) ?? [];
  return bucket === undefined ? undefined : { bucket, key };
}
