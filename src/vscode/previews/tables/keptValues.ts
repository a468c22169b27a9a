import { cellLimit } from '../../../core/s3/previews/limits';

/** Bytes of a value beyond which none of it is shown: no character has more than four. One more tells that it is cut. */
export const MAX_VALUE = 4 * (cellLimit(1) + 1) + 1;
/** Bytes that a value or a list takes beside its content, and bytes that a number takes. */
const OVERHEAD = 64;
const NUMBER = 16;

/**
 * The values that one reading keeps, as copies of what can be shown of them: a part of a page would keep the whole page.
 * Values of a dictionary that many rows have are one copy.
 */
export class KeptValues {
  readonly #copies = new Map<Uint8Array, Uint8Array>();

  /** @param takeRoom told how many bytes are about to be kept; throws where they are too many */
  constructor(private readonly takeRoom: (bytes: number) => void) {}

  /** A value, or a list of values, without the page it comes from. */
  of(value: unknown): unknown {
    if (Array.isArray(value)) {
      this.takeRoom(OVERHEAD);
      return value.map((each) => this.of(each));
    }
    if (value instanceof Uint8Array) return this.#copyOf(value);
    this.takeRoom(typeof value === 'string' ? OVERHEAD + value.length : NUMBER);
    return value;
  }

  #copyOf(bytes: Uint8Array): Uint8Array {
    let copy = this.#copies.get(bytes);
    if (!copy) {
      // All of it: what it came out of was taken memory for, too.
      this.takeRoom(OVERHEAD + bytes.length);
      copy = Uint8Array.from(bytes.subarray(0, MAX_VALUE));
      this.#copies.set(bytes, copy);
    }
    return copy;
  }
}
