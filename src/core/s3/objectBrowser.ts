import type { Clock } from '../support/clock';
import type { Disposable } from '../support/disposable';
import { isAppError } from '../support/errors';
import { Emitter } from '../support/event';
import { isLate } from '../support/isLate';
import { affectedEntry, canBeReadInPart, type LevelContent } from './affectedLevels';
import { Levels, type Level, type LevelPage, type ListedContainer, type PageStart } from './levels';
import { bucketNode, pageNodes, versionNode, versionPageNodes, type KeyNode } from './listedNodes';
import type { ListingState } from './listing';
import {
  bucketsComingNode,
  bucketsHiddenNode,
  emptyNode,
  errorNode,
  loadMoreNode,
  notAssumedNode,
  stoppedNode,
} from './messageRows';
import type {
  BucketNode,
  ContainerNode,
  LoadMoreNode,
  MessageNode,
  PlaceNode,
  PrefixNode,
  S3Node,
  VersionsNode,
} from './nodes';
import { isContainer, isPrefix, locationOf } from './nodes';
import type { ObjectChange } from './objectChanges';
import type { ObjectStore } from './objectStore';
import { isOtherSession, isSame, looksOther, RootNode, type Place, type SessionRoot } from './sessionRoots';
import { sorted, type SortOrder } from './sorting';

/** How long the places of a session wait for its buckets, milliseconds, so that both come at once as a rule. */
const PATIENCE = 1000;

/** How the children of a container are shown. */
export interface LevelView {
  /** What their keys begin with, after the container's own prefix. */
  readonly filter?: string | undefined;
  /** Whether versions and deleted objects are shown too. */
  readonly withVersions: boolean;
  readonly order: SortOrder;
}

/**
 * The S3 explorer as a tree of nodes: sessions, their places and buckets, folders and objects, each level read page by
 * page when asked for and kept until refreshed.
 */
export class ObjectBrowser implements Disposable {
  readonly #levels = new Levels((node, start, signal) => this.#page(node, start, signal));
  readonly #changes = new Emitter<ContainerNode | undefined>();
  /** By node ID. */
  readonly #filters = new Map<string, string>();
  /** By node ID; what is not named is shown as what is above it. */
  readonly #withVersions = new Map<string, boolean>();
  #roots: readonly RootNode[] = [];
  #order: SortOrder = 'name';
  #isClosed = false;

  /** Fires with the node whose children changed; undefined stands for the whole tree. */
  readonly onDidChange = this.#changes.event;
  /** Fires when the first request begins and when the last one has ended. */
  readonly onDidChangeLoading = this.#levels.onDidChangeLoading;

  /** @param storeOf the S3 of a profile's session */
  constructor(
    private readonly storeOf: (profile: string) => ObjectStore,
    private readonly clock: Clock,
  ) {}

  /** The sessions shown. */
  get roots(): readonly RootNode[] {
    return this.#roots;
  }

