import * as vscode from 'vscode';
import type { OnProgress } from '../../core/s3/files/copyFolder';
import { withProgress } from '../texts/progress';

/** Milliseconds after which a person wants to see how far it is, and to be able to stop it. */
const SHOWN_AFTER = 1000;

/**
 * Runs work that may take long, with its progress in a notification that can stop it.
 * @param closing ends the work with the window
 */
export async function showingProgress<T>(
  title: string,
  closing: AbortSignal,
  work: (signal: AbortSignal, onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  const stopping = new AbortController();
  let report: OnProgress = () => undefined;
  const running = work(AbortSignal.any([closing, stopping.signal]), (done, total) => report(done, total));
  const ended = running.then(
    () => undefined,
    () => undefined,
  );
  const timer = setTimeout(() => {
    const location = vscode.ProgressLocation.Notification;
    void withProgress({ location, title, cancellable: true }, (progress, token) => {
      token.onCancellationRequested(() => stopping.abort());
      report = (done, total) =>
        progress.report({
          message: total > 0 ? vscode.l10n.t('{0} of {1} objects', done, total) : vscode.l10n.t('{0} objects', done),
        });
      return ended;
    });
  }, SHOWN_AFTER);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
  }
}
