import { t } from '@vscode/l10n';
import { askedRecipe, recipeText } from '../../roles/consent/recipe';
import type { Profile } from '../../roles/profile';
import { AppError, cancelled } from '../../support/errors';
import { Turns } from '../../support/turns';
import type { SecretVault } from '../ports';

declare const AGREED: unique symbol;

/**
 * A profile whose recipe may be used: a person's own, or one of the workspace that they have agreed to. Only
 * {@link ConsentGate} makes them, and nothing else is walked.
 */
export type ConsentedProfile = Profile & { readonly [AGREED]: true };

/** The recipes a person has agreed to in this workspace, kept where no workspace can write. */
export interface ConsentStore {
  has(recipe: string): boolean;
  add(recipe: string): Promise<void>;
}

/** What the gate needs from the outside. */
export interface ConsentGateDeps {
  readonly consents: ConsentStore;
  readonly vault: Pick<SecretVault, 'noteAgreed'>;
  readonly prompter: {
    /** Shows what the profile does; rejects with kind `cancelled` unless the person agrees to it. */
    consent(profile: Profile, signal: AbortSignal): Promise<void>;
  };
}

/** The one way to use a profile: those of the workspace need the person's consent, once for each recipe. */
export class ConsentGate {
  readonly #turns = new Turns();

  constructor(private readonly deps: ConsentGateDeps) {}

  /**
   * Lets a profile in.
   * @param profile with its variables filled in
   * @param options.interactive whether the person may be asked
   * @throws {AppError} kind `cancelled` when the person does not agree, `interactionRequired` where nobody may be asked
   */
  async admit(
    profile: Profile,
    { interactive, signal }: { readonly interactive: boolean; readonly signal: AbortSignal },
  ): Promise<ConsentedProfile> {
    const asked = askedRecipe(profile);
    if (asked) {
      const recipe = recipeText(asked);
      const { consents, prompter, vault } = this.deps;
      if (!interactive && !consents.has(recipe)) throw notAgreed(profile.name);
      await this.#turns.run('', signal, async () => {
        if (consents.has(recipe)) return;
        await prompter.consent(profile, signal);
        if (signal.aborted) throw cancelled();
        await consents.add(recipe);
        await vault.noteAgreed(asked);
      });
    }
    return profile as ConsentedProfile;
  }
}

function notAgreed(profile: string): AppError {
  return new AppError(
    'interactionRequired',
    t('The profile "{0}" comes with this workspace, and you have not agreed to what it does.', profile),
    { profile, cure: t('Run "AWS: Assume Role" and choose it to see what that is.') },
  );
}
