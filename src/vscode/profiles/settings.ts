import * as vscode from 'vscode';
import type { Profile } from '../../core/roles/profile';
import type { WrittenProfile } from '../../core/roles/profileSchema';
import { getProfile, readProfiles, type ProfileLayer, type ProfileSet } from '../../core/roles/profileSet';
import { DisposableStore } from '../../core/support/disposable';
import { AppError } from '../../core/support/errors';
import { Emitter } from '../../core/support/event';
import { isJsonObject } from '../../core/support/json';
import { SETTING } from '../ids';

/** Settings scope a profile stands in. In a remote window `user` holds the local and the remote user's settings. */
export type ProfileScope = 'user' | 'workspace';

/** The setting `assumeRole.profiles` as VS Code has it: read, checked, watched and written. */
export class ProfileSettings implements vscode.Disposable {
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<void>());
  #current: ProfileSet | undefined;

  /** Fires when the setting changes or the workspace becomes trusted. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    const reread = (): void => {
      this.#current = undefined;
      this.#changed.fire();
    };
    this.#disposables.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTING.profiles)) reread();
      }),
    );
    this.#disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(reread));
  }

  /** The usable profiles and what is wrong with the others. */
  get current(): ProfileSet {
    return (this.#current ??= readProfiles(this.layers()));
  }

  /** Whether there is any profile, broken ones included: the picker is where those are explained. */
  get hasProfiles(): boolean {
    // Asked at activation, so nothing is checked for it.
    const isEmpty = (value: unknown): boolean =>
      value === undefined || (isJsonObject(value) && Object.keys(value).length === 0);
    return this.layers().some(({ value }) => !isEmpty(value));
  }

  /** The profile of that name; throws an AppError that says what is wrong with it or that there is none. */
  get(name: string): Profile {
    return getProfile(this.current, name);
  }

  /** Where the profile that counts is written, broken or not; undefined when there is none of that name. */
  scopeOf(name: string): ProfileScope | undefined {
    const { user, workspace } = this.#values();
    if (isJsonObject(workspace) && Object.hasOwn(workspace, name)) return 'workspace';
    return isJsonObject(user) && Object.hasOwn(user, name) ? 'user' : undefined;
  }

  /** The setting's value in every scope, the widest first. */
  layers(): ProfileLayer[] {
    const { user, workspace } = this.#values();
    return [
      { scope: scopeLabel('user'), value: user },
      { scope: scopeLabel('workspace'), origin: 'workspace', value: workspace },
    ];
  }

  /**
   * Makes sure that {@link save} can keep what the user's settings hold.
   * @throws AppError of kind `invalidProfile` when the setting holds something else than profiles by name
   */
  checkWritable(): void {
    const { user } = this.#values();
    if (user === undefined || isJsonObject(user)) return;
    throw new AppError(
      'invalidProfile',
      vscode.l10n.t('assumeRole.profiles must be an object keyed by profile name.'),
      {
        cure: vscode.l10n.t('Correct or remove the setting in your user settings, then add the profile again.'),
      },
    );
  }

  /**
   * Writes a profile into the user's settings, replacing that of the same name and keeping all others.
   * @throws AppError of kind `invalidProfile` when the settings cannot be written; they are unchanged then
   */
  async save(name: string, profile: WrittenProfile): Promise<void> {
    this.checkWritable();
    const value = { ...(this.#values().user as object | undefined), [name]: profile };
    try {
      await vscode.workspace.getConfiguration().update(SETTING.profiles, value, vscode.ConfigurationTarget.Global);
    } catch (error) {
      throw new AppError(
        'invalidProfile',
        vscode.l10n.t('The profile "{0}" could not be written to the user settings.', name),
        {
          profile: name,
          cure: vscode.l10n.t('Open the user settings (JSON), correct what is marked there and save them.'),
        },
        error,
      );
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #values(): { readonly user: unknown; readonly workspace: unknown } {
    // `inspect`, because the merged value would mix the fields of two profiles of the same name.
    const inspected = vscode.workspace.getConfiguration().inspect<unknown>(SETTING.profiles);
    return {
      user: inspected?.globalValue,
      // A workspace that is not trusted must not say which role is assumed or where requests go.
      workspace: vscode.workspace.isTrusted ? inspected?.workspaceValue : undefined,
    };
  }
}

/** A scope as people know it from the settings editor. */
export function scopeLabel(scope: ProfileScope): string {
  return scope === 'user' ? vscode.l10n.t('User') : vscode.l10n.t('Workspace');
}
