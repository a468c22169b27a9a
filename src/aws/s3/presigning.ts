import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { PresignedUrl, VersionAddress } from '../../core/s3/objectStore';
import type { S3Connection } from './connection';

/** S3 User Guide, "Sharing objects with presigned URLs": the longest time, seconds. */
const LONGEST_SECONDS = 7 * 24 * 3600;

/** A URL for one GET or PUT, good until `seconds` from now or the session ends, whichever comes first. */
export async function presign(
  connection: S3Connection,
  method: 'GET' | 'PUT',
  { bucket, key, versionId }: VersionAddress,
  seconds: number,
  signal: AbortSignal,
): Promise<PresignedUrl> {
  const { expiration = Infinity } = await connection.target.credentials();
  const now = Date.now();
  const expiresIn = Math.floor(Math.min(seconds, LONGEST_SECONDS, (expiration - now) / 1000));
  const input = { Bucket: bucket, Key: key, ...connection.payer };
  const command =
    method === 'GET' ? new GetObjectCommand({ ...input, VersionId: versionId }) : new PutObjectCommand(input);
  const action = method === 'GET' ? 's3:GetObject' : 's3:PutObject';
  const url = await connection.inBucket({ action, bucket, key }, signal, (client) =>
    getSignedUrl(client, command, { expiresIn, signingDate: new Date(now) }),
  );
  return { url, expires: Math.floor(now / 1000 + expiresIn) * 1000 };
}
