import { compareKeys } from '../keyOrder';
import { guessSplit } from './splitPoint';

/** Keys of which {@link KeyRange.sample} keeps one. */
const SAMPLE_STEP = 16;

/** A part of the key space that is listed page by page, and can be cut shorter while it is. */
export class KeyRange {
  /** `resting` after a failure, until it is tried again. */
  state: 'waiting' | 'listing' | 'resting' | 'done' = 'waiting';
  /** Of the page to come. */
  next: string | undefined;
  /** The last key of the pages so far. */
  position: string | undefined;
  /** Whether keys are known to come after its end. */
  isFollowed = false;
  /** Full pages so far. */
  pages = 0;
  /** Some keys of the last page, in order, or of a page before this range was split off. */
  sample: readonly string[] = [];
  /** Lists that failed since the last page. */
  failures = 0;
  /** Whether there was no guess where to split it, which stays so until its next page or its next end. */
  #isUnguessable = false;

  /**
   * @param prefix of all its keys
   * @param after its keys come after this one; undefined for the first of the prefix
   * @param end its last key; undefined for the last of the prefix
   * @param share how much of the keys it is expected to hold, of 1
   */
  constructor(
    readonly prefix: string,
    readonly after: string | undefined,
    private end: string | undefined,
    public share: number,
  ) {}

  /** The last key it may hold; undefined for the last of the prefix. */
  get until(): string | undefined {
    return this.end;
  }

  /** Whether a key is after it. */
  isPast(key: string): boolean {
    return this.end !== undefined && compareKeys(key, this.end) > 0;
  }

  /** Whether nothing of it comes after a key. */
  private reaches(key: string): boolean {
    return this.end !== undefined && compareKeys(key, this.end) >= 0;
  }

  /** Takes note of a page. @param keys all of it, in order, those past the end too; empty where only folders came */
  read(keys: readonly string[], last: string | undefined, next: string | undefined): void {
    this.failures = 0;
    this.#isUnguessable = false;
    this.next = next;
    this.position = last ?? this.position;
    if (keys.length > 0) {
      const step = Math.max(1, Math.ceil(keys.length / SAMPLE_STEP));
      this.sample = [...keys.filter((_, index) => index % step === 0), ...keys.slice(-1)];
    }
    const isOver = next === undefined || (last !== undefined && this.reaches(last));
    if (!isOver) this.pages++;
    this.state = isOver ? 'done' : 'waiting';
  }

  /** Cuts it after `key`. @returns the rest */
  splitAt(key: string): KeyRange {
    this.share /= 2;
    const rest = new KeyRange(this.prefix, key, this.end, this.share);
    rest.sample = this.sample;
    rest.isFollowed = this.isFollowed;
    this.isFollowed = false;
    this.end = key;
    this.#isUnguessable = false;
    return rest;
  }

  /**
   * A key in what is still to be read of it to split it at.
   * @param known keys after which there are others, in order
   */
  splitPoint(known: readonly string[]): string | undefined {
    const low = this.position ?? this.after;
    if (low === undefined) return undefined;
    const inside = known.filter(
      (key) => compareKeys(key, low) > 0 && (this.end === undefined || compareKeys(key, this.end) < 0),
    );
    if (inside.length > 0) return inside[Math.floor(inside.length / 2)];
    if (this.#isUnguessable) return undefined;
    const { end: high, isFollowed, prefix, sample } = this;
    const guess = guessSplit({ low, high, isFollowed, prefix, sample });
    this.#isUnguessable = guess === undefined;
    return guess;
  }

  /** The folders that its position is in, but for that of the object itself, from the prefix down. */
  folders(): string[] {
    const { position, prefix } = this;
    if (position === undefined) return [];
    const ends: number[] = [prefix.length];
    for (let at = position.indexOf('/', prefix.length); at >= 0; at = position.indexOf('/', at + 1)) ends.push(at + 1);
    return ends.slice(0, -1).map((end) => position.slice(0, end));
  }
}
