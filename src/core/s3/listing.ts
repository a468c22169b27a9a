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
  /** Why the last page asked for did not come. */
  readonly error?: AppError | undefined;
}

/** The pages of one listing read so far. At most one request is under way, however many callers wait for it. */
export class Listing<T> {
  readonly #items: T[] = [];
  readonly #flights = new SingleFlight<void>();
  readonly #disposal = new AbortController();
  #started = false;
  #next: string | undefined;
  #error: AppError | undefined;

  /** @param fetch one request for the page at `next` (undefined for the first) */
  constructor(private readonly fetch: (next: string | undefined, signal: AbortSignal) => Promise<Page<T>>) {}

  /** The state without any request; undefined before the first page came or failed. */
  get state(): ListingState<T> | undefined {
    if (!this.#started && !this.#error) return undefined;
    return { items: this.#items, hasMore: this.#next !== undefined, error: this.#error };
  }

  /**
   * Reads the first page, unless it was read or refused before. The request stops when all who wait have given up.
   * Failures stand in {@link state}.
   * @throws AppError of kind `cancelled`
   */
  async first(signal: AbortSignal): Promise<void> {
    if (!this.state) await this.#read(signal);
  }

  /**
   * Reads the next page, or the one that failed before. Failures stand in {@link state}.
   * @throws AppError of kind `cancelled`
   */
  async more(signal: AbortSignal): Promise<void> {
    if (!this.#started || this.#next !== undefined) await this.#read(signal);
  }

  /** Gives up the request under way: those who wait are told `cancelled`. */
  dispose(): void {
    this.#disposal.abort();
  }

  async #read(signal: AbortSignal): Promise<void> {
    await this.#flights.run('page', AbortSignal.any([signal, this.#disposal.signal]), (given) =>
      this.#fetchPage(given),
    );
  }

  async #fetchPage(signal: AbortSignal): Promise<void> {
    try {
      const page = await this.fetch(this.#next, signal);
      if (signal.aborted) return;
      this.#items.push(...page.items);
      this.#next = page.next;
      this.#started = true;
      this.#error = undefined;
    } catch (error) {
      const reason = toAppError(error);
      if (signal.aborted || reason.kind === 'cancelled') throw cancelled();
      this.#error = reason;
    }
  }
}
