import * as vscode from 'vscode';
import { roleLabel } from '../../core/roles/arn';
import { sourceLabel } from '../../core/roles/baseIdentity';
import type { Profile } from '../../core/roles/profile';
import { s3Uri } from '../../core/s3/address';
import type { FilePath } from '../../core/s3/files/filePath';
import { visibleText } from '../../core/texts/visible';
import { notAssumed } from '../../core/sessions/notAssumed';
import type { SessionService } from '../../core/sessions/sessionService';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { SCHEME, type CommandId } from '../ids';
import { showWarning } from '../texts/messages';

/** Whose sessions files need. */
export interface SessionOfferDeps {
  readonly sessions: SessionService;
  /** Takes up the kept session of a profile, if there is one and the workspace is not what asks for it. */
  readonly restore: (profile: string) => Promise<void>;
  /** The profile of that name as it is used now; throws kind `profileNotFound`. */
  readonly getProfile: (name: string) => Profile;
}

/**
 * Waits for the sessions of before a reload, and offers once for each profile to assume a role that files need. A workspace may
 * have any URI in it, so its URIs alone never make this window act as somebody: the person is told as whom, and where.
 */
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
  async ready({ profile, bucket }: Pick<FilePath, 'profile' | 'bucket'>): Promise<void> {
    if (this.#isLive(profile)) return;
    const restoration = this.#restorations.get(profile) ?? this.deps.restore(profile);
    this.#restorations.set(profile, restoration);
    await restoration;
    if (this.#isLive(profile)) return;
    const isFirst = !this.#missed.has(profile);
    this.#missed.add(profile);
    if (isFirst) void this.#offer(profile, bucket);
    throw notAssumed(profile);
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** What a profile makes of the person, with its account; undefined without the profile. */
  #roleOf(profile: string): string | undefined {
    try {
      const { source, chain, accounts } = this.deps.getProfile(profile);
      const last = chain.at(-1);
      return last ? roleLabel(last.roleArn, accounts) : sourceLabel(source, accounts);
    } catch {
      return undefined;
    }
  }

  #isLive(profile: string): boolean {
    return this.deps.sessions.sessions.some((session) => session.profile.name === profile);
  }

  async #offer(profile: string, bucket = ''): Promise<void> {
    const assume = vscode.l10n.t('Assume Role');
    const place = visibleText(s3Uri({ bucket, key: '' }));
    const role = this.#roleOf(profile);
    const chosen = await showWarning(
      role === undefined
        ? vscode.l10n.t(
            'This window has files in {0}, seen through the profile "{1}", which there is not.',
            place,
            profile,
          )
        : vscode.l10n.t(
            'This window has files in {0}, seen through the profile "{1}", {2}, whose role is not assumed.',
            place,
            profile,
            role,
          ),
      assume,
    );
    const command: CommandId = 'assumeRole.assume';
    if (chosen === assume) await vscode.commands.executeCommand(command, profile);
  }
}
