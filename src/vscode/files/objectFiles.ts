import { config, type l10nJsonFormat } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Profile } from '../../core/roles/profile';
import { grantee } from '../../core/roles/sameProfile';
import type { ProfileObjectAddress } from '../../core/s3/address';
import { Baselines, type FileFacts } from '../../core/s3/files/baselines';
import { ChangeTimes } from '../../core/s3/files/changeTimes';
import { isPlainPath, refused } from '../../core/s3/files/configurationPaths';
import { Directories } from '../../core/s3/files/directories';
import { filePathOf, folderAt, pathText, type FilePath, type FolderAddress } from '../../core/s3/files/filePath';
import { FolderAliases } from '../../core/s3/files/folderAliases';
import { Lookup, type Found } from '../../core/s3/files/lookup';
import { FileOperations } from '../../core/s3/files/operations';
import { pathTo, ToldTypes, type FileKind } from '../../core/s3/files/toldTypes';
import type { HeadCache } from '../../core/s3/headCache';
import type { ObjectChanges } from '../../core/s3/objectChanges';
import type { ObjectStore } from '../../core/s3/objectStore';
import { personalStores } from '../../core/s3/personalStore';
import { assertWritable } from '../../core/s3/writable';
import { writeQuestion } from '../../core/s3/writeQuestion';
import { WriteConsent } from '../../core/s3/writeConsent';
import { SessionRevival } from '../../core/sessions/sessionRevival';
import { DisposableStore } from '../../core/support/disposable';
import { AppError, isAppError } from '../../core/support/errors';
import type { AllowedFolders } from './allowedFolders';
import type { Choice } from './conflicts';
import { EditorStatus, type EditorStatusDeps } from './editorStatus';
import { FileContents } from './fileContents';
import { FileEvents } from './fileEvents';
import { FolderReading } from './folderReading';
import { keptBaselines } from './keptBaselines';
import { openedUri, uriOf, type FileWork } from './objectFileSystem';
import { OpenedAsText } from './openedAsText';
import { askBeforeProduction } from './productionQuestion';
import { DeletionQuestions } from './deletionInProduction';
import { showingProgress } from './progress';
import { SessionOffer } from './sessionOffer';
import { tagQuestion } from './tagQuestion';
import { isWorkspaceFolder, workspaceFoldersInS3 } from './workspaceFolders';
import { followInstalledEditors } from '../workspace/installedEditors';

/** What objects as files work with. */
export interface ObjectFilesDeps extends EditorStatusDeps {
  /** The S3 of a profile's session; throws kind `expired` without one. Changes through it are told to everybody. */
  readonly storeOf: (profile: string) => ObjectStore;
  readonly heads: HeadCache;
  readonly changes: ObjectChanges;
  /** The profile of that name as it is used now; throws kind `profileNotFound`. */
  readonly getProfile: (name: string) => Profile;
  /** Takes up the kept session of a profile, if there is one. */
  readonly restore: (profile: string) => Promise<void>;
  /** Keeps what unsaved documents come from. */
  readonly workspaceState: vscode.Memento;
  /** Shows the person why an object could not be read: an editor says only that it failed. */
  readonly present: (error: unknown) => void;
  /** Where configuration has the names by which VS Code looks for it. */
  readonly allowedFolders: AllowedFolders;
  /** Tells VS Code of changed files. */
  readonly fire: (changes: vscode.FileChangeEvent[]) => void;
}

