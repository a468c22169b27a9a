import * as vscode from 'vscode';
import { notAssumed } from '../../core/sessions/notAssumed';
import type { SessionService } from '../../core/sessions/sessionService';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { SCHEME, type CommandId } from '../ids';
import { showWarning } from '../texts/messages';

/** Whose sessions files need. */
export interface SessionOfferDeps {
  readonly sessions: SessionService;
  /** Takes up the kept session of a profile, if there is one. */
  readonly restore: (profile: string) => Promise<void>;
}

/** Waits for the sessions of before a reload, and offers once for each profile to assume a role that files need. */
export class SessionOffer implements Disposable {
  readonly #store = new DisposableStore();
  /** Profiles whose files were asked for without a session. */
  readonly #missed = new Set<string>();
  /** Profiles whose kept sessions were looked for. */
  readonly #restorations = new Map<string, Promise<void>>();

  constructor(private readonly deps: SessionOfferDeps) {
    this.#store.add(
      deps.sessions.onDidChange(() => {
        const come = [...this.#missed].filter((profile) => this.#isLive(profile));
        for (const profile of come) this.#missed.delete(profile);
        const hasFolder = vscode.workspace.workspaceFolders?.some(({ uri }) => uri.scheme === SCHEME) ?? false;
        if (come.length > 0 && hasFolder) {
          void vscode.commands.executeCommand('workbench.files.action.refreshFilesExplorer');
        }
      }),
    );
  }

  /** Waits until the files of a profile can be asked for. @throws AppError of kind `expired` without a session */
  async ready(profile: string): Promise<void> {
    if (this.#isLive(profile)) return;
    const restoration = this.#restorations.get(profile) ?? this.deps.restore(profile);
    this.#restorations.set(profile, restoration);
    await restoration;
    if (this.#isLive(profile)) return;
    const isFirst = !this.#missed.has(profile);
    this.#missed.add(profile);
    if (isFirst) void this.#offer(profile);
    throw notAssumed(profile);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #isLive(profile: string): boolean {
    return this.deps.sessions.sessions.some((session) => session.profile.name === profile);
  }

  async #offer(profile: string): Promise<void> {
    const assume = vscode.l10n.t('Assume Role');
    const chosen = await showWarning(
      vscode.l10n.t(
        'Files of this window are in S3, seen through the profile "{0}", whose role is not assumed.',
        profile,
      ),
      assume,
    );
    const command: CommandId = 'assumeRole.assume';
    if (chosen === assume) await vscode.commands.executeCommand(command, profile);
  }
}
