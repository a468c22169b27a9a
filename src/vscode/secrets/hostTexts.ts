import * as vscode from 'vscode';
import { isAws, isReadable, type Destination } from '../../core/secrets/destination';
import { secretText } from '../../core/secrets/secretId';
import type { AskForHosts, HostQuestion } from '../../core/secrets/hostGuard';
import { askModal } from '../texts/messages';

/** A destination for people. */
export function destinationText(destination: Destination): string {
  if (!isAws(destination)) return destination;
  return destination === 'aws' ? vscode.l10n.t('AWS') : vscode.l10n.t('AWS (partition {0})', destination);
}

/** Destinations for people, one after the other. */
export function destinationsText(destinations: readonly Destination[]): string {
  return destinations.map(destinationText).join(', ');
}

/** A sentence for whoever types a secret that names the hosts it goes to; empty where that is AWS alone. */
export function hostNote(destinations: readonly Destination[] | undefined): string {
  if (destinations === undefined || destinations.every(isAws)) return '';
  return ` ${vscode.l10n.t('It is used with {0}.', destinationsText(destinations))}`;
}

/** Asks in a dialog whose first button, which Enter presses, is the no. */
export const askForHosts: AskForHosts = async (question) => {
  const no = vscode.l10n.t('Do Not Send');
  const yes = vscode.l10n.t('Allow');
  const text = vscode.l10n.t('Send {0} to {1}?', secretText(question.secret), destinationsText(question.destinations));
  return (await askModal(text, { detail: detailOf(question) }, no, yes)) === yes;
};

function detailOf({ profile, known, destinations }: HostQuestion): string {
  return [
    vscode.l10n.t('The profile "{0}" wants it.', profile),
    known.length === 0
      ? vscode.l10n.t('It was not sent there before.')
      : vscode.l10n.t('Until now it was allowed for {0} only.', destinationsText(known)),
    ...(destinations.some(isReadable) ? [vscode.l10n.t('It goes there unencrypted.')] : []),
    vscode.l10n.t('Whoever runs that host can use it. Allow it only if you know the host.'),
  ].join('\n');
}
