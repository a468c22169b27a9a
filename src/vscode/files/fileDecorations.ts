import * as vscode from 'vscode';
import { visibleText } from '../../core/texts/visible';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import type { Event } from '../../core/support/event';
import { COLOR } from '../ids';
import { profileOfUri } from '../sessions/frontEditor';
import { fileDecoration, registerFileDecorations } from '../texts/decorations';

/** Whose marks files bear. */
export interface FileDecorationsDeps {
  /** Whether a profile is marked as production now. */
  readonly isProduction: (profile: string) => boolean;
  /** What may change that. */
  readonly changes: readonly Event<unknown>[];
}

/** Marks what is opened through a production profile, on tabs and rows, by a badge and its colour. */
export class FileDecorations implements vscode.FileDecorationProvider, Disposable {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<undefined>());
  /** What VS Code was told, by profile. */
  readonly #told = new Map<string, boolean>();
  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(private readonly deps: FileDecorationsDeps) {
    for (const change of deps.changes) this.#store.add(change(() => this.#look()));
    this.#store.add(registerFileDecorations(this));
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const profile = profileOfUri(uri);
    if (profile === undefined) return undefined;
    const production = this.#told.get(profile) ?? this.deps.isProduction(profile);
    this.#told.set(profile, production);
    if (production) {
      const tooltip = vscode.l10n.t('production: {0}', visibleText(profile));
      return fileDecoration({ badge: 'P', tooltip, color: new vscode.ThemeColor(COLOR.production) });
    }
    // The label has the name as URIs write it.
    return uri.authority === profile
      ? undefined
      : fileDecoration({ tooltip: vscode.l10n.t('profile: {0}', visibleText(profile)) });
  }

  dispose(): void {
    this.#store.dispose();
  }

  #look(): void {
    const others = [...this.#told].filter(([profile, production]) => this.deps.isProduction(profile) !== production);
    if (others.length === 0) return;
    this.#told.clear();
    this.#changed.fire(undefined);
  }
}
