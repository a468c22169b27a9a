import { ObjectBytes } from '../../../../src/core/s3/previews/objectBytes';
import { AppError } from '../../../../src/core/support/errors';

/** An object in memory that is read by ranges, and which ranges were read. */
export class RangedObject {
  readonly ranges: (readonly [start: number, end: number])[] = [];
  #etag = 'first';

  constructor(
    private content: Uint8Array,
    /** Bytes it says it has; what lies behind its content is made of zeros. */
    private readonly size = content.length,
  ) {}

  /** Opens it as it is now. */
  open(): ObjectBytes {
    const address = { profile: 'p', bucket: 'b', key: 'k' };
    return new ObjectBytes(
      {
        read: (_address, maxBytes, _signal, options) => {
          if (options?.ifMatch !== this.#etag) throw new AppError('changed', 'Changed.');
          const range = options.range;
          if (!range || !('start' in range)) throw new AppError('unexpected', 'A whole read.');
          if (range.end - range.start > maxBytes) throw new AppError('tooLarge', 'Too large.');
          this.ranges.push([range.start, range.end]);
          const bytes = new Uint8Array(range.end - range.start);
          bytes.set(this.content.subarray(range.start, range.end));
          return Promise.resolve({ bytes, etag: this.#etag, size: this.size });
        },
      },
      address,
      { size: this.size, etag: this.#etag },
    );
  }

  /** Somebody writes it anew. */
  change(): void {
    this.#etag = 'second';
  }

  /** How many bytes were read in all. */
  get bytesRead(): number {
    return this.ranges.reduce((sum, [start, end]) => sum + end - start, 0);
  }
}

/** A signal that never aborts. */
export const never = new AbortController().signal;
