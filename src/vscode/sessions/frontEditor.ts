import * as vscode from 'vscode';
import { profileOfAuthority } from '../../core/s3/address';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { Emitter } from '../../core/support/event';
import { PREVIEW_SCHEME, SCHEME } from '../ids';

/** Through which profile's session the editor in front shows S3: a text, a comparison, a table or a page of ours. */
export class FrontEditor implements Disposable {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new Emitter<void>());
  /** VS Code says of web pages neither what they show nor whose they are. */
  readonly #pages = new Map<vscode.WebviewPanel, string>();
  #profile: string | undefined;

  /** Fires when {@link profile} has changed. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    const { tabGroups } = vscode.window;
    this.#store.add(tabGroups.onDidChangeTabs(() => this.#look()));
    this.#store.add(tabGroups.onDidChangeTabGroups(() => this.#look()));
    this.#profile = this.#current();
  }

  /** The profile; undefined where the editor in front shows nothing of S3. */
  get profile(): string | undefined {
    return this.#profile;
  }

  /** A page of ours shows objects through a profile, until it is closed. */
  showsPage(panel: vscode.WebviewPanel, profile: string): void {
    this.#pages.set(panel, profile);
    panel.onDidChangeViewState(() => this.#look());
    panel.onDidDispose(() => {
      this.#pages.delete(panel);
      this.#look();
    });
    this.#look();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #look(): void {
    const profile = this.#current();
    if (profile === this.#profile) return;
    this.#profile = profile;
    this.#changed.fire();
  }

  #current(): string | undefined {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    if (input instanceof vscode.TabInputWebview) return [...this.#pages].find(([{ active }]) => active)?.[1];
    return urisOf(input)
      .map(profileOfUri)
      .find((profile) => profile !== undefined);
  }
}

/** The profile of a file or preview of ours; undefined for any other URI. */
export function profileOfUri({ scheme, authority }: vscode.Uri): string | undefined {
  return scheme === SCHEME || scheme === PREVIEW_SCHEME ? profileOfAuthority(authority) : undefined;
}

/** What a tab shows, what it edits first. */
function urisOf(input: unknown): vscode.Uri[] {
  if (
    input instanceof vscode.TabInputText ||
    input instanceof vscode.TabInputCustom ||
    input instanceof vscode.TabInputNotebook
  ) {
    return [input.uri];
  }
  const isComparison = input instanceof vscode.TabInputTextDiff || input instanceof vscode.TabInputNotebookDiff;
  return isComparison ? [input.modified, input.original] : [];
}
