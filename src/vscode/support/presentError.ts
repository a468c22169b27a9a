import * as vscode from 'vscode';
import { isAppError, toAppError } from '../../core/support/errors';
import { showError, showInformation } from '../texts/messages';
import { errorActions } from './errorActions';
import type { Log } from './log';

/**
 * Shows an error once: what happened and the cure in a notification with the commands that help, everything else in the
 * log. Cancelled work is silent; what is left of work that was stopped midway is news.
 */
export async function presentError(error: unknown, log: Log): Promise<void> {
  if (isAppError(error, 'cancelled')) return;
  const known = toAppError(error);
  const text = [known.message, known.detail.complaint, known.detail.cure].filter(Boolean).join(' ');
  if (known.kind === 'stopped') {
    log.info(text);
    void showInformation(text);
    return;
  }
  log.error(known);
  const actions = errorActions(known);
  const chosen = await showError(text, ...actions.map(({ title }) => title));
  const action = actions.find(({ title }) => title === chosen);
  if (action) await vscode.commands.executeCommand(action.command, ...action.args);
}
