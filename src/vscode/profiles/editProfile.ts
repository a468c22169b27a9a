import { commands, env, l10n, Range, Selection, TextEditorRevealType, window } from 'vscode';
import { AppError } from '../../core/support/errors';
import { SETTING } from '../ids';
import type { ProfileSettings } from './settings';
import { settingsFile } from './settingsFile';

const USER_FILE = 'workbench.action.openSettingsJson';
const REMOTE_FILE = 'workbench.action.openRemoteSettingsFile';
const WORKSPACE_FILE = 'workbench.action.openWorkspaceSettingsFile';

/**
 * Opens the settings file that holds the profile, broken or not, with the cursor on its name.
 * @throws AppError of kind `profileNotFound` when no settings hold a profile of that name
 */
export async function editProfile(name: string, settings: ProfileSettings): Promise<void> {
  const scope = settings.scopeOf(name);
  if (!scope) throw new AppError('profileNotFound', l10n.t('There is no profile "{0}".', name), { profile: name });
  if (scope === 'workspace') {
    await openAt(WORKSPACE_FILE, name);
    return;
  }
  // In a remote window the user's settings are two files; which one holds the profile only their texts tell.
  if (env.remoteName !== undefined && (await openAt(REMOTE_FILE, name))) return;
  await openAt(USER_FILE, name);
}

/** Opens a settings file and selects the profile's name; false when the file does not hold it. */
async function openAt(command: string, name: string): Promise<boolean> {
  await commands.executeCommand(command, { revealSetting: { key: SETTING.profiles } });
  const editor = window.activeTextEditor;
  const file = editor && settingsFile(editor.document.uri);
  if (!file) return false;
  const { profilePlace } = await import('./settingsText');
  const place = profilePlace(editor.document.getText(), name, file.root);
  if (!place) return false;
  const range = new Range(
    editor.document.positionAt(place.offset),
    editor.document.positionAt(place.offset + place.length),
  );
  editor.selection = new Selection(range.start, range.end);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
  return true;
}
