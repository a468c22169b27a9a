import { t } from '@vscode/l10n';
import type { ObjectAddress } from '../../core/s3/address';
import { visibleText } from '../../core/texts/visible';
import type { ObjectProperties } from '../../core/s3/objectProperties';
import type { Written } from '../../core/s3/objectStore';
import { AppError, isAppError } from '../../core/support/errors';
import type { S3Connection } from './connection';
import { headObject } from './reading';

/** HTTP dates have whole seconds; milliseconds. */
const DATE_PRECISION = 1000;

/** What a write was to leave in S3, as far as it can be known again. */
export interface OwnWrite {
  readonly address: ObjectAddress;
  /** When its first request was sent, by `performance.now()`. */
  readonly begun: number;
  /** Whether an object has the content that was to be written. */
  readonly isSame: (found: ObjectProperties) => boolean | Promise<boolean>;
}

/**
 * Runs a write that may meet itself: when an answer is lost the SDK sends the request again, and its condition fails, or
 * its upload is gone, because of the first try. Only then costs a `HeadObject`: what has the same content and was written
 * since then is the write's own.
 * @throws AppError of the write, which says so where the object may be its own but nothing tells
 */
export async function throughLostAnswers(
  connection: S3Connection,
  { address, begun, isSame }: OwnWrite,
  signal: AbortSignal,
  write: () => Promise<Written>,
): Promise<Written> {
  try {
    return await write();
  } catch (error) {
    const answered = answeredRetry(error);
    if (!isAppError(error) || answered === undefined) throw error;
    const since = answered - (performance.now() - begun) - DATE_PRECISION;
    const found = await headObject(connection, address, signal).catch((problem: unknown) => {
      if (isAppError(problem, 'cancelled')) throw problem;
      if (isAppError(problem, 'notFound')) throw error;
    });
    if (found && found.modified < since) throw error;
    if (!found || !(await isSame(found))) throw doubtful(error, address);
    return { etag: found.etag, versionId: found.versionId };
  }
}

/** Whether two objects have the same content for sure: an ETag is not always a digest (S3 API, Object, ETag). */
export function hasSameContent(one: ObjectProperties, other: ObjectProperties): boolean {
  if (one.size !== other.size) return false;
  if (one.etag !== undefined && one.etag === other.etag) return true;
  // A checksum of parts ends with their number and depends on their sizes.
  return Object.entries(one.checksums).some(
    ([algorithm, value]) => !value.includes('-') && other.checksums[algorithm] === value,
  );
}

/** By S3's clock, when it refused a request that was sent more than once as its first try would have it; else undefined. */
function answeredRetry(error: unknown): number | undefined {
  if (!isAppError(error) || (error.detail.status !== 412 && error.detail.code !== 'NoSuchUpload')) return undefined;
  const { $metadata, $response } = error.cause as {
    readonly $metadata?: { readonly attempts?: number };
    readonly $response?: { readonly headers?: { readonly date?: string } };
  };
  if (($metadata?.attempts ?? 1) === 1) return undefined;
  const date = Date.parse($response?.headers?.date ?? '');
  return Number.isNaN(date) ? Date.now() : date;
}

function doubtful({ kind, detail, cause }: AppError, { key }: ObjectAddress): AppError {
  const message = t(
    'The connection was lost before S3 answered. {0} was written since: by this request or by somebody else.',
    visibleText(key),
  );
  return new AppError(kind, message, { ...detail, cure: t('Look at it before you try again.') }, cause);
}
