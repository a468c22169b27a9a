import { cancelled } from './errors';
import { untilAborted } from './untilAborted';

interface Flight<V> {
  readonly result: Promise<V>;
  readonly controller: AbortController;
  callers: number;
}

/**
 * Runs work once per key however many ask for it at the same time. A caller that gives up leaves alone; the work
 * itself is aborted when its last caller has given up.
 */
export class SingleFlight<V> {
  readonly #flights = new Map<string, Flight<V>>();

  /** The outcome of the work under way for `key`, or of `work` started now. Rejects with kind `cancelled` at `signal`. */
  async run(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<V>): Promise<V> {
    if (signal.aborted) throw cancelled();
    const flight = this.#flights.get(key) ?? this.#start(key, work);
    flight.callers += 1;
    try {
      return await untilAborted(flight.result, signal);
    } finally {
      flight.callers -= 1;
      if (flight.callers === 0) {
        // Nobody waits any more: a later caller must not join work that is being aborted.
        if (this.#flights.get(key) === flight) this.#flights.delete(key);
        flight.controller.abort();
      }
    }
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<V>): Flight<V> {
    const controller = new AbortController();
    const result = work(controller.signal);
    const flight: Flight<V> = { result, controller, callers: 0 };
    this.#flights.set(key, flight);
    const land = (): void => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    };
    result.then(land, land);
    return flight;
  }
}
