import { t } from '@vscode/l10n';
import { arn } from '../../core/s3/address';
import { visibleText } from '../../core/s3/names';
import type { WriteCondition } from '../../core/s3/objectStore';
import type { ErrorKind } from '../../core/support/errors';
import { AppError } from '../../core/support/errors';
import { partitionOf } from './regions';

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
}

type Asked = S3Request & { readonly region: string };

interface Explanation {
  readonly message: string;
  readonly cure?: string;
}

/** By meaning: what happened to this request, and what the person can do. Kinds without an entry keep AWS's words. */
const EXPLANATIONS: Partial<Record<ErrorKind, (request: Asked, error: AppError) => Explanation>> = {
  accessDenied: (request) => {
    const { action, bucket } = request;
    const resource = resourceOf(request);
    return {
      message: t('{0} on {1} is not allowed for this session.', action, resource),
      cure:
        bucket === undefined
          ? t('Ask for {0} on {1} in the permission policy of the role, or assume another role.', action, resource)
          : t(
              'Ask for {0} on {1} in the permission policy of the role or in the bucket policy, or assume another role.',
              action,
              resource,
            ),
    };
  },
  notFound: ({ bucket = '', key }, { detail }) =>
    key === undefined || detail.code === 'NoSuchBucket'
      ? {
          message: t('The bucket {0} does not exist.', bucket),
          cure: t('Refresh the list of buckets, or correct the name.'),
        }
      : {
          message: t('The object {0} does not exist in the bucket {1}.', visibleText(key), bucket),
          cure: t('It may have been deleted or renamed. Refresh its folder.'),
        },
  archived: ({ key = '' }) => ({
    message: t('The object {0} is archived and cannot be read now.', visibleText(key)),
    cure: t('Restore it from its storage class first.'),
  }),
  // The answer to a HEAD request has no body, so AWS's code and words are lost.
  invalidRequest: ({ key }, error) =>
    key !== undefined && error.detail.code === undefined
      ? {
          message: t('S3 refused the request for {0} without saying why.', visibleText(key)),
          cure: t(
            'The session may have ended: assume the role again. Objects encrypted with a key of yours (SSE-C) cannot be opened.',
          ),
        }
      : { message: error.message },
  expired: () => ({
    message: t('The session has expired.'),
    cure: t('Assume the role again.'),
  }),
  credentialsRejected: () => ({
    message: t('S3 does not accept the credentials of this session.'),
    cure: t('Assume the role again, and check the access keys of its base identity.'),
  }),
  clockSkew: () => ({
    message: t('The clock of this machine differs too much from that of AWS.'),
    cure: t('Set date, time and time zone of this machine right, then try again.'),
  }),
  throttled: ({ bucket }) => ({
    message: t('S3 asks to send fewer requests to {0}.', bucket ?? 'AWS'),
    cure: t('Wait a moment, then refresh.'),
  }),
  serviceFault: (_, { detail }) => ({
    message: t('S3 failed on its side ({0}).', detail.code ?? detail.status ?? t('no code')),
    cure: t('Wait a moment, then refresh.'),
  }),
  network: (_, error) => ({
    message: error.message,
    cure: t('Check the network, the proxy and the S3 endpoint of the profile, then refresh.'),
  }),
};

/** `error` in terms of the request it ended: what was not possible on which resource, and the cure. */
export function explain(error: AppError, request: Asked): AppError {
  const explanation = EXPLANATIONS[error.kind]?.(request, error);
  if (!explanation) return error;
  const { message, cure } = explanation;
  return new AppError(error.kind, message, { ...(cure === undefined ? {} : { cure }), ...error.detail }, error.cause);
}

/** The resource a policy must name for the request. */
function resourceOf({ bucket, key, region }: Asked): string {
  if (bucket === undefined) return '*';
  return arn({ bucket, key: key ?? '' }, partitionOf(region));
}
