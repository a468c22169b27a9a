import { NO_ACCOUNTS } from '../../src/core/roles/accounts/accountBook';
import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { Profile } from '../../src/core/roles/profile';
import type { S3Node } from '../../src/core/s3/nodes';
import { ObjectBrowser } from '../../src/core/s3/objectBrowser';
import type { Place } from '../../src/core/s3/sessionRoots';
import { systemClock } from '../../src/vscode/support/systemClock';
import { READER, sdkAt, storeAt } from './reader';
import { agreed } from '../support/consent';

const PROFILE = 'bench';

const never = new AbortController().signal;

/** The S3 explorer as the window has it, without its view. */
export interface Explorer {
  /** The rows of a bucket or folder, read anew: so many pages of it, or all. */
  open(place: Place, pages?: number): Promise<readonly S3Node[]>;
  /** Forgets all rows. */
  forget(): void;
  /** The same pages by the SDK alone. */
  openWithSdk(place: Place, pages: number): Promise<void>;
}

/** Measures with an explorer whose only session is the reader's. */
export async function withExplorer<T>(endpoint: string, measure: (explorer: Explorer) => Promise<T>): Promise<T> {
  const store = storeAt(endpoint);
  const sdk = sdkAt(endpoint);
  const browser = new ObjectBrowser(() => store, systemClock);
  const { arn, accountId } = READER;
  // The explorer looks at nothing else of a profile.
  const profile = agreed({ name: PROFILE, accounts: NO_ACCOUNTS } as Profile);
  browser.show([
    {
      profile: PROFILE,
      session: { profile, identity: { arn, accountId }, since: 0 },
      ...{ expired: false, pinned: false, active: true, production: false, bookmarks: [], ownBookmarks: [] },
    },
  ]);
  try {
    return await measure({
      open: (place, pages = Infinity) => open(browser, place, pages),
      forget: () => browser.refresh(),
      openWithSdk: (place, pages) => openWithSdk(sdk, place, pages),
    });
  } finally {
    browser.dispose();
    store.dispose();
    sdk.destroy();
  }
}

async function open(browser: ObjectBrowser, place: Place, pages: number): Promise<readonly S3Node[]> {
  const node = browser.visit(PROFILE, place);
  if (!node) throw new Error('The session is shown.');
  browser.refresh(node);
  let rows = await browser.children(node, never);
  for (let page = 1; page < pages; page++) {
    const last = rows.at(-1);
    if (last?.type !== 'loadMore') break;
    await browser.loadMore(last, never);
    rows = await browser.children(node, never);
  }
  return rows;
}

async function openWithSdk(client: S3Client, { bucket, prefix }: Place, pages: number): Promise<void> {
  let next: string | undefined;
  for (let page = 0; page < pages; page++) {
    const input = { Bucket: bucket, Prefix: prefix, Delimiter: '/', ContinuationToken: next };
    const answer = await client.send(new ListObjectsV2Command(input));
    next = answer.NextContinuationToken;
  }
}
