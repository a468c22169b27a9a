import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import type { SETTING } from '../ids';
import { isWorkspaceListened, onDidChangeListened } from './listened';

/** The name of a setting of ours. */
export type SettingName = (typeof SETTING)[keyof typeof SETTING];

/** What a setting is in every scope; undefined where it is not set, or does not count. */
export interface SettingLayers {
  /** In a remote window those of the local and of the remote user, as VS Code merges them. */
  readonly user: unknown;
  /** Undefined, whatever is written there, while the workspace may not be listened to. */
  readonly workspace: unknown;
}

/** A setting scope by scope: VS Code's merged value would mix the fields of two objects of the same name. */
export function settingLayers(name: SettingName): SettingLayers {
  const inspected = vscode.workspace.getConfiguration().inspect<unknown>(name);
  return {
    user: inspected?.globalValue,
    workspace: isWorkspaceListened() ? inspected?.workspaceValue : undefined,
  };
}

/** The value of a setting that counts, unchecked: that of the narrowest scope, or else the default. */
export function setting(name: SettingName): unknown {
  const { user, workspace } = settingLayers(name);
  return workspace ?? user ?? vscode.workspace.getConfiguration().inspect(name)?.defaultValue;
}

/** Like {@link setting}; `otherwise` for what is no number. */
export function numberSetting(name: SettingName, otherwise: number): number {
  const value = setting(name);
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

/**
 * Like {@link setting}, of what is the person's to decide wherever they work: what a workspace says does not count.
 */
export function ownSetting(name: SettingName): unknown {
  return settingLayers(name).user ?? vscode.workspace.getConfiguration().inspect(name)?.defaultValue;
}

/** Like {@link numberSetting}, where a workspace may lower what the person has, but not raise it. */
export function cappedSetting(name: SettingName, otherwise: number): number {
  const own = ownSetting(name);
  const cap = typeof own === 'number' && Number.isFinite(own) ? own : otherwise;
  return Math.min(cap, numberSetting(name, cap));
}

/** Whether VS Code saves a file by itself, by its own setting. */
export function savesByItself(file: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration('files', file).get('autoSave') !== 'off';
}

/** Tells of every change of what these settings are, be it that one is edited or that the workspace comes to count or not. */
export function onDidChangeSettings(names: readonly SettingName[], listener: () => void): Disposable {
  const store = new DisposableStore();
  store.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (names.some((name) => event.affectsConfiguration(name))) listener();
    }),
  );
  store.add(onDidChangeListened(listener));
  return store;
}

/** Writes a setting; rejects with VS Code's reason. */
export async function writeSetting(
  name: SettingName,
  value: unknown,
  target: vscode.ConfigurationTarget,
): Promise<void> {
  await vscode.workspace.getConfiguration().update(name, value, target);
}
