import mime from 'mime/lite';
import * as vscode from 'vscode';
import type { Profile } from '../../core/roles/profile';
import type { ProfileObjectAddress } from '../../core/s3/address';
import type { Baselines, FileFacts, ObjectState } from '../../core/s3/files/baselines';
import type { ChangeTimes } from '../../core/s3/files/changeTimes';
import { objectAt, type FilePath } from '../../core/s3/files/filePath';
import type { FileOperations } from '../../core/s3/files/operations';
import { SaveConflict, Saving, type Saved } from '../../core/s3/files/saving';
import type { MayLoseTags } from '../../core/s3/files/settings';
import type { HeadCache } from '../../core/s3/headCache';
import type { ObjectStore } from '../../core/s3/objectStore';
import type { WriteConsent, WriteOccasion } from '../../core/s3/writeConsent';
import type { SessionRevival } from '../../core/sessions/sessionRevival';
import type { Clock } from '../../core/support/clock';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { AppError, isAppError } from '../../core/support/errors';
import { Conflicts, isSnapshot, saveRefused, type Choice, type ConflictsDeps } from './conflicts';
import { digestOf, textDigestOf } from './digests';
import { Documents, tabsOf } from './documents';

/** What contents of files are read and written with. */
export interface FileContentsDeps {
  readonly storeOf: (profile: string) => ObjectStore;
  readonly heads: HeadCache;
  readonly clock: Clock;
  readonly operations: FileOperations;
  readonly baselines: Baselines;
  readonly times: ChangeTimes;
  readonly mayLoseTags: MayLoseTags;
  readonly consent: WriteConsent;
  readonly revival: SessionRevival;
  /** The profile of that name as it is used now; throws an AppError when it is missing or broken. */
  readonly getProfile: (name: string) => Profile;
  /** Creates an object where a person keeps what conflicts. */
  readonly create: ConflictsDeps['create'];
  /** Shows the person why an object could not be read: an editor says only that it failed. */
  readonly present: (error: unknown) => void;
  /** Tells VS Code of changed files. */
  readonly fire: (changes: vscode.FileChangeEvent[]) => void;
}

/** Contents of files, and of the documents that editors make of them: whoever saves one replaces nobody else's work. */
export class FileContents implements Disposable {
  readonly #store = new DisposableStore();
  readonly #documents: Documents;
  readonly #conflicts: Conflicts;
  readonly #saving: Saving;

