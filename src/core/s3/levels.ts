import type { Disposable } from '../support/disposable';
import { cancelled, isAppError } from '../support/errors';
import { Emitter } from '../support/event';
import { compareKeys } from './keyOrder';
import { appendKeyNodes, keyOf, type KeyNode } from './listedNodes';
import { Listing, type Page } from './listing';
import { isWithin, type BucketNode, type ContainerNode, type PrefixNode, type SessionNode } from './nodes';
import { exchangeRows, rowBefore, type RowWindow } from './rowWindow';

/** What one listing request brings. */
export type LevelPage = Page<BucketNode | KeyNode>;

/** A container whose children come of a listing of its own. */
export type ListedContainer = SessionNode | PrefixNode;

/** Where a page begins: at the token `next` of the page before, else after the key `after`, else at the beginning. */
export interface PageStart {
  readonly next?: string | undefined;
  readonly after?: string | undefined;
}

/** One request for a page of a container. */
export type FetchPage = (node: ListedContainer, start: PageStart, signal: AbortSignal) => Promise<LevelPage>;

/** The children of one container read so far. */
export interface Level {
  /** As the view knows it last. */
  node: ListedContainer;
  listing: Listing<BucketNode | KeyNode>;
  /** How often it is being read anew just now. */
  rereads: number;
}

/** The levels of the tree that were read, by the ID of their container, and whether anything is being read. */
export class Levels implements Disposable {
  readonly #levels = new Map<string, Level>();
  readonly #rereads = new Map<string, Listing<BucketNode | KeyNode>>();
  readonly #loading = new Emitter<boolean>();
  #requests = 0;

  /** Fires when the first request begins and when the last one has ended. */
  readonly onDidChangeLoading = this.#loading.event;

  constructor(private readonly fetch: FetchPage) {}

