import * as vscode from 'vscode';
import type { CommandHandlers, CommandId } from '../ids';
import { ProfileElement } from '../sessions/profileElement';
import type { Log } from '../support/log';
import { presentError } from '../support/presentError';

/**
 * Registers every command behind one wrapper: what fails is logged and shown once, what is cancelled stays silent.
 * @param ready what must be there before any command runs
 * @returns what unregisters them
 */
export function registerCommands(handlers: CommandHandlers, log: Log, ready: () => Promise<void>): vscode.Disposable {
  const registrations = (Object.keys(handlers) as CommandId[]).map((id) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        await ready();
        // VS Code hands over what menus, keybindings and links pass; each handler checks what it cannot trust.
        await (handlers[id] as (...args: unknown[]) => unknown)(...argumentsFrom(args));
      } catch (error) {
        // Not awaited: the notification may stay open, and the command is done.
        void presentError(error, log);
      }
    }),
  );
  return vscode.Disposable.from(...registrations);
}

/** A row that stands for a profile becomes the profile's name alone, so that a command is the same from every place. */
function argumentsFrom(args: readonly unknown[]): readonly unknown[] {
  const [first] = args;
  return first instanceof ProfileElement ? [first.profile] : args;
}
