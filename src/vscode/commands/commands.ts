import { config, type l10nJsonFormat } from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Prompter, SignInPrompter } from '../../core/sessions/ports';
import type { Clock } from '../../core/support/clock';
import type { CommandHandlers } from '../ids';
import type { ProfileEditing } from '../profiles/editing';
import { WindowPrompter } from '../sessions/prompter';
import { RecentProfiles } from '../sessions/recentProfiles';
import { WindowSignInPrompter } from '../sessions/signInPrompter';
import { Switcher } from '../sessions/switcher';
import { presentError } from '../support/presentError';
import { chainCommands, type ChainCommand, type ChainCommandDeps } from './chainCommands';
import { policyCommands, type PolicyCommand, type PolicyCommandDeps } from './policyCommands';
import { profileCommands, type ProfileCommand } from './profileCommands';
import { sessionCommands, type SessionCommand } from './sessionCommands';

/** What the commands and questions work on. */
export interface CommandDeps extends ChainCommandDeps, Omit<PolicyCommandDeps, 'sessions' | 'editing'> {
  readonly editing: () => Promise<ProfileEditing>;
  readonly globalState: vscode.Memento;
  readonly clock: Clock;
}

/** Commands of this bundle. */
export type PersonCommand = ChainCommand | PolicyCommand | ProfileCommand | SessionCommand;

/** What this window does for the person it talks to. */
export interface WindowCommands {
  readonly commands: Pick<CommandHandlers, PersonCommand>;
  readonly prompter: Prompter;
  readonly signInPrompter: SignInPrompter;
  /** See {@link presentError}. */
  readonly present: (error: unknown) => Promise<void>;
}

/** Commands, questions and errors, in a bundle of its own that is loaded with the first of them. */
export function createCommands(deps: CommandDeps, translations: l10nJsonFormat | undefined): WindowCommands {
  if (translations) config({ contents: translations });
  const { settings, sessions, editing, globalState, clock, log } = deps;
  const recent = new RecentProfiles(globalState);
  const switcher = new Switcher(settings, sessions, recent, clock);
  return {
    commands: {
      ...chainCommands(deps),
      ...sessionCommands({ sessions, switcher, recent, log, settings, editing }),
      ...policyCommands(deps),
      ...profileCommands(deps),
    },
    prompter: new WindowPrompter(editing, () => settings.accounts),
    signInPrompter: new WindowSignInPrompter(),
    present: (error) => presentError(error, log),
  };
}
