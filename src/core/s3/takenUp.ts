import type { Clock } from '../support/clock';
import type { Disposable } from '../support/disposable';

/** How long VS Code may take from an answer to its next step, in milliseconds. */
const PATIENCE = 2000;

/**
 * Notices when VS Code does not go on after an answer of a tree: it drops answers while it refreshes, and on a busy machine
 * has been seen to leave a session opened with nothing in it.
 */
export class TakenUp implements Disposable {
  readonly #timers = new Map<string, Disposable>();
  readonly #told = new Set<string>();

  /** @param tell says to the view to ask for everything again; at most once for each step */
  constructor(
    private readonly clock: Clock,
    private readonly tell: () => void,
  ) {}

  /** VS Code's next step is expected to be this one. */
  expect(step: string): void {
    if (this.#told.has(step) || this.#timers.has(step)) return;
    const timer = this.clock.after(PATIENCE, () => {
      this.#timers.delete(step);
      this.#told.add(step);
      this.tell();
    });
    this.#timers.set(step, timer);
  }

  /** VS Code has taken this step: it need not be expected any more. */
  taken(step: string): void {
    this.#timers.get(step)?.dispose();
    this.#timers.delete(step);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) timer.dispose();
  }
}
