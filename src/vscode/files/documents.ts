import * as vscode from 'vscode';
import type { Baselines } from '../../core/s3/files/baselines';
import type { WriteOccasion } from '../../core/s3/writeConsent';
import type { Clock } from '../../core/support/clock';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { Emitter } from '../../core/support/event';
import { SCHEME } from '../ids';
import { savesByItself } from '../workspace/settingsReader';
import { textDigestOf } from './digests';

/** How long nobody types before the digest of an unsaved text is taken, in milliseconds: VS Code copies the text later. */
const TYPING_PAUSE = 200;

/** Tells {@link Baselines} what editors show, and who saves. */
export class Documents implements Disposable {
  readonly #store = new DisposableStore();
  /** Documents about to be saved, with whose doing it is. */
  readonly #saving = new Map<string, WriteOccasion>();
  /** Documents that had unsaved changes before anybody listened: a save of them may have been announced to nobody. */
  readonly #unheard = new Set<string>();
  /** What takes the digest of an unsaved text once nobody types, by document. */
  readonly #digesting = new Map<string, Disposable>();
  readonly #cleaned = this.#store.add(new Emitter<vscode.Uri>());

  /** Fires when a document is without unsaved changes: saved, reverted or closed. */
  readonly onDidClean = this.#cleaned.event;

  constructor(
    private readonly baselines: Baselines,
    private readonly clock: Clock,
  ) {
    const { workspace } = vscode;
    const own = (subscription: Disposable): void => void this.#store.add(subscription);
    own(workspace.onDidOpenTextDocument((document) => this.#look(document)));
    own(workspace.onDidChangeTextDocument(({ document }) => this.#look(document)));
    own(workspace.onDidCloseTextDocument(({ uri }) => this.#closed(uri)));
    own(workspace.onWillSaveTextDocument(({ document, reason }) => this.#willSave(document.uri, reason)));
    own(workspace.onWillSaveNotebookDocument(({ notebook, reason }) => this.#willSave(notebook.uri, reason)));
    own(
      vscode.window.tabGroups.onDidChangeTabs(({ opened, changed, closed }) => {
        for (const tab of [...opened, ...changed]) this.#lookAtTab(tab);
        for (const tab of closed) this.#closed(uriOfTab(tab));
      }),
    );
    for (const document of workspace.textDocuments) {
      this.#look(document, true);
      if (document.uri.scheme === SCHEME && document.isDirty) this.#unheard.add(document.uri.toString());
    }
    for (const { tabs } of vscode.window.tabGroups.all) tabs.forEach((tab) => this.#lookAtTab(tab));
  }

  /**
   * Whose doing the write is that VS Code asks for now where it is a save of the file's own document; undefined where
   * some extension writes the file. Each announced save counts once.
   */
  takeSave(uri: vscode.Uri): WriteOccasion | undefined {
    const id = uri.toString();
    const announced = this.#saving.get(id);
    this.#saving.delete(id);
    const isUnheard = this.#unheard.delete(id);
    if (announced) return announced;
    if (isUnheard) return unannounced(uri);
    // Custom editors do not announce their saves.
    return !textDocument(uri) && isDirtyInTab(id) ? unannounced(uri) : undefined;
  }

  dispose(): void {
    for (const timer of this.#digesting.values()) timer.dispose();
    this.#store.dispose();
  }

  /** @param isRestored whether unsaved changes of a document come from a copy that VS Code kept: so does a first version */
  #look(document: vscode.TextDocument, isRestored = document.version === 1): void {
    const { uri, isDirty } = document;
    if (uri.scheme !== SCHEME) return;
    if (!isDirty) {
      this.#settled(uri, textDigestOf(document.getText()));
      return;
    }
    this.baselines.dirtied(uri.toString(), true, isRestored ? textDigestOf(document.getText()) : undefined);
    this.#digestLater(document);
  }

  #digestLater(document: vscode.TextDocument): void {
    const id = document.uri.toString();
    this.#digesting.get(id)?.dispose();
    const timer = this.clock.after(TYPING_PAUSE, () => {
      this.#digesting.delete(id);
      if (document.isDirty) this.baselines.typed(id, textDigestOf(document.getText()));
    });
    this.#digesting.set(id, timer);
  }

  /** Notebooks and custom editors, which are no text documents. */
  #lookAtTab(tab: vscode.Tab): void {
    const uri = uriOfTab(tab);
    if (uri?.scheme !== SCHEME || textDocument(uri) || tab.input instanceof vscode.TabInputText) return;
    if (tab.isDirty) this.baselines.dirtied(uri.toString(), false);
    else this.#settled(uri, undefined);
  }

  #settled(uri: vscode.Uri, text: string | undefined): void {
    this.#saving.delete(uri.toString());
    this.#unheard.delete(uri.toString());
    this.baselines.settled(uri.toString(), text);
    this.#cleaned.fire(uri);
  }

  #willSave(uri: vscode.Uri, reason: vscode.TextDocumentSaveReason): void {
    if (uri.scheme !== SCHEME) return;
    this.#saving.set(uri.toString(), reason === vscode.TextDocumentSaveReason.Manual ? 'person' : 'auto');
  }

  #closed(uri: vscode.Uri | undefined): void {
    if (uri?.scheme !== SCHEME) return;
    // A change of language closes a document and opens it again at once.
    setImmediate(() => {
      if (textDocument(uri) || tabsOf(uri.toString()).length > 0) return;
      this.baselines.closed(uri.toString());
      this.#cleaned.fire(uri);
    });
  }
}

/** Whose doing a save is of which VS Code says nothing: without auto save, nobody's but the person's. */
function unannounced(uri: vscode.Uri): WriteOccasion {
  return savesByItself(uri) ? 'unknown' : 'person';
}

/** The open text document of a file. */
export function textDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const id = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === id);
}

/** The file that a tab edits: of a comparison the right side. */
export function uriOfTab({ input }: vscode.Tab): vscode.Uri | undefined {
  if (
    input instanceof vscode.TabInputText ||
    input instanceof vscode.TabInputCustom ||
    input instanceof vscode.TabInputNotebook
  ) {
    return input.uri;
  }
  if (input instanceof vscode.TabInputTextDiff || input instanceof vscode.TabInputNotebookDiff) return input.modified;
  return undefined;
}

/** All tabs that edit a file. */
export function tabsOf(id: string): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter((tab) => uriOfTab(tab)?.toString() === id);
}

function isDirtyInTab(id: string): boolean {
  return tabsOf(id).some(({ isDirty }) => isDirty);
}
