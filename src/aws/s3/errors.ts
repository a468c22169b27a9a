import { t } from '@vscode/l10n';
import { visibleText } from '../../core/texts/visible';
import { AppError, type ErrorKind } from '../../core/support/errors';
import { explainDenial } from './denials';
import type { SentRequest } from './requests';

interface Explanation {
  readonly message: string;
  readonly cure?: string;
}

/** Codes of S3 alone (S3 API, "List of error codes"), and of the SDK for names and hosts it refuses. */
const KIND_OF_CODE: Readonly<Record<string, ErrorKind>> = {
  BucketAlreadyExists: 'exists',
  BucketAlreadyOwnedByYou: 'exists',
  BucketNotEmpty: 'notEmpty',
  EntityTooLarge: 'tooLarge',
  RestoreAlreadyInProgress: 'exists',
  NoSuchUpload: 'notFound',
  InvalidBucketName: 'invalidRequest',
  EndpointError: 'invalidRequest',
};

/** By meaning: what happened to this request, and what the person can do. Kinds without an entry keep AWS's words. */
const EXPLANATIONS: Partial<Record<ErrorKind, (request: SentRequest, error: AppError) => Explanation>> = {
  notFound: explainMissing,
  changed: ({ key = '', source, condition }) => ({
    message: t(
      'The object {0} was changed or deleted by somebody else.',
      visibleText(condition?.ifMatch === undefined && source ? source.key : key),
    ),
    cure: t('Load it again before you change it.'),
  }),
  exists: ({ action, bucket = '', key }) => {
    if (key === undefined) {
      return {
        message: t('The name {0} is taken: a bucket of that name exists.', bucket),
        cure: t('Choose another name. Names of buckets are shared by all AWS accounts.'),
      };
    }
    return action === 's3:RestoreObject'
      ? { message: t('The object {0} is being restored already.', visibleText(key)), cure: t('Wait until it is done.') }
      : {
          message: t('The object {0} exists already.', visibleText(key)),
          cure: t('Choose another name, or overwrite it.'),
        };
  },
  notEmpty: ({ bucket = '' }) => ({
    message: t('The bucket {0} is not empty.', bucket),
    cure: t('Delete its objects first, with all versions and delete markers.'),
  }),
  tooLarge: ({ key = '' }) => ({
    message: t('{0} is too large for one request to S3.', visibleText(key)),
    cure: t('Upload it in parts, for example with the AWS CLI.'),
  }),
  archived: ({ key = '', source }) => ({
    message: t('The object {0} is archived and cannot be read now.', visibleText(source?.key ?? key)),
    cure: t('Restore it from its storage class first.'),
  }),
  invalidRequest: explainInvalid,
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
  serviceFault: (_, { detail }) =>
    detail.code === 'GlacierExpeditedRetrievalNotAvailable'
      ? { message: t('S3 has no capacity for expedited restores now.'), cure: t('Restore it with the tier Standard.') }
      : {
          message: t('S3 failed on its side ({0}).', detail.code ?? detail.status ?? t('no code')),
          cure: t('Wait a moment, then refresh.'),
        },
  network: (_, error) => ({
    message: error.message,
    cure: t('Check the network, the proxy and the S3 endpoint of the profile, then refresh.'),
  }),
};

/**
 * `error` in terms of the request it ended: what was not possible on which resource, and the cure.
 * @param requesterPays whether the request said that this account pays
 */
export function explain(error: AppError, request: SentRequest, requesterPays: boolean): AppError {
  const kind = kindOf(error, request);
  const explanation =
    kind === 'accessDenied' ? explainDenial(request, error, requesterPays) : EXPLANATIONS[kind]?.(request, error);
  const { message, cure } = explanation ?? { message: error.message };
  return new AppError(kind, message, { ...(cure === undefined ? {} : { cure }), ...error.detail }, error.cause);
}

/** What an answer means for this request: S3 gives the same status for conditions and for other things. */
function kindOf(error: AppError, { action, condition, versionId }: SentRequest): ErrorKind {
  const { code, status } = error.detail;
  if (status === 412) return isOfAbsence(error, condition?.ifAbsent) ? 'exists' : 'changed';
  // S3 API, PutObject, If-Match: 404 when the object was deleted meanwhile, 409 when a write overtook this one.
  if (code === 'ConditionalRequestConflict') return condition?.ifAbsent ? 'exists' : 'changed';
  if (status === 404 && code !== 'NoSuchBucket' && condition?.ifMatch !== undefined) return 'changed';
  if (action === 's3:RestoreObject' && code === 'InvalidObjectState') return 'invalidRequest';
  // S3 API, GetObject: a delete marker that is asked for by its version.
  if (status === 405 && versionId !== undefined && action.startsWith('s3:GetObject')) return 'notFound';
  return (code !== undefined && Object.hasOwn(KIND_OF_CODE, code) ? KIND_OF_CODE[code] : undefined) ?? error.kind;
}

/** Whether the condition that failed is that of absence; a copy may have one on its source as well. */
function isOfAbsence({ cause }: AppError, asked: boolean | undefined): boolean {
  const told = typeof cause === 'object' && cause !== null && 'Condition' in cause ? cause.Condition : undefined;
  return typeof told === 'string' ? /^If-None-Match$/i.test(told) : asked === true;
}

function explainInvalid({ action, key }: SentRequest, { message, detail }: AppError): Explanation {
  if (key === undefined) return { message };
  if (detail.code?.startsWith('KMS.')) {
    return {
      message: t('S3 cannot use the KMS key for {0}: {1}', visibleText(key), message),
      cure: t("Name an enabled key of the bucket's region."),
    };
  }
  if (action === 's3:RestoreObject' && detail.code === 'InvalidObjectState') {
    return {
      message: t('The object {0} is not archived, so there is nothing to restore.', visibleText(key)),
      cure: t('Refresh its folder.'),
    };
  }
  // The answer to a HEAD request has no body, so AWS's code and words are lost.
  if (detail.code !== undefined || detail.status === undefined) return { message };
  return {
    message: t('S3 refused the request for {0} without saying why.', visibleText(key)),
    cure: t('An object encrypted with a key of its owner (SSE-C) needs that key in s3.encryption of the profile.'),
  };
}

function explainMissing(
  { action, bucket = '', key, versionId, source }: SentRequest,
  { detail }: AppError,
): Explanation {
  if (key === undefined || detail.code === 'NoSuchBucket') {
    return {
      message: t('The bucket {0} does not exist.', bucket),
      cure: t('Refresh the list of buckets, or correct the name.'),
    };
  }
  if (action === 's3:AbortMultipartUpload') {
    return {
      message: t('This upload of {0} no longer exists.', visibleText(key)),
      cure: t('It was completed or aborted. Refresh the list of uploads.'),
    };
  }
  if (versionId !== undefined) {
    return {
      message: t('This version of {0} does not exist, or is a delete marker.', visibleText(key)),
      cure: t('Refresh its versions.'),
    };
  }
  const missing = source ?? { bucket, key };
  return {
    message: t('The object {0} does not exist in the bucket {1}.', visibleText(missing.key), missing.bucket),
    cure: t('It may have been deleted or renamed. Refresh its folder.'),
  };
}
