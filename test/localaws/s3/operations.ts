import { AwsError, type AwsRequest } from '../kernel/types';
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  getBucketPolicy,
  getBucketVersioning,
  headBucket,
  listBuckets,
  putBucketVersioning,
} from './bucketOperations';
import { completeMultipartUpload } from './completeUpload';
import { copyObject } from './copyObject';
import { deleteObject, deleteObjects } from './deleteObjects';
import { getObject, headObject } from './getObject';
import { listObjectsV1, listObjectsV2 } from './listObjects';
import { listObjectVersions } from './listVersions';
import { getObjectAttributes } from './objectAttributes';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './objectTagging';
import { putObject } from './putObject';
import { restoreObject } from './restoreObject';
import type { Operation } from './s3Call';
import type { Target } from './target';
import { abortMultipartUpload, listMultipartUploads, listParts } from './uploadLists';
import { createMultipartUpload, uploadPart, uploadPartCopy } from './uploadOperations';

/** How an operation is told from the request. */
interface Route {
  readonly name: string;
  readonly level: 'service' | 'bucket' | 'object';
  readonly method: string;
  /** Query parameters that must be there. */
  readonly query?: readonly string[];
  /** A header that must be there. */
  readonly header?: string;
  readonly run: Operation;
}

const COPY_SOURCE = 'x-amz-copy-source';

/** The first that fits counts, so those with more conditions stand first. */
const ROUTES: readonly Route[] = [
  { name: 'ListBuckets', level: 'service', method: 'GET', run: listBuckets },

  { name: 'GetBucketLocation', level: 'bucket', method: 'GET', query: ['location'], run: getBucketLocation },
  { name: 'GetBucketVersioning', level: 'bucket', method: 'GET', query: ['versioning'], run: getBucketVersioning },
  { name: 'GetBucketPolicy', level: 'bucket', method: 'GET', query: ['policy'], run: getBucketPolicy },
  { name: 'ListMultipartUploads', level: 'bucket', method: 'GET', query: ['uploads'], run: listMultipartUploads },
  { name: 'ListObjectVersions', level: 'bucket', method: 'GET', query: ['versions'], run: listObjectVersions },
  { name: 'ListObjectsV2', level: 'bucket', method: 'GET', query: ['list-type'], run: listObjectsV2 },
  { name: 'ListObjects', level: 'bucket', method: 'GET', run: listObjectsV1 },
  { name: 'HeadBucket', level: 'bucket', method: 'HEAD', run: headBucket },
  { name: 'PutBucketVersioning', level: 'bucket', method: 'PUT', query: ['versioning'], run: putBucketVersioning },
  { name: 'CreateBucket', level: 'bucket', method: 'PUT', run: createBucket },
  { name: 'DeleteBucket', level: 'bucket', method: 'DELETE', run: deleteBucket },
  { name: 'DeleteObjects', level: 'bucket', method: 'POST', query: ['delete'], run: deleteObjects },

  { name: 'GetObjectTagging', level: 'object', method: 'GET', query: ['tagging'], run: getObjectTagging },
  { name: 'GetObjectAttributes', level: 'object', method: 'GET', query: ['attributes'], run: getObjectAttributes },
  { name: 'ListParts', level: 'object', method: 'GET', query: ['uploadId'], run: listParts },
  { name: 'GetObject', level: 'object', method: 'GET', run: getObject },
  { name: 'HeadObject', level: 'object', method: 'HEAD', run: headObject },
  { name: 'PutObjectTagging', level: 'object', method: 'PUT', query: ['tagging'], run: putObjectTagging },
  {
    name: 'UploadPartCopy',
    level: 'object',
    method: 'PUT',
    query: ['partNumber', 'uploadId'],
    header: COPY_SOURCE,
    run: uploadPartCopy,
  },
  { name: 'UploadPart', level: 'object', method: 'PUT', query: ['partNumber', 'uploadId'], run: uploadPart },
  { name: 'CopyObject', level: 'object', method: 'PUT', header: COPY_SOURCE, run: copyObject },
  { name: 'PutObject', level: 'object', method: 'PUT', run: putObject },
  { name: 'DeleteObjectTagging', level: 'object', method: 'DELETE', query: ['tagging'], run: deleteObjectTagging },
  { name: 'AbortMultipartUpload', level: 'object', method: 'DELETE', query: ['uploadId'], run: abortMultipartUpload },
  { name: 'DeleteObject', level: 'object', method: 'DELETE', run: deleteObject },
  { name: 'CreateMultipartUpload', level: 'object', method: 'POST', query: ['uploads'], run: createMultipartUpload },
  {
    name: 'CompleteMultipartUpload',
    level: 'object',
    method: 'POST',
    query: ['uploadId'],
    run: completeMultipartUpload,
  },
  { name: 'RestoreObject', level: 'object', method: 'POST', query: ['restore'], run: restoreObject },
];

/** Parameters that make a request mean something else; one that a route does not name must not be taken for a plain GET or PUT. */
const SUBRESOURCES = new Set(
  [
    'accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle',
    'location logging metrics notification object-lock ownershipControls policy policyStatus publicAccessBlock',
    'replication requestPayment restore retention select session tagging torrent uploadId uploads versioning versions',
    'website',
  ].flatMap((line) => line.split(' ')),
);

/**
 * @returns the operation a request asks for
 * @throws AwsError NotImplemented, MethodNotAllowed
 */
export function routeOf(request: AwsRequest, target: Target): { readonly name: string; readonly run: Operation } {
  const level = target.bucket === undefined ? 'service' : target.key === undefined ? 'bucket' : 'object';
  const parameters = new Set(request.query.map(([name]) => name));
  const found = ROUTES.find(
    (route) =>
      route.level === level &&
      route.method === request.method &&
      (route.query ?? []).every((name) => parameters.has(name)) &&
      (route.header === undefined || request.headers[route.header] !== undefined),
  );
  const missing = [...parameters].find((name) => SUBRESOURCES.has(name) && !found?.query?.includes(name));
  if (missing !== undefined) {
    throw new AwsError(501, 'NotImplemented', `This local AWS does not have ${request.method} ?${missing}.`);
  }
  if (found) return found;
  throw new AwsError(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    elements: { Method: request.method, ResourceType: level.toUpperCase() },
  });
}
