import { t } from '@vscode/l10n';
import { AppError, isAppError, type ErrorKind } from '../../support/errors';
import type { ProfileObjectAddress } from '../address';
import { visibleText } from '../../texts/visible';
import type { ObjectProperties } from '../objectProperties';
import type { ObjectStore, WriteCondition } from '../objectStore';
import { MAX_FILE_BYTES } from './saving';
import { settingsToKeep, type MayLoseTags } from './settings';

/** What it takes to copy objects. */
export interface CopyingDeps {
  /** The S3 of a profile's session; may throw an AppError. */
  readonly storeOf: (profile: string) => ObjectStore;
  readonly mayLoseTags: MayLoseTags;
}

/** Why one session may fail where two succeed: it may not read the source, or its S3 is another one. */
const ONE_SESSION_CANNOT: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'accessDenied',
  'notFound',
  'changed',
  'invalidRequest',
  'credentialsRejected',
]);

/**
 * Copies one object with everything that is set on it: inside S3, or through this machine where the two are seen through
 * different sessions and neither may do both.
 * @param etag of the source as it was found (kind `changed` when it is another by now)
 * @param target what is there: nothing, or an object with that ETag that is replaced
 */
export async function copyObject(
  deps: CopyingDeps,
  source: ProfileObjectAddress & { readonly etag?: string | undefined },
  target: ProfileObjectAddress,
  condition: WriteCondition,
  signal: AbortSignal,
): Promise<void> {
  const { etag, profile, ...from } = source;
  const to = { bucket: target.bucket, key: target.key };
  const own = profile === target.profile;
  // Without an ETag to compare, another S3 with a bucket of that name would go unnoticed.
  if (own || etag !== undefined) {
    try {
      await deps.storeOf(target.profile).copy(from, to, { ...condition, sourceIfMatch: etag }, signal);
      return;
    } catch (error) {
      if (own || !isAppError(error) || !ONE_SESSION_CANNOT.has(error.kind)) throw error;
    }
  }
  await copyThroughHere(deps, source, target, condition, signal);
}

async function copyThroughHere(
  deps: CopyingDeps,
  source: ProfileObjectAddress & { readonly etag?: string | undefined },
  target: ProfileObjectAddress,
  condition: WriteCondition,
  signal: AbortSignal,
): Promise<void> {
  const store = deps.storeOf(source.profile);
  const properties = await store.head(source, signal);
  if (source.etag !== undefined && properties.etag !== source.etag) throw changedMeanwhile(source);
  const settings = await settingsToKeep(store, source, properties, deps.mayLoseTags, signal);
  const { bytes } = await store.read(source, MAX_FILE_BYTES, signal, { ifMatch: properties.etag });
  await deps.storeOf(target.profile).write(target, bytes, portable(settings), condition, signal);
}

/** Settings without the encryption, whose key is of the source's account; the target's profile has its own. */
function portable({
  encryption: _,
  ...settings
}: Awaited<ReturnType<typeof settingsToKeep>>): Partial<ObjectProperties['settings']> {
  return settings;
}

/** The error for an object that became another while it was copied. */
export function changedMeanwhile({ key }: ProfileObjectAddress): AppError {
  return new AppError('changed', t('{0} was changed by somebody else meanwhile.', visibleText(key)));
}
