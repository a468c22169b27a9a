import type { Disposable } from '../support/disposable';
import { isAppError } from '../support/errors';
import { Emitter } from '../support/event';
import { appendKeyNodes, type KeyNode } from './listedNodes';
import { Listing, type Page } from './listing';
import { isWithin, type BucketNode, type ContainerNode, type PrefixNode, type SessionNode } from './nodes';

/** What one listing request brings. */
export type LevelPage = Page<BucketNode | KeyNode>;

/** A container whose children come of a listing of its own. */
export type ListedContainer = SessionNode | PrefixNode;

/** One request for the page at `next` of a container. */
export type FetchPage = (node: ListedContainer, next: string | undefined, signal: AbortSignal) => Promise<LevelPage>;

/** The children of one container read so far. */
export interface Level {
  /** As the view knows it last. */
  node: ListedContainer;
  listing: Listing<BucketNode | KeyNode>;
}

/**
 * Pages that are read anew at most after a change. What was shown beyond is a Load More away, unless the change tells
 * what is gone.
 */
const REREAD_PAGES = 10;

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
    const level: Level = { node, listing: this.#listing(node) };
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
   * Reads a level anew, as many pages of it as were read; what was read before stands until then.
   * @returns whether it was replaced; not when it was dropped, read anew again or stopped meanwhile
   */
  async reread(level: Level): Promise<boolean> {
    const { node, listing: before } = level;
    const listing = this.#listing(node);
    this.#rereads.get(node.id)?.dispose();
    this.#rereads.set(node.id, listing);
    const never = new AbortController().signal;
    try {
      const pages = Math.min(REREAD_PAGES, before.pages);
      await listing.first(never);
      while (listing.pages < pages && listing.state?.hasMore && !listing.state.error) await listing.more(never);
    } catch (error) {
      if (isAppError(error, 'cancelled')) return false;
      throw error;
    } finally {
      if (this.#rereads.get(node.id) === listing) this.#rereads.delete(node.id);
    }
    if (this.#levels.get(node.id) !== level || level.listing !== before) return false;
    level.listing = listing;
    before.dispose();
    this.#dropMissing(level);
    return true;
  }

  /**
   * Takes away the rows of deleted objects where reading anew would not bring back all that was read, and the person
   * would lose the place.
   * @returns whether it did; else the level is to be read anew
   */
  takeAway({ node, listing }: Level, keys: ReadonlySet<string>): boolean {
    // What is being read anew may have been listed before they were deleted.
    if (listing.pages <= REREAD_PAGES || this.#rereads.has(node.id)) return false;
    listing.remove((row) => row.type === 'object' && keys.has(row.object.key));
    return true;
  }

  dispose(): void {
    this.drop();
    this.#loading.dispose();
  }

  /** Forgets what was below children that are no longer there. */
  #dropMissing({ node, listing }: Level): void {
    const ids = new Set((listing.state?.items ?? []).map(({ id }) => id));
    for (const { node: below } of this.all) {
      // A session's places are no part of its listing.
      if (below.parent?.id === node.id && below.type !== 'place' && !ids.has(below.id)) this.drop(below);
    }
  }

  #listing(node: ListedContainer): Listing<BucketNode | KeyNode> {
    const fetch = async (next: string | undefined, signal: AbortSignal): Promise<LevelPage> => {
      if (++this.#requests === 1) this.#loading.fire(true);
      try {
        return await this.fetch(node, next, signal);
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
