import type { Disposable } from '../support/disposable';
import { Emitter } from '../support/event';
import type { ListingState, Page } from './listing';
import { Listing } from './listing';
import type { ContainerNode, LoadMoreNode, S3Node } from './nodes';
import {
  bucketNode,
  emptyNode,
  errorNode,
  isContainer,
  isPrefix,
  isWithin,
  loadMoreNode,
  locationOf,
  pageNodes,
} from './nodes';
import type { ObjectStore } from './objectStore';

/** The pages of one level; `node` is undefined for the buckets. */
interface Level {
  readonly node: ContainerNode | undefined;
  readonly listing: Listing<S3Node>;
}

/**
 * The S3 explorer as a tree of nodes: the buckets of one profile's session, their folders and objects, each level read
 * page by page when asked for and kept until refreshed.
 */
export class ObjectBrowser implements Disposable {
  /** By node ID, '' for the buckets. */
  readonly #levels = new Map<string, Level>();
  readonly #changes = new Emitter<ContainerNode | undefined>();
  #profile: string | undefined;

  /** Fires with the node whose children changed; undefined stands for the whole tree. */
  readonly onDidChange = this.#changes.event;

  /** @param storeOf the S3 of a profile's session */
  constructor(private readonly storeOf: (profile: string) => ObjectStore) {}

  /** The profile whose buckets are shown. */
  get profile(): string | undefined {
    return this.#profile;
  }

  /** Starts anew with the buckets of a profile's session; undefined empties the tree. */
  open(profile: string | undefined): void {
    this.#profile = profile;
    this.refresh();
  }

  /**
   * The children of `node` (the buckets without one): the pages read so far, the first of which costs one request.
   * Errors are children too.
   * @throws AppError of kind `cancelled` at `signal`, or when the node is refreshed meanwhile
   */
  async children(node: ContainerNode | undefined, signal: AbortSignal): Promise<readonly S3Node[]> {
    const profile = this.#profile;
    if (profile === undefined || (node && node.profile !== profile)) return [];
    const listing = this.#listing(profile, node);
    await listing.first(signal);
    return listing.state ? rows(listing.state, profile, node) : [];
  }

  /**
   * Reads the next page of the level in which `node` stands.
   * @throws AppError of kind `cancelled`, like {@link children}
   */
  async loadMore(node: LoadMoreNode, signal: AbortSignal): Promise<void> {
    if (node.profile !== this.#profile) return;
    await this.#listing(node.profile, node.parent).more(signal);
    this.#changes.fire(node.parent);
  }

  /**
   * Forgets the children of `node` and all below, so that they are read again when asked for; requests under way are
   * given up. A node without children stands for the level it is in; without a node, everything is forgotten.
   */
  refresh(node?: S3Node): void {
    const container = node && !isContainer(node) ? node.parent : node;
    for (const [id, level] of this.#levels) {
      if (container && !(level.node && isWithin(level.node, container))) continue;
      this.#levels.delete(id);
      level.listing.dispose();
    }
    this.#changes.fire(container);
  }

  dispose(): void {
    this.open(undefined);
    this.#changes.dispose();
  }

  #listing(profile: string, node: ContainerNode | undefined): Listing<S3Node> {
    const id = node?.id ?? '';
    const known = this.#levels.get(id);
    if (known) return known.listing;
    const listing = new Listing((next, signal) => this.#page(profile, node, next, signal));
    this.#levels.set(id, { node, listing });
    return listing;
  }

  async #page(
    profile: string,
    node: ContainerNode | undefined,
    next: string | undefined,
    signal: AbortSignal,
  ): Promise<Page<S3Node>> {
    const store = this.storeOf(profile);
    if (!node) {
      const page = await store.listBuckets(next, signal);
      return { items: page.buckets.map((bucket) => bucketNode(profile, bucket)), next: page.next };
    }
    if (!isPrefix(node)) return { items: [] };
    const { bucket, prefix } = locationOf(node);
    const page = await store.list({ bucket, prefix, delimiter: '/', next }, signal);
    return { items: pageNodes(node, page), next: page.next };
  }
}

/** What was read, then why it is not more and how to get more. */
function rows(state: ListingState<S3Node>, profile: string, node: ContainerNode | undefined): S3Node[] {
  // Some S3-compatible stores repeat a prefix on the next page; a tree must not hold the same ID twice.
  const children = [...new Map(state.items.map((item) => [item.id, item])).values()];
  if (state.error) children.push(errorNode(profile, node, state.error));
  if (state.hasMore) children.push(loadMoreNode(profile, node));
  return children.length > 0 ? children : [emptyNode(profile, node)];
}
