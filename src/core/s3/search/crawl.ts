import type { Clock } from '../../support/clock';
import { DisposableStore } from '../../support/disposable';
import { toAppError, type AppError, type ErrorKind } from '../../support/errors';
import { isDirectoryBucket } from '../bucketNames';
import { compareKeys } from '../keyOrder';
import type { ListPage, ObjectInfo, ObjectReader } from '../objectStore';
import { KeyRange } from './keyRange';

/** Lists under way at most. */
export const MAX_LISTS = 8;
/** Requests that may go into finding out where keys are, besides those for pages: some, and a part of the full pages. */
const SPARE_REQUESTS = 16;
const SPARE_PER_PAGE = 0.5;
/** A part of the key space whose list failed this often in a row is given up. */
const MAX_FAILURES = 4;
/** Wait before the first of the attempts after a failure, milliseconds; each further one takes twice as long. */
const FIRST_WAIT = 500;
/** Pages without a failure after which one more list may be under way again. */
const PAGES_TO_RECOVER = 8;
/** What may be over after a while. */
const PASSING: ReadonlySet<ErrorKind> = new Set(['throttled', 'serviceFault', 'network']);

/** Which keys are looked at. */
export interface CrawlRequest {
  readonly bucket: string;
  /** Beginnings of keys, none of which begins with another. */
  readonly prefixes: readonly string[];
  /** `/` to look at no key with a further `/` after its prefix. */
  readonly delimiter?: '/' | undefined;
}

/** Keys that were not looked at: after `after` (from the first on without it) to `until` (to the last without it). */
export interface KeyGap {
  readonly prefix: string;
  readonly after?: string | undefined;
  readonly until?: string | undefined;
}

/** How a crawl ended. */
export interface CrawlOutcome {
  /** In the order of the keys; empty when all were looked at. */
  readonly missed: readonly KeyGap[];
  /** Why; undefined also when it was stopped. */
  readonly error?: AppError | undefined;
}

/** What a crawl works with. */
export interface CrawlDeps {
  readonly store: Pick<ObjectReader, 'list'>;
  readonly clock: Clock;
  /** Gets each object once, as the pages come: in order within a page only. */
  readonly onObjects: (objects: readonly ObjectInfo[]) => void;
}

/**
 * Lists keys with several requests at a time. It begins with one list; whoever has nothing to do takes over a half of
 * what another still has to read. Where that half begins is found out from folders, else guessed from what keys look
 * like: parts without keys cost one request each, and how many of those there may be is limited.
 */
export class Crawl {
  /** In the order of their keys. */
  readonly #ranges: KeyRange[];
  readonly #scouted = new Set<string>();
  /** Folders that were met: keys after which there are others, in order. */
  #folders: string[] = [];
  #scouts = true;
  #running = 0;
  #limit = MAX_LISTS;
  #spent = 0;
  #fullPages = 0;
  #pagesSinceFailure = 0;
  #paused = false;
  #error: AppError | undefined;
  readonly #waits = new DisposableStore();
  /** Directory buckets tell of keys in no order, and from the first on only (S3 API, ListObjectsV2, StartAfter). */
  readonly #isOrdered: boolean;
  #end: (() => void) | undefined;

  constructor(
    private readonly deps: CrawlDeps,
    private readonly request: CrawlRequest,
    private readonly signal: AbortSignal,
  ) {
    this.#isOrdered = !isDirectoryBucket(request.bucket);
    const share = 1 / request.prefixes.length;
    this.#ranges = [...request.prefixes]
      .sort(compareKeys)
      .map((prefix) => new KeyRange(prefix, undefined, undefined, share));
  }

