import type { AppError } from '../support/errors';
import { cancelled, toAppError } from '../support/errors';
import { SingleFlight } from '../support/singleFlight';

/** One page of anything the store lists. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; undefined on the last page. */
  readonly next?: string | undefined;
}

/** What is known of a listing. */
export interface ListingState<T> {
  /** In the order of the pages, so that what was read before never moves. */
  readonly items: readonly T[];
  readonly hasMore: boolean;
  /** The last item of the last page read, also where its row was taken away since: what comes after it was not read. */
  readonly last?: T | undefined;
  /** Why the last page asked for did not come. */
  readonly error?: AppError | undefined;
  /** Whether the person stopped the last page asked for. */
  readonly isStopped: boolean;
}

/** Where pages come from. */
export interface PageSource<T> {
  /** One request for the page at `next` (undefined for the first). */
  readonly fetch: (next: string | undefined, signal: AbortSignal) => Promise<Page<T>>;
  /** Adds a page to the items before; without it they stand one after the other. */
  readonly append?: (items: T[], page: readonly T[]) => void;
}

/** The pages of one listing read so far. At most one request is under way, however many callers wait for it. */
export class Listing<T> {
  #items: T[] = [];
  readonly #flights = new SingleFlight<void>();
  readonly #disposal = new AbortController();
  #stop: AbortController | undefined;
  #pages = 0;
  #last: T | undefined;
  #next: string | undefined;
  #error: AppError | undefined;
  #isStopped = false;

  constructor(private readonly source: PageSource<T>) {}

  /** The state without any request; undefined before the first page came, failed or was stopped. */
  get state(): ListingState<T> | undefined {
    if (this.#pages === 0 && !this.#error && !this.#isStopped) return undefined;
    const hasMore = this.#next !== undefined;
    return { items: this.#items, hasMore, last: this.#last, error: this.#error, isStopped: this.#isStopped };
  }

  /** How many pages were read. */
  get pages(): number {
    return this.#pages;
  }

  /**
   * Reads the first page, unless it was read, refused or stopped before. The request stops when all who wait have given
   * up. Failures stand in {@link state}.
   * @throws AppError of kind `cancelled`
   */
  async first(signal: AbortSignal): Promise<void> {
    if (!this.state) await this.#read(signal);
  }

  /**
   * Reads the next page, or the one that failed or was stopped before. Failures stand in {@link state}.
   * @throws AppError of kind `cancelled`
   */
  async more(signal: AbortSignal): Promise<void> {
    if (this.#pages === 0 || this.#next !== undefined) await this.#read(signal);
  }

  /** Exchanges what was read by what is known of it now; what comes next stays the same. */
  update(change: (items: readonly T[]) => T[]): void {
    this.#items = change(this.#items);
  }

  /** Stops the request under way for the person: those who wait go on with what was read before. */
  stop(): void {
    if (!this.#stop) return;
    this.#isStopped = true;
    this.#stop.abort();
  }

  /** Gives up the request under way: those who wait are told `cancelled`. */
  dispose(): void {
    this.#disposal.abort();
  }

  async #read(signal: AbortSignal): Promise<void> {
    const stop = (this.#stop ??= new AbortController());
    const signals = AbortSignal.any([signal, this.#disposal.signal, stop.signal]);
    try {
      await this.#flights.run('page', signals, (given) => this.#fetchPage(given));
    } catch (error) {
      if (stop.signal.aborted && !signal.aborted && !this.#disposal.signal.aborted) return;
      throw error;
    } finally {
      if (this.#stop === stop) this.#stop = undefined;
    }
  }

  async #fetchPage(signal: AbortSignal): Promise<void> {
    this.#isStopped = false;
    try {
      const page = await this.source.fetch(this.#next, signal);
      if (signal.aborted) return;
      if (this.source.append) this.source.append(this.#items, page.items);
      else this.#items.push(...page.items);
      this.#last = page.items.at(-1) ?? this.#last;
      this.#next = page.next;
      this.#pages += 1;
      this.#error = undefined;
    } catch (error) {
      const reason = toAppError(error);
      if (signal.aborted || reason.kind === 'cancelled') throw cancelled();
      this.#error = reason;
    }
  }
}
