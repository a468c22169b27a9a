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

let machineProfiles: Readonly<Record<string, WrittenProfile>> | undefined;

/** Adds profiles to those of the machine settings, in place of those added before; `undefined` takes them out. */
export async function writeUserProfiles(profiles: Readonly<Record<string, unknown>> | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  // VS Code writes to the machine settings, because the setting stands there.
  machineProfiles ??= configuration.inspect<Record<string, WrittenProfile>>('assumeRole.profiles')?.globalValue ?? {};
  const all = { ...machineProfiles, ...profiles };
  await configuration.update('assumeRole.profiles', all, vscode.ConfigurationTarget.Global);
}

/** Puts profiles into the workspace's settings, replacing those there; `undefined` takes the setting out. */
export async function writeWorkspaceProfiles(profiles: Readonly<Record<string, unknown>> | undefined): Promise<void> {
  await vscode.workspace
    .getConfiguration()
    .update('assumeRole.profiles', profiles, vscode.ConfigurationTarget.Workspace);
}