  /** Shows these sessions; what is read of those that stay the same is kept. */
  show(roots: readonly SessionRoot[]): void {
    const before = this.#roots;
    const known = new Map(before.map((node) => [node.profile, node]));
    const changed: RootNode[] = [];
    this.#roots = roots.map((root) => {
      const node = known.get(root.profile) ?? new RootNode(root);
      if (isOtherSession(node.root, root)) this.#levels.drop(node);
      if (isOtherSession(node.root, root) || looksOther(node.root, root)) changed.push(node);
      node.root = root;
      return node;
    });
    for (const node of before) if (!this.#roots.includes(node)) this.#levels.drop(node);
    const isSameList = before.length === roots.length && before.every((node, index) => node === this.#roots[index]);
    if (!isSameList) this.#changes.fire(undefined);
    else for (const node of changed) this.#changes.fire(node);
  }

  /**
   * The children of `node` (the sessions without one): the pages read so far, the first of which costs one request.
   * Errors are children too. When the node is refreshed meanwhile, they are those read since.
   * @throws AppError of kind `cancelled` at `signal`, or when the browser is disposed of
   */
  async children(node: ContainerNode | undefined, signal: AbortSignal): Promise<readonly S3Node[]> {
    for (;;) {
      try {
        return await this.#children(node, signal);
      } catch (error) {
        if (signal.aborted || this.#isClosed || !isAppError(error, 'cancelled')) throw error;
        // Given up for a refresh. VS Code keeps what the latest answer is, even one that was asked for before the refresh.
      }
    }
  }

  async #children(node: ContainerNode | undefined, signal: AbortSignal): Promise<readonly S3Node[]> {
    if (!node) return this.#roots;
    const root = this.#roots.find(({ profile }) => profile === node.profile);
    if (!root) return [];
    if (!root.live) return node === root ? [notAssumedNode(root)] : [];
    if (node.type === 'session') return this.#sessionRows(root, signal);
    if (node.type === 'versions') return this.#versionRows(node);
    const { listing } = this.#levels.of(node);
    await listing.first(signal);
    return listing.state ? this.#rows(node, listing.state) : [];
  }

  /**
   * Reads the next page of the level in which `node` stands, or the one that failed or was stopped.
   * @throws AppError of kind `cancelled` at `signal`, or when the level is refreshed meanwhile
   */
  async loadMore({ parent }: LoadMoreNode | MessageNode, signal: AbortSignal): Promise<void> {
    const container = parent && listedOf(parent);
    if (!container || !this.#levels.get(container.id)) return;
    await this.#levels.of(container).listing.more(signal);
    this.#changes.fire(container);
  }

  /**
   * Forgets the children of `node` and all below, so that they are read again when asked for; requests under way are
   * given up. A node without children stands for the level it is in; without a node, everything is forgotten.
   */
  refresh(node?: S3Node): void {
    const container = node && !isContainer(node) ? node.parent : node;
    const listed = container && listedOf(container);
    this.#levels.drop(listed);
    this.#changes.fire(listed);
  }

  /** Stops what is being read; the rows say so and offer to read on. */
  stop(): void {
    this.#levels.stop();
  }

  /** How the children of a container of keys are shown. */
  viewOf(node: PrefixNode): LevelView {
    return { filter: this.#filters.get(node.id), withVersions: this.#showsVersions(node), order: this.#order };
  }

  /** Shows only the keys that begin with `filter` after the node's own prefix; all with undefined or an empty text. */
  setFilter(node: PrefixNode, filter: string | undefined): void {
    if (filter === undefined || filter === '') this.#filters.delete(node.id);
    else this.#filters.set(node.id, filter);
    this.refresh(node);
  }

  /** Shows versions and deleted objects in `node` and all below it, or no longer. */
  setVersions(node: PrefixNode, shown: boolean): void {
    this.#withVersions.set(node.id, shown);
    this.refresh(node);
  }

  /** The order of the rows of every folder. */
  get order(): SortOrder {
    return this.#order;
  }

  set order(order: SortOrder) {
    if (order === this.#order) return;
    this.#order = order;
    this.#changes.fire(undefined);
  }

  /**
   * Shows a place below its session; one that stands there already is taken.
   * @param filter what its keys begin with after the prefix
   * @returns undefined when the profile is not shown
   */
  visit(profile: string, place: Place, filter?: string): PlaceNode | undefined {
    const root = this.#roots.find((node) => node.profile === profile);
    if (!root) return undefined;
    const isThere = (row: PlaceNode | MessageNode): row is PlaceNode => row.type === 'place' && isSame(row, place);
    // The filter of a place that stays is the person's.
    const stays = filter === undefined ? root.places.find((row): row is PlaceNode => isThere(row)) : undefined;
    const node = stays ?? root.visit(place);
    const isOther = this.#filters.get(node.id) !== filter;
    if (filter !== undefined) this.#filters.set(node.id, filter);
    else this.#filters.delete(node.id);
    if (isOther) this.#levels.drop(node);
    this.#changes.fire(root);
    return node;
  }

  /** Takes a visited place away, with how it was shown. */
  leave(place: PlaceNode): void {
    const root = this.#roots.find(({ profile }) => profile === place.profile);
    root?.leave(place);
    this.#levels.drop(place);
    this.#filters.delete(place.id);
    this.#withVersions.delete(place.id);
    this.#changes.fire(root);
  }

  /**
   * Reads anew what reads otherwise after changes through this window; what is open and what was loaded stays. Resolves
   * when all is read.
   */
  async follow(changes: readonly ObjectChange[]): Promise<void> {
    const affected = this.#levels.all.flatMap((level) => {
      const entryOf = affectedEntry(level, this.#contentOf(level.node), (prefix) => this.#isRead(level.node, prefix));
      const entries = changes.flatMap((change) => entryOf(change) ?? []);
      return entries.length > 0 ? [{ level, entries }] : [];
    });
    await Promise.all(affected.map(({ level, entries }) => this.#reread(level, entries)));
  }

  dispose(): void {
    this.#isClosed = true;
    this.#levels.dispose();
    this.#changes.dispose();
  }

  /** Reads the rows of a level anew, and the one above when nothing is left in it: the folder is gone then. */
  async #reread(level: Level, entries: readonly string[]): Promise<void> {
    const isInPart = canBeReadInPart(this.#contentOf(level.node));
    if (!(await this.#levels.reread(level, isInPart ? entries : undefined))) return;
    const { node, listing } = level;
    this.#changes.fire(node);
    if (node.type !== 'folder' || listing.state?.items.length !== 0 || listing.state.error) return;
    const above = this.#levels.get(node.parent?.id ?? '');
    if (above) await this.#reread(above, [node.prefix]);
  }

  #isRead(parent: ListedContainer, prefix: string): boolean {
    return this.#levels.all.some(
      ({ node, listing }) =>
        node.type === 'folder' && node.prefix === prefix && node.parent?.id === parent.id && listing.pages > 0,
    );
  }

  #contentOf(node: ListedContainer): LevelContent {
    if (node.type === 'session') return { type: 'buckets' };
    const { bucket, prefix } = locationOf(node);
    const { filter = '', withVersions } = this.viewOf(node);
    return { type: 'keys', bucket, prefix: prefix + filter, withVersions };
  }

  #showsVersions(node: PrefixNode): boolean {
    const own = this.#withVersions.get(node.id);
    return own ?? (node.parent !== undefined && isPrefix(node.parent) && this.#showsVersions(node.parent));
  }

  async #sessionRows(root: RootNode, signal: AbortSignal): Promise<S3Node[]> {
    const { places } = root;
    const { listing } = this.#levels.of(root);
    const coming = listing.first(signal);
    if (places.length > 0 && !listing.state && (await isLate(coming, PATIENCE, this.clock))) {
      coming.then(
        () => this.#changes.fire(root),
        () => undefined,
      );
      return [...places, bucketsComingNode(root)];
    }
    await coming;
    const { state } = listing;
    if (state?.error?.kind === 'accessDenied') return [...places, bucketsHiddenNode(root, state.error)];
    return [...places, ...(state ? this.#rows(root, state) : [])];
  }

  #versionRows(node: VersionsNode): S3Node[] {
    const rows: S3Node[] = (node.versions ?? []).map((version) => versionNode(node, version));
    const state = node.parent && this.#levels.get(node.parent.id)?.listing.state;
    const last = state?.items.at(-1);
    // The versions of the last key may go on on the next page.
    if (state?.hasMore && last?.type === 'versions' && last.key === node.key) rows.push(loadMoreNode(node));
    return rows;
  }

  /** What was read, then why it is not more and how to get more. */
  #rows(node: ListedContainer, state: ListingState<BucketNode | KeyNode>): S3Node[] {
    const { items, error, isStopped, hasMore } = state;
    const rows: S3Node[] = node.type === 'session' ? [...items] : [...sorted(items as readonly KeyNode[], this.#order)];
    if (isStopped) return [...rows, stoppedNode(node)];
    if (error) rows.push(errorNode(node, error));
    const mayTryAgain = error && !(error.kind === 'accessDenied' || error.kind === 'notFound');
    if (hasMore || mayTryAgain) rows.push(loadMoreNode(node, error !== undefined));
    const filter = node.type === 'session' ? undefined : this.#filters.get(node.id);
    return rows.length > 0 ? rows : [emptyNode(node, filter)];
  }

  async #page(node: ListedContainer, { next, after }: PageStart, signal: AbortSignal): Promise<LevelPage> {
    const store = this.storeOf(node.profile);
    const content = this.#contentOf(node);
    if (node.type === 'session' || content.type === 'buckets') {
      const root = this.#roots.find(({ profile }) => profile === node.profile);
      const page = await store.listBuckets(next, signal);
      return { items: page.buckets.map((bucket) => bucketNode(root, node.profile, bucket)), next: page.next };
    }
    const { bucket, prefix, withVersions } = content;
    const request = { bucket, prefix, delimiter: '/', next } as const;
    if (withVersions) {
      const page = await store.listVersions(request, signal);
      return { items: versionPageNodes(node, page), next: page.next };
    }
    const page = await store.list({ ...request, startAfter: after }, signal);
    return { items: pageNodes(node, page), next: page.next };
  }
}

/** The container whose listing the children of `node` come of. */
function listedOf(node: ContainerNode): ListedContainer {
  return node.type === 'versions' ? (node.parent as PrefixNode) : node;
}
