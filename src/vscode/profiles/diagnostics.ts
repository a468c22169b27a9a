import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable';
import { diagnostic } from '../texts/editors';
import type { ProfileEditing } from './editing';
import { scopeLabel, type ProfileSettings } from './settings';
import { settingsFile, type SettingsFile } from './settingsFile';

/** How long typing must pause before a settings file is checked, in milliseconds. */
const TYPING_PAUSE = 300;

/** What is wrong with the profiles in the settings files that are open, shown in the Problems panel. */
export class ProfileDiagnostics implements vscode.Disposable {
  readonly #disposables = new DisposableStore();
  readonly #collection = this.#disposables.add(vscode.languages.createDiagnosticCollection('assumeRole'));
  /** Checks waiting for a pause in typing, by document. */
  readonly #waiting = new Map<vscode.TextDocument, NodeJS.Timeout>();

  constructor(
    private readonly settings: ProfileSettings,
    private readonly editing: () => Promise<ProfileEditing>,
  ) {
    this.#disposables.add(vscode.workspace.onDidOpenTextDocument((document) => this.#check(document)));
    this.#disposables.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#checkLater(document)));
    this.#disposables.add(
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.#stopWaiting(document);
        this.#collection.delete(document.uri);
      }),
    );
    // A profile may refer to one in another file.
    this.#disposables.add(settings.onDidChange(() => this.#checkAll()));
    this.#checkAll();
  }

  dispose(): void {
    for (const document of [...this.#waiting.keys()]) this.#stopWaiting(document);
    this.#disposables.dispose();
  }

  #checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#check(document);
  }

  #checkLater(document: vscode.TextDocument): void {
    if (!settingsFile(document.uri)) return;
    this.#stopWaiting(document);
    this.#waiting.set(
      document,
      setTimeout(() => this.#check(document), TYPING_PAUSE),
    );
  }

  #stopWaiting(document: vscode.TextDocument): void {
    clearTimeout(this.#waiting.get(document));
    this.#waiting.delete(document);
  }

  #check(document: vscode.TextDocument): void {
    const file = settingsFile(document.uri);
    if (file) void this.#show(document, file);
  }

  async #show(document: vscode.TextDocument, { scope, root }: SettingsFile): Promise<void> {
    this.#stopWaiting(document);
    const { version } = document;
    // On first use: most windows never show a settings file.
    const [editing] = await Promise.all([this.editing(), this.settings.ready]);
    if (document.isClosed || document.version !== version) return;
    const { settings } = this;
    const context = {
      scope: scopeLabel(scope),
      layers: settings.layers(),
      options: settings.readOptions(),
      accountLayers: settings.accountLayers(),
      root,
    };
    const problems = editing.problemsIn(document.getText(), context);
    this.#collection.set(
      document.uri,
      problems.map(({ severity, message, offset, length }) => {
        const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
        const level = vscode.DiagnosticSeverity[severity === 'error' ? 'Error' : 'Warning'];
        const shown = diagnostic(range, message, level);
        shown.source = 'Assume Role';
        return shown;
      }),
    );
  }
}
