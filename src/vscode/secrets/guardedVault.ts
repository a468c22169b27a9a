import { config, type l10nJsonFormat } from '@vscode/l10n';
import { GuardedSecrets } from '../../core/secrets/guardedSecrets';
import { HostGuard } from '../../core/secrets/hostGuard';
import type { KeptSecrets, Prompter, SecretVault } from '../../core/sessions/ports';
import type { AppError } from '../../core/support/errors';
import type { SecretIndex } from '../support/secretIndex';
import { AllowedHosts } from './allowedHosts';
import { customerKeyQuestions } from './customerKeyQuestions';
import { askForHosts } from './hostQuestion';
import type { SecretRecords } from './secretRecords';

/** What keeps the secrets, and where each may go. */
export interface GuardedVaultDeps {
  readonly vault: KeptSecrets;
  readonly records: SecretRecords;
  readonly index: SecretIndex;
  readonly prompter: Pick<Prompter, 'storeSecret'>;
  /** Texts in the person's language; this bundle has a localization module of its own. */
  readonly translations: l10nJsonFormat | undefined;
}

/** Secrets for those who send them, and what is asked about them. */
export interface GuardedVault {
  readonly vault: SecretVault;
  /** See {@link customerKeyQuestions}. */
  readonly askForKey: (error: AppError) => Promise<void>;
}

/** The vault for everybody who sends secrets, in a bundle of its own that is loaded with the first of them. */
export function createGuardedVault({
  vault: kept,
  records,
  index,
  prompter,
  translations,
}: GuardedVaultDeps): GuardedVault {
  if (translations) config({ contents: translations });
  const vault = new GuardedSecrets(kept, new HostGuard(new AllowedHosts(records, index), askForHosts));
  return { vault, askForKey: customerKeyQuestions({ prompter, vault }) };
}
