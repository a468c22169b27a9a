import type { AccountColor } from '../roles/accounts/accountBook';
import { isSameRecipe } from '../roles/accounts/profileAccount';
import { accountOfSession } from '../sessions/profileTexts';
import type { Session } from '../sessions/session';
import type { ObjectAddress } from './address';
import { placeNode } from './listedNodes';
import { parseLocation } from './location';
import { brokenPlaceNode } from './messageRows';
import type { MessageNode, PlaceNode, SessionNode } from './nodes';

/** A bucket (empty prefix) or a part of it, as it is kept. */
export interface Place {
  readonly bucket: string;
  readonly prefix: string;
}

/** What the explorer shows of one profile at its root. */
export interface SessionRoot {
  readonly profile: string;
  /** Undefined while the profile's role is not assumed. */
  readonly session?: Session | undefined;
  /** Whether the session has ended and was not renewed yet. */
  readonly expired: boolean;
  readonly pinned: boolean;
  readonly active: boolean;
  readonly production: boolean;
  /** That of the session's account. */
  readonly color?: AccountColor | undefined;
  /** As the profile has it. */
  readonly home?: string | undefined;
  /** As the profile has them. */
  readonly bookmarks: readonly string[];
  /** The person's own bookmarks. */
  readonly ownBookmarks: readonly Place[];
}

/** A root of the tree: the same object for as long as the profile is shown, whatever changes about it. */
export class RootNode implements SessionNode {
  readonly #places = new Map<string, PlaceNode>();
  #visited: Place[] = [];

  constructor(public root: SessionRoot) {}

  get type() {
    return 'session' as const;
  }

  get id(): string {
    return `session ${this.root.profile}`;
  }

  get parent(): undefined {
    return undefined;
  }

  get profile(): string {
    return this.root.profile;
  }

  get label(): string {
    return this.root.profile;
  }

  get pinned(): boolean {
    return this.root.pinned;
  }

  get active(): boolean {
    return this.root.active;
  }

  get live(): boolean {
    return this.root.session !== undefined;
  }

  get expired(): boolean {
    return this.root.expired;
  }

  get account(): string | undefined {
    return this.root.session && accountOfSession(this.root.session);
  }

  get color(): AccountColor | undefined {
    return this.root.color;
  }

  get production(): boolean {
    return this.root.production;
  }

  /** The home location, the bookmarks of the profile, the person's own, then what was visited; each place once. */
  get places(): readonly (PlaceNode | MessageNode)[] {
    const { home, bookmarks, ownBookmarks } = this.root;
    const rows = [
      ...(home === undefined ? [] : [this.#ofProfile('home', home, 's3.home')]),
      ...bookmarks.map((text, index) => this.#ofProfile('bookmark', text, `s3.bookmarks[${index}]`)),
      ...ownBookmarks.map((place) => this.#node('bookmark', place, false)),
      ...this.#visited.map((place) => this.#node('visited', place, false)),
    ];
    const seen = new Set<string>();
    return rows.filter((row) => {
      const id = row.type === 'place' ? JSON.stringify([row.kind === 'visited', row.bucket, row.prefix]) : row.id;
      return !seen.has(id) && seen.add(id);
    });
  }

  /** Shows a place until the window closes. @returns its node */
  visit({ bucket, prefix }: Place): PlaceNode {
    if (!this.#visited.some((other) => isSame(other, { bucket, prefix }))) {
      this.#visited = [...this.#visited, { bucket, prefix }];
    }
    return this.#node('visited', { bucket, prefix }, false);
  }

  /** Takes a visited place away. */
  leave(place: Place): void {
    this.#visited = this.#visited.filter((other) => !isSame(other, place));
  }

  #ofProfile(kind: PlaceNode['kind'], text: string, field: string): PlaceNode | MessageNode {
    const location = parseLocation(text);
    if (!location) return brokenPlaceNode(this, text, field);
    return this.#node(kind, placeOf(location), true);
  }

  #node(kind: PlaceNode['kind'], place: Place, inProfile: boolean): PlaceNode {
    const node = placeNode(this, { kind, ...place, inProfile });
    const known = this.#places.get(node.id);
    if (known?.inProfile === inProfile) return known;
    this.#places.set(node.id, node);
    return node;
  }
}

/** The place at an address. */
function placeOf({ bucket, key }: ObjectAddress): Place {
  return { bucket, prefix: key };
}

/** Whether two places are one. */
export function isSame(a: Place, b: Place): boolean {
  return a.bucket === b.bucket && a.prefix === b.prefix;
}

/** Whether what was listed through one session may differ from what the other would list; a renewal does not count. */
export function isOtherSession(before: SessionRoot, now: SessionRoot): boolean {
  if (!before.session || !now.session) return before.session !== now.session;
  return before.session.since !== now.session.since || !isSameRecipe(before.session.profile, now.session.profile);
}

/** Whether a root reads otherwise. */
export function looksOther(before: SessionRoot, now: SessionRoot): boolean {
  return looks(before) !== looks(now);
}

function looks({ session, ...rest }: SessionRoot): string {
  return JSON.stringify([session && accountOfSession(session), rest]);
}