  /** Lists until the end, the signal or the first lasting failure. Call it once. Never rejects. */
  async run(): Promise<CrawlOutcome> {
    if (!this.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#end = resolve;
        this.signal.addEventListener('abort', () => resolve(), { once: true });
        this.#go();
      });
    }
    this.#waits.dispose();
    const missed = this.#ranges
      .filter(({ state }) => state !== 'done')
      .map(({ prefix, position, after, until }) => ({
        prefix,
        after: this.#isOrdered ? (position ?? after) : undefined,
        until,
      }));
    return { missed, error: this.#error };
  }

  /** Begins no further list until {@link resume}. */
  pause(): void {
    this.#paused = true;
  }

  /** Goes on after {@link pause}. */
  resume(): void {
    this.#paused = false;
    this.#go();
  }

  /** Begins as many lists as there may be. */
  #go(): void {
    if (this.#paused || this.signal.aborted || this.#error) return;
    while (this.#running < this.#limit) {
      const range = this.#ranges.find(({ state }) => state === 'waiting');
      if (range) void this.#list(range);
      else if (!this.#helpOut()) return;
    }
  }

  /** Takes something over from a list under way, or finds out where it could be split. @returns whether there is anything */
  #helpOut(): boolean {
    if (!this.#isOrdered || this.#spent >= SPARE_REQUESTS + this.#fullPages * SPARE_PER_PAGE) return false;
    const candidates = this.#ranges
      .filter(({ state, position, after }) => state === 'listing' && (position ?? after) !== undefined)
      .sort((a, b) => expected(b) - expected(a));
    for (const range of candidates) {
      const folder = this.#unscouted(range);
      if (folder !== undefined) {
        void this.#scout(folder, range.position);
        return true;
      }
      const key = range.splitPoint(this.#folders);
      if (key !== undefined) {
        const rest = range.splitAt(key);
        this.#ranges.splice(this.#ranges.indexOf(range) + 1, 0, rest);
        this.#spent++;
        void this.#list(rest);
        return true;
      }
    }
    return false;
  }

  async #list(range: KeyRange): Promise<void> {
    const { bucket, delimiter } = this.request;
    const { prefix, after, next } = range;
    range.state = 'listing';
    const from = next === undefined ? { startAfter: after } : { next };
    await this.#counted(async () => {
      let page: ListPage;
      try {
        page = await this.deps.store.list({ bucket, prefix, delimiter, ...from }, this.signal);
      } catch (error) {
        this.#failed(range, toAppError(error));
        return;
      }
      if (this.signal.aborted) return;
      this.#read(range, page);
    });
  }

  #read(range: KeyRange, page: ListPage): void {
    const keys = page.objects.map(({ key }) => key);
    const lastRow = [keys.at(-1), page.prefixes.at(-1)]
      .filter((row) => row !== undefined)
      .sort(compareKeys)
      .at(-1);
    const found = keys.some((key) => range.isPast(key))
      ? page.objects.filter(({ key }) => !range.isPast(key))
      : page.objects;
    if (range.position === undefined && found.length > 0) this.#tellOf(range);
    range.read(keys, lastRow, page.next);
    if (range.state === 'done') this.#passOn(range);
    else this.#fullPages++;
    this.#recover();
    if (found.length > 0) this.deps.onObjects(found);
  }

  /** The range before one that has keys learns of them. */
  #tellOf(range: KeyRange): void {
    const before = this.#ranges[this.#ranges.indexOf(range) - 1];
    if (before?.until !== undefined && before.until === range.after) before.isFollowed = true;
  }

  /** What a range was wrongly expected to hold is expected in the one before it, from which it was split off. */
  #passOn(range: KeyRange): void {
    const at = this.#ranges.indexOf(range);
    if (range.pages === 0) {
      const before = this.#ranges.slice(0, at).findLast(({ state }) => state !== 'done');
      if (before) before.share += range.share;
    }
    this.#ranges.splice(at, 1);
  }

  #failed(range: KeyRange, error: AppError): void {
    range.state = 'waiting';
    if (this.signal.aborted) return;
    range.failures++;
    if (!PASSING.has(error.kind) || range.failures >= MAX_FAILURES) {
      this.#error ??= error;
      return;
    }
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#pagesSinceFailure = 0;
    range.state = 'resting';
    this.#waits.add(
      this.deps.clock.after(FIRST_WAIT * 2 ** (range.failures - 1), () => {
        range.state = 'waiting';
        this.#go();
      }),
    );
  }

  #recover(): void {
    this.#pagesSinceFailure++;
    if (this.#limit < MAX_LISTS && this.#pagesSinceFailure % PAGES_TO_RECOVER === 0) this.#limit++;
  }

  /** A folder above the range's position whose other folders are not known. */
  #unscouted(range: KeyRange): string | undefined {
    if (!this.#scouts || this.request.delimiter !== undefined) return undefined;
    return range.folders().find((folder) => !this.#scouted.has(folder));
  }

  /** Finds out which folders come after `after`. Whether it may is not important. */
  async #scout(folder: string, after: string | undefined): Promise<void> {
    this.#scouted.add(folder);
    this.#spent++;
    await this.#counted(async () => {
      try {
        const request = { bucket: this.request.bucket, prefix: folder, delimiter: '/', startAfter: after } as const;
        const { prefixes } = await this.deps.store.list(request, this.signal);
        this.#folders = [...new Set([...this.#folders, ...prefixes])].sort(compareKeys);
      } catch {
        // Permission may be for the prefix asked for only; a lasting failure meets the other lists as well.
        this.#scouts = false;
      }
    });
  }

  /** Counts `work` as a list under way; afterwards others may begin, or all is over. */
  async #counted(work: () => Promise<void>): Promise<void> {
    this.#running++;
    try {
      await work();
    } finally {
      this.#running--;
      this.#go();
      if (this.#running === 0 && (this.#error || this.#ranges.length === 0)) this.#end?.();
    }
  }
}

/** How much of the keys is expected in what is left of a range; less where nothing was found yet. */
function expected({ share, pages }: KeyRange): number {
  return pages > 0 ? share : share / 2;
}
