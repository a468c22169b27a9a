import * as vscode from 'vscode';
import { isAws, type Destination } from '../../core/secrets/destination';

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
  const others = destinations?.filter((destination) => !isAws(destination)) ?? [];
  return others.length === 0 ? '' : ` ${vscode.l10n.t('It is used with {0}.', others.join(', '))}`;
}
