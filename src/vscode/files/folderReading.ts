import * as vscode from 'vscode';
import { isBucketName } from '../../core/s3/bucketNames';
import { isPlainPath } from '../../core/s3/files/configurationPaths';
import { entryName, folderAt, pathText, type FilePath } from '../../core/s3/files/filePath';
import { MAX_ENTRIES, type Lookup } from '../../core/s3/files/lookup';
import type { ObjectStore } from '../../core/s3/objectStore';
import { showInformation } from '../texts/messages';
import type { AllowedFolders } from './allowedFolders';

/** Pages of buckets that are asked for: a store may fill them with nothing. */
const MAX_PAGES = 100;

/** What folders are read with. */
export interface FolderReadingDeps {
  readonly storeOf: (profile: string) => ObjectStore;
  readonly lookup: Lookup;
  readonly allowedFolders: Pick<AllowedFolders, 'includes'>;
}

/** What buckets and folders hold, for VS Code: names and whether each is a folder. */
export class FolderReading {
  /** Folders of which the person was told that not everything is shown. */
  readonly #cut = new Set<string>();

  constructor(private readonly deps: FolderReadingDeps) {}

  /** @param uriPath the path as it stands in the URI. Throws AppErrors. */
  async read(path: FilePath, uriPath: string, signal: AbortSignal): Promise<[string, vscode.FileType][]> {
    if (path.bucket === undefined) return await this.#buckets(path, signal);
    const { entries, isCut } = await this.deps.lookup.entries(path, signal);
    if (isCut) this.#tellOfCut(path);
    const isPlain = isPlainPath(uriPath) || this.deps.allowedFolders.includes(folderAt(path));
    return entries.map((entry) =>
      entry.type === 'file'
        ? [entryName(entry.name, false, isPlain), vscode.FileType.File]
        : [entryName(entry.name, entry.besideObject, isPlain), vscode.FileType.Directory],
    );
  }

  async #buckets(path: FilePath, signal: AbortSignal): Promise<[string, vscode.FileType][]> {
    const names: string[] = [];
    let next: string | undefined;
    let pages = 0;
    do {
      const page = await this.deps.storeOf(path.profile).listBuckets(next, signal);
      names.push(...page.buckets.map(({ name }) => name).filter(isBucketName));
      next = page.next;
    } while (next !== undefined && names.length <= MAX_ENTRIES && ++pages < MAX_PAGES);
    if (names.length > MAX_ENTRIES || next !== undefined) this.#tellOfCut(path);
    return names.slice(0, MAX_ENTRIES).map((name) => [name, vscode.FileType.Directory]);
  }

  #tellOfCut(path: FilePath): void {
    const place = pathText(path);
    if (this.#cut.has(place)) return;
    this.#cut.add(place);
    void showInformation(
      vscode.l10n.t(
        'Only the first {0} entries of {1} are shown as files. The S3 explorer shows all, page by page.',
        MAX_ENTRIES,
        place,
      ),
    );
  }
}
