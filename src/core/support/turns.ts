import { untilAborted } from './untilAborted';

/** Lets work of the same key run one after another, in the order it was asked for. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `work` when all work of `key` before it has ended. Rejects with kind `cancelled` when `signal` aborts before. */
  async run<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const turn = before.then(() => ended);
    this.#last.set(key, turn);
    try {
      await untilAborted(before, signal);
      return await work();
    } finally {
      end();
      if (this.#last.get(key) === turn) this.#last.delete(key);
    }
  }
}
