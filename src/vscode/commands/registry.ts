import * as vscode from 'vscode';
import { AppError } from '../../core/support/errors';
import type { CommandHandlers, CommandId } from '../ids';
import { ProfileElement } from '../sessions/profileElement';

/** What commands are registered with. */
export interface RegistryDeps {
  /** Shows what went wrong, once. */
  readonly present: (error: unknown) => void;
  /** What must be there before any command runs. */
  readonly ready: () => Promise<void>;
  /** Commands in the titles of views. */
  readonly inTitles: ReadonlySet<string>;
}

/**
 * Registers every command behind one wrapper: what fails is logged and shown once, what is cancelled stays silent.
 * @returns what unregisters them
 */
export function registerCommands(
  handlers: CommandHandlers,
  { present, ready, inTitles }: RegistryDeps,
): vscode.Disposable {
  const registrations = (Object.keys(handlers) as CommandId[]).map((id) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        await ready();
        // VS Code hands over what menus, keybindings and links pass; each handler checks what it cannot trust.
        await (handlers[id] as (...args: unknown[]) => unknown)(...argumentsFrom(args, inTitles.has(id)));
      } catch (error) {
        // Not awaited: the notification may stay open, and the command is done.
        present(error);
      }
    }),
  );
  return vscode.Disposable.from(...registrations);
}

/**
 * A row that stands for a profile becomes the profile's name alone, so that a command is the same from every place.
 * VS Code hands the row in focus to the buttons in a view's title, which are about the whole view.
 * @throws AppError of kind `changed` for a row that VS Code has forgotten: no other may stand in for it
 */
function argumentsFrom(args: readonly unknown[], isInTitle: boolean): readonly unknown[] {
  const [first, selected] = args;
  if (first instanceof ProfileElement) return isInTitle ? [] : [first.profile];
  // The menus and buttons of rows always hand over two arguments, shortcuts and the palette fewer.
  const isForgotten = args.length > 1 && first === undefined;
  if (!isInTitle && (isForgotten || (Array.isArray(selected) && selected.includes(undefined)))) {
    throw new AppError('changed', vscode.l10n.t('The view was just reading this row again, so nothing was done.'), {
      cure: vscode.l10n.t('Choose the command once more.'),
    });
  }
  return args;
}

/** The commands in the titles of views, as package.json has them. */
export function commandsInTitles(extension: vscode.Extension<unknown>): ReadonlySet<string> {
  const { contributes } = extension.packageJSON as {
    readonly contributes: { readonly menus: { readonly 'view/title': readonly { readonly command: string }[] } };
  };
  return new Set(contributes.menus['view/title'].map(({ command }) => command));
}