/** Objects as files: the work behind the file system, in a bundle of its own. */
export class ObjectFiles implements FileWork {
  /** The person's consent to change production, which every store asks for. */
  readonly consent: WriteConsent;
  /** The S3 of a profile's session for what a person does: it asks for what an ended session needs. */
  readonly personalStoreOf: (profile: string) => ObjectStore;
  readonly #revival: SessionRevival;
  readonly #store = new DisposableStore();
  readonly #closing = new AbortController();
  readonly #times = new ChangeTimes();
  readonly #aliases = new FolderAliases();
  readonly #told = new ToldTypes();
  readonly #baselines: Baselines;
  readonly #contents: FileContents;
  readonly #lookup: Lookup;
  readonly #operations: FileOperations;
  readonly #folders: FolderReading;
  readonly #deletions: DeletionQuestions;
  readonly #sessions: SessionOffer;
  /** Folders that become workspace folders: VS Code probes in them before it says so. */
  readonly #coming: FolderAddress[] = [];
  #lastRename: { readonly from: vscode.Uri; readonly to: vscode.Uri; readonly ended: Promise<void> } | undefined;

  constructor(private readonly deps: ObjectFilesDeps) {
    const { storeOf, heads, sessions, clock, getProfile } = deps;
    this.consent = new WriteConsent({
      clock,
      accountOf: (profile) => sessions.session(profile)?.identity.accountId,
      granteeOf: (profile) => {
        const session = sessions.session(profile);
        return session && grantee(session.profile);
      },
      ask: (...about) => askBeforeProduction(writeQuestion(...about)),
    });
    this.#revival = new SessionRevival(sessions, clock);
    this.personalStoreOf = personalStores(storeOf, this.#revival);
    const directories = new Directories(storeOf, clock);
    const mayLoseTags = tagQuestion();
    const allFolders = (): FolderAddress[] => [...workspaceFoldersInS3(), ...this.#coming];
    this.#lookup = new Lookup({ storeOf, heads, directories, workspaceFolders: allFolders });
    const partitionOf = (profile: string): string => sessions.session(profile)?.identity.arn.split(':')[1] ?? 'aws';
    this.#operations = new FileOperations({ storeOf, clock, partitionOf, mayLoseTags, lookup: this.#lookup });
    this.#folders = new FolderReading({ storeOf, lookup: this.#lookup, allowedFolders: deps.allowedFolders });
    this.#deletions = new DeletionQuestions({
      ...{ getProfile, storeOf, consent: this.consent },
      find: (path) => this.#find(path),
    });
    this.#baselines = new Baselines(keptBaselines(deps.workspaceState));
    const [baselines, times, aliases] = [this.#baselines, this.#times, this.#aliases];
    this.#contents = this.#store.add(
      new FileContents({
        ...{ ...deps, mayLoseTags, baselines, times, operations: this.#operations },
        ...{ consent: this.consent, revival: this.#revival },
        create: (beside, key, bytes) => this.create({ ...beside, key }, bytes),
      }),
    );
    this.#store.add(
      new FileEvents({
        ...{ ...deps, directories, aliases, workspaceFolders: workspaceFoldersInS3, baselines, times },
        fire: (changes) => this.#fire(changes),
      }),
    );
    this.#sessions = this.#store.add(new SessionOffer(deps));
    this.#store.add(new EditorStatus(deps));
    this.#store.add(new OpenedAsText(deps.allowedFolders, deps.present));
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const theirs = this.#contents.snapshot(uri);
    if (theirs) return fileStat({ size: theirs.length, mtime: 1 }, true);
    const path = this.#pathOf(uri);
    const readOnly = path.versionId !== undefined || this.#isReadOnly(path.profile);
    const frozen = this.#contents.frozen(uri);
    if (frozen) return fileStat(frozen, readOnly);
    const found = await this.#find(path).catch((error: unknown) => {
      // Without its folder VS Code takes the workspace for gone, and asks for another one in a dialog.
      if (isAppError(error, 'expired') && isWorkspaceFolder(path)) return { type: 'folder' } as const;
      throw error;
    });
    this.#told.looked(uri, found.type);
    if (found.type === 'folder') return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const { info } = found;
    return fileStat({ size: info.size, mtime: this.#times.of(uri.toString(), info) }, readOnly);
  }

  /** What stands at a path. @throws AppError of kind `notFound` when there is nothing */
  async find(uri: vscode.Uri): Promise<Found> {
    return await this.#find(this.#parsed(uri));
  }

  /** A folder is about to become a workspace folder. */
  expectWorkspaceFolder(folder: FolderAddress): void {
    this.#coming.push(folder);
  }

  /** A person sees an object or a folder of this URI, in the explorer. */
  show(uri: vscode.Uri, kind: FileKind): void {
    this.#told.shown(uri, kind);
  }

  /** Where an object opens from. */
  opened(address: ProfileObjectAddress): vscode.Uri {
    return openedUri(address, this.deps.allowedFolders.includes);
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const path = this.#parsed(uri);
    await this.#sessions.ready(path);
    if (path.bucket !== undefined) this.#aliases.listed(folderAt(path), uri.path);
    const entries = await this.#folders.read(path, uri.path, this.#closing.signal);
    for (const [name, type] of entries) this.#told.shown(vscode.Uri.joinPath(uri, name), kindOf(type));
    return entries;
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const theirs = this.#contents.snapshot(uri);
    if (theirs) return theirs;
    const path = this.#pathOf(uri);
    await this.#sessions.ready(path);
    return await this.#contents.read(uri, path, this.#closing.signal);
  }

  async writeFile(...[uri, body, options]: Parameters<FileWork['writeFile']>): Promise<void> {
    await this.#contents.write(uri, await this.#writable(uri), body, options, this.#closing.signal);
  }

  /** Creates an object. @throws AppError of kind `exists` where there is one */
  async create(address: ProfileObjectAddress, body: Uint8Array): Promise<vscode.Uri> {
    const uri = uriOf(address);
    await this.writeFile(uri, body, { create: true, overwrite: false });
    return uri;
  }

  async createDirectory(uri: vscode.Uri): Promise<void> {
    const path = await this.#writable(uri);
    await this.#asPerson(path, () => this.#operations.createFolder(path, this.#closing.signal));
  }

  async delete(uri: vscode.Uri, { recursive }: { readonly recursive: boolean }): Promise<void> {
    await this.#asShown(uri, await this.#writable(uri), async (shown) => {
      const path = await this.#asPerson(shown, () => this.#deletions.ask(shown));
      await showingProgress(vscode.l10n.t('Deleting {0}', pathText(path)), this.#closing.signal, (signal, onProgress) =>
        this.#asPerson(path, () => this.#operations.delete(path, recursive, onProgress, signal)),
      );
    });
  }

  async rename(from: vscode.Uri, to: vscode.Uri, options: { readonly overwrite: boolean }): Promise<void> {
    const ended = this.#rename(from, to, options);
    this.#lastRename = { from, to, ended };
    await ended;
  }

  /**
   * The last rename that was begun, as it ends, if it was of these two; it is told of once. VS Code keeps to itself why
   * one that it asked for has failed.
   */
  takeRename(from: vscode.Uri, to: vscode.Uri): Promise<void> | undefined {
    const last = this.#lastRename;
    this.#lastRename = undefined;
    return last?.from.toString() === from.toString() && last.to.toString() === to.toString() ? last.ended : undefined;
  }

  async copy(from: vscode.Uri, to: vscode.Uri, { overwrite }: { readonly overwrite: boolean }): Promise<void> {
    const path = this.#parsed(from);
    await this.#sessions.ready(path);
    const target = await this.#writable(to);
    await this.#asShown(from, path, (source) =>
      showingProgress(vscode.l10n.t('Copying {0}', pathText(source)), this.#closing.signal, (signal, onProgress) =>
        this.#asPerson(source, () => this.#operations.copy(source, target, { overwrite, onProgress }, signal)),
      ),
    );
  }

  /** Settles the conflict of a document. @param editor its URI or its comparison's; that of the editor in front without one */
  async settleConflict(choice: Choice, editor: vscode.Uri | undefined): Promise<void> {
    await this.#contents.settleConflict(choice, editor);
  }

  dispose(): void {
    this.#closing.abort();
    this.#store.dispose();
  }

  async #rename(from: vscode.Uri, to: vscode.Uri, { overwrite }: { readonly overwrite: boolean }): Promise<void> {
    const [path, target] = [await this.#writable(from), await this.#writable(to)];
    await this.#asShown(from, path, (source) =>
      showingProgress(vscode.l10n.t('Renaming {0}', pathText(source)), this.#closing.signal, (signal, onProgress) =>
        this.#asPerson(source, () => this.#operations.rename(source, target, { overwrite, onProgress }, signal)),
      ),
    );
    this.#baselines.renamed(from.toString(), to.toString());
  }

  /** Works on what VS Code shows at a path, not on what has taken its place. */
  async #asShown(uri: vscode.Uri, path: FilePath, work: (shown: FilePath) => Promise<void>): Promise<void> {
    try {
      await work(pathTo(this.#told.at(uri), path));
    } catch (error) {
      // Whoever tries again was told that it is gone.
      if (isAppError(error, 'notFound')) this.#told.forget(uri);
      throw error;
    }
  }

  /** VS Code renames, copies and deletes for a person who waits for it. */
  async #asPerson<T>({ profile }: FilePath, work: () => Promise<T>): Promise<T> {
    return await this.#revival.run(profile, work);
  }

  async #find(path: FilePath): Promise<Found> {
    await this.#sessions.ready(path);
    return await this.#lookup.find(path, this.#closing.signal);
  }

  #parsed(uri: vscode.Uri): FilePath {
    return filePathOf(uri, this.deps.allowedFolders.includes);
  }

  /** The path that VS Code asks for. */
  #pathOf(uri: vscode.Uri): FilePath {
    const path = this.#parsed(uri);
    this.#aliases.asked(path, uri.path);
    return path;
  }

  /** The path of something that is to be changed. */
  async #writable(uri: vscode.Uri): Promise<FilePath> {
    const path = this.#pathToWrite(uri);
    await this.#sessions.ready(path);
    // The store refuses it too, but only after what the write needs was read and asked for.
    assertWritable(this.deps.getProfile(path.profile));
    if (path.versionId === undefined) return path;
    throw new AppError('accessDenied', vscode.l10n.t('A version of an object never changes.'));
  }

  /** @throws AppError of kind `accessDenied`, which VS Code shows, for configuration that is not allowed */
  #pathToWrite(uri: vscode.Uri): FilePath {
    try {
      return this.#pathOf(uri);
    } catch (error) {
      throw isAppError(error, 'notFound') && isPlainPath(uri.path) ? refused('accessDenied', uri.path) : error;
    }
  }

  #fire(changes: vscode.FileChangeEvent[]): void {
    for (const { type, uri } of changes) if (type !== vscode.FileChangeType.Changed) this.#told.forget(uri);
    this.deps.fire(changes);
  }

  #isReadOnly(profile: string): boolean {
    try {
      return this.deps.getProfile(profile).readOnly;
    } catch {
      // Without a profile there is no session, which says more.
      return false;
    }
  }
}

/** Makes the files. @param translations of the core's texts */
export function createObjectFiles(deps: ObjectFilesDeps, translations: l10nJsonFormat | undefined): ObjectFiles {
  if (translations) config({ contents: translations });
  followInstalledEditors();
  return new ObjectFiles(deps);
}

function fileStat({ size, mtime }: FileFacts, readOnly: boolean): vscode.FileStat {
  const stat = { type: vscode.FileType.File, ctime: mtime, mtime, size };
  return readOnly ? { ...stat, permissions: vscode.FilePermission.Readonly } : stat;
}

function kindOf(type: vscode.FileType): FileKind {
  return type === vscode.FileType.Directory ? 'folder' : 'file';
}
