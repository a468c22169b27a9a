import type { ErrorKind } from '../../../../../src/core/support/errors';

/** A small object that is made to take much time or memory. */
export interface Bomb {
  readonly name: string;
  /** Its key, which says what it is taken for. */
  readonly key: string;
  readonly make: () => Uint8Array | string;
  /** What it ends with; a table or a text without one. */
  readonly error?: ErrorKind;
  /** Whether not all its columns are shown, which is said. */
  readonly cut?: boolean;
}
