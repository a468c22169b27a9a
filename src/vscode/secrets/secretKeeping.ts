import { config, type l10nJsonFormat } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { GuardedSecrets } from '../../core/secrets/guardedSecrets';
import { HostGuard } from '../../core/secrets/hostGuard';
import type { Prompter, SecretVault, SessionCache, WindowLock } from '../../core/sessions/ports';
import type { Clock } from '../../core/support/clock';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import type { AppError } from '../../core/support/errors';
import { SecretIndex } from '../support/secretIndex';
import { SecretStorageVault } from '../support/secrets';
import { SessionVault, thisPlace } from '../support/sessionVault';
import { FileWindowLock } from '../support/windowLock';
import { AllowedHosts } from './allowedHosts';
import { customerKeyQuestions } from './customerKeyQuestions';
import { Forgetting, type ForgetParticipant } from './forgetting';
import { ForgottenSecrets } from './forgottenSecrets';
import { askForHosts } from './hostQuestion';
import { SecretRecords } from './secretRecords';

/** What secrets are kept with. */
export interface SecretKeepingDeps {
  /** This person's on this machine, whatever the window. */
  readonly directory: string;
  readonly storage: vscode.SecretStorage;
  readonly clock: Clock;
  readonly prompter: Pick<Prompter, 'storeSecret'>;
  /** Forget too when everything is forgotten. */
  readonly participants: readonly ForgetParticipant[];
  /** Hears of what could not be forgotten in other windows. */
  readonly warn: (error: unknown) => void;
  /** Texts in the person's language; this bundle has a localization module of its own. */
  readonly translations: l10nJsonFormat | undefined;
}

/** All that keeps secrets, and forgets them. */
export interface SecretKeeping extends Disposable {
  /** The secrets themselves, for who stores them. */
  readonly kept: SecretStorageVault;
  /** The same for everybody who sends them. */
  readonly vault: SecretVault;
  readonly sessions: SessionCache;
  readonly lock: WindowLock;
  /** See {@link customerKeyQuestions}. */
  readonly askForKey: (error: AppError) => Promise<void>;
  /** See {@link Forgetting.everything}. */
  readonly forgetEverything: Forgetting['everything'];
}

/**
 * Makes what keeps secrets, in a bundle of its own, and begins to follow what other windows forget: see
 * {@link Forgetting.start}.
 */
export function createSecretKeeping({
  directory,
  storage,
  clock,
  prompter,
  participants,
  warn,
  translations,
}: SecretKeepingDeps): SecretKeeping {
  if (translations) config({ contents: translations });
  const store = new DisposableStore();
  const lock = new FileWindowLock(directory);
  const forgotten = store.add(new ForgottenSecrets({ directory, storage, lock, clock }));
  const index = store.add(new SecretIndex(storage, clock, lock));
  const records = new SecretRecords({ storage, clock, lock, forgotten, warn });
  const kept = new SecretStorageVault(records, index);
  const vault = new GuardedSecrets(kept, new HostGuard(new AllowedHosts(records, index), askForHosts));
  const sessions = store.add(new SessionVault(storage, records, index, forgotten, thisPlace()));
  const forgetting = store.add(new Forgetting({ directory, forgotten, records, index, participants }));
  const started = forgetting.start();
  started.catch(warn);
  return {
    kept,
    vault,
    sessions,
    lock,
    askForKey: customerKeyQuestions({ prompter, vault }),
    forgetEverything: async () => {
      await started;
      return forgetting.everything();
    },
    dispose: () => store.dispose(),
  };
}
