import * as vscode from 'vscode';
import { withProgress } from '../texts/progress';

/** Milliseconds of work before it is worth a notification. */
const QUICK = 600;

/** What a notification about running work shows. */
export interface Step {
  readonly message?: string;
  /** Percent done since the step before. */
  readonly increment?: number;
}

/**
 * Runs `task`, with a notification that shows its progress and can cancel it, unless it is done before anybody would
 * wait.
 * @param task gets a signal that aborts when the person cancels
 */
export async function withLateProgress<T>(
  title: string,
  task: (report: (step: Step) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const cancellation = new AbortController();
  let waiting: Step = {};
  let report = (step: Step): void => {
    waiting = { ...step, increment: (waiting.increment ?? 0) + (step.increment ?? 0) };
  };
  const work = task((step) => report(step), cancellation.signal);
  const ended = work.then(
    () => true,
    () => true,
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), QUICK)));
  if (!(await Promise.race([ended, late]))) {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    await withProgress(options, async (progress, token) => {
      token.onCancellationRequested(() => cancellation.abort());
      progress.report(waiting);
      report = (step) => progress.report(step);
      await ended;
    });
  }
  clearTimeout(timer);
  return await work;
}
