/** The time a local AWS lives by: the machine's, moved by `offset`. */
export class ServerClock {
  /** Milliseconds added to the machine's time. Tests move it to let sessions expire without waiting. */
  offset: number;

  /** @param offset initial offset in milliseconds */
  constructor(offset = 0) {
    this.offset = offset;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.offset;
  }
}
