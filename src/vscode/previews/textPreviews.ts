import * as vscode from 'vscode';
import { fromUriParts, textName, toUriParts, type ProfileObjectAddress } from '../../core/s3/address';
import { visibleName } from '../../core/texts/visible';
import { tabTitle } from '../../core/s3/previews/tabTitle';
import { isAppError } from '../../core/support/errors';
import { CONTEXT, PREVIEW_SCHEME, type CommandId, type Commands } from '../ids';
import type { S3ActionDeps } from '../s3/actions';
import { codeLens, registerTextDocumentContentProvider } from '../texts/editors';
import { showInformation, showWarning } from '../texts/messages';
import { withProgress } from '../texts/progress';
import { bytesOf, openedObject, type OpenedObject } from './openedObject';
import type { Parsers } from './parsing/parsers';
import { RemoteText } from './remoteText';

/** A text that is shown, and what it was made from. */
interface ShownText {
  readonly opened: OpenedObject;
  /** Undefined for the end of an object, which does not grow. */
  readonly preview: RemoteText | undefined;
  readonly text: () => string;
  readonly reading: AbortController;
}

/** Fragment of the URIs of an object's last lines. */
const END = 'end';

/** The object that a preview's URI is of. Throws kind `notFound` for other URIs. */
export function previewedAddress({ authority, path, query }: vscode.Uri): ProfileObjectAddress {
  return fromUriParts({ authority, query, path: path.replace(/\/[^/]*$/, '') });
}

/** Read-only texts of parts of objects, with a line above that says which part. */
export class TextPreviews implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable {
  readonly #shown = new Map<string, ShownText>();
  readonly #textChanges = new vscode.EventEmitter<vscode.Uri>();
  readonly #lensChanges = new vscode.EventEmitter<void>();
  readonly #registrations: vscode.Disposable;

  readonly onDidChange = this.#textChanges.event;
  readonly onDidChangeCodeLenses = this.#lensChanges.event;

