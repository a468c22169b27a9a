import * as vscode from 'vscode';
import type { ConvertedProfile } from '../../core/configFiles/configProfiles';
import { NO_ACCOUNTS, type AccountBook } from '../../core/roles/accounts/accountBook';
import type { AccountLayer } from '../../core/roles/accounts/accountSettings';
import type { Profile } from '../../core/roles/profile';
import type { ProfileReader } from '../../core/roles/profileReader';
import type { WrittenProfile } from '../../core/roles/profileSchema';
import type { NameHolder } from '../../core/roles/sameProfile';
import type { ScopedName, SettingsScope } from '../../core/roles/scopes';
import type { ProfileLayer, ProfileSet, ReadOptions } from '../../core/roles/profileSet';
import { DisposableStore } from '../../core/support/disposable';
import { AppError, isAppError } from '../../core/support/errors';
import { Emitter } from '../../core/support/event';
import { isJsonObject } from '../../core/support/json';
import { SETTING } from '../ids';
import {
  onDidChangeSettings,
  ownSetting,
  setting,
  settingLayers,
  writeSetting,
  type SettingLayers,
} from '../workspace/settingsReader';
import type { Log } from '../support/log';
import type { AwsConfigFiles } from './awsConfigFiles';
import type { KeptAccountNames } from './keptAccountNames';
import { windowVariables } from './variables';

/** Settings scope a profile stands in. In a remote window `user` holds the local and the remote user's settings. */
export type ProfileScope = SettingsScope;

/**
 * All profiles: those of the setting `assumeRole.profiles` as VS Code has it (read, checked, watched and written), and
 * those of the AWS CLI's files. What reads them is loaded when somebody first waits for {@link ready}; before that there
 * are none.
 */
