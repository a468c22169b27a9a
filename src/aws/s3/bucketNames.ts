import { t } from '@vscode/l10n';
import { AppError } from '../../core/support/errors';

/** Whether it is the ARN of an access point, which S3 takes as a bucket's name (S3 User Guide, "Access points"). */
export function isArn(bucket: string): boolean {
  return bucket.startsWith('arn:');
}

/** The region in the ARN of an access point; undefined in a plain name. */
export function regionInName(bucket: string): string | undefined {
  const region = isArn(bucket) ? bucket.split(':')[3] : undefined;
  return region === '' ? undefined : region;
}

/**
 * Refuses what the SDK would refuse in words of its own.
 * @param endpoint of the profile, undefined for AWS's own hosts
 * @throws AppError of kind `invalidRequest`
 */
export function assertAddressable(bucket: string, endpoint: string | undefined): void {
  if (!isArn(bucket)) return;
  if (regionInName(bucket) === undefined) {
    throw new AppError('invalidRequest', t('Multi-Region Access Points are not supported: {0}.', bucket), {
      cure: t('Open one of its buckets, or an access point of one region.'),
    });
  }
  if (endpoint !== undefined) {
    throw new AppError('invalidRequest', t('An ARN cannot be opened through an endpoint of its own: {0}.', bucket), {
      cure: t("Use the access point's alias, or a profile without an S3 endpoint."),
    });
  }
}
