import type { Clock } from './clock';
import type { Disposable } from './disposable';
import { Emitter } from './event';

/** How long a change waits for others that belong to it, milliseconds. */
const BURST = 20;
/** How long after an answer a change is told, milliseconds: both must not reach VS Code's window in one message. */
const AFTER_ANSWER = 50;
/** How long after a change the next one is told, milliseconds. VS Code holds back for 200 what comes sooner. */
const AFTER_CHANGE = 250;

/**
 * The changes of a tree view, told apart from its answers. VS Code loses a change that reaches its window together with
 * an answer from before it: it shows that answer, keeps it, and when the whole tree had changed asks for the rows below
 * by a name that the extension host has forgotten, which reads as if there were none. A change is therefore told some
 * time after an answer, and so seldom that VS Code passes each on at once.
 */
export class TreeChanges<T> implements Disposable {
  readonly #changes = new Emitter<T[] | undefined>();
  readonly #waiting = new Set<T | undefined>();
  #answeredAt = Number.NEGATIVE_INFINITY;
  #toldAt = Number.NEGATIVE_INFINITY;
  #timer: Disposable | undefined;

  /** For `TreeDataProvider.onDidChangeTreeData`: the nodes that changed; undefined stands for the whole tree. */
  readonly event = this.#changes.event;

  constructor(private readonly clock: Clock) {}

  /** Tells that a node reads otherwise, or has others below it; undefined stands for the whole tree. */
  fire(node: T | undefined): void {
    this.#waiting.add(node);
    this.#timer ??= this.clock.after(BURST, () => this.#tell());
  }

  /** To be called with each answer to VS Code: rows below a node, or how one of them looks. */
  answered(): void {
    this.#answeredAt = this.clock.now();
  }

  /** Resolves once every change so far is told: before that VS Code knows nothing of the rows that it brings. */
  async told(): Promise<void> {
    if (this.#waiting.size === 0) return;
    await new Promise<void>((resolve) => {
      const subscription = this.event(() => {
        subscription.dispose();
        resolve();
      });
    });
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#changes.dispose();
  }

  #tell(): void {
    const wait = Math.max(this.#rest(this.#answeredAt, AFTER_ANSWER), this.#rest(this.#toldAt, AFTER_CHANGE));
    if (wait > 0) {
      this.#timer = this.clock.after(wait, () => this.#tell());
      return;
    }
    this.#timer = undefined;
    this.#toldAt = this.clock.now();
    const nodes = [...this.#waiting].filter((node) => node !== undefined);
    const isWhole = nodes.length < this.#waiting.size;
    this.#waiting.clear();
    this.#changes.fire(isWhole ? undefined : nodes);
  }

  /** What is left of a span that began at `from`, milliseconds; nothing when the clock was set back meanwhile. */
  #rest(from: number, span: number): number {
    const elapsed = this.clock.now() - from;
    return elapsed < 0 ? 0 : Math.max(0, span - elapsed);
  }
}
