import { config, type l10nJsonFormat } from '@vscode/l10n';
import { roleLabel } from '../../core/roles/arn';
import { describePolicies } from '../../core/roles/policiesText';
import type { RoleDirectory } from '../../core/roles/discovery';
import type { Profile } from '../../core/roles/profile';
import { askConsent } from '../consent/askConsent';
import type { Destination } from '../../core/secrets/destination';
import type { SecretRef } from '../../core/support/errors';
import { adHocProfile } from './adHoc';
import { addFromPaste, addPasted } from './addFromPaste';
import { addProfiles } from './addMany';
import type { AwsConfigFiles } from './awsConfigFiles';
import { unsavedProfile } from './currentProfile';
import { promptCustomerKey } from './customerKeyPrompt';
import { discoverRoles } from './discoverRoles';
import { editProfile, openInSettings } from './editProfile';
import { openExport } from './exportProfile';
import { importProfiles, type CopySharedKeys } from './importProfiles';
import { profileToSave } from './saveSession';
import { forgetSecrets, rotateAccessKeys, signOut, type SecretDeps } from './secretActions';
import { promptAccessKeys, promptExternalId, type SecretPromptContext } from './secretPrompts';
import type { KeptAccountNames } from './keptAccountNames';
import { learningNames } from './learningNames';
import { manageSecrets } from './secretsManager';
import { ownDestinations } from './storedSecrets';
import { accountProblems, profileProblems, type SettingsTextContext, type TextProblem } from './settingsText';
import { ProfileWizard, type WizardDeps } from './wizard';

/** What people do to profiles and secrets: seldom, so it has a bundle of its own that is loaded at the first use. */
export interface ProfileEditing {
  /** Makes a profile with the person. @returns its name; undefined when several were pasted and added instead */
  addProfile(): Promise<string | undefined>;
  /** Edits a profile step by step or in its file, see {@link editProfile}; one that is not saved is saved first. */
  editProfile(name: string): Promise<void>;
  /** Makes profiles of what is in the clipboard, see {@link addFromPaste}. */
  addFromPaste(): Promise<void>;
  /** Copies profiles of the shared config files, see {@link importProfiles}. */
  importProfiles(): Promise<void>;
  /** Opens a profile as `~/.aws/config` text, see {@link openExport}. */
  exportProfile(name: string): Promise<void>;
  /** Adds profiles for roles the person may take, see {@link discoverRoles}. */
  discoverRoles(): Promise<void>;
  /** A profile for a role ARN that is not saved, see {@link adHocProfile}. */
  adHocProfile(arn: string | undefined): Promise<Profile>;
  /** Saves the profile of a session that was made ad hoc, see {@link profileToSave}. */
  saveSession(name: string | undefined): Promise<void>;
  /** Asks whether a profile of the workspace may be used, see {@link askConsent}. */
  askConsent(profile: Profile): Promise<void>;
  /** Shows what is kept as secrets, see {@link manageSecrets}. */
  manageSecrets(): Promise<void>;
  /** Replaces an IAM user's keys, see {@link rotateAccessKeys}. */
  rotateAccessKeys(name: string | undefined): Promise<void>;
  /** Ends a sign-in at an Identity Center, see {@link signOut}. */
  signOut(): Promise<void>;
  /** Deletes every secret, see {@link forgetSecrets}. */
  forgetSecrets(): Promise<void>;
  /**
   * Asks for access keys and stores them under `name`, see {@link promptAccessKeys}.
   * @param destinations of the profile that needs them; those of all that use them when not given
   */
  storeAccessKeys(name: string, destinations?: readonly Destination[], signal?: AbortSignal): Promise<void>;
  /** Asks for an external ID and stores it under `name`, see {@link promptExternalId}. */
  storeExternalId(name: string, destinations?: readonly Destination[], signal?: AbortSignal): Promise<void>;
  /** Asks for an encryption key, or makes one, and stores it under `name`, see {@link promptCustomerKey}. */
  storeCustomerKey(name: string, destinations?: readonly Destination[], signal?: AbortSignal): Promise<void>;
  /** What is wrong with profiles and accounts in a settings file, see {@link profileProblems} and {@link accountProblems}. */
  problemsIn(text: string, context: SettingsTextContext): TextProblem[];
  /** The IAM policies a profile needs, see {@link describePolicies}. */
  policiesText(...args: Parameters<typeof describePolicies>): string | undefined;
}

/** What editing works on. */
export interface ProfileEditingDeps extends WizardDeps, SecretDeps {
  readonly configFiles: AwsConfigFiles;
  readonly copySharedKeys: CopySharedKeys;
  readonly accountNames: KeptAccountNames;
  /** Texts in the person's language; this bundle has a localization module of its own. */
  readonly translations: l10nJsonFormat | undefined;
}

/** Makes the editing of profiles. */
export function createProfileEditing(given: ProfileEditingDeps): ProfileEditing {
  const directory = async (): Promise<RoleDirectory> => learningNames(await given.directory(), given.accountNames);
  const deps = { ...given, directory };
  const { settings, vault, translations } = deps;
  if (translations) config({ contents: translations });
  const wizard = new ProfileWizard(deps);
  const saveSession = async (session: string | undefined): Promise<void> => {
    settings.checkWritable();
    const [name, profile] = await wizard.complete(profileToSave(session, deps));
    await addProfiles({ [name]: profile }, settings);
  };
  const promptContext = (
    ref: SecretRef,
    destinations = ownDestinations(ref, settings.current.profiles),
    signal?: AbortSignal,
  ): SecretPromptContext => ({ vault, destinations, ...(signal && { signal }) });
  return {
    addProfile: async () => {
      const added = await wizard.add();
      if (typeof added === 'string') return added;
      await addPasted(added, deps);
      return undefined;
    },
    editProfile: (name) =>
      unsavedProfile(name, deps) ? saveSession(name) : editProfile(name, settings, (profile) => wizard.edit(profile)),
    addFromPaste: () => addFromPaste(deps, wizard),
    importProfiles: () => importProfiles(deps),
    exportProfile: (name) => openExport(name, deps),
    discoverRoles: () => discoverRoles(deps),
    adHocProfile: (arn) => adHocProfile(arn, deps),
    saveSession,
    askConsent: (profile) =>
      askConsent(profile, async () => {
        if (settings.placeOf(profile.name)) await openInSettings(profile.name, settings);
      }),
    manageSecrets: () => manageSecrets(deps),
    rotateAccessKeys: (name) => rotateAccessKeys(name, deps),
    signOut: () => signOut(undefined, deps),
    forgetSecrets: () => forgetSecrets(deps),
    storeAccessKeys: (name, ...given) => promptAccessKeys(name, promptContext({ type: 'accessKeys', name }, ...given)),
    storeExternalId: (name, ...given) =>
      promptExternalId(name, {
        ...promptContext({ type: 'externalId', name }, ...given),
        roles: rolesWithExternalId(name, settings),
      }),
    storeCustomerKey: (name, ...given) =>
      promptCustomerKey(name, promptContext({ type: 'customerKey', name }, ...given)),
    problemsIn: (...args) => [...profileProblems(...args), ...accountProblems(...args)],
    policiesText: describePolicies,
  };
}

/** The roles that are assumed with the external ID of that name. */
function rolesWithExternalId(name: string, { current, accounts }: WizardDeps['settings']): string[] {
  const roles = [...current.profiles.values()].flatMap(({ chain }) =>
    chain.flatMap(({ roleArn, externalId }) =>
      typeof externalId === 'object' && externalId.secret === name ? [roleLabel(roleArn, accounts)] : [],
    ),
  );
  return [...new Set(roles)];
}
