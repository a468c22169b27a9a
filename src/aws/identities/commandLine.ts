import path from 'node:path';
import { t } from '@vscode/l10n';
import { splitWindowsWords, splitWords } from '../../core/configFiles/words';
import { AppError } from '../../core/support/errors';

/** A program and what it is called with. */
export interface CommandLine {
  /** Absolute, or a name to look up in `PATH`. */
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * The program and arguments of a command, split as the AWS CLI splits `credential_process` (botocore,
 * `compat_shell_split`): no shell has a part in it, so `$`, `*`, `|` and `;` are characters like any other.
 * @throws AppError identityUnavailable that says what to write instead
 */
export function parseCommandLine(text: string, platform: NodeJS.Platform = process.platform): CommandLine {
  // Node's own error would repeat the command.
  if (text.includes('\0')) throw unusable(t('It holds a null character.'));
  const isWindows = platform === 'win32';
  const words = isWindows ? splitWindowsWords(text) : splitWords(text);
  if (!words) throw unusable(t('A quotation mark in it is not closed.'));
  const [program = '', ...args] = words;
  if (program === '') throw unusable(t('It names no program.'));
  const paths = isWindows ? path.win32 : path.posix;
  if (!paths.isAbsolute(program) && (isWindows ? /[/\\:]/ : /\//).test(program)) {
    throw unusable(t('Its program is named by a relative path.'), t('Name the program by its whole path.'));
  }
  // Windows runs these in a shell of its own, which gives the arguments another meaning.
  if (isWindows && /\.(bat|cmd)$/i.test(program)) {
    throw unusable(t('Its program is a batch file.'), t('Name a program that ends in .exe.'));
  }
  return { program, args };
}

/** Whether a command looks as if it was written for a shell. */
export function looksLikeShell(text: string): boolean {
  return /[|&;<>()$`*?~#]/.test(text);
}

/**
 * The environment for a command: without what belongs to the editor, such as the socket by which it takes commands, and
 * with absolute folders only in `PATH`, so that no program of an opened folder is taken for another.
 */
export function commandEnvironment(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): NodeJS.ProcessEnv {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const kept = Object.entries(env).filter(([name]) => !/^(VSCODE|ELECTRON)_/i.test(name));
  return Object.fromEntries(
    kept.map(([name, value]) =>
      name.toUpperCase() === 'PATH' && value !== undefined
        ? [
            name,
            value
              .split(paths.delimiter)
              .filter((folder) => paths.isAbsolute(folder))
              .join(paths.delimiter),
          ]
        : [name, value],
    ),
  );
}

function unusable(reason: string, cure?: string): AppError {
  const message = t('The command cannot be run. {0}', reason);
  return new AppError('identityUnavailable', message, cure === undefined ? {} : { cure });
}