  constructor(private readonly deps: FileContentsDeps) {
    const { storeOf, clock, baselines, mayLoseTags, create } = deps;
    const typeOf = (name: string): string | undefined => mime.getType(name) ?? undefined;
    this.#saving = new Saving({ storeOf, digest: digestOf, typeOf, mayLoseTags });
    this.#documents = this.#store.add(new Documents(baselines, clock));
    this.#conflicts = this.#store.add(
      new Conflicts({
        baselines,
        baselineOf: (uri, { etag, modified, bytes = new Uint8Array() }) =>
          this.#state(uri, { etag, modified, bytes, size: bytes.length }),
        create,
      }),
    );
    this.#store.add(this.#documents.onDidClean((uri) => void this.#conflicts.settled(uri)));
  }

  /**
   * What somebody else had written when a save was refused.
   * @returns undefined for the URI of a file
   * @throws AppError of kind `notFound` when the conflict is settled
   */
  snapshot(uri: vscode.Uri): Uint8Array | undefined {
    if (!isSnapshot(uri)) return undefined;
    const bytes = this.#conflicts.snapshot(uri);
    if (bytes) return bytes;
    throw new AppError('notFound', vscode.l10n.t('What somebody else had written is not kept any more.'));
  }

  /** Facts that VS Code is to be told of a file whatever S3 has; undefined where there are none. */
  frozen(uri: vscode.Uri): FileFacts | undefined {
    return this.deps.baselines.frozen(uri.toString());
  }

  /** Reads a file. Tells VS Code when it is another than what an editor shows. */
  async read(uri: vscode.Uri, path: FilePath, signal: AbortSignal): Promise<Uint8Array> {
    const { operations, heads, clock, baselines, fire, present } = this.deps;
    try {
      const content = await operations.read(path, signal);
      const known = heads.known(objectAt(path));
      const modified = known?.etag === content.etag ? known?.modified : undefined;
      const state = this.#state(uri, { ...content, modified: modified ?? clock.now() });
      const isNew = isOther(baselines.of(uri.toString()), state);
      baselines.seen(uri.toString(), state);
      if (isNew) fire([{ type: vscode.FileChangeType.Changed, uri }]);
      return content.bytes;
    } catch (error) {
      // Of a missing file, the editor itself tells; what VS Code probes for without an editor concerns nobody.
      const isExpected = isAppError(error, 'notFound') || isAppError(error, 'isFolder');
      if (!isExpected && tabsOf(uri.toString()).length > 0) present(error);
      throw error;
    }
  }

  /** Writes a file: as the save of its document where VS Code has announced one, else as any extension does. */
  async write(
    uri: vscode.Uri,
    path: FilePath,
    body: Uint8Array,
    options: { readonly create: boolean; readonly overwrite: boolean },
    signal: AbortSignal,
  ): Promise<void> {
    const { operations, baselines, revival } = this.deps;
    const address = objectAt(path);
    const id = uri.toString();
    const occasion = this.#documents.takeSave(uri);
    this.#assertMayAsk(path.profile, occasion ?? 'unknown');
    if (!occasion) {
      const noFolder = (): Promise<void> => operations.assertNoFolder(path, signal);
      const saved = await this.#saving.write(address, body, options, noFolder, signal);
      baselines.seen(id, this.#learn(uri, address, body, saved));
      return;
    }
    try {
      const saving = (): Promise<Saved> => this.#saving.save(address, body, baselines.of(id), signal);
      // What VS Code saves by itself must ask for nothing.
      const saved = await (occasion === 'person' ? revival.run(path.profile, saving) : saving());
      baselines.saved(id, this.#learn(uri, address, body, saved));
    } catch (error) {
      if (!(error instanceof SaveConflict)) throw error;
      this.#conflicts.begin(uri, error, occasion === 'auto');
      throw saveRefused(error);
    }
  }

  /** Settles the conflict of a document. @param editor its URI or its comparison's; that of the editor in front without one */
  async settleConflict(choice: Choice, editor: vscode.Uri | undefined): Promise<void> {
    await this.#conflicts.settle(choice, editor);
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** Keeps what saves by itself from asking again what the person has refused. */
  #assertMayAsk(name: string, occasion: WriteOccasion): void {
    let profile: Profile;
    try {
      profile = this.deps.getProfile(name);
    } catch {
      // The store knows the profile of the session.
      return;
    }
    this.deps.consent.assertMayAsk(profile, occasion);
  }

  #state(
    uri: vscode.Uri,
    { etag, modified, bytes, size }: { etag?: string | undefined; modified: number; bytes: Uint8Array; size: number },
  ): ObjectState {
    const mtime = this.deps.times.of(uri.toString(), { etag, modified });
    return { etag, size, mtime, content: digestOf(bytes), text: textDigestOf(bytes) };
  }

  /** Takes over what a write left in S3. */
  #learn(uri: vscode.Uri, address: ProfileObjectAddress, body: Uint8Array, { etag, size }: Saved): ObjectState {
    const modified = this.deps.clock.now();
    if (etag !== undefined) this.deps.heads.learn(address, { key: address.key, size, etag, modified });
    return this.#state(uri, { etag, size, modified, bytes: body });
  }
}

function isOther(baseline: ReturnType<Baselines['of']>, { etag, content }: ObjectState): boolean {
  return baseline !== undefined && (baseline === 'absent' || (baseline.etag !== etag && baseline.content !== content));
}
