import * as vscode from 'vscode';
import type { Baselines } from '../../core/s3/files/baselines';
import type { ChangeTimes } from '../../core/s3/files/changeTimes';
import type { Directories } from '../../core/s3/files/directories';
import type { UriParts } from '../../core/s3/address';
import { goneFolders } from '../../core/s3/files/emptiedFolders';
import {
  ancestorPrefixes,
  filePathOf,
  folderUriParts,
  objectAt,
  parentPrefix,
  type FolderAddress,
} from '../../core/s3/files/filePath';
import type { FolderAliases } from '../../core/s3/files/folderAliases';
import type { HeadCache } from '../../core/s3/headCache';
import type { ObjectChange, ObjectChanges } from '../../core/s3/objectChanges';
import type { ObjectStore } from '../../core/s3/objectStore';
import type { Clock } from '../../core/support/clock';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { isAppError } from '../../core/support/errors';
import { SCHEME } from '../ids';
import type { AllowedFolders } from './allowedFolders';
import { tabsOf } from './documents';

/** What file events are made from. */
export interface FileEventsDeps {
  readonly storeOf: (profile: string) => ObjectStore;
  readonly heads: HeadCache;
  readonly changes: ObjectChanges;
  readonly directories: Directories;
  readonly aliases: FolderAliases;
  readonly baselines: Baselines;
  readonly times: ChangeTimes;
  readonly clock: Clock;
  readonly workspaceFolders: () => readonly FolderAddress[];
  readonly allowedFolders: Pick<AllowedFolders, 'includes' | 'onDidChange'>;
  /** Tells VS Code of changed files. */
  readonly fire: (changes: vscode.FileChangeEvent[]) => void;
}

/** How long deletions are collected before it is asked which folders are left, in milliseconds. */
const SETTLING = 300;
/** Open documents that are looked after when the window gets the focus. */
const MAX_DOCUMENTS = 50;

/** What VS Code itself looks for below a workspace folder. */
const LOOKED_FOR = [
  '.vscode',
  ...['settings', 'tasks', 'launch', 'mcp', 'extensions'].map((name) => `.vscode/${name}.json`),
];

const { Created, Changed, Deleted } = vscode.FileChangeType;

/** Tells VS Code of changed files: at once of what this window does, otherwise of what is noticed. */
export class FileEvents implements Disposable {
  readonly #store = new DisposableStore();
  readonly #closing = new AbortController();
  /** Folders that may have lost their last object. */
  readonly #emptied = new Map<string, FolderAddress>();

