import * as vscode from 'vscode';
import { addressOf, isPrefix, locationOf, type S3Node } from '../../../core/s3/nodes';
import { readPastedLocation } from '../../../core/s3/pastedLocation';
import type { SearchPlace } from '../../../core/s3/search/objectSearch';
import { placeText } from '../../../core/s3/search/searchTexts';
import { AppError, toAppError } from '../../../core/support/errors';
import { ask } from '../../support/quickInput';
import type { S3ActionDeps } from '../actions';
import { chosenRow } from '../chosenRows';

interface PlaceItem extends vscode.QuickPickItem {
  readonly place: SearchPlace;
}

/**
 * Where to search: in the row, in an object's folder, or in what the person chooses of the session's first level or
 * types, where the session may list no buckets.
 * @throws AppError of kind `cancelled`; of kind `interactionRequired` where no role is assumed
 */
export async function choosePlace(node: S3Node | undefined, deps: S3ActionDeps): Promise<SearchPlace> {
  const row = chosenRow(deps, node);
  const address = row && addressOf(row);
  if (row && address) {
    const { profile, bucket, key } = address;
    return { profile, bucket, prefix: isPrefix(row) ? key : key.slice(0, key.lastIndexOf('/') + 1) };
  }
  const profile = row?.profile ?? deps.sessions.state.active?.profile.name;
  if (profile === undefined) {
    throw new AppError('interactionRequired', vscode.l10n.t('No role is assumed.'), {
      cure: vscode.l10n.t('Run "AWS: Assume Role".'),
    });
  }
  return askPlace(profile, deps);
}

async function askPlace(profile: string, deps: S3ActionDeps): Promise<SearchPlace> {
  const pick = vscode.window.createQuickPick<PlaceItem>();
  pick.placeholder = vscode.l10n.t('A bucket, or a place such as s3://bucket/prefix/');
  const leaving = new AbortController();
  let listed: readonly PlaceItem[] = [];
  const show = (): void => {
    const typed = typedItem(profile, pick.value, deps);
    pick.items = typed ? [typed, ...listed] : listed;
  };
  pick.busy = true;
  void firstLevel(profile, deps, leaving.signal)
    .then(
      (items) => (listed = items),
      (error: unknown) => (pick.placeholder = toAppError(error).message),
    )
    .then(() => {
      pick.busy = false;
      show();
    });
  const title = vscode.l10n.t('Search Objects');
  try {
    return await ask<SearchPlace>(pick, { title, step: 1, totalSteps: 1, back: false }, undefined, (settle) => {
      pick.onDidChangeValue(show);
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item) settle(item.place);
      });
    });
  } finally {
    leaving.abort();
  }
}

/** Home, bookmarks and buckets of the profile's session. */
async function firstLevel(profile: string, { browser }: S3ActionDeps, signal: AbortSignal): Promise<PlaceItem[]> {
  const root = browser.roots.find((session) => session.profile === profile);
  const nodes = root ? await browser.children(root, signal) : [];
  return nodes.filter(isPrefix).map((node) => {
    const { bucket, prefix } = locationOf(node);
    const icon = node.type === 'bucket' ? 'archive' : 'bookmark';
    return { label: node.label, iconPath: new vscode.ThemeIcon(icon), place: { profile, bucket, prefix } };
  });
}

function typedItem(profile: string, text: string, { getProfile }: S3ActionDeps): PlaceItem | undefined {
  // A name alone filters the list.
  if (!/[/:]/.test(text)) return undefined;
  const pasted = readPastedLocation(text, { endpoint: getProfile(profile).endpoints.s3, typed: true });
  if (!('location' in pasted)) return undefined;
  const { bucket, key } = pasted.location;
  const place = { profile, bucket, prefix: key };
  return { label: placeText(place), iconPath: new vscode.ThemeIcon('go-to-search'), alwaysShow: true, place };
}
