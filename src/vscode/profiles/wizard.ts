import { l10n } from 'vscode';
import { secretsOf } from '../../core/roles/profile';
import { runSteps } from '../support/multiStep';
import type { SecretStorageVault } from '../support/secrets';
import { accessKeyNames } from './baseChoices';
import { emptyDraft, freeName, toWrittenProfile, type ProfileDraft } from './draft';
import type { ProfileSettings } from './settings';
import { wizardSteps } from './wizardSteps';

/** The "Add Role Profile" wizard: asks step by step, then stores the secrets and writes the profile. */
export class ProfileWizard {
  /**
   * @param sharedConfigProfiles names of the profiles in `~/.aws`; empty when there are none or they cannot be read
   */
  constructor(
    private readonly settings: ProfileSettings,
    private readonly vault: SecretStorageVault,
    private readonly sharedConfigProfiles: () => Promise<readonly string[]>,
  ) {}

  /**
   * Makes a profile with the person and saves it in the user's settings.
   * @returns the profile's name
   * @throws AppError of kind `cancelled` when the person gives up (nothing is stored then), `invalidProfile` when the
   *   settings cannot be written
   */
  async run(signal?: AbortSignal): Promise<string> {
    // Before the first question, so that nobody answers them all in vain.
    this.settings.checkWritable();
    const draft = emptyDraft();
    const steps = wizardSteps({
      profiles: this.settings.current.profiles,
      storedKeys: await this.#storedKeys(),
      sharedConfigProfiles: await this.sharedConfigProfiles(),
      hasKeys: (name) => this.vault.has({ type: 'accessKeys', name }),
      scopeOf: (name) => this.settings.scopeOf(name),
      taken: this.#takenNames(),
    });
    await runSteps(l10n.t('Add Role Profile'), steps, draft, signal);
    return this.#save(draft);
  }

  async #save(draft: ProfileDraft): Promise<string> {
    const name = draft.name ?? '';
    const secretName = freeName(name, this.#externalIdsOfOthers(name));
    const profile = toWrittenProfile(draft, secretName);
    // Secrets first: what watches the settings may use the profile at once.
    if (draft.base?.type === 'newKeys') {
      await this.vault.storeAccessKeys(draft.keyName, draft.accessKeyId, draft.secretAccessKey);
    }
    if (draft.externalId !== '' && draft.keepExternalIdSecret) {
      await this.vault.storeExternalId(secretName, draft.externalId);
    }
    await this.settings.save(name, profile);
    return name;
  }

  async #storedKeys(): Promise<string[]> {
    const stored: string[] = [];
    for (const name of accessKeyNames(this.settings.current.profiles)) {
      if (await this.vault.has({ type: 'accessKeys', name })) stored.push(name);
    }
    return stored;
  }

  #takenNames(): Set<string> {
    const { profiles, problems } = this.settings.current;
    return new Set([...profiles.keys(), ...problems.flatMap(({ profile }) => profile ?? [])]);
  }

  /** Names of secret external IDs that other profiles refer to and that must keep their values. */
  #externalIdsOfOthers(name: string): Set<string> {
    const others = [...this.settings.current.profiles.values()].filter((profile) => profile.name !== name);
    const secrets = others.flatMap(secretsOf).filter(({ type }) => type === 'externalId');
    return new Set(secrets.map((secret) => secret.name));
  }
}
