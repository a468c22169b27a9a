import {
  commands,
  env,
  l10n,
  Range,
  Selection,
  TextEditorRevealType,
  Uri,
  window,
  workspace,
  type TextEditor,
} from 'vscode';
import { AppError } from '../../core/support/errors';
import { isJsonObject } from '../../core/support/json';
import { SETTING } from '../ids';
import { askMenu } from '../support/menu';
import type { ProfileSettings } from './settings';
import { settingsFile } from './settingsFile';
import { profilePlace } from './settingsText';

/** One of VS Code's commands that open a settings file, and the file it opens. */
interface Destination {
  readonly command: string;
  readonly opens: (uri: Uri) => boolean;
}

const REMOTE_FILE: Destination = {
  command: 'workbench.action.openRemoteSettingsFile',
  opens: ({ path }) => path.endsWith('/Machine/settings.json'),
};
const WORKSPACE_FILE: Destination = {
  command: 'workbench.action.openWorkspaceSettingsFile',
  opens: ({ path }) => /(\/\.vscode\/settings\.json|\.code-workspace)$/.test(path),
};
const USER_FILE: Destination = {
  command: 'workbench.action.openSettingsJson',
  opens: (uri) => !REMOTE_FILE.opens(uri) && !WORKSPACE_FILE.opens(uri),
};

/** How long VS Code may take to show a file after it said that it has, milliseconds. */
const SHOWN_WITHIN = 5000;

/**
 * Edits a profile: one of the settings step by step or in the file, as the person chooses, one of the AWS CLI's files
 * there.
 * @param change edits it step by step
 * @throws AppError of kind `cancelled` when the person gives up, `profileNotFound` when there is none of that name
 */
export async function editProfile(
  name: string,
  settings: ProfileSettings,
  change: (name: string) => Promise<void>,
): Promise<void> {
  const place = settings.configPlace(name);
  if (settings.scopeOf(name) === undefined && place) {
    await openConfigFile(place);
    return;
  }
  const written = settings.written(name);
  if (!isJsonObject(written)) {
    await openInSettings(name, settings);
    return;
  }
  const answer = await askMenu<'steps' | 'settings'>(
    {
      placeholder: l10n.t('How do you want to edit it?'),
      choices: [
        { icon: 'list-selection', label: l10n.t('Edit Step by Step'), value: 'steps' },
        { icon: 'go-to-file', label: l10n.t('Open Settings (JSON)'), value: 'settings' },
      ],
    },
    { title: l10n.t('Edit "{0}"', name), step: 1, totalSteps: 1, back: false },
  );
  if (answer.type === 'chosen') await (answer.value === 'steps' ? change(name) : openInSettings(name, settings));
}

/** Opens one of the AWS CLI's files with the cursor on a line, counted from one. */
async function openConfigFile({ path, line }: { readonly path: string; readonly line: number }): Promise<void> {
  const start = new Range(line - 1, 0, line - 1, 0);
  await window.showTextDocument(await workspace.openTextDocument(Uri.file(path)), { selection: start });
}

/**
 * Opens the settings file that holds the profile, broken or not, with the cursor on its name.
 * @throws AppError of kind `profileNotFound` when no settings hold a profile of that name
 */
export async function openInSettings(name: string, settings: ProfileSettings): Promise<void> {
  const place = settings.placeOf(name);
  if (!place) throw new AppError('profileNotFound', l10n.t('There is no profile "{0}".', name), { profile: name });
  const { scope, written } = place;
  if (scope === 'workspace') {
    await openAt(WORKSPACE_FILE, written);
    return;
  }
  // In a remote window the user's settings are two files; which one holds the profile only their texts tell.
  if (env.remoteName !== undefined && (await openAt(REMOTE_FILE, written))) return;
  await openAt(USER_FILE, written);
}

/** Opens a settings file and selects the profile's name; false when the file does not hold it. */
async function openAt(destination: Destination, name: string): Promise<boolean> {
  const editor = await open(destination);
  const file = editor && settingsFile(editor.document.uri);
  if (!file) return false;
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

/** Opens a settings file. VS Code's command may end before its editor is the active one, so that is awaited. */
async function open({ command, opens }: Destination): Promise<TextEditor | undefined> {
  const shown = (editor: TextEditor | undefined): editor is TextEditor =>
    editor !== undefined && settingsFile(editor.document.uri) !== undefined && opens(editor.document.uri);
  await commands.executeCommand(command, { revealSetting: { key: SETTING.profiles } });
  if (shown(window.activeTextEditor)) return window.activeTextEditor;
  return new Promise((resolve) => {
    const end = (editor: TextEditor | undefined): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(editor);
    };
    const timer = setTimeout(() => end(undefined), SHOWN_WITHIN);
    const subscription = window.onDidChangeActiveTextEditor((editor) => {
      if (shown(editor)) end(editor);
    });
  });
}
