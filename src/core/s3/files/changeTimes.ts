import type { ObjectInfo } from '../objectStore';

/** Objects whose times are remembered; the oldest go first. */
const CAPACITY = 20_000;

interface Told {
  readonly etag: string | undefined;
  readonly time: number;
}

/**
 * Modification times as VS Code needs them: it takes a file for unchanged when its time has not grown. S3 tells whole
 * seconds, and what is restored or copied may have an older one.
 */
export class ChangeTimes {
  readonly #told = new Map<string, Told>();

  /**
   * The time to tell of an object: the same while its content is, and a later one when it is another.
   * @param id of the file
   * @returns milliseconds since the epoch
   */
  of(id: string, info: Pick<ObjectInfo, 'modified' | 'etag'>): number {
    const before = this.#told.get(id);
    const own = changeTime(info);
    if (before && before.etag === info.etag) return before.time;
    const time = before ? Math.max(own, before.time + 1) : own;
    this.#tell(id, info.etag, time);
    return time;
  }

  /** Whether a file was told of before. */
  knows(id: string): boolean {
    return this.#told.has(id);
  }

  #tell(id: string, etag: string | undefined, time: number): void {
    this.#told.delete(id);
    this.#told.set(id, { etag, time });
    const [oldest] = this.#told.keys();
    if (this.#told.size > CAPACITY && oldest !== undefined) this.#told.delete(oldest);
  }
}

/**
 * An object's modification time, in milliseconds since the epoch, where S3 tells whole seconds only: the milliseconds
 * are taken from the ETag, so that what is overwritten within a second nearly always has another time. Two ETags of a
 * thousand agree; {@link ChangeTimes} tells those apart that it has told of before.
 */
export function changeTime({ modified, etag = '' }: Pick<ObjectInfo, 'modified' | 'etag'>): number {
  let hash = 0;
  for (const character of etag) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 997;
  return Math.floor(modified / 1000) * 1000 + hash;
}
