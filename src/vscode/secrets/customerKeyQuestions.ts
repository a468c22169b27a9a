import type { Destination } from '../../core/secrets/destination';
import type { Prompter, SecretVault } from '../../core/sessions/ports';
import type { AppError } from '../../core/support/errors';

/** Who asks the person, and who keeps what they say. */
export interface CustomerKeyQuestionsDeps {
  readonly prompter: Pick<Prompter, 'storeSecret'>;
  readonly vault: Pick<SecretVault, 'allow'>;
}

/**
 * Asks the person for what a request with an encryption key lacked: the key itself, or whether it may go to that host.
 * @throws AppError of kind `cancelled` when the person gives up or says no
 */
export function customerKeyQuestions({
  prompter,
  vault,
}: CustomerKeyQuestionsDeps): (error: AppError) => Promise<void> {
  return async ({ kind, detail }) => {
    const { secret, profile = '' } = detail;
    const destinations = (detail.destinations ?? []) as readonly Destination[];
    const { signal } = new AbortController();
    if (!secret) return;
    if (kind === 'secretMissing') await prompter.storeSecret(secret, destinations, signal);
    // That it belongs there without a question was settled before.
    else await vault.allow(secret, destinations, { profile, own: false, interactive: true, signal });
  };
}