  constructor(private readonly deps: Pick<S3ActionDeps, 'storeOf' | 'heads'> & { readonly parsers: Parsers }) {
    this.#registrations = vscode.Disposable.from(
      registerTextDocumentContentProvider(PREVIEW_SCHEME, this),
      vscode.languages.registerCodeLensProvider({ scheme: PREVIEW_SCHEME }, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (this.#forget(uri)) this.#offerParts();
      }),
    );
  }

  /** Shows the beginning of an object, decompressed. Throws AppErrors. */
  async showHead(opened: OpenedObject): Promise<void> {
    await this.#show(await this.head(opened));
  }

  /**
   * Reads the beginning of an object.
   * @param wanted characters of text to go on to; only what is read at once without it
   * @returns where it is to be opened from
   */
  async head(opened: OpenedObject, wanted = 1): Promise<vscode.Uri> {
    const uri = uriOf(opened, vscode.l10n.t('Preview of {0}', tabTitle(visibleName(opened.kind.innerName))));
    await this.#readHead(uri, opened, wanted);
    return uri;
  }

  /** Whether the whole object is in the text of that URI. */
  isWhole(uri: vscode.Uri): boolean {
    return this.#shown.get(uri.toString())?.preview?.isWhole === true;
  }

  /** Reads on in a preview; says so when the object has changed since. Throws AppErrors. */
  async loadMore(uri: vscode.Uri): Promise<void> {
    const shown = this.#shown.get(uri.toString());
    if (!shown) {
      await this.showHead(await this.#reopened(previewedAddress(uri)));
      return;
    }
    if (shown.preview?.hasMore !== true) {
      void showInformation(vscode.l10n.t('There is no more of {0} to load here.', shown.opened.name));
      return;
    }
    try {
      await reporting(shown.opened, async () => shown.preview?.load());
      this.#changed(uri);
    } catch (error) {
      if (!isAppError(error, 'changed')) throw error;
      const reload = vscode.l10n.t('Reload');
      const text = vscode.l10n.t('{0} has changed since it was previewed.', shown.opened.name);
      if ((await showWarning(text, reload)) !== reload) return;
      await this.showHead(await this.#reopened(shown.opened.address));
    }
  }

  /** Shows the last lines of the object that a preview is of. Throws AppErrors. */
  async showEnd(uri: vscode.Uri): Promise<void> {
    const opened = this.#shown.get(uri.toString())?.opened ?? (await this.#reopened(previewedAddress(uri)));
    if (opened.kind.compression) {
      const text = vscode.l10n.t('The end of compressed data cannot be read without its beginning.');
      void showInformation(text);
      return;
    }
    const end = uriOf(opened, vscode.l10n.t('End of {0}', tabTitle(visibleName(opened.kind.innerName))), END);
    await this.#readEnd(end, opened);
    // Beside the beginning, which would be replaced otherwise.
    await this.#show(end, false);
  }

  /** What was closed meanwhile is read anew. */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    if (!this.#shown.has(uri.toString())) {
      const opened = await this.#reopened(previewedAddress(uri));
      await (uri.fragment === END ? this.#readEnd(uri, opened) : this.#readHead(uri, opened, 1));
    }
    return this.#shown.get(uri.toString())?.text() ?? '';
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const shown = this.#shown.get(uri.toString());
    if (!shown) return [];
    const { opened, preview } = shown;
    const { hasMore, hasEnd } = shownParts(shown);
    const place = new vscode.Range(0, 0, 0, 0);
    const lens = (command: vscode.Command): vscode.CodeLens => codeLens(place, command);
    const about = preview?.progress ?? vscode.l10n.t('The last lines');
    const actions = [
      ...(hasMore ? [commandOf('assumeRole.preview.loadMore', vscode.l10n.t('Load More'), uri)] : []),
      ...(hasEnd ? [commandOf('assumeRole.preview.showEnd', vscode.l10n.t('Show the End'), uri)] : []),
      ...(opened.kind.table ? [commandOf('assumeRole.s3.previewObject', vscode.l10n.t('Show as Table'), uri)] : []),
    ];
    return [lens({ title: about, command: '' }), ...actions.map(lens)];
  }

  dispose(): void {
    this.#registrations.dispose();
    for (const { reading } of this.#shown.values()) reading.abort();
    this.#shown.clear();
    this.#textChanges.dispose();
    this.#lensChanges.dispose();
  }

  async #reopened(address: ProfileObjectAddress): Promise<OpenedObject> {
    return await openedObject(address, this.deps, new AbortController().signal);
  }

  async #readHead(uri: vscode.Uri, opened: OpenedObject, wanted: number): Promise<void> {
    const reading = new AbortController();
    const parser = this.deps.parsers.open(bytesOf(opened, this.deps), reading.signal);
    const preview = new RemoteText(parser, opened.kind, vscode.env.language);
    try {
      await reporting(opened, async () => {
        do await preview.load();
        while (preview.hasMore && preview.length < wanted);
      });
    } catch (error) {
      reading.abort();
      throw error;
    }
    this.#keep(uri, { opened, preview, text: () => preview.text, reading });
  }

  async #readEnd(uri: vscode.Uri, opened: OpenedObject): Promise<void> {
    const reading = new AbortController();
    const parser = this.deps.parsers.open(bytesOf(opened, this.deps), reading.signal);
    const text = await reporting(opened, () => parser.ask('end', {})).finally(() => reading.abort());
    this.#keep(uri, { opened, preview: undefined, text: () => text, reading });
  }

  #keep(uri: vscode.Uri, shown: ShownText): void {
    this.#forget(uri);
    this.#shown.set(uri.toString(), shown);
    this.#changed(uri);
  }

  #changed(uri: vscode.Uri): void {
    this.#textChanges.fire(uri);
    this.#lensChanges.fire();
    this.#offerParts();
  }

  /** Tells the menus of editors which previews have parts that are not shown. */
  #offerParts(): void {
    const urisWhere = (isTrue: (shown: ShownText) => boolean): string[] =>
      [...this.#shown].filter(([, shown]) => isTrue(shown)).map(([uri]) => uri);
    void setContext(
      CONTEXT.previewsWithMore,
      urisWhere((shown) => shownParts(shown).hasMore),
    );
    void setContext(
      CONTEXT.previewsWithEnd,
      urisWhere((shown) => shownParts(shown).hasEnd),
    );
  }

  /** @returns whether it was known */
  #forget(uri: vscode.Uri): boolean {
    this.#shown.get(uri.toString())?.reading.abort();
    return this.#shown.delete(uri.toString());
  }

  async #show(uri: vscode.Uri, preview = true): Promise<void> {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview });
  }
}

/** Which parts of an object a preview of it can show besides. The end of compressed data needs all that is before it. */
function shownParts({ opened, preview }: ShownText): { readonly hasMore: boolean; readonly hasEnd: boolean } {
  const hasMore = preview?.hasMore === true;
  return { hasMore, hasEnd: hasMore && !opened.kind.compression };
}

function setContext(key: string, uris: readonly string[]): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', key, uris);
}

/** A document of its own below the object's place; the name's extension gives it its language. */
function uriOf({ address }: OpenedObject, name: string, fragment = ''): vscode.Uri {
  const { authority, path, query } = toUriParts(address);
  return vscode.Uri.from({ scheme: PREVIEW_SCHEME, authority, path: `${path}/${textName(name)}`, query, fragment });
}

function commandOf<C extends CommandId>(command: C, title: string, ...args: Commands[C]): vscode.Command {
  return { command, title, arguments: args };
}

async function reporting<T>({ name }: OpenedObject, work: () => Promise<T>): Promise<T> {
  const title = vscode.l10n.t('Reading {0}…', name);
  return await withProgress({ location: vscode.ProgressLocation.Window, title }, work);
}
