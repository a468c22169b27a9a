import { t } from '@vscode/l10n';
import { MAX_KEY_BYTES, utf8Length } from './folderNames';

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

/** The ARN of a bucket, with or without a key; `s3express` has a region and the word `bucket/` in it. */
const BUCKET_ARN = /^arn:aws[a-z-]*:(?:s3:::|s3express:([a-z0-9-]+):\d{12}:bucket\/)([^/]+)(?:\/(.*))?$/s;
/** The ARN of an access point: in a region, of several (`….mrap`), of Object Lambda, or on an Outpost. */
const ACCESS_POINT_ARN =
  /^(arn:aws[a-z-]*:(?:s3:([a-z0-9-]*):\d{12}:accesspoint|s3-object-lambda:([a-z0-9-]+):\d{12}:accesspoint|s3-outposts:([a-z0-9-]+):\d{12}:outpost[/:]op-[0-9a-f]+[/:]accesspoint)[/:][a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s;

/**
 * The place that an S3 URI, or the ARN of a bucket, prefix, object or access point names. The key is taken exactly as it
 * stands, blanks, `?`, `#` and `%` included.
 * @returns undefined for anything else, and for a name no bucket can have or a key that is too long
 */
export function parseLocation(text: string): S3Location | undefined {
  const location = readUri(text) ?? readArn(text);
  return location && !locationProblem(location) ? location : undefined;
}

/** Why S3 can have no such place, a sentence; undefined when it can. */
export function locationProblem({ bucket, key }: S3Location): string | undefined {
  const size = utf8Length(key);
  return (
    (ACCESS_POINT_ARN.test(bucket) ? undefined : bucketProblem(bucket)) ??
    (size > MAX_KEY_BYTES ? t('Keys have at most {0} bytes; this one has {1}.', MAX_KEY_BYTES, size) : undefined)
  );
}

/** `s3://bucket/key`, also as Hadoop writes it; the AWS CLI takes an access point's ARN in place of the bucket. */
export function readUri(text: string): S3Location | undefined {
  const [, rest] = /^s3[an]?:\/\/(.*)$/is.exec(text) ?? [];
  if (rest === undefined) return undefined;
  const [, arn, region, lambda, outpost, arnKey = ''] = ACCESS_POINT_ARN.exec(rest) ?? [];
  if (arn !== undefined) return located(arn, arnKey, region ?? lambda ?? outpost);
  const [, bucket = '', key = ''] = /^([^/]*)\/?(.*)$/s.exec(rest) ?? [];
  return located(bucket, key, undefined);
}

/** An ARN as IAM policies have it: of a bucket, a key, an access point, or `<access point>/object/<key>`. */
export function readArn(text: string): S3Location | undefined {
  const [, expressRegion, bucket, key = ''] = BUCKET_ARN.exec(text) ?? [];
  if (bucket !== undefined) return located(bucket, key, expressRegion);
  const [, arn, region, lambda, outpost, rest = ''] = ACCESS_POINT_ARN.exec(text) ?? [];
  return arn === undefined ? undefined : located(arn, rest.replace(/^object\//, ''), region ?? lambda ?? outpost);
}

function located(bucket: string, key: string, region: string | undefined): S3Location {
  return { bucket, key, ...(region ? { region } : {}) };
}

/**
 * Why no bucket can have that name, a sentence. Old buckets of us-east-1 keep names that new ones may not have (S3 User
 * Guide, "General purpose bucket naming rules").
 */
function bucketProblem(name: string): string | undefined {
  if (name === '') return t('No bucket is named.');
  const [foreign] = /[^A-Za-z0-9._-]/u.exec(name) ?? [];
  if (foreign !== undefined) return t('A bucket\'s name cannot have "{0}" in it.', foreign);
  if (name.length < 3 || name.length > 255) return t('"{0}" is too short or too long for a bucket.', name);
  return /^[A-Za-z0-9]/.test(name)
    ? undefined
    : t('A bucket\'s name begins with a letter or digit, unlike "{0}".', name);
}
