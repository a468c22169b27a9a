import { t } from '@vscode/l10n';
import { AppError, isAppError } from '../../support/errors';
import type { ProfileObjectAddress } from '../address';
import { visibleText } from '../../texts/visible';
import type { ObjectProperties } from '../objectProperties';
import type { ObjectStore, WriteCondition, Written } from '../objectStore';
import type { Baseline } from './baselines';
import { settingsOfNew, settingsToKeep, type MayLoseTags } from './settings';

/** The largest object an editor opens, in bytes; VS Code syncs no larger files to its extensions either. */
export const MAX_FILE_BYTES = 50 * 1024 ** 2;
/** How often a write is tried anew against somebody who writes at the same time. */
const ATTEMPTS = 4;

/** What somebody else has written over what a document comes from. */
export interface Theirs {
  readonly etag?: string | undefined;
  readonly modified: number;
  /** Undefined when it could not be read, for {@link Theirs.reason}. */
  readonly bytes?: Uint8Array | undefined;
  readonly reason?: AppError | undefined;
}

/** A save that would have replaced what its document does not come from. Nothing was written. */
export class SaveConflict extends AppError {
  /**
   * @param theirs undefined when the object was deleted
   * @param baseline what the document comes from, as far as that is known
   */
  constructor(
    readonly address: ProfileObjectAddress,
    readonly theirs: Theirs | undefined,
    baseline: Baseline | undefined,
  ) {
    super('changed', conflictText(address, theirs, baseline));
  }
}

function conflictText(
  { key }: ProfileObjectAddress,
  theirs: Theirs | undefined,
  baseline: Baseline | undefined,
): string {
  const name = visibleText(key.slice(key.lastIndexOf('/', key.length - 2) + 1));
  if (!theirs) return t('Somebody else has deleted {0}.', name);
  return baseline === undefined
    ? t('Somebody else may have changed {0}.', name)
    : t('Somebody else has changed {0}.', name);
}

/** What a write left in S3. */
export interface Saved {
  readonly etag?: string | undefined;
  /** Bytes. */
  readonly size: number;
}

/** What it takes to write objects as files. */
export interface SavingDeps {
  /** The S3 of a profile's session; may throw an AppError. */
  readonly storeOf: (profile: string) => ObjectStore;
  /** Digest of bytes. */
  readonly digest: (bytes: Uint8Array) => string;
  /** The registered content type of a file name. */
  readonly typeOf: (name: string) => string | undefined;
  readonly mayLoseTags: MayLoseTags;
}

/** Writes files so that nobody's work is lost and nothing but the content changes. */
export class Saving {
  /** Digests of writes that failed on the way back: S3 may have them. */
  readonly #doubtful = new Map<string, string>();

  constructor(private readonly deps: SavingDeps) {}

