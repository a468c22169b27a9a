import * as vscode from 'vscode';
import { AppError, cancelled } from '../../core/support/errors';
import type { CommandHandlers } from '../ids';
import { editProfile } from '../profiles/editProfile';
import { promptAccessKeys } from '../profiles/secretPrompts';
import type { ProfileSettings } from '../profiles/settings';
import type { Log } from '../support/log';
import type { SecretStorageVault } from '../support/secrets';

/** What the profile commands work on. */
export interface ProfileCommandDeps {
  readonly settings: ProfileSettings;
  readonly vault: SecretStorageVault;
  readonly log: Log;
}

type ProfileCommand = 'assumeRole.editProfile' | 'assumeRole.setAccessKeys' | 'assumeRole.showLog';

/** Editing profiles and their secrets. */
export function profileCommands({ settings, vault, log }: ProfileCommandDeps): Pick<CommandHandlers, ProfileCommand> {
  return {
    'assumeRole.editProfile': async (name) => {
      await editProfile(typeof name === 'string' ? name : await pickProfile(settings), settings);
    },
    'assumeRole.setAccessKeys': async (name) => {
      const keys = typeof name === 'string' ? name : await pickAccessKeys(settings);
      await promptAccessKeys(keys, { vault });
      log.info(`Stored access keys "${keys}".`);
    },
    'assumeRole.showLog': () => {
      log.show();
    },
  };
}

async function pickProfile({ current }: ProfileSettings): Promise<string> {
  const broken = current.problems.flatMap(({ profile }) => profile ?? []);
  return pick([...new Set([...current.profiles.keys(), ...broken])], vscode.l10n.t('Profile to edit'));
}

async function pickAccessKeys({ current }: ProfileSettings): Promise<string> {
  const names = [...current.profiles.values()].flatMap(({ source }) =>
    source.type === 'accessKeys' ? source.name : [],
  );
  return pick([...new Set(names)], vscode.l10n.t('Access keys to replace'));
}

async function pick(names: readonly string[], placeHolder: string): Promise<string> {
  if (names.length === 0) {
    const cure = vscode.l10n.t('Run "AWS: Add Role Profile…" first.');
    throw new AppError('profileNotFound', vscode.l10n.t('No profile uses any.'), { cure });
  }
  const chosen = await vscode.window.showQuickPick(
    [...names].sort((a, b) => a.localeCompare(b)),
    { placeHolder },
  );
  if (chosen === undefined) throw cancelled();
  return chosen;
}
