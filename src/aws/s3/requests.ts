import { objectArn } from '../../core/s3/links';
import type { VersionAddress, WriteCondition } from '../../core/s3/objectStore';

/** Permissions of the requests (Service Authorization Reference, "Amazon S3"). */
export type S3Action =
  | 's3:ListAllMyBuckets'
  | 's3:ListBucket'
  | 's3:ListBucketVersions'
  | 's3:ListBucketMultipartUploads'
  | 's3:GetBucketVersioning'
  | 's3:CreateBucket'
  | 's3:DeleteBucket'
  | `s3:GetObject${'' | 'Version'}${'' | 'Tagging'}`
  | 's3:PutObject'
  | `s3:${'Put' | 'Delete'}Object${'' | 'Version'}Tagging`
  | `s3:DeleteObject${'' | 'Version'}`
  | 's3:RestoreObject'
  | 's3:AbortMultipartUpload';

/** What was asked of S3, as far as errors go. */
export interface S3Request {
  /** The permission it needs. */
  readonly action: S3Action;
  /** Undefined for the list of buckets. */
  readonly bucket?: string;
  /** Undefined for what is about the bucket. */
  readonly key?: string;
  readonly versionId?: string | undefined;
  /** Of a listing. */
  readonly prefix?: string;
  /** Of a write. */
  readonly condition?: WriteCondition;
  /** Of a copy, which also needs to read it. */
  readonly source?: VersionAddress;
}

/** A request with the region it was sent to. */
export type SentRequest = S3Request & { readonly region: string };

/** The permission for an object, or for one version of it, which is another one. */
export function objectAction<Verb extends 's3:GetObject' | 's3:DeleteObject'>(
  verb: Verb,
  versionId: string | undefined,
): Verb | `${Verb}Version` {
  return versionId === undefined ? verb : `${verb}Version`;
}

/** The permission for the tags of an object, or of one version of it. */
export function taggingAction<Verb extends 'Get' | 'Put' | 'Delete'>(
  verb: Verb,
  versionId: string | undefined,
): `s3:${Verb}Object${'' | 'Version'}Tagging` {
  return versionId === undefined ? `s3:${verb}ObjectTagging` : `s3:${verb}ObjectVersionTagging`;
}

/** The resource a policy must name for a request. */
export function resourceOf({ bucket, key = '', region }: Pick<SentRequest, 'bucket' | 'key' | 'region'>): string {
  return bucket === undefined ? '*' : objectArn({ bucket, key }, region);
}