  /** The level of `node`, which is begun without a request when it is new. */
  of(node: ListedContainer): Level {
    const known = this.#levels.get(node.id);
    if (known) {
      known.node = node;
      return known;
    }
    const level: Level = { node, listing: this.#listing(node), rereads: 0 };
    this.#levels.set(node.id, level);
    return level;
  }

  /** The level of the container with that ID, if it was begun. */
  get(id: string): Level | undefined {
    return this.#levels.get(id);
  }

  /** Every level that was begun. */
  get all(): readonly Level[] {
    return [...this.#levels.values()];
  }

  /** Forgets the levels of `container` and of all below it, or all; requests under way are given up. */
  drop(container?: ContainerNode): void {
    for (const [id, level] of this.#levels) {
      if (container && !isWithin(level.node, container)) continue;
      this.#levels.delete(id);
      level.listing.dispose();
      this.#rereads.get(id)?.dispose();
    }
  }

  /** Stops every request under way for the person. */
  stop(): void {
    for (const { listing } of this.#levels.values()) listing.stop();
    for (const listing of this.#rereads.values()) listing.dispose();
  }

  /**
   * Reads a level anew; what was read before stands until then, and what was loaded stays loaded.
   * @param entries the keys, and prefixes of folders, whose rows are asked for: of a level of several pages, only those
   *   pages are read that hold them. Without it, and where that fails, as many pages as were read
   * @returns whether it was; not when it was dropped, read anew again or stopped meanwhile
   */
  async reread(level: Level, entries?: readonly string[]): Promise<boolean> {
    level.rereads += 1;
    try {
      const isLong = level.listing.pages > 1 && lastKey(level.listing) !== undefined;
      // It ends the one under way, and so reads what that was to read as well.
      const isPart = entries !== undefined && isLong && level.rereads === 1;
      const isDone = isPart && (await this.#rereadPart(level, entries));
      if (!isDone) await this.#rereadAll(level);
    } catch (error) {
      if (isAppError(error, 'cancelled')) return false;
      throw error;
    } finally {
      level.rereads -= 1;
    }
    this.#dropMissing(level);
    return true;
  }

  dispose(): void {
    this.drop();
    this.#loading.dispose();
  }

  /** @throws AppError of kind `cancelled` */
  async #rereadAll(level: Level): Promise<void> {
    const { node, listing: before } = level;
    const listing = this.#listing(node);
    await this.#reading(node, listing, async (never) => {
      await listing.first(never);
      while (listing.pages < before.pages && listing.state?.hasMore && !listing.state.error) await listing.more(never);
    });
    this.#assertSame(level, before);
    level.listing = listing;
    before.dispose();
  }

  /**
   * Exchanges the rows of `entries` and those on the same page of S3's.
   * @returns false where S3 did not answer
   * @throws AppError of kind `cancelled`
   */
  async #rereadPart(level: Level, entries: readonly string[]): Promise<boolean> {
    const { listing } = level;
    let done: string | undefined;
    for (const entry of [...entries].sort(compareKeys)) {
      if (done !== undefined && compareKeys(entry, done) <= 0) continue;
      if (level.rereads > 1) throw cancelled();
      const before = rowBefore((listing.state?.items ?? []) as readonly KeyNode[], entry);
      const window = await this.#window(level.node, before && keyOf(before), entry);
      if (!window) return false;
      this.#assertSame(level, listing);
      const limit = listing.state?.hasMore ? lastKey(listing) : undefined;
      listing.update((rows) => exchangeRows(rows as readonly KeyNode[], window, limit));
      if (window.to === undefined) break;
      done = window.to;
    }
    return true;
  }

  /** What S3 has after a key, at least up to `entry`; undefined where it did not answer. */
  async #window(node: ListedContainer, after: string | undefined, entry: string): Promise<RowWindow | undefined> {
    const listing = this.#listing(node, after);
    const isShort = (last = lastKey(listing)): boolean => last === undefined || compareKeys(last, entry) < 0;
    await this.#reading(node, listing, async (never) => {
      await listing.first(never);
      while (listing.state?.hasMore && !listing.state.error && isShort()) await listing.more(never);
    });
    const { items = [], hasMore, error } = listing.state ?? {};
    if (error) return undefined;
    return { after, to: hasMore ? lastKey(listing) : undefined, rows: items as readonly KeyNode[] };
  }

  /** Reads `listing` in place of what is read anew of the node already; can be stopped meanwhile. */
  async #reading(
    { id }: ListedContainer,
    listing: Listing<BucketNode | KeyNode>,
    read: (never: AbortSignal) => Promise<void>,
  ): Promise<void> {
    this.#rereads.get(id)?.dispose();
    this.#rereads.set(id, listing);
    try {
      await read(new AbortController().signal);
    } finally {
      if (this.#rereads.get(id) === listing) this.#rereads.delete(id);
    }
  }

  /** @throws AppError of kind `cancelled` when the level was dropped or read anew meanwhile */
  #assertSame(level: Level, listing: Level['listing']): void {
    if (this.#levels.get(level.node.id) !== level || level.listing !== listing) throw cancelled();
  }

  /** Forgets what was below children that are no longer there. */
  #dropMissing({ node, listing }: Level): void {
    const ids = new Set((listing.state?.items ?? []).map(({ id }) => id));
    for (const { node: below } of this.all) {
      // A session's places are no part of its listing.
      if (below.parent?.id === node.id && below.type !== 'place' && !ids.has(below.id)) this.drop(below);
    }
  }

  /** @param after the key it begins after */
  #listing(node: ListedContainer, after?: string): Listing<BucketNode | KeyNode> {
    const fetch = async (next: string | undefined, signal: AbortSignal): Promise<LevelPage> => {
      if (++this.#requests === 1) this.#loading.fire(true);
      try {
        return await this.fetch(node, next === undefined ? { after } : { next }, signal);
      } finally {
        if (--this.#requests === 0) this.#loading.fire(false);
      }
    };
    // The items of a container of keys are nodes of keys, those of a session buckets.
    const append =
      node.type === 'session' ? {} : { append: appendKeyNodes as (items: unknown[], page: unknown) => void };
    return new Listing({ fetch, ...append });
  }
}

/** The key up to which a container of keys was read. */
function lastKey({ state }: Level['listing']): string | undefined {
  return state?.last && keyOf(state.last as KeyNode);
}
