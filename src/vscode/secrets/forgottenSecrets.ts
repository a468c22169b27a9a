import { t } from '@vscode/l10n';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { exclusively } from '../../core/sessions/exclusively';
import type { WindowLock } from '../../core/sessions/ports';
import type { Clock } from '../../core/support/clock';
import type { Disposable } from '../../core/support/disposable';
import { AppError, toAppError } from '../../core/support/errors';
import { Emitter } from '../../core/support/event';
import {
  forgottenAt,
  formatForgotten,
  isNews,
  latestOf,
  merged,
  parseForgotten,
  withForgotten,
  type Forgettable,
  type Forgotten,
} from './forgotten';
import { codeOf, makePrivateDirectory, stateOf, writePrivately } from './privateFiles';
import type { SecretName } from './secretName';

/** What was forgotten since a window looked last. */
export interface ForgottenNews {
  readonly everything: boolean;
  /** Whether all sessions are; true where everything is. */
  readonly sessions: boolean;
}

/** What the record of what was forgotten is kept with. */
export interface ForgottenSecretsDeps {
  /** This person's on this machine, whatever the window. */
  readonly directory: string;
  readonly storage: vscode.SecretStorage;
  readonly lock: WindowLock;
  readonly clock: Pick<Clock, 'now'>;
}

/** Of a file that is larger nothing is read; far more than people delete. */
const MOST_BYTES = 16_000_000;
const NAME = 'forgotten.json';
/** The key of the copy in SecretStorage. */
export const COPY = 'forgotten';
const LOCK = 'forgotten';

/**
 * What was forgotten and when, for all windows of this person. It stands in a file, because SecretStorage of a browser
 * is one record for each window, which the window writes whole: what one deletes another one brings back. A copy stands
 * in SecretStorage, which windows of a desktop share with those on other machines. What a window knows never gets less.
 */
export class ForgottenSecrets implements Disposable {
  readonly #file: string;
  readonly #news = new Emitter<ForgottenNews>();
  readonly #subscription: Disposable;
  #known: Forgotten = new Map();
  /** State of the file that was read last; null before the first time. */
  #state: string | undefined | null = null;
  #copy: Promise<void> | undefined;
  /** Whether there was something to know before; what a window knows from the start is no news. */
  #isOpen = false;

  /** Fires at once when something was forgotten, in this window or another, before anything else is done about it. */
  readonly onDidForget = this.#news.event;

  constructor(private readonly deps: ForgottenSecretsDeps) {
    this.#file = join(deps.directory, NAME);
    this.#subscription = deps.storage.onDidChange(({ key }) => {
      if (key !== COPY) return;
      this.#copy = undefined;
      // Whoever reads a secret next hears of what is wrong.
      this.sync().catch(() => undefined);
    });
  }

  /** The number of the last forgetting this window knows of. */
  get latest(): number {
    return latestOf(this.#known);
  }

  /** Whether a secret was forgotten after the forgetting of the number `after`, as far as this window knows. */
  isForgotten(secret: SecretName, after: number): boolean {
    return forgottenAt(this.#known, secret) > after;
  }

  /**
   * Takes note of what other windows have forgotten.
   * @throws AppError where that cannot be known; no secret may be used then
   */
  async sync(): Promise<void> {
    try {
      await (this.#copy ??= this.#readCopy());
      const state = await this.#stateOfFile();
      if (state === this.#state) return;
      const found = await this.#read();
      this.#take(found);
      this.#state = state;
      // Such as a file that was deleted: others must not know less than this window.
      if (isNews(found, this.#known)) await this.#forget([]).catch(() => undefined);
    } finally {
      this.#isOpen = true;
    }
  }

  /**
   * Forgets for all windows.
   * @param prepare is told the number of the forgetting before any window hears of it
   * @throws AppError where other windows cannot be told; here it is forgotten all the same
   */
  async forget(what: readonly Forgettable[], prepare?: (number: number) => Promise<void>): Promise<void> {
    await this.#forget(what, prepare);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#news.dispose();
  }

  async #forget(what: readonly Forgettable[], prepare?: (number: number) => Promise<void>): Promise<void> {
    const { lock, clock, directory, storage } = this.deps;
    this.#isOpen = true;
    await exclusively(lock, LOCK, new AbortController().signal, async () => {
      let failure: AppError | undefined;
      const note = (error: unknown): void => void (failure ??= toAppError(error));
      // What cannot be read is less than everything, which may take its place.
      await this.#read().then((found) => this.#take(found), what.includes('everything') ? () => undefined : note);
      const next = what.length === 0 ? this.#known : withForgotten(this.#known, what, clock.now());
      await prepare?.(latestOf(next));
      if (!failure) {
        await makePrivateDirectory(directory)
          .then(() => writePrivately(this.#file, formatForgotten(next)))
          .catch((error: unknown) => note(unwritable(this.#file, error)));
      }
      this.#take(next);
      await Promise.resolve(storage.store(COPY, formatForgotten(next))).catch(() => undefined);
      if (failure) throw failure;
    });
  }

  async #readCopy(): Promise<void> {
    // A storage that fails has no secrets to give either.
    const text = await Promise.resolve(this.deps.storage.get(COPY)).catch(() => undefined);
    const found = text === undefined ? undefined : parseForgotten(text);
    if (found) this.#take(found);
  }

  async #stateOfFile(): Promise<string | undefined> {
    try {
      return await stateOf(this.#file);
    } catch (error) {
      throw unreadable(this.#file, error);
    }
  }

  async #read(): Promise<Forgotten> {
    try {
      if ((await stat(this.#file)).size > MOST_BYTES) throw new Error(t('The file is too large.'));
      const forgotten = parseForgotten(await readFile(this.#file, 'utf8'));
      if (forgotten) return forgotten;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return new Map();
      throw unreadable(this.#file, error);
    }
    throw unreadable(this.#file, new Error(t('Its content is damaged.')));
  }

  #take(found: Forgotten): void {
    const before = this.#known;
    this.#known = merged(before, found);
    if (!this.#isOpen || !isNews(before, this.#known)) return;
    const after = latestOf(before);
    this.#news.fire({
      everything: this.isForgotten({ type: 'token', name: '' }, after),
      sessions: this.isForgotten({ type: 'session', name: '' }, after),
    });
  }
}

function unreadable(file: string, cause: unknown): AppError {
  return new AppError(
    'unexpected',
    t('Which secrets were forgotten cannot be read from {0}, so no secret is used: {1}', file, messageOf(cause)),
    {
      cure: t('Make the file readable, or run "AWS: Forget All Secrets…", which writes it anew.'),
    },
    cause,
  );
}

function unwritable(file: string, cause: unknown): AppError {
  return new AppError(
    'unexpected',
    t(
      'This window has forgotten it, but other windows cannot be told, because {0} cannot be written: {1}',
      file,
      messageOf(cause),
    ),
    { cure: t('Make the folder writable and try again, or close all other windows.') },
    cause,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
