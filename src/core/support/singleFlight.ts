import { cancelled } from './errors';
import { untilAborted } from './untilAborted';

interface Flight<V> {
  readonly result: Promise<V>;
  readonly controller: AbortController;
  /** Whether every caller keeps it going; else only those that say so. */
  readonly forAnyone: boolean;
  holders: number;
  landed: boolean;
}

/** How a caller takes part. */
export interface FlightOptions {
  /**
   * Whether work that others have begun goes on for this caller's sake. One that does not hold the work begins anew
   * when the others have given up.
   */
  readonly holds?: boolean;
}

/**
 * Runs work once per key however many ask for it at the same time. A caller that gives up leaves alone; the work
 * itself is aborted when its last holder has given up.
 */
export class SingleFlight<V> {
  readonly #flights = new Map<string, Flight<V>>();

  /** The outcome of the work under way for `key`, or of `work` started now. Rejects with kind `cancelled` at `signal`. */
  async run(
    key: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<V>,
    { holds = true }: FlightOptions = {},
  ): Promise<V> {
    while (!signal.aborted) {
      const flight = this.#flights.get(key) ?? this.#start(key, work, !holds);
      const counts = holds || flight.forAnyone;
      if (counts) flight.holders += 1;
      try {
        return await untilAborted(flight.result, signal);
      } catch (error) {
        const abandoned = flight.controller.signal.aborted && !counts;
        if (!abandoned) throw error;
      } finally {
        if (counts) this.#leave(key, flight);
      }
    }
    throw cancelled();
  }

  #leave(key: string, flight: Flight<V>): void {
    flight.holders -= 1;
    if (flight.holders > 0 || flight.landed) return;
    // Nobody holds it any more: a later caller must not join work that is being aborted.
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
    flight.controller.abort();
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<V>, forAnyone: boolean): Flight<V> {
    const controller = new AbortController();
    const result = work(controller.signal);
    const flight: Flight<V> = { result, controller, forAnyone, holders: 0, landed: false };
    this.#flights.set(key, flight);
    const land = (): void => {
      flight.landed = true;
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    };
    result.then(land, land);
    return flight;
  }
}
