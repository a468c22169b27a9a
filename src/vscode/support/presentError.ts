import * as vscode from 'vscode';
import { isAppError, toAppError, type AppError } from '../../core/support/errors';
import type { CommandId, Commands } from '../ids';
import type { Log } from './log';

/** A button of an error message: a command and its arguments. */
interface Action {
  readonly title: string;
  readonly command: CommandId;
  readonly args: readonly unknown[];
}

/**
 * Shows an error once: what happened and the cure in a notification with the one or two commands that help, everything
 * else in the log. Cancelled work is silent.
 */
export async function presentError(error: unknown, log: Log): Promise<void> {
  if (isAppError(error, 'cancelled')) return;
  const known = toAppError(error);
  log.error(known);
  const actions = actionsFor(known);
  const text = [known.message, known.detail.cure].filter(Boolean).join(' ');
  const chosen = await vscode.window.showErrorMessage(text, ...actions.map(({ title }) => title));
  const action = actions.find(({ title }) => title === chosen);
  if (action) await vscode.commands.executeCommand(action.command, ...action.args);
}

function actionsFor({ kind, detail }: AppError): Action[] {
  const { profile, secret } = detail;
  const action = <C extends CommandId>(title: string, command: C, ...args: Commands[C]): Action => ({
    title,
    command,
    args,
  });
  const log = action(vscode.l10n.t('Show Log'), 'assumeRole.showLog');
  const edit = profile === undefined ? [] : [action(vscode.l10n.t('Edit Profile'), 'assumeRole.editProfile', profile)];
  const again = profile === undefined ? [] : [action(vscode.l10n.t('Try Again'), 'assumeRole.assume', profile)];
  switch (kind) {
    case 'invalidProfile':
      return edit;
    case 'profileNotFound':
      return [action(vscode.l10n.t('Add Role Profile…'), 'assumeRole.addProfile')];
    case 'credentialsRejected':
    case 'secretMissing':
      return [
        ...(secret?.type === 'accessKeys'
          ? [action(vscode.l10n.t('Set Access Keys…'), 'assumeRole.setAccessKeys', secret.name)]
          : edit),
        log,
      ];
    case 'interactionRequired':
      return [action(vscode.l10n.t('Renew Session'), 'assumeRole.renew')];
    case 'accessDenied':
      return [
        ...(secret?.type === 'externalId'
          ? [action(vscode.l10n.t('Set External ID…'), 'assumeRole.setExternalId', secret.name)]
          : []),
        ...edit,
        log,
      ];
    case 'durationTooLong':
    case 'invalidRequest':
    case 'identityUnavailable':
    case 'regionDisabled':
      return [...edit, log];
    case 'network':
    case 'throttled':
    case 'serviceFault':
    case 'expired':
    case 'clockSkew':
      return [...again, log];
    default:
      return [log];
  }
}
