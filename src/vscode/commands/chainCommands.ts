import * as vscode from 'vscode';
import type { SessionService } from '../../core/sessions/sessionService';
import { cancelled } from '../../core/support/errors';
import type { CommandHandlers } from '../ids';
import type { ProfileSettings } from '../profiles/settings';
import type { LazyChainViews } from '../sessions/chainView/register';
import { showQuickPick } from '../texts/inputs';

/** What the commands of the Chain view work on. */
export interface ChainCommandDeps {
  readonly chains: LazyChainViews;
  readonly sessions: SessionService;
  readonly settings: ProfileSettings;
}

/** Commands of chains. */
export type ChainCommand = 'assumeRole.showChain' | 'assumeRole.testChain';

/** Showing and testing chains: the active session's, or one the person picks. */
export function chainCommands({ chains, sessions, settings }: ChainCommandDeps): Pick<CommandHandlers, ChainCommand> {
  const profileFor = async (name: unknown, placeHolder: string): Promise<string> =>
    typeof name === 'string' ? name : (sessions.state.active?.profile.name ?? (await pick(settings, placeHolder)));
  return {
    'assumeRole.showChain': async (name) => {
      await chains.show(await profileFor(name, vscode.l10n.t('Profile whose chain is shown')));
    },
    'assumeRole.testChain': async (name) => {
      await chains.test(await profileFor(name, vscode.l10n.t('Profile whose chain is tested')));
    },
  };
}

async function pick({ current }: ProfileSettings, placeHolder: string): Promise<string> {
  const names = [...current.profiles.keys()].sort((a, b) => a.localeCompare(b));
  const chosen = await showQuickPick(names, { placeHolder });
  if (chosen === undefined) throw cancelled();
  return chosen;
}
