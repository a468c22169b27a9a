import { AppError } from '../support/errors';
import type { Destination } from './destination';

/**
 * A secret on its way to one destination. Whoever sends it says where to, so that no mistake on the way leads it
 * elsewhere. It cannot be printed.
 */
export class Sendable<T> {
  readonly #value: T;

  constructor(
    value: T,
    readonly destination: Destination,
  ) {
    this.#value = value;
  }

  /**
   * The secret itself, to be put into a request to `destination`.
   * @throws AppError of kind `unexpected` where it was had for another destination
   */
  for(destination: Destination): T {
    if (destination === this.destination) return this.#value;
    throw new AppError('unexpected', `A secret for ${this.destination} was about to be sent to ${destination}.`);
  }

  toString(): string {
    return `Sendable(${this.destination})`;
  }

  toJSON(): unknown {
    return this.toString();
  }
}
