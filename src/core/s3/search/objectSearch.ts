import type { Clock } from '../../support/clock';
import type { AppError } from '../../support/errors';
import { Emitter } from '../../support/event';
import { compareKeys } from '../keyOrder';
import { visibleName } from '../../texts/visible';
import type { ObjectNode } from '../nodes';
import type { ObjectInfo, ObjectReader } from '../objectStore';
import { Crawl, type KeyGap } from './crawl';
import type { KeyPattern } from './keyPattern';

/** Objects a search keeps; it stops there. */
export const MOST_FOUND = 10_000;

/** Where is searched. */
export interface SearchPlace {
  /** The profile whose session searches. */
  readonly profile: string;
  readonly bucket: string;
  /** Empty for the whole bucket; else where its keys begin, not always at a `/`. */
  readonly prefix: string;
}

/** Why a search is no longer going on. */
export type SearchEnd =
  /** Every key was looked at. */
  | 'complete'
  /** {@link MOST_FOUND} objects were found. */
  | 'full'
  /** By the person. */
  | 'stopped'
  /** The session it used was exited. */
  | 'sessionExited'
  | 'failed';

/** How a search stands. */
export interface SearchState {
  readonly status: 'searching' | 'paused' | SearchEnd;
  readonly found: number;
  /** Keys looked at. */
  readonly looked: number;
  /** How long it has searched, pauses left out, milliseconds. */
  readonly elapsed: number;
  /** What was not looked at, once it is over. */
  readonly missed: readonly KeyGap[];
  /** Why it failed. */
  readonly error?: AppError | undefined;
}

/** One search: what it finds as it goes on. */
export class ObjectSearch {
  readonly #changed = new Emitter<void>();
  readonly #stop = new AbortController();
  readonly #crawl: Crawl;
  /** Where keys of rows begin: labels leave out the folder that is searched in. */
  readonly #labelsFrom: number;
  #rows: ObjectNode[] = [];
  #isSorted = true;
  #looked = 0;
  #status: SearchState['status'] = 'searching';
  #missed: readonly KeyGap[] = [];
  #error: AppError | undefined;
  /** Time of the stretches before this one, and when this one began. */
  #elapsed = 0;
  #since: number;

  /** Fires when rows or {@link state} change, as often as pages come. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly deps: { readonly store: Pick<ObjectReader, 'list'>; readonly clock: Clock },
    readonly place: SearchPlace,
    readonly pattern: KeyPattern,
  ) {
    const { bucket, prefix } = place;
    const request = {
      bucket,
      prefixes: pattern.beginnings.map((beginning) => prefix + beginning),
      delimiter: pattern.oneLevel ? '/' : undefined,
    } as const;
    const onObjects = (objects: readonly ObjectInfo[]): void => this.#look(objects);
    this.#crawl = new Crawl({ ...deps, onObjects }, request, this.#stop.signal);
    this.#labelsFrom = prefix.lastIndexOf('/') + 1;
    this.#since = deps.clock.now();
  }

  get state(): SearchState {
    const running = this.#status === 'searching' ? this.deps.clock.now() - this.#since : 0;
    return {
      status: this.#status,
      found: this.#rows.length,
      looked: this.#looked,
      elapsed: this.#elapsed + running,
      missed: this.#missed,
      error: this.#error,
    };
  }

  /** What was found, in the order of the keys. */
  get rows(): readonly ObjectNode[] {
    if (!this.#isSorted) {
      this.#rows.sort((a, b) => compareKeys(a.object.key, b.object.key));
      this.#isSorted = true;
    }
    return this.#rows;
  }

  /** Whether it goes on or may go on. */
  get isUnderWay(): boolean {
    return this.#status === 'searching' || this.#status === 'paused';
  }

  /** Searches until the end; how that was stands in {@link state}. Call it once. */
  async run(): Promise<void> {
    const { missed, error } = await this.#crawl.run();
    this.#missed = missed;
    this.#error = error;
    if (this.isUnderWay) this.#become(error ? 'failed' : 'complete');
    else this.#changed.fire();
  }

  /** Ends it; what was found stays. */
  stop(why: 'stopped' | 'sessionExited' = 'stopped'): void {
    if (!this.isUnderWay) return;
    this.#become(why);
    this.#stop.abort();
  }

  /** Sends no further request until {@link resume}. */
  pause(): void {
    if (this.#status !== 'searching') return;
    this.#crawl.pause();
    this.#become('paused');
  }

  /** Goes on after {@link pause}. */
  resume(): void {
    if (this.#status !== 'paused') return;
    this.#become('searching');
    this.#crawl.resume();
  }

  /** Takes out the rows of objects that exist no more. */
  forget(keys: ReadonlySet<string>): void {
    const left = this.#rows.filter(({ object }) => !keys.has(object.key));
    if (left.length === this.#rows.length) return;
    this.#rows = left;
    this.#changed.fire();
  }

  #look(objects: readonly ObjectInfo[]): void {
    this.#looked += objects.length;
    const { prefix } = this.place;
    for (const object of objects) {
      if (!this.pattern.matches(object.key.slice(prefix.length))) continue;
      this.#rows.push(this.#row(object));
      this.#isSorted = false;
      if (this.#rows.length < MOST_FOUND) continue;
      this.#become('full');
      this.#stop.abort();
      return;
    }
    this.#changed.fire();
  }

  #row(object: ObjectInfo): ObjectNode {
    const { profile, bucket } = this.place;
    const id = JSON.stringify(['found', profile, bucket, object.key]);
    const label = visibleName(object.key.slice(this.#labelsFrom));
    return { type: 'object', id, parent: undefined, profile, label, bucket, object };
  }

  #become(status: SearchState['status']): void {
    const now = this.deps.clock.now();
    if (this.#status === 'searching') this.#elapsed += now - this.#since;
    this.#since = now;
    this.#status = status;
    this.#changed.fire();
  }
}
