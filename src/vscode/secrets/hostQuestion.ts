import * as vscode from 'vscode';
import { isReadable } from '../../core/secrets/destination';
import type { AskForHosts, HostQuestion } from '../../core/secrets/hostGuard';
import { secretText } from '../../core/secrets/secretId';
import { visibleText } from '../../core/texts/visible';
import { askModal } from '../texts/messages';
import { destinationsText } from './hostTexts';

/** Asks in a dialog whose first button, which Enter presses, is the no. */
export const askForHosts: AskForHosts = async (question) => {
  const no = vscode.l10n.t('Do Not Send');
  const yes = vscode.l10n.t('Allow');
  const secret = visibleText(secretText(question.secret));
  const text = vscode.l10n.t('Send {0} to {1}?', secret, destinationsText(question.destinations));
  return (await askModal(text, { detail: detailOf(question) }, no, yes)) === yes;
};

function detailOf({ profile, known, destinations }: HostQuestion): string {
  return [
    vscode.l10n.t('The profile "{0}" wants it.', visibleText(profile)),
    known.length === 0
      ? vscode.l10n.t('It was not sent there before.')
      : vscode.l10n.t('Until now it was allowed for {0} only.', destinationsText(known)),
    ...(destinations.some(isReadable) ? [vscode.l10n.t('It goes there unencrypted.')] : []),
    vscode.l10n.t('Whoever runs that host can use it. Allow it only if you know the host.'),
  ].join('\n');
}