  /**
   * Saves a document over the state it comes from. Costs one `HeadObject` and one `PutObject`, and one
   * `GetObjectTagging` where there are tags.
   * @param baseline undefined where it is not known: then nothing that is there is replaced
   * @throws SaveConflict when there is another state, or when somebody writes before every try; an object written anew with
   * the same bytes is none
   */
  async save(
    address: ProfileObjectAddress,
    body: Uint8Array,
    baseline: Baseline | undefined,
    signal: AbortSignal,
  ): Promise<Saved> {
    const base = baseline === 'absent' ? undefined : baseline;
    for (let attempt = 1; ; attempt += 1) {
      const properties = await this.#head(address, signal);
      if (!properties) {
        if (base) throw new SaveConflict(address, undefined, baseline);
      } else if (!base || properties.etag !== base.etag) {
        const theirs = await this.#theirs(address, properties, signal);
        const content = theirs.bytes && this.deps.digest(theirs.bytes);
        if (content === this.deps.digest(body)) return { etag: theirs.etag, size: body.length };
        const own = [base?.content, this.#doubtful.get(idOf(address))];
        if (content === undefined || !own.includes(content)) throw new SaveConflict(address, theirs, baseline);
      }
      try {
        return await this.#write(address, body, properties, signal);
      } catch (error) {
        if (!isRefused(error)) throw error;
        // Written by somebody between the two requests.
        if (attempt === ATTEMPTS) throw await this.#conflict(address, baseline, signal);
      }
    }
  }

  /**
   * Writes a file that no document stands for, as VS Code's file system contract has it.
   * @param assertNoFolder throws when a folder of that name stands there; asked where no object does
   * @throws AppError of kind `exists` or `notFound` by the two options
   */
  async write(
    address: ProfileObjectAddress,
    body: Uint8Array,
    { create, overwrite }: { readonly create: boolean; readonly overwrite: boolean },
    assertNoFolder: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<Saved> {
    for (let attempt = 1; ; attempt += 1) {
      const properties = await this.#headIfAllowed(address, create, signal);
      if (properties instanceof Error) return await this.#createUnseen(address, body, properties, signal);
      if (properties && !overwrite && create) throw exists(address);
      if (!properties && !create) throw missing(address);
      if (!properties) await assertNoFolder();
      try {
        return await this.#write(address, body, properties, signal);
      } catch (error) {
        if (!isRefused(error) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** Writes over what `properties` tell of, or where there is nothing. */
  async #write(
    address: ProfileObjectAddress,
    body: Uint8Array,
    properties: ObjectProperties | undefined,
    signal: AbortSignal,
  ): Promise<Saved> {
    const store = this.deps.storeOf(address.profile);
    const settings = properties
      ? await settingsToKeep(store, address, properties, this.deps.mayLoseTags, signal)
      : settingsOfNew(address.key, body, this.deps.typeOf);
    const condition: WriteCondition = properties ? { ifMatch: properties.etag } : { ifAbsent: true };
    const id = idOf(address);
    let written: Written;
    try {
      written = await store.write(address, body, settings, condition, signal);
    } catch (error) {
      if (!isRefused(error)) this.#doubtful.set(id, this.deps.digest(body));
      throw error;
    }
    this.#doubtful.delete(id);
    return { etag: written.etag, size: body.length };
  }

  /** Creates an object in a place that the session may write to but not see. */
  async #createUnseen(
    address: ProfileObjectAddress,
    body: Uint8Array,
    denied: AppError,
    signal: AbortSignal,
  ): Promise<Saved> {
    try {
      return await this.#write(address, body, undefined, signal);
    } catch (error) {
      // Something is there, and what it is would be lost.
      throw isRefused(error) ? denied : error;
    }
  }

  async #head(address: ProfileObjectAddress, signal: AbortSignal): Promise<ObjectProperties | undefined> {
    try {
      return await this.deps.storeOf(address.profile).head(address, signal);
    } catch (error) {
      if (isAppError(error, 'notFound')) return undefined;
      throw error;
    }
  }

  async #headIfAllowed(
    address: ProfileObjectAddress,
    create: boolean,
    signal: AbortSignal,
  ): Promise<ObjectProperties | AppError | undefined> {
    try {
      return await this.#head(address, signal);
    } catch (error) {
      // Of what is not there, S3 says so only to those who may list the bucket (S3 API, HeadObject, Permissions).
      if (create && isAppError(error, 'accessDenied')) return error;
      throw error;
    }
  }

  /** The conflict with what is there now. */
  async #conflict(
    address: ProfileObjectAddress,
    baseline: Baseline | undefined,
    signal: AbortSignal,
  ): Promise<SaveConflict> {
    const properties = await this.#head(address, signal);
    return new SaveConflict(address, properties && (await this.#theirs(address, properties, signal)), baseline);
  }

  async #theirs(
    address: ProfileObjectAddress,
    { etag, modified }: ObjectProperties,
    signal: AbortSignal,
  ): Promise<Theirs> {
    try {
      const content = await this.deps.storeOf(address.profile).read(address, MAX_FILE_BYTES, signal);
      return { etag: content.etag ?? etag, modified, bytes: content.bytes };
    } catch (error) {
      if (!isAppError(error) || error.kind === 'cancelled') throw error;
      return { etag, modified, reason: error };
    }
  }
}

/** Whether S3 refused a write because something else is there than the writer knew. */
function isRefused(error: unknown): boolean {
  return isAppError(error, 'changed') || isAppError(error, 'exists');
}

function exists(address: ProfileObjectAddress): AppError {
  return new AppError('exists', t('{0} exists already.', visibleText(address.key)));
}

function missing(address: ProfileObjectAddress): AppError {
  return new AppError('notFound', t('{0} does not exist.', visibleText(address.key)));
}

function idOf({ profile, bucket, key }: ProfileObjectAddress): string {
  return JSON.stringify([profile, bucket, key]);
}
