/** What decides whether a workspace may configure the extension. */
export interface WorkspaceOrigin {
  /** What VS Code says; it trusts most folders that are not on a disk without asking anybody. */
  readonly isTrusted: boolean;
  /** URI schemes of the workspace folders. */
  readonly folders: readonly string[];
  /** URI scheme of the workspace file, of a workspace that has one. */
  readonly file: string | undefined;
}

/**
 * Where the files of a machine are, this one or the remote one: there a person's yes to VS Code's question of trust is
 * about what stays as it is until somebody with access to that machine changes it.
 *
 * All other schemes are left out on purpose, those not known yet too. `assume-role-s3` and its like: VS Code asks nobody, and
 * whoever may write an object writes the settings. `vscode-vfs` (repositories that are not cloned): VS Code asks, but
 * everyone who may push changes what was agreed to, at any time and unseen. `vscode-userdata`: nobody has projects there,
 * and the workspaces that VS Code itself keeps there it calls `untitled`.
 */
const ON_A_MACHINE: ReadonlySet<string> = new Set(['file', 'vscode-remote']);

/** A workspace of several folders that is not saved: VS Code writes its file itself, from what the person did. */
const UNSAVED = 'untitled';

/**
 * Whether the settings of a workspace may count: it is trusted, and all of it is on a machine. A single folder elsewhere is
 * enough for a no: VS Code trusts the whole or nothing, so trust given for one folder says nothing about another.
 */
export function isListenedTo({ isTrusted, folders, file }: WorkspaceOrigin): boolean {
  const isFileFine = file === undefined || file === UNSAVED || ON_A_MACHINE.has(file);
  return isTrusted && isFileFine && folders.every((scheme) => ON_A_MACHINE.has(scheme));
}
