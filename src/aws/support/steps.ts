import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work until others get their turn. */
const STEP = 8;

/** Work in steps: between them, whoever else lives in this process gets a turn. */
export class Steps {
  #began = performance.now();

  /** Whether the step has taken long enough. */
  get isOver(): boolean {
    return performance.now() - this.#began > STEP;
  }

  /** Lets others do what they wait for, then begins the next step. */
  async next(): Promise<void> {
    await setImmediate();
    this.#began = performance.now();
  }

  /** What `make` makes of each item. */
  async map<Item, Made>(items: readonly Item[], make: (item: Item) => Made): Promise<Made[]> {
    const made: Made[] = [];
    for (const item of items) {
      made.push(make(item));
      if (this.isOver) await this.next();
    }
    return made;
  }
}
