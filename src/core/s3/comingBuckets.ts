import type { Clock } from '../support/clock';
import { DisposableStore, type Disposable } from '../support/disposable';
import type { RootNode } from './sessionRoots';

/** How long the places of a session wait for its buckets, in milliseconds, so that both come at once as a rule. */
const PATIENCE = 1000;
/** How often the view is told that late buckets have come, and after how many milliseconds again. */
const REMINDERS = 5;
const REMINDER_INTERVAL = 1000;

/** Buckets that come so late that the places of their session are shown without them. */
export class ComingBuckets implements Disposable {
  readonly #awaited = new Set<RootNode>();
  readonly #reminders = new DisposableStore();

  /** @param tell says to the view that the rows of a session are others now */
  constructor(
    private readonly clock: Clock,
    private readonly tell: (root: RootNode) => void,
  ) {}

  /**
   * Waits for the buckets of a session, but not for long; when they are late, the view is told of them once they are there.
   * @param coming resolves with the buckets; rejects with an AppError of kind `cancelled`, which is passed on if it is not late
   * @returns whether they are late
   */
  async areLate(root: RootNode, coming: Promise<void>): Promise<boolean> {
    let timer: Disposable | undefined;
    const patience = new Promise<true>((resolve) => {
      timer = this.clock.after(PATIENCE, () => resolve(true));
    });
    const late = await Promise.race([patience, coming.then(() => false)]).finally(() => timer?.dispose());
    if (!late) return false;
    this.#awaited.add(root);
    coming.then(
      () => this.#remind(root, REMINDERS),
      () => undefined,
    );
    return true;
  }

  /** The view has asked for the rows of a session, and gets its buckets. */
  shown(root: RootNode): void {
    this.#awaited.delete(root);
  }

  dispose(): void {
    this.#awaited.clear();
    this.#reminders.dispose();
  }

  /** VS Code may miss a change while it takes in the rows before it, so it is told until it asks. */
  #remind(root: RootNode, times: number): void {
    if (!this.#awaited.has(root) || times === 0) return;
    this.tell(root);
    this.#reminders.add(this.clock.after(REMINDER_INTERVAL, () => this.#remind(root, times - 1)));
  }
}
