import * as vscode from 'vscode';
import type { CommandId, Commands } from '../ids';

/** Runs one of the extension's commands, with its wrapper: it tells the person itself what goes wrong. */
export async function runCommand<C extends CommandId>(command: C, ...args: Commands[C]): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}
