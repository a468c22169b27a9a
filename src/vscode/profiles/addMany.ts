import { commands, l10n } from 'vscode';
import type { WrittenProfile } from '../../core/roles/profileSchema';
import type { CommandId } from '../ids';
import { showInformation } from '../texts/messages';
import { openInSettings } from './editProfile';
import type { ProfileSettings } from './settings';

/**
 * Writes profiles into the user's settings in one update and says so, with a way to see or to use them. The
 * notification is not waited for.
 * @throws AppError of kind `invalidProfile` when the settings cannot be written
 */
export async function addProfiles(
  profiles: Readonly<Record<string, WrittenProfile>>,
  settings: ProfileSettings,
): Promise<void> {
  const [first, ...others] = Object.keys(profiles);
  if (first === undefined) return;
  await settings.saveAll(profiles);
  void tell(first, others.length, settings);
}

async function tell(first: string, others: number, settings: ProfileSettings): Promise<void> {
  const open = l10n.t('Open Settings');
  const assume = l10n.t('Assume Role');
  const text =
    others === 0
      ? l10n.t('The role profile "{0}" was added.', first)
      : l10n.t('{0} role profiles were added.', others + 1);
  const answer = await showInformation(text, assume, open);
  if (answer === open) await openInSettings(first, settings);
  const command: CommandId = 'assumeRole.assume';
  if (answer === assume) await commands.executeCommand(command, ...(others === 0 ? [first] : []));
}
