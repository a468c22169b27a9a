import * as vscode from 'vscode';
import { plainLine } from '../../core/texts/plain';

type Report = vscode.Progress<{ readonly message?: string; readonly increment?: number }>;

/** As VS Code's `window.withProgress`: neither title nor messages hold a link or an icon. */
export function withProgress<T>(
  options: vscode.ProgressOptions,
  task: (progress: Report, token: vscode.CancellationToken) => Thenable<T>,
): Thenable<T> {
  const { title } = options;
  const plain = title === undefined ? options : { ...options, title: plainLine(title) };
  return vscode.window.withProgress(plain, (progress, token) =>
    task(
      {
        report: ({ message, ...step }) =>
          progress.report(message === undefined ? step : { ...step, message: plainLine(message) }),
      },
      token,
    ),
  );
}
