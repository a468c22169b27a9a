import * as vscode from 'vscode';
import { s3Uri, type ProfileObjectAddress } from '../../core/s3/address';
import { visibleName, visibleText } from '../../core/texts/visible';
import { formatSize } from '../../core/s3/nodeText';
import { addressOf, type S3Node } from '../../core/s3/nodes';
import type { ObjectVersion } from '../../core/s3/objectStore';
import { archivedView, EDITOR_LIMIT } from '../../core/s3/previews/objectView';
import { comparisonTitle, tabTitle, titleWithProfile, type ComparedName } from '../../core/s3/previews/tabTitle';
import { MAX_VERSIONS, versionsOfKey } from '../../core/s3/previews/versionsOfKey';
import { AppError } from '../../core/support/errors';
import { uriOf } from '../files/objectFileSystem';
import { CONTEXT } from '../ids';
import type { S3ActionDeps } from '../s3/actions';
import { withLateProgress } from '../support/lateProgress';
import { localTime } from '../support/localTime';
import { openDiff } from '../texts/editors';
import { showQuickPick, type PickItem } from '../texts/inputs';
import { showInformation } from '../texts/messages';
import { offerRestore } from './offers';
import { openedObject, type OpenedObject } from './openedObject';
import type { TextPreviews } from './textPreviews';

/** One side of a comparison. */
interface Side extends ComparedName {
  readonly uri: vscode.Uri;
}

interface VersionItem extends PickItem {
  readonly version?: ObjectVersion;
}

/** Compares objects with files, with each other and with their own versions. */
export class Comparing {
  #selected: ProfileObjectAddress | undefined;

  constructor(
    private readonly deps: Pick<S3ActionDeps, 'storeOf' | 'heads'>,
    private readonly texts: TextPreviews,
  ) {}

  /** Asks for a local file and compares the object with it. Throws AppErrors. */
  async withLocal(node: S3Node | undefined): Promise<void> {
    const address = objectOf(node);
    if (!address) return;
    const object = await this.#side(address);
    if (!object) return;
    const [file] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t('Compare with Local File'),
        openLabel: vscode.l10n.t('Compare'),
      })) ?? [];
    if (!file) return;
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    const local = { uri: file, name, place: vscode.workspace.asRelativePath(file) };
    await diff(local, object, titleWithProfile(comparisonTitle(local, object), address.profile));
  }

  /** Remembers an object for {@link withSelected}. */
  async select(node: S3Node | undefined): Promise<void> {
    const address = objectOf(node);
    if (!address) return;
    this.#selected = address;
    await vscode.commands.executeCommand('setContext', CONTEXT.s3CompareSelected, true);
  }

  /** Compares an object with the one selected before, also across buckets and profiles. Throws AppErrors. */
  async withSelected(node: S3Node | undefined): Promise<void> {
    const [address, selected] = [objectOf(node), this.#selected];
    if (!address || !selected) return;
    const left = await this.#side(selected);
    const right = left && (await this.#side(address));
    if (!left || !right) return;
    const isSameProfile = selected.profile === address.profile;
    const title = isSameProfile
      ? titleWithProfile(comparisonTitle(left, right), address.profile)
      : comparisonTitle(withProfile(left, selected.profile), withProfile(right, address.profile));
    await diff(left, right, title);
  }

  /** Asks for a version of the object and compares it with the object, or with the version that the row stands for. */
  async withVersion(node: S3Node | undefined): Promise<void> {
    const address = objectOf(node) ?? (node?.type === 'versions' ? addressOf(node) : undefined);
    if (!address) return;
    const title = vscode.l10n.t('Listing versions of {0}', visibleText(s3Uri(address)));
    const versions = await withLateProgress(title, (_, signal) =>
      versionsOfKey(this.deps.storeOf(address.profile), address, signal),
    );
    const own = versions.find((version) =>
      address.versionId === undefined ? version.isLatest : version.versionId === address.versionId,
    );
    if (versions.length >= MAX_VERSIONS) {
      void showInformation(vscode.l10n.t('Only the newest {0} versions can be chosen here.', versions.length));
    }
    const chosen = await pickVersion(versions, own, address);
    if (!chosen) return;
    const left = await this.#side({ ...address, versionId: chosen.versionId });
    const right = left && (await this.#side(address));
    if (!left || !right) return;
    const [from, to] = [chosen, own].map((version) =>
      !version || version.isLatest ? vscode.l10n.t('current') : localTime(version.modified),
    );
    await diff(left, right, titleWithProfile(`${tabTitle(right.name)} (${from} ↔ ${to})`, address.profile));
  }

  /**
   * What the diff editor shows of an object: the object, or its text where it is compressed. Undefined for an archived
   * one, which is said. Throws kind `tooLarge` for what is too large.
   */
  async #side(address: ProfileObjectAddress): Promise<Side | undefined> {
    const opened = await openedObject(address, this.deps, new AbortController().signal);
    const archived = archivedView(opened.facts);
    if (archived) {
      await offerRestore(opened, archived.restoring);
      return undefined;
    }
    const names = { name: opened.name, place: visibleText(s3Uri(address)) };
    if (opened.facts.size > EDITOR_LIMIT) throw tooLarge(opened);
    if (!opened.kind.compression) return { uri: uriOf(address), ...names };
    const uri = await this.texts.head(opened, EDITOR_LIMIT);
    if (!this.texts.isWhole(uri)) throw tooLarge(opened);
    return { uri, ...names };
  }
}

function objectOf(node: S3Node | undefined): ProfileObjectAddress | undefined {
  if (node?.type === 'version' && node.version.isDeleteMarker) return undefined;
  return node?.type === 'object' || node?.type === 'version' ? addressOf(node) : undefined;
}

async function pickVersion(
  versions: readonly ObjectVersion[],
  own: ObjectVersion | undefined,
  { key }: ProfileObjectAddress,
): Promise<ObjectVersion | undefined> {
  const name = visibleName(key.slice(key.lastIndexOf('/') + 1));
  const items = versions.filter((version) => version !== own).map(versionItem);
  if (!items.some(({ version }) => version)) {
    void showInformation(vscode.l10n.t('"{0}" has no other version.', name));
    return undefined;
  }
  const picked = await showQuickPick<VersionItem>(items, {
    title: vscode.l10n.t('Compare with Version'),
    placeHolder: vscode.l10n.t('Version to compare {0} with', name),
    matchOnDescription: true,
  });
  return picked?.version;
}

/** A delete marker holds nothing to compare: it only divides the list. */
function versionItem(version: ObjectVersion): VersionItem {
  const time = localTime(version.modified);
  if (version.isDeleteMarker) {
    return { label: vscode.l10n.t('Deleted {0}', time), kind: vscode.QuickPickItemKind.Separator };
  }
  const size = formatSize(version.size, vscode.env.language);
  return {
    label: time,
    description: [version.isLatest ? vscode.l10n.t('current') : '', size, version.versionId]
      .filter(Boolean)
      .join(' · '),
    version,
  };
}

async function diff(left: Side, right: Side, title: string): Promise<void> {
  await openDiff(left.uri, right.uri, title);
}

function withProfile({ name, place }: ComparedName, profile: string): ComparedName {
  return { name: `${name} (${profile})`, place: `${place} (${profile})` };
}

function tooLarge({ name, facts }: OpenedObject): AppError {
  const locale = vscode.env.language;
  return new AppError(
    'tooLarge',
    vscode.l10n.t('"{0}" ({1}) is too large to be compared.', name, formatSize(facts.size, locale)),
    { cure: vscode.l10n.t('Download it and compare the files with a program for that.') },
  );
}
