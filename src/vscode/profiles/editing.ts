import { config, type l10nJsonFormat } from '@vscode/l10n';
import type { SecretStorageVault } from '../support/secrets';
import { editProfile } from './editProfile';
import { promptAccessKeys, promptExternalId } from './secretPrompts';
import type { ProfileSettings } from './settings';
import { profileProblems, type SettingsTextContext, type TextProblem } from './settingsText';
import { ProfileWizard } from './wizard';

/** What people do to profiles and secrets: seldom, so it has a bundle of its own that is loaded at the first use. */
export interface ProfileEditing {
  /** Makes a profile with the person, see {@link ProfileWizard.run}. @returns its name */
  addProfile(): Promise<string>;
  /** Opens the settings file at a profile, see {@link editProfile}. */
  editProfile(name: string): Promise<void>;
  /** Asks for access keys and stores them under `name`, see {@link promptAccessKeys}. */
  storeAccessKeys(name: string, signal?: AbortSignal): Promise<void>;
  /** Asks for an external ID and stores it under `name`, see {@link promptExternalId}. */
  storeExternalId(name: string, signal?: AbortSignal): Promise<void>;
  /** What is wrong with the profiles in a settings file, see {@link profileProblems}. */
  problemsIn(text: string, context: SettingsTextContext): TextProblem[];
}

/** What editing works on. */
export interface ProfileEditingDeps {
  readonly settings: ProfileSettings;
  readonly vault: SecretStorageVault;
  /** Names of the profiles in the shared config files. */
  readonly sharedConfigProfiles: () => Promise<readonly string[]>;
  /** Texts in the person's language; this bundle has a localization module of its own. */
  readonly translations: l10nJsonFormat | undefined;
}

/** Makes the editing of profiles. */
export function createProfileEditing(deps: ProfileEditingDeps): ProfileEditing {
  const { settings, vault, sharedConfigProfiles, translations } = deps;
  if (translations) config({ contents: translations });
  const wizard = new ProfileWizard(settings, vault, sharedConfigProfiles);
  return {
    addProfile: () => wizard.run(),
    editProfile: (name) => editProfile(name, settings),
    storeAccessKeys: (name, signal) => promptAccessKeys(name, { vault, ...(signal && { signal }) }),
    storeExternalId: (name, signal) => promptExternalId(name, { vault, ...(signal && { signal }) }),
    problemsIn: profileProblems,
  };
}
