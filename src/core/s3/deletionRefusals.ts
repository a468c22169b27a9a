import { t } from '@vscode/l10n';
import { AppError, type ErrorKind } from '../support/errors';
import { arn } from './address';
import { visibleText } from '../texts/visible';
import type { DeleteFailure } from './objectStore';
import { foreignWords } from '../texts/foreign';

/** Codes `DeleteObjects` gives for single keys, by meaning (S3 API, DeleteObjects, Error). */
const KIND_OF_CODE: Readonly<Record<string, ErrorKind>> = {
  AccessDenied: 'accessDenied',
  SlowDown: 'throttled',
  ServiceUnavailable: 'throttled',
  InternalError: 'serviceFault',
  NoSuchVersion: 'notFound',
  PreconditionFailed: 'changed',
  ConditionalRequestConflict: 'changed',
};

/**
 * Why a key of a `DeleteObjects` stayed, in the same words as a single request's refusal.
 * @param partition of the bucket, such as `aws`
 */
export function refusalOf(
  { key, versionId, code, message: told }: DeleteFailure,
  bucket: string,
  partition: string,
): AppError {
  const message = foreignWords(told);
  const kind = (Object.hasOwn(KIND_OF_CODE, code) ? KIND_OF_CODE[code] : undefined) ?? 'invalidRequest';
  if (kind === 'changed') {
    return new AppError(kind, t('{0} was changed by somebody else meanwhile.', visibleText(key)), { code });
  }
  if (kind !== 'accessDenied') {
    return new AppError(kind, t('{0} was not deleted: {1}', visibleText(key), message || code), { code });
  }
  const action = versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
  const resource = visibleText(arn({ bucket, key }, partition));
  return new AppError(kind, t('{0} on {1} is not allowed for this session.', action, resource), {
    code,
    awsMessage: message,
    cure: t(
      'Ask for {0} on {1} in the permission policy of the role or in the bucket policy, or assume another role.',
      action,
      resource,
    ),
  });
}
