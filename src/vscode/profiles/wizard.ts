import { l10n } from 'vscode';
import type { RoleDirectory } from '../../core/roles/discovery';
import type { Paste, PastedProfile } from '../../core/roles/pastes';
import type { WrittenProfile } from '../../core/roles/profileSchema';
import { AppError } from '../../core/support/errors';
import { isJsonObject } from '../../core/support/json';
import { runSteps } from '../support/multiStep';
import type { SecretStorageVault } from '../support/secrets';
import type { AwsConfigFiles } from './awsConfigFiles';
import { draftOf, emptyDraft } from './draft';
import { keepSecrets } from './keepSecrets';
import { applyPaste } from './pastes';
import type { ProfileSettings } from './settings';
import { createWizardContext } from './wizardContext';
import { completionSteps, editStep, wizardSteps } from './wizardSteps';

/** What the wizard works on. */
export interface WizardDeps {
  readonly settings: ProfileSettings;
  readonly vault: SecretStorageVault;
  readonly configFiles: Pick<AwsConfigFiles, 'current' | 'ready'>;
  readonly directory: () => Promise<RoleDirectory>;
}

/** The "Add Role Profile" wizard: asks step by step, stores the secrets and writes the profile. */
export class ProfileWizard {
  constructor(private readonly deps: WizardDeps) {}

  /**
   * Makes a profile with the person and saves it in the user's settings.
   * @returns the profile's name, or several profiles that the person pasted instead
   * @throws AppError of kind `cancelled` when the person gives up (nothing is stored then), `invalidProfile` when the
   *   settings cannot be written
   */
  async add(): Promise<string | Paste> {
    const { settings } = this.deps;
    // Before the first question, so that nobody answers them all in vain.
    settings.checkWritable();
    const draft = emptyDraft();
    await runSteps(l10n.t('Add Role Profile'), wizardSteps(await createWizardContext(this.deps)), draft);
    if (draft.severalPasted) return draft.severalPasted;
    const name = draft.name ?? '';
    await settings.save(name, await keepSecrets(draft, this.deps));
    return name;
  }

  /**
   * Asks for what a pasted profile lacks, and stores its secrets.
   * @returns the profile to save
   * @throws AppError of kind `cancelled` when the person gives up
   */
  async complete([name, profile]: readonly [string, PastedProfile]): Promise<readonly [string, WrittenProfile]> {
    const draft = emptyDraft();
    applyPaste(draft, name, profile);
    await runSteps(l10n.t('Add Role Profile'), completionSteps(await createWizardContext(this.deps), profile), draft);
    return [draft.name ?? name, await keepSecrets(draft, this.deps)];
  }

  /**
   * Changes a profile with the person and saves it where it stands.
   * @throws AppError as {@link add}, and of kind `invalidProfile` when the profile is no object
   */
  async edit(name: string): Promise<void> {
    const { settings } = this.deps;
    const written = settings.written(name);
    if (!isJsonObject(written)) {
      const cure = l10n.t('Correct it in the settings (JSON).');
      throw new AppError('invalidProfile', l10n.t('The profile "{0}" cannot be read.', name), { profile: name, cure });
    }
    // Whatever breaks a rule shows in the review; what nobody asks about is written back as it is.
    const { scope, written: writtenName } = settings.placeOf(name) ?? { scope: 'user', written: name };
    const draft = draftOf(writtenName, written);
    await runSteps(l10n.t('Edit "{0}"', name), [editStep(await createWizardContext(this.deps, scope))], draft);
    await settings.saveAll({ [writtenName]: await keepSecrets(draft, this.deps, name) }, scope);
  }
}