export class ProfileSettings implements vscode.Disposable {
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<void>());
  #reader: ProfileReader | undefined;
  #ready: Promise<void> | undefined;
  #converted: ReadonlyMap<string, ConvertedProfile> | undefined;
  #current: ProfileSet | undefined;
  #accounts: ReturnType<ProfileReader['readAccounts']> | undefined;
  /** Problems of accounts that stand in the log. */
  readonly #told = new Set<string>();
  #names: ReadonlyMap<string, ScopedName> | undefined;

  /**
   * Fires when the settings, the AWS CLI's files or what is known of accounts change, or the workspace's settings come to
   * count or not to count.
   */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly configFiles: AwsConfigFiles,
    private readonly loadReader: () => Promise<ProfileReader>,
    private readonly names: Pick<KeptAccountNames, 'value' | 'onDidChange'>,
    private readonly log: Pick<Log, 'warn'>,
  ) {
    const reread = (): void => {
      this.#converted = undefined;
      this.#current = undefined;
      this.#accounts = undefined;
      this.#names = undefined;
      this.#changed.fire();
    };
    this.#disposables.add(onDidChangeSettings(READ_SETTINGS, reread));
    this.#disposables.add(configFiles.onDidChange(reread));
    this.#disposables.add(names.onDidChange(reread));
  }

  /** Settled when profiles can be read and those of the AWS CLI's files are known too; to be awaited before any is used. */
  get ready(): Promise<void> {
    return (this.#ready ??= this.#load());
  }

  /** The usable profiles and what is wrong with the others. */
  get current(): ProfileSet {
    if (!this.#reader) return NO_PROFILES;
    return (this.#current ??= this.#reader.readProfiles(this.layers(), this.readOptions()));
  }

  /** What is known of accounts. */
  get accounts(): AccountBook {
    return this.#readAccounts()?.book ?? NO_ACCOUNTS;
  }

  /** The profile with what accounts say of it now. @param account that of its session, where there is one */
  guarded<P extends Profile>(profile: P, account?: string): P {
    return this.#reader?.withProductionMarks(profile, this.accounts, { account }) ?? profile;
  }

  /** Whether there is any profile, broken ones included: the picker is where those are explained. */
  get hasProfiles(): boolean {
    // Asked at activation, so nothing is checked for it.
    const isEmpty = (value: unknown): boolean =>
      value === undefined || (isJsonObject(value) && Object.keys(value).length === 0);
    return this.configFiles.current.profiles.size > 0 || this.layers().some(({ value }) => !isEmpty(value));
  }

  /** The profile of that name; throws an AppError that says what is wrong with it or that there is none. */
  get(name: string): Profile {
    if (!this.#reader) throw new Error('Profiles are used before they are ready.');
    const converted = this.scopeOf(name) === undefined ? this.#configProfiles.get(name) : undefined;
    if (!converted || this.current.profiles.has(name)) return this.#reader.getProfile(this.current, name);
    const reasons = converted.profile ? [] : converted.notes;
    const problems = this.current.problems.filter(({ profile }) => profile === name).map(({ message }) => message);
    throw new AppError('invalidProfile', [...reasons, ...problems].join(' '), {
      profile: name,
      cure: vscode.l10n.t('Correct the profile in {0}.', this.configPlace(name)?.path ?? '~/.aws/config'),
    });
  }

  /** Like {@link get}, with variables filled in as they are in this window now. */
  expanded(name: string): Profile {
    const profile = this.get(name);
    return this.#reader?.expandProfile(profile, windowVariables()) ?? profile;
  }

  /** Whether a profile of that name is written anywhere, broken or not. */
  holds(name: string): boolean {
    return this.scopeOf(name) !== undefined || this.configPlace(name) !== undefined;
  }

  /** What that name means where profiles are written; undefined when it means nothing there. */
  holderOf(name: string): NameHolder | undefined {
    const { scope: origin, written = name } = this.placeOf(name) ?? {};
    if (!origin && !this.configPlace(name)) return undefined;
    let profile: Profile | undefined;
    try {
      profile = this.expanded(name);
    } catch (error) {
      if (!isAppError(error)) throw error;
    }
    return { place: { origin: origin ?? 'awsConfig', written }, profile };
  }

  /** Where a profile of the AWS CLI's files stands; undefined when there is none of that name. */
  configPlace(name: string): { readonly path: string; readonly line: number } | undefined {
    const profile = this.configFiles.current.profiles.get(name);
    return profile && { path: this.configFiles.paths[profile.file], line: profile.line };
  }

  /** What the setting's profiles are read together with. */
  readOptions(): ReadOptions {
    return {
      mfaMethod: mfaMethodOf(ownSetting(SETTING.mfaMethod)),
      workspaceMfaMethod: mfaMethodOf(setting(SETTING.mfaMethod)),
      config: this.#reader?.usableProfiles(this.#configProfiles) ?? {},
      configWays: new Map([...this.#configProfiles].map(([name, { goesOnFrom = [] }]) => [name, goesOnFrom])),
      accounts: this.accounts,
      unusable: this.configFiles.current.profiles.keys(),
    };
  }

  /**
   * In which settings the profile known by that name is written, broken or not, and by which name there; undefined when
   * it is in none, though there may be one in the AWS CLI's files.
   */
  placeOf(name: string): ScopedName | undefined {
    return this.#scopedNames.get(name);
  }

  /** The scope of {@link placeOf}. */
  scopeOf(name: string): ProfileScope | undefined {
    return this.placeOf(name)?.scope;
  }

  /** The name by which the profile is known that is written in a scope under `written`; undefined when there is none. */
  nameIn(scope: ProfileScope, written: string): string | undefined {
    for (const [name, place] of this.#scopedNames) {
      if (place.scope === scope && place.written === written) return name;
    }
    return undefined;
  }

  /** The setting's value in every scope, the widest first. */
  layers(): ProfileLayer[] {
    const { user, workspace } = this.#values();
    return [
      { scope: scopeLabel('user'), value: user },
      { scope: scopeLabel('workspace'), origin: 'workspace', value: workspace },
    ];
  }

  /** The settings about accounts in every scope, the user's first. */
  accountLayers(): AccountLayer[] {
    const accounts = settingLayers(SETTING.accounts);
    const productionProfiles = settingLayers(SETTING.productionProfiles);
    return (['user', 'workspace'] as const).map((scope) => ({
      scope: scopeLabel(scope),
      accounts: accounts[scope],
      productionProfiles: productionProfiles[scope],
    }));
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

  /** A profile as it stands in the settings, its shape not checked; undefined when there is none of that name. */
  written(name: string): unknown {
    const place = this.placeOf(name);
    return place && (this.#values()[place.scope] as Readonly<Record<string, unknown>>)[place.written];
  }

  /**
   * Writes a profile into the user's settings, replacing that of the same name and keeping all others.
   * @throws AppError of kind `invalidProfile` when the settings cannot be written; they are unchanged then
   */
  async save(name: string, profile: WrittenProfile): Promise<void> {
    await this.saveAll({ [name]: profile });
  }

  /**
   * Writes profiles in one update, by the names they have in that scope, replacing those of the same names there and
   * keeping all others.
   * @throws AppError of kind `invalidProfile` when the settings cannot be written; they are unchanged then
   */
  async saveAll(profiles: Readonly<Record<string, WrittenProfile>>, scope: ProfileScope = 'user'): Promise<void> {
    if (scope === 'user') this.checkWritable();
    const value = { ...(this.#values()[scope] as object | undefined), ...profiles };
    const target = scope === 'user' ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
    try {
      await writeSetting(SETTING.profiles, value, target);
    } catch (error) {
      const [name = '', ...others] = Object.keys(profiles);
      throw new AppError(
        'invalidProfile',
        others.length === 0
          ? vscode.l10n.t('The profile "{0}" could not be written to the settings.', name)
          : vscode.l10n.t('{0} profiles could not be written to the settings.', others.length + 1),
        {
          ...(others.length === 0 ? { profile: name } : {}),
          cure: vscode.l10n.t('Open the settings (JSON), correct what is marked there and save them.'),
        },
        error,
      );
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** The profiles of the AWS CLI's files in the setting's form, with notes on what is left out. */
  get #configProfiles(): ReadonlyMap<string, ConvertedProfile> {
    const { current, env } = this.configFiles;
    return (this.#converted ??= this.#reader?.configProfiles(current, env) ?? new Map());
  }

  get #scopedNames(): ReadonlyMap<string, ScopedName> {
    if (this.#names || !this.#reader) return this.#names ?? new Map<string, ScopedName>();
    const { user, workspace } = this.#values();
    const namesIn = (value: unknown): string[] => (isJsonObject(value) ? Object.keys(value) : []);
    return (this.#names = this.#reader.scopedNames({
      user: namesIn(user),
      workspace: namesIn(workspace),
      config: this.configFiles.current.profiles.keys(),
    }));
  }

  async #load(): Promise<void> {
    const [reader] = await Promise.all([this.loadReader(), this.configFiles.ready]);
    this.#reader = reader;
    this.#converted = undefined;
    this.#names = undefined;
  }

  #readAccounts(): ReturnType<ProfileReader['readAccounts']> | undefined {
    if (this.#accounts || !this.#reader) return this.#accounts;
    this.#accounts = this.#reader.readAccounts(this.accountLayers(), this.names.value);
    // The files that hold them are seldom open, and what was not understood protects nothing.
    for (const { message, scope } of this.#accounts.problems) {
      const told = `${scope}: ${message}`;
      if (!this.#told.has(told)) this.log.warn(told);
      this.#told.add(told);
    }
    return this.#accounts;
  }

  #values(): SettingLayers {
    return settingLayers(SETTING.profiles);
  }
}

const READ_SETTINGS = [SETTING.profiles, SETTING.mfaMethod, SETTING.accounts, SETTING.productionProfiles];

const NO_PROFILES: ProfileSet = { profiles: new Map(), problems: [] };

/** A scope as people know it from the settings editor. */
export function scopeLabel(scope: ProfileScope): string {
  return scope === 'user' ? vscode.l10n.t('User') : vscode.l10n.t('Workspace');
}

function mfaMethodOf(value: unknown): ReadOptions['mfaMethod'] {
  return value === 'sessionToken' || value === 'assumeRole' ? value : 'auto';
}
