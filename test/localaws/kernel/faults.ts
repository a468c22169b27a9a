import type { Fault } from './types';

interface ActiveFault {
  readonly fault: Fault;
  remaining: number;
}

/** The faults a local AWS is told to show. */
export class Faults {
  #active: ActiveFault[] = [];

  /** Adds a fault behind those already there. @returns a handle whose `dispose` removes it */
  add(fault: Fault): { dispose(): void } {
    const active: ActiveFault = { fault, remaining: fault.times ?? Infinity };
    this.#active.push(active);
    return { dispose: () => (this.#active = this.#active.filter((other) => other !== active)) };
  }

  /** Removes every fault. */
  clear(): void {
    this.#active = [];
  }

  /** Uses up one turn of the oldest fault that matches. @returns what to do, or undefined to answer normally */
  take(service: string, operation: string): Fault['action'] | undefined {
    const active = this.#active.find(
      ({ fault }) => (fault.service ?? service) === service && (fault.operation ?? operation) === operation,
    );
    if (!active) return undefined;
    active.remaining -= 1;
    if (active.remaining <= 0) this.#active = this.#active.filter((other) => other !== active);
    return active.fault.action;
  }
}
