import type { ProfileObjectAddress } from '../address';
import type { ObjectReader } from '../objectStore';

/** The state of an object that is read in pieces. */
export interface ObjectState {
  /** Bytes. */
  readonly size: number;
  readonly etag?: string | undefined;
}

/** Reads ranges of an object, all of the same state of it: kind `changed` when it has become another. */
export class ObjectBytes {
  #read = 0;

  constructor(
    private readonly store: Pick<ObjectReader, 'read'>,
    private readonly address: ProfileObjectAddress,
    readonly state: ObjectState,
  ) {}

  /** How many bytes were read so far, in all. */
  get bytesRead(): number {
    return this.#read;
  }

  /** The bytes from `start` to before `end`, as far as the object goes. */
  async range(start: number, end: number, signal: AbortSignal): Promise<Uint8Array> {
    const last = Math.min(end, this.state.size);
    // S3 refuses a range without a byte in it (S3 API, GetObject, InvalidRange).
    if (start >= last) return new Uint8Array();
    const { bytes } = await this.store.read(this.address, last - start, signal, {
      range: { start, end: last },
      ifMatch: this.state.etag,
    });
    this.#read += bytes.length;
    return bytes;
  }

  /** The last bytes, at most `length`. */
  async tail(length: number, signal: AbortSignal): Promise<Uint8Array> {
    return await this.range(Math.max(0, this.state.size - length), this.state.size, signal);
  }

  /** The object from its beginning; each piece costs a request when it is asked for. */
  async *pieces(length: number, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    for (let start = 0; start < this.state.size; start += length) {
      yield await this.range(start, start + length, signal);
    }
  }
}
