import { AwsError, type AwsResponse } from '../kernel/types';
import { assertMayCall, s3Arn } from './access';
import { Bucket } from './bucket';
import { readXml } from './payload';
import { canonicalUserId, xmlResponse } from './responses';
import type { S3Call } from './s3Call';
import { invalidArgument, malformedXml } from './s3Errors';
import { compareUtf8 } from './utf8Order';
import { childText, type XmlNode } from './xml';

const NO_LOCATION = 'us-east-1';
const MAX_BUCKETS = 10_000;

/** AWS rule: 3–63 of lower-case letters, digits, dots and hyphens; no two dots together; not an IP address. */
const BUCKET_NAME = /^(?!\d+\.\d+\.\d+\.\d+$)(?!xn--)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** `ListBuckets`: those of the caller's own account, in all regions. */
export function listBuckets(call: S3Call): AwsResponse {
  const caller = assertMayCall(call.caller, 's3:ListAllMyBuckets', '*');
  const limit = call.integerQuery('max-buckets', MAX_BUCKETS, { min: 1, max: MAX_BUCKETS });
  const prefix = call.query('prefix');
  const region = call.query('bucket-region');
  const token = call.query('continuation-token');
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString();
  if (token !== undefined && !BUCKET_NAME.test(after)) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  const matching = [...call.buckets.values()]
    .filter(({ accountId }) => accountId === caller.accountId)
    .filter((bucket) => bucket.name > after && bucket.name.startsWith(prefix ?? ''))
    .filter((bucket) => region === undefined || bucket.region === region)
    .sort((a, b) => compareUtf8(a.name, b.name));
  const page = matching.slice(0, limit);
  const last = page.at(-1);
  // AWS rule: the region is told only to a request that carries one of the paging parameters.
  const withRegion = ['max-buckets', 'prefix', 'bucket-region', 'continuation-token'].some(
    (name) => call.query(name) !== undefined,
  );
  return xmlResponse('ListAllMyBucketsResult', [
    ['Owner', [['ID', canonicalUserId(caller.accountId)]]],
    ['Buckets', page.map((bucket): XmlNode => ['Bucket', bucketNodes(bucket, withRegion)])],
    ['Prefix', prefix],
    ['ContinuationToken', matching.length > limit && last ? Buffer.from(last.name).toString('base64url') : undefined],
  ]);
}

function bucketNodes(bucket: Bucket, withRegion: boolean): readonly XmlNode[] {
  return [
    ['Name', bucket.name],
    ['CreationDate', new Date(bucket.created).toISOString()],
    ['BucketRegion', withRegion ? bucket.region : undefined],
  ];
}

/** `CreateBucket`, in the region the request is signed for. */
export async function createBucket(call: S3Call): Promise<AwsResponse> {
  const name = call.target.bucket ?? '';
  if (!BUCKET_NAME.test(name)) {
    throw new AwsError(400, 'InvalidBucketName', 'The specified bucket is not valid.', {
      elements: { BucketName: name },
    });
  }
  const region = call.signingRegion ?? NO_LOCATION;
  const caller = assertMayCall(call.caller, 's3:CreateBucket', s3Arn(region, name));
  const configuration = await readXml(call, { optional: true });
  const constraint = configuration && childText(configuration, 'LocationConstraint');
  if ((constraint ?? NO_LOCATION) !== region) {
    throw new AwsError(
      400,
      'IllegalLocationConstraintException',
      `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
  const existing = call.buckets.get(name);
  if (existing && existing.accountId !== caller.accountId) {
    throw new AwsError(
      409,
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      { elements: { BucketName: name } },
    );
  }
  // AWS rule: creating one's own bucket again is an error everywhere but in us-east-1.
  if (existing && region !== NO_LOCATION) {
    throw new AwsError(
      409,
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      { elements: { BucketName: name } },
    );
  }
  if (!existing) {
    const created = new Date(call.timestamp).toISOString();
    call.buckets.set(name, new Bucket({ name, accountId: caller.accountId, region, created }));
  }
  return { status: 200, headers: { location: `/${name}` } };
}

/** `DeleteBucket`, of an empty one. */
export function deleteBucket(call: S3Call): AwsResponse {
  const { bucket } = call;
  call.authoriseBucket(bucket, 's3:DeleteBucket');
  if (bucket.allKeys.ceiling('') !== undefined) {
    const message = 'The bucket you tried to delete is not empty';
    throw new AwsError(409, 'BucketNotEmpty', message, { elements: { BucketName: bucket.name } });
  }
  call.buckets.delete(bucket.name);
  return { status: 204 };
}

/** `HeadBucket`. AWS rule: the region is told whatever the answer is. */
export function headBucket(call: S3Call): AwsResponse {
  const { bucket } = call;
  call.authoriseBucket(bucket, 's3:ListBucket');
  const isAlias = String(call.target.bucket?.endsWith('-s3alias'));
  return { status: 200, headers: { 'x-amz-bucket-region': bucket.region, 'x-amz-access-point-alias': isAlias } };
}

/** `GetBucketLocation`, answered in every region; us-east-1 is told as an empty element. */
export function getBucketLocation(call: S3Call): AwsResponse {
  const bucket = call.findBucket();
  call.authoriseBucket(bucket, 's3:GetBucketLocation');
  return xmlResponse('LocationConstraint', bucket.region === NO_LOCATION ? '' : bucket.region);
}

/** `GetBucketVersioning`. */
export function getBucketVersioning(call: S3Call): AwsResponse {
  const { bucket } = call;
  call.authoriseBucket(bucket, 's3:GetBucketVersioning');
  return xmlResponse('VersioningConfiguration', [['Status', bucket.versioning]]);
}

/** `PutBucketVersioning`. */
export async function putBucketVersioning(call: S3Call): Promise<AwsResponse> {
  const { bucket } = call;
  call.authoriseBucket(bucket, 's3:PutBucketVersioning');
  const configuration = await readXml(call);
  const status = childText(configuration, 'Status');
  if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
  bucket.versioning = status;
  return { status: 200 };
}

/** `GetBucketPolicy`. */
export function getBucketPolicy(call: S3Call): AwsResponse {
  const { bucket } = call;
  call.authoriseBucket(bucket, 's3:GetBucketPolicy');
  if (!bucket.policy) {
    throw new AwsError(404, 'NoSuchBucketPolicy', 'The bucket policy does not exist', {
      elements: { BucketName: bucket.name },
    });
  }
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(bucket.policy) };
}
