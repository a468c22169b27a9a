import { NO_ACCOUNTS } from '../../../../src/core/roles/accounts/accountBook';
import assert from 'node:assert/strict';
import type { Profile } from '../../../../src/core/roles/profile';
import type { ContainerNode, LoadMoreNode, S3Node } from '../../../../src/core/s3/nodes';
import { isContainer } from '../../../../src/core/s3/nodes';
import { ObjectBrowser } from '../../../../src/core/s3/objectBrowser';
import type { ObjectStore } from '../../../../src/core/s3/objectStore';
import type { SessionRoot } from '../../../../src/core/s3/sessionRoots';
import type { Session } from '../../../../src/core/sessions/session';
import { ManualClock } from '../../support/manualClock';
import type { ConsentedProfile } from '../../../../src/core/sessions/consent/consentGate';
import { agreed } from '../../../support/consent';

/** A signal that never aborts. */
export const never = new AbortController().signal;

/** A session of a profile, as far as the explorer looks at it. */
export function sessionOf(profile: string, since = 1): Session {
  const recipe = RECIPES.get(profile) ?? agreed({ name: profile, accounts: NO_ACCOUNTS } as Profile);
  RECIPES.set(profile, recipe);
  const identity = { arn: `arn:aws:sts::111111111111:assumed-role/${profile}/alice`, accountId: '111111111111' };
  return { profile: recipe, identity, since };
}

const RECIPES = new Map<string, ConsentedProfile>();

/** A root of an assumed profile; `more` replaces what differs. */
export function rootOf(profile: string, more: Partial<SessionRoot> = {}): SessionRoot {
  return {
    profile,
    session: sessionOf(profile),
    expired: false,
    pinned: false,
    active: true,
    production: false,
    bookmarks: [],
    ownBookmarks: [],
    ...more,
  };
}

/** A browser on one store, with what its change event told: labels, `*` for the whole tree. */
export interface Bed {
  readonly browser: ObjectBrowser;
  readonly clock: ManualClock;
  readonly changes: string[];
}

/** A browser that shows the session of the profile `etl`, or other roots. */
export function browse(store: ObjectStore, roots: readonly SessionRoot[] = [rootOf('etl')]): Bed {
  const clock = new ManualClock();
  const browser = new ObjectBrowser(() => store, clock);
  browser.show(roots);
  const changes: string[] = [];
  browser.onDidChange((node) => changes.push(node?.label ?? '*'));
  return { browser, clock, changes };
}

/** The children of what stands at a path of labels, from the first session down. */
export async function rowsAt({ browser }: Pick<Bed, 'browser'>, ...labels: string[]): Promise<readonly S3Node[]> {
  return browser.children(await nodeAt({ browser }, ...labels), never);
}

/** What stands at a path of labels, from the first session down. */
export async function nodeAt({ browser }: Pick<Bed, 'browser'>, ...labels: string[]): Promise<ContainerNode> {
  let [node]: readonly (ContainerNode | undefined)[] = browser.roots;
  assert.ok(node, 'a session');
  for (const label of labels) {
    const children: readonly S3Node[] = await browser.children(node, never);
    const found: ContainerNode | undefined = children.filter(isContainer).find((child) => child.label === label);
    assert.ok(found, `${label} among ${children.map((child) => child.label).join(', ')}`);
    node = found;
  }
  return node;
}

/** Rows as a person sees them: `type label`. */
export function seen(nodes: readonly S3Node[]): string[] {
  return nodes.map((node) => `${node.type} ${node.label}`);
}

/** The last row, which must be Load More or Try Again. */
export function loadMoreOf(nodes: readonly S3Node[]): LoadMoreNode {
  const last = nodes.at(-1);
  assert.ok(last?.type === 'loadMore', `Load More at the end of ${seen(nodes).join(', ')}`);
  return last;
}
