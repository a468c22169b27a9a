import type { Clock } from '../support/clock';
import type { Disposable } from '../support/disposable';
import { DisposableStore } from '../support/disposable';
import type { ObjectBrowser } from './objectBrowser';
import type { ObjectChange, ObjectChanges } from './objectChanges';

/** How long changes are gathered before the explorer reads anew, in milliseconds: one deletion of many is many changes. */
const GATHERING = 200;
/** The shortest time from one reading to the next, in milliseconds, while changes go on coming. */
const PAUSE = 1500;

/** Keeps the explorer in step with what this window changes: a burst of changes costs one listing of each level. */
export class ChangeFollower implements Disposable {
  readonly #disposables = new DisposableStore();
  #gathered: ObjectChange[] = [];
  #timer: Disposable | undefined;
  /** When the last reading began, milliseconds since the epoch. */
  #last = 0;
  #isReading = false;
  #isDisposed = false;

  constructor(
    private readonly browser: Pick<ObjectBrowser, 'follow'>,
    changes: Pick<ObjectChanges, 'onDidChange'>,
    private readonly clock: Clock,
  ) {
    this.#disposables.add(
      changes.onDidChange((added) => {
        this.#gathered.push(...added);
        this.#schedule();
      }),
    );
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#disposables.dispose();
    this.#timer?.dispose();
  }

  #schedule(): void {
    if (this.#isDisposed || this.#timer || this.#isReading || this.#gathered.length === 0) return;
    const wait = Math.max(GATHERING, this.#last + PAUSE - this.clock.now());
    this.#timer = this.clock.after(wait, () => void this.#read());
  }

  async #read(): Promise<void> {
    this.#timer = undefined;
    this.#isReading = true;
    this.#last = this.clock.now();
    const changes = this.#gathered;
    this.#gathered = [];
    try {
      await this.browser.follow(changes);
    } finally {
      this.#isReading = false;
      this.#schedule();
    }
  }
}