  constructor(private readonly deps: FileEventsDeps) {
    this.#store.add(deps.changes.onDidChange((changes) => this.#changed(changes)));
    this.#store.add(
      deps.heads.onDidChange((address) => deps.fire(eventsAt(Changed, this.deps.aliases.urisOfObject(address)))),
    );
    this.#store.add(deps.allowedFolders.onDidChange((folder) => this.#configurationChanged(folder)));
    this.#store.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && void this.#lookAgain()));
  }

  /** Somebody was found to have changed a file. */
  changed(uri: vscode.Uri): void {
    this.deps.fire([{ type: Changed, uri }]);
  }

  dispose(): void {
    this.#closing.abort();
    this.#store.dispose();
  }

  #changed(changes: readonly ObjectChange[]): void {
    const events = changes.flatMap((change) => this.#eventsOf(change));
    for (const { address } of changes) this.deps.directories.forget(address);
    if (events.length > 0) this.deps.fire(events);
  }

  #eventsOf({ type, address }: ObjectChange): vscode.FileChangeEvent[] {
    const { directories, aliases, times } = this.deps;
    const { profile, bucket, key, versionId } = address;
    if (key === '') return [];
    const isMarker = key.endsWith('/');
    const parts = isMarker ? aliases.urisOfFolder({ profile, bucket, prefix: key }) : aliases.urisOfObject(address);
    if (type === 'written') {
      const isBesideFolder = directories.known({ profile, bucket, prefix: parentPrefix(key) })?.folders.has(`${key}/`);
      return [
        ...this.#newFolders(address),
        // Its name was the folder's until now.
        ...(isBesideFolder ? eventsAt(Created, [folderUriParts({ profile, bucket, prefix: `${key}/` }, true)]) : []),
        ...eventsAt(Created, parts).map(({ uri }) => ({ type: times.knows(uri.toString()) ? Changed : Created, uri })),
      ];
    }
    // Without an old version, the object is as it was; without the newest, it may be another.
    if (versionId !== undefined) return eventsAt(Changed, parts);
    for (const prefix of [...(isMarker ? [key] : []), ...ancestorPrefixes(key)])
      this.#mayBeEmpty({ profile, bucket, prefix });
    return isMarker ? [] : eventsAt(Deleted, parts);
  }

  /** The folders that an object brought with it. */
  #newFolders({ profile, bucket, key }: ObjectChange['address']): vscode.FileChangeEvent[] {
    const around = ancestorPrefixes(key);
    return around.flatMap((prefix, index) => {
      const outer = around[index + 1];
      if (outer === undefined) return [];
      const listing = this.deps.directories.known({ profile, bucket, prefix: outer });
      if (!listing || listing.folders.has(prefix)) return [];
      return eventsAt(Created, this.deps.aliases.urisOfFolder({ profile, bucket, prefix }));
    });
  }

  /** Only within workspace folders, where somebody looks at folders. */
  #mayBeEmpty(folder: FolderAddress): void {
    const isShown = this.deps
      .workspaceFolders()
      .some(
        ({ profile, bucket, prefix }) =>
          profile === folder.profile &&
          bucket === folder.bucket &&
          folder.prefix.length > prefix.length &&
          folder.prefix.startsWith(prefix),
      );
    if (!isShown) return;
    if (this.#emptied.size === 0) this.deps.clock.after(SETTLING, () => void this.#tellOfEmptied());
    this.#emptied.set(JSON.stringify(folder), folder);
  }

  /** A folder is gone with its last object. */
  async #tellOfEmptied(): Promise<void> {
    const emptied = [...this.#emptied.values()];
    this.#emptied.clear();
    const gone = await goneFolders(emptied, this.deps.storeOf, this.#closing.signal);
    if (gone.length > 0)
      this.deps.fire(gone.flatMap((folder) => eventsAt(Deleted, this.deps.aliases.urisOfFolder(folder))));
  }

  /** VS Code looks for configuration again, of which it had none before. */
  #configurationChanged(folder: FolderAddress): void {
    const type = this.deps.allowedFolders.includes(folder) ? Created : Deleted;
    const root = vscode.Uri.from({ scheme: SCHEME, ...folderUriParts(folder) });
    this.deps.fire(LOOKED_FOR.map((name) => ({ type, uri: vscode.Uri.joinPath(root, name) })));
  }

  /** Others may have written while the person was elsewhere. */
  async #lookAgain(): Promise<void> {
    const documents = vscode.workspace.textDocuments.filter(
      ({ uri, isDirty }) => uri.scheme === SCHEME && uri.query === '' && !isDirty && tabsOf(uri.toString()).length > 0,
    );
    for (const { uri } of documents.slice(0, MAX_DOCUMENTS)) {
      try {
        const { etag } = await this.deps.heads.head(
          objectAt(filePathOf(uri, this.deps.allowedFolders.includes)),
          this.#closing.signal,
        );
        const baseline = this.deps.baselines.of(uri.toString());
        if (baseline !== undefined && baseline !== 'absent' && baseline.etag !== etag) this.changed(uri);
      } catch (error) {
        if (isAppError(error, 'notFound')) this.deps.fire([{ type: Deleted, uri }]);
      }
    }
  }
}

function eventsAt(type: vscode.FileChangeType, places: readonly UriParts[]): vscode.FileChangeEvent[] {
  return places.map((parts) => ({ type, uri: vscode.Uri.from({ scheme: SCHEME, ...parts }) }));
}
