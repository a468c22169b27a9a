import type { Uri } from 'vscode';
import type { ProfileScope } from './settings';

/** A settings file of VS Code. */
export interface SettingsFile {
  readonly scope: ProfileScope;
  /** Where the settings stand in the file. */
  readonly root: readonly string[];
}

/** What kind of settings file the URI names; undefined when it is none. */
export function settingsFile(uri: Uri): SettingsFile | undefined {
  if (uri.path.endsWith('.code-workspace')) return { scope: 'workspace', root: ['settings'] };
  if (!uri.path.endsWith('/settings.json')) return undefined;
  if (uri.path.endsWith('/.vscode/settings.json')) return { scope: 'workspace', root: [] };
  // The user's own: of this machine (or a VS Code profile), or of the remote one.
  const isUser =
    uri.scheme === 'vscode-userdata' || /\/(User(\/profiles\/[^/]+)?|Machine)\/settings\.json$/.test(uri.path);
  return isUser ? { scope: 'user', root: [] } : undefined;
}
