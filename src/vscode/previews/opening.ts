import * as vscode from 'vscode';
import type { ProfileObjectAddress } from '../../core/s3/address';
import type { TableFormat } from '../../core/s3/previews/contentKind';
import { filePathOf } from '../../core/s3/files/filePath';
import { visibleText } from '../../core/texts/visible';
import { addressOf, type S3Node } from '../../core/s3/nodes';
import { archivedView, textViewOf, viewOf, type LargeChoice, type ObjectView } from '../../core/s3/previews/objectView';
import { SingleFlight } from '../../core/support/singleFlight';
import { openedUri, uriOf } from '../files/objectFileSystem';
import { SCHEME, type CommandId } from '../ids';
import type { S3ActionDeps } from '../s3/actions';
import { showInformation } from '../texts/messages';
import { askForLarge, offerRestore } from './offers';
import { bytesOf, openedObject, type OpenedObject } from './openedObject';
import type { TablePanels } from './tablePanels';
import type { Parsers } from './parsing/parsers';
import { previewedAddress, type TextPreviews } from './textPreviews';

/** How an object is shown. */
interface Showing {
  /** Also where it has a viewer. */
  readonly asText?: boolean;
  /** Whether the focus stays where it is. */
  readonly preserveFocus?: boolean;
}

/** Opens objects in what shows them best. */
export class Opening {
  readonly #commands = new SingleFlight<vscode.Command>();
  /** What {@link commandOf} learned of rows whose command is {@link open}, which is about to run. */
  readonly #asked = new WeakMap<S3Node, Promise<OpenedObject | undefined>>();

  constructor(
    private readonly deps: Pick<S3ActionDeps, 'storeOf' | 'heads' | 'allowedFolders'> & { readonly parsers: Parsers },
    private readonly texts: TextPreviews,
    private readonly tables: TablePanels,
  ) {}

  /**
   * What a click on a row runs. Where an editor shows the object, that is VS Code's own command: it alone is told whether
   * a click leaves the focus in the tree and the tab a preview. Never rejects: what fails is told by {@link open}.
   */
  commandOf(node: S3Node): Promise<vscode.Command> {
    // A double click asks twice.
    return this.#commands.run(node.id, new AbortController().signal, async () => {
      const asked = this.openedOf(node);
      const uri = await asked.then((opened) => opened && this.#uriOf(opened)).catch(() => undefined);
      if (uri) return { command: 'vscode.open', title: '', arguments: [uri] };
      this.#asked.set(node, asked);
      const command: CommandId = 'assumeRole.s3.openObject';
      return { command, title: '', arguments: [node] };
    });
  }

  /**
   * Opens what a row stands for: its object, or that version of it. What no editor shows leaves the focus in the tree at
   * the first click, and takes it when it is opened again. Throws AppErrors.
   */
  async open(node: S3Node | undefined): Promise<void> {
    const asked = node && this.#asked.get(node);
    if (node) this.#asked.delete(node);
    const opened = await (asked ?? this.openedOf(node));
    if (opened) await this.#show(opened, viewOf(opened.facts), { preserveFocus: asked !== undefined });
  }

  /** Opens it as text, also what has a viewer. Throws AppErrors. */
  async openAsText(node: S3Node | undefined): Promise<void> {
    const opened = await this.openedOf(node);
    if (opened) await this.#show(opened, textViewOf(opened.facts), { asText: true });
  }

  /** Shows its beginning: as a table where it is one, else as text. Throws AppErrors. */
  async preview(target: S3Node | vscode.Uri | undefined): Promise<void> {
    const opened = target instanceof vscode.Uri ? await this.#openedAt(target) : await this.openedOf(target);
    if (!opened) return;
    const unreadable = archivedView(opened.facts);
    if (unreadable) {
      await offerRestore(opened, unreadable.restoring);
      return;
    }
    const format = opened.kind.table ?? (await this.#formatOf(opened));
    if (format) await this.tables.show(opened, format);
    else await this.texts.showHead(opened);
  }

  /**
   * The object of a row as it is now; undefined for other rows. A delete marker has none, which is said.
   * Throws AppErrors.
   */
  async openedOf(node: S3Node | undefined): Promise<OpenedObject | undefined> {
    if (node?.type === 'version' && node.version.isDeleteMarker) {
      void showInformation(
        vscode.l10n.t(
          '"{0}" is deleted: this delete marker hides its older versions. Delete the marker to have the object back.',
          visibleText(node.version.key),
        ),
      );
      return undefined;
    }
    const address = node?.type === 'object' || node?.type === 'version' ? addressOf(node) : undefined;
    return address && (await openedObject(address, this.deps, new AbortController().signal));
  }

  /** What its first bytes tell. */
  async #formatOf(opened: OpenedObject): Promise<TableFormat | undefined> {
    const reading = new AbortController();
    const parser = this.deps.parsers.open(bytesOf(opened, this.deps), reading.signal);
    return await parser.ask('format', { kind: opened.kind }).finally(() => reading.abort());
  }

  async #openedAt(uri: vscode.Uri): Promise<OpenedObject | undefined> {
    const address = uri.scheme === SCHEME ? this.#fileAddress(uri) : previewedAddress(uri);
    return address && (await openedObject(address, this.deps, new AbortController().signal));
  }

  /** Where an editor finds what a click shows; undefined where no editor shows it. */
  async #uriOf(opened: OpenedObject): Promise<vscode.Uri | undefined> {
    const { type } = viewOf(opened.facts);
    if (type === 'editor') return openedUri(opened.address, this.deps.allowedFolders.includes);
    return type === 'text' ? await this.texts.head(opened) : undefined;
  }

  async #show(
    opened: OpenedObject,
    view: ObjectView,
    { asText = false, preserveFocus = false }: Showing,
  ): Promise<void> {
    switch (view.type) {
      case 'editor':
        await this.#openInEditor(opened, asText);
        return;
      case 'table':
        await this.tables.show(opened, view.format, preserveFocus);
        return;
      case 'text':
        await this.texts.showHead(opened);
        return;
      case 'archived':
        await offerRestore(opened, view.restoring);
        return;
      case 'choice':
        await this.#choose(opened, view.choices, asText);
    }
  }

  async #choose(opened: OpenedObject, choices: readonly LargeChoice[], asText: boolean): Promise<void> {
    switch (await askForLarge(opened, choices)) {
      case 'table':
        if (opened.kind.table) await this.tables.show(opened, opened.kind.table);
        return;
      case 'head':
        await this.texts.showHead(opened);
        return;
      case 'open':
        await this.#openInEditor(opened, asText);
        return;
      case undefined:
    }
  }

  /** The object of a file's URI, which may stand below a folder with a name of its own. */
  #fileAddress(uri: vscode.Uri): ProfileObjectAddress | undefined {
    const { profile, bucket, key, versionId } = filePathOf(uri, this.deps.allowedFolders.includes);
    return bucket === undefined || key === undefined ? undefined : { profile, bucket, key, versionId };
  }

  async #openInEditor({ address }: OpenedObject, asText: boolean): Promise<void> {
    const options = { preview: true };
    if (asText) await vscode.commands.executeCommand('vscode.openWith', uriOf(address), 'default', options);
    else
      await vscode.commands.executeCommand(
        'vscode.open',
        openedUri(address, this.deps.allowedFolders.includes),
        options,
      );
  }
}
