import { join } from 'node:path';
import type { Disposable } from '../../core/support/disposable';
import type { SecretIndex } from '../support/secretIndex';
import { watchFiles } from '../support/watchFiles';
import type { ForgottenNews, ForgottenSecrets } from './forgottenSecrets';
import type { ToFollow } from './otherWindows';
import type { SecretRecords } from './secretRecords';
import { WindowFile } from './windowFile';

/** Keeps something that **Forget All Secrets…** drops too. */
export interface ForgetParticipant {
  /** Drops what this window keeps. It runs in every window, and once more in one that is told again. */
  forget(): Promise<void>;
}

/** What it takes to forget in all windows. */
export interface ForgettingDeps {
  readonly directory: string;
  readonly forgotten: ForgottenSecrets;
  readonly records: SecretRecords;
  readonly index: SecretIndex;
  readonly participants: readonly ForgetParticipant[];
}

/** How often a window looks for news where changes cannot be watched, milliseconds. */
const LOOK_EVERY = 3_000;

/**
 * Makes what is forgotten in one window forgotten in all: each watches for it, drops its copies, deletes what is left of
 * it in its SecretStorage, and says so.
 */
export class Forgetting implements Disposable {
  readonly #file: WindowFile;
  readonly #subscription: Disposable;
  #watching: Disposable | undefined;
  #looking: ReturnType<typeof setInterval> | undefined;
  #isDisposed = false;
  /** All that was to be dropped so far. */
  #work: Promise<void> = Promise.resolve();

  constructor(private readonly deps: ForgettingDeps) {
    this.#file = new WindowFile(join(deps.directory, 'windows'));
    this.#subscription = deps.forgotten.onDidForget((news) => this.#follow(news));
  }

  /** Begins to listen for what other windows forget; deletes what came back while this one was not open. */
  async start(): Promise<void> {
    const { forgotten, directory } = this.deps;
    const look = (): void => void forgotten.sync().catch(() => undefined);
    this.#follow({ everything: false, sessions: false });
    // A folder that cannot be written has no news either; Forget All Secrets says so.
    await this.#work.catch(() => undefined);
    if (this.#isDisposed) return;
    this.#watching = watchFiles([join(directory, 'forgotten.json')], look);
    this.#looking = setInterval(look, LOOK_EVERY);
    this.#looking.unref();
    look();
  }

  /**
   * Forgets everything in this window, and tells the others to.
   * @throws AppError where not everything could be forgotten, or the others cannot be told
   */
  async everything(): Promise<ToFollow> {
    const { forgotten } = this.deps;
    try {
      await forgotten.forget(['everything']);
    } finally {
      await this.#work;
    }
    return { directory: this.#file.directory, own: this.#file.name, number: forgotten.latest };
  }

  dispose(): void {
    this.#isDisposed = true;
    clearInterval(this.#looking);
    this.#watching?.dispose();
    this.#subscription.dispose();
    this.#file.dispose();
  }

  #follow(news: ForgottenNews): void {
    this.#work = this.#work.catch(() => undefined).then(() => this.#drop(news));
    // Whoever waits for it hears of it.
    this.#work.catch(() => undefined);
  }

  async #drop({ everything }: ForgottenNews): Promise<void> {
    const { forgotten, records, index, participants } = this.deps;
    if (this.#isDisposed) return;
    await forgotten.sync();
    const { latest } = forgotten;
    const dropped = everything ? await Promise.allSettled(participants.map((one) => one.forget())) : [];
    if (latest > 0) await index.sweep((secret) => records.deleteForgotten(secret));
    const failed = dropped.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    // A window that could not forget does not say that it has.
    await this.#file.announce(latest);
  }
}
