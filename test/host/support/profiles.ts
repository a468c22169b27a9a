import * as vscode from 'vscode';

type WrittenProfile = Readonly<Record<string, unknown>>;

/** A profile of the machine settings with some of its fields replaced; `undefined` removes one. */
export function variantOf(name: string, changes: WrittenProfile): WrittenProfile {
  const profiles = vscode.workspace.getConfiguration().inspect<Record<string, WrittenProfile>>('assumeRole.profiles');
  const profile = profiles?.globalValue?.[name];
  if (!profile) throw new Error(`There is no profile ${name}.`);
  const merged = Object.entries({ ...profile, ...changes });
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
}

/** Puts profiles into the workspace's settings, replacing those there; `undefined` takes the setting out. */
export async function writeWorkspaceProfiles(profiles: Readonly<Record<string, unknown>> | undefined): Promise<void> {
  await vscode.workspace
    .getConfiguration()
    .update('assumeRole.profiles', profiles, vscode.ConfigurationTarget.Workspace);
}
