import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { t } from '@vscode/l10n';
import { isDirectoryBucket } from '../../core/s3/bucketNames';
import { LONGEST_LINK } from '../../core/s3/linkLifetimes';
import { visibleText } from '../../core/texts/visible';
import type { PresignedUrl, VersionAddress } from '../../core/s3/objectStore';
import { presigningProblem } from '../../core/s3/presignedUrls';
import { AppError, isAppError } from '../../core/support/errors';
import { bucketRegion } from './buckets';
import type { S3Connection } from './connection';
import { headObject } from './reading';
import { objectAction } from './requests';

/**
 * A URL for one GET or PUT, good until `seconds` from now or the session ends, whichever comes first. A PUT URL leaves
 * everything but the object's place to whoever uses it; the bucket's default encryption applies.
 * @throws AppError of kind `invalidRequest` where no URL can do it, `expired` when the session ends now
 */
export async function presign(
  connection: S3Connection,
  method: 'GET' | 'PUT',
  address: VersionAddress,
  seconds: number,
  signal: AbortSignal,
): Promise<PresignedUrl> {
  const { bucket, key, versionId } = address;
  await assertPresignable(connection, method, address, signal);
  await findRegion(connection, bucket, signal);
  const { expiration = Infinity } = await connection.target.credentials();
  const now = Date.now();
  const expiresIn = Math.floor(Math.min(seconds, LONGEST_LINK, (expiration - now) / 1000));
  if (expiresIn < 1) {
    throw new AppError('expired', t('The session has expired.'), { cure: t('Assume the role again.') });
  }
  const input = { Bucket: bucket, Key: key, ...connection.payer };
  const command =
    method === 'GET' ? new GetObjectCommand({ ...input, VersionId: versionId }) : new PutObjectCommand(input);
  const action = method === 'GET' ? objectAction('s3:GetObject', versionId) : 's3:PutObject';
  const url = await connection.inBucket({ action, ...address }, signal, (client) =>
    // Every answer told the client how far this machine's clock is from that of S3.
    getSignedUrl(client, command, { expiresIn, signingDate: new Date(now + client.config.systemClockOffset) }),
  );
  // S3 counts from the signature's time, which has whole seconds.
  return { url, expires: (Math.floor(now / 1000) + expiresIn) * 1000 };
}

/** A URL is good in the region it was signed for only, and nobody follows a redirect of it. */
async function findRegion(connection: S3Connection, bucket: string, signal: AbortSignal): Promise<void> {
  if (connection.regions.knows(bucket)) return;
  try {
    await bucketRegion(connection, bucket, signal);
  } catch (error) {
    // A store that tells no region has one only.
    if (!isAppError(error, 'accessDenied')) throw error;
  }
}

/** @throws AppError of kind `invalidRequest` where no URL can do it */
export async function assertPresignable(
  connection: S3Connection,
  method: 'GET' | 'PUT',
  address: VersionAddress,
  signal: AbortSignal,
): Promise<void> {
  const { bucket, key, versionId } = address;
  if (method === 'PUT' && versionId !== undefined) {
    throw new AppError('invalidRequest', t('A version never changes, so nothing can be uploaded to it.'));
  }
  const problem = presigningProblem(key);
  if (problem) throw problem;
  if (isDirectoryBucket(bucket)) {
    throw new AppError('invalidRequest', t('URLs to objects of directory buckets end after 5 minutes.'), {
      cure: t('Copy the object to a general purpose bucket and share that.'),
    });
  }
  if (connection.target.encryption?.type !== 'SSE-C') return;
  const { settings } = method === 'PUT' ? { settings: undefined } : await headObject(connection, address, signal);
  if (settings && settings.encryption?.type !== 'SSE-C') return;
  if (method === 'PUT') {
    throw new AppError(
      'invalidRequest',
      t('New objects of this profile are encrypted with a key of yours (SSE-C), which whoever has the URL would need.'),
      { cure: t('Use a profile with another encryption.') },
    );
  }
  throw new AppError(
    'invalidRequest',
    t('{0} is encrypted with a key of yours (SSE-C), which whoever has the URL would need.', visibleText(key)),
    { cure: t('Share a copy with another encryption.') },
  );
}
