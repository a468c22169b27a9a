import * as vscode from 'vscode';
import { bucketNameProblem } from '../../../core/s3/bucketNames';
import { visibleName } from '../../../core/texts/visible';
import { addressOf, isPrefix, type S3Node } from '../../../core/s3/nodes';
import { readPastedLocation } from '../../../core/s3/pastedLocation';
import type { SearchPlace } from '../../../core/s3/search/objectSearch';
import { placeText } from '../../../core/s3/search/searchTexts';
import { AppError, isAppError, toAppError } from '../../../core/support/errors';
import { ask } from '../../support/quickInput';
import { createQuickPick, type PickItem } from '../../texts/inputs';
import type { S3ActionDeps } from '../actions';
import { chosenRow } from '../chosenRows';

interface PlaceItem extends PickItem {
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

/** Buckets offered at most; any other can be typed. */
const MAX_BUCKETS = 10_000;

async function askPlace(profile: string, deps: S3ActionDeps): Promise<SearchPlace> {
  const pick = createQuickPick<PlaceItem>();
  pick.placeholder = vscode.l10n.t('A bucket, or a place such as s3://bucket/prefix/');
  pick.keepScrollPosition = true;
  const leaving = new AbortController();
  const places = placesOf(profile, deps);
  let buckets: readonly PlaceItem[] = [];
  let isAll = true;
  const show = (): void => {
    const [pasted, name] = [pastedItem(profile, pick.value, deps), isAll ? undefined : namedItem(profile, pick.value)];
    pick.items = [...(pasted ? [pasted] : []), ...places, ...buckets, ...(name ? [name] : [])];
  };
  const read = async (): Promise<void> => {
    let next: string | undefined;
    do {
      const page = await deps.storeOf(profile).listBuckets(next, leaving.signal);
      buckets = [...buckets, ...page.buckets.map(({ name }) => bucketItem(profile, name))];
      next = page.next;
      show();
    } while (next !== undefined && buckets.length < MAX_BUCKETS);
    isAll = next === undefined;
  };
  pick.busy = true;
  show();
  void read()
    .catch((error: unknown) => {
      isAll = false;
      // Whoever may not list buckets types one.
      if (!isAppError(error, 'accessDenied')) pick.placeholder = toAppError(error).message;
    })
    .then(() => {
      if (leaving.signal.aborted) return;
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

/** Home, bookmarks and visited places of the profile's session. */
function placesOf(profile: string, { browser }: S3ActionDeps): PlaceItem[] {
  const nodes = browser.roots.find((session) => session.profile === profile)?.places ?? [];
  const iconPath = new vscode.ThemeIcon('bookmark');
  return nodes.flatMap((node) => {
    if (node.type !== 'place') return [];
    const { label, bucket, prefix } = node;
    return [{ label, iconPath, place: { profile, bucket, prefix } }];
  });
}

function bucketItem(profile: string, bucket: string): PlaceItem {
  const label = visibleName(bucket);
  return { label, iconPath: new vscode.ThemeIcon('archive'), place: { profile, bucket, prefix: '' } };
}

/** What was pasted or typed with more than a name, which alone filters the list. */
function pastedItem(profile: string, text: string, { getProfile }: S3ActionDeps): PlaceItem | undefined {
  if (!/[/:]/.test(text)) return undefined;
  const pasted = readPastedLocation(text, { endpoint: getProfile(profile).endpoints.s3, typed: true });
  if (!('location' in pasted)) return undefined;
  const { bucket, key } = pasted.location;
  return typedItem({ profile, bucket, prefix: key });
}

/** The bucket of the typed name, which may be one that is not in the list. */
function namedItem(profile: string, name: string): PlaceItem | undefined {
  return bucketNameProblem(name) === undefined ? typedItem({ profile, bucket: name, prefix: '' }) : undefined;
}

function typedItem(place: SearchPlace): PlaceItem {
  return { label: placeText(place), iconPath: new vscode.ThemeIcon('go-to-search'), alwaysShow: true, place };
}
