import { t } from '@vscode/l10n';
import { memoryUsage } from 'node:process';
import type { Worker } from 'node:worker_threads';
import type { ObjectBytes } from '../../../core/s3/previews/objectBytes';
import type { Disposable } from '../../../core/support/disposable';
import { AppError, cancelled, toAppError } from '../../../core/support/errors';
import type { FromWorker, JobName, Jobs, RowsMessage, ToWorker } from './protocol';

/** Milliseconds between two looks at how long a worker has been computing. */
const TICK = 250;
/**
 * Bytes by which the process may grow while a worker computes one answer. V8's limits of a worker do not count buffers; what
 * makes buffers is bounded where it makes them, and this is for what was overlooked.
 */
const MAX_GROWTH = 1.5 * 1024 ** 3;

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: AppError) => void;
  readonly onRows: (message: RowsMessage) => void;
}

/**
 * Reads one object in a worker of its own, which gets its bytes by messages. What takes too much time or memory ends the
 * worker, and nothing else.
 */
export class Parser implements Disposable {
  #pending: Pending | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #ended: AppError | undefined;
  /** Ranges that the worker waits for: that time is the network's. */
  #waitingFor = 0;

  /**
   * @param timeLimit milliseconds a worker may compute for one answer
   * @param signal ends it
   */
  constructor(
    private readonly worker: Worker,
    private readonly object: ObjectBytes,
    private readonly timeLimit: number,
    private readonly signal: AbortSignal,
  ) {
    worker.on('message', (message: FromWorker) => this.#receive(message));
    worker.on('error', (error) => this.#end(endOf(error)));
    worker.on('exit', () => this.#end(stopped()));
    if (signal.aborted) this.dispose();
    else signal.addEventListener('abort', () => this.dispose(), { once: true });
  }

  /**
   * Asks when all that was asked before is answered.
   * @param onRows gets rows as they come
   * @throws AppErrors only: `tooLarge` where the worker was ended, `cancelled` at `signal`
   */
  async ask<Name extends JobName>(
    name: Name,
    ask: Jobs[Name]['ask'],
    onRows: (message: RowsMessage) => void = () => undefined,
  ): Promise<Jobs[Name]['answer']> {
    const asked = this.#queue.then(() => this.#run(name, ask, onRows));
    this.#queue = asked.catch(() => undefined);
    return (await asked) as Jobs[Name]['answer'];
  }

  /** Ends the worker; what was asked fails as cancelled. */
  dispose(): void {
    this.#end(cancelled());
  }

  async #run(name: JobName, ask: unknown, onRows: Pending['onRows']): Promise<unknown> {
    if (this.#ended) throw this.#ended;
    // Counted, not measured: a computer that slept, or this thread, may have been away.
    let ticks = 0;
    const before = memoryUsage.rss();
    const timer = setInterval(() => {
      if (memoryUsage.rss() - before > MAX_GROWTH) this.#end(tooBig());
      if (this.#waitingFor === 0 && ++ticks * TICK > this.timeLimit) this.#end(tooSlow());
    }, TICK);
    try {
      return await new Promise((resolve, reject) => {
        this.#pending = { resolve, reject, onRows };
        this.#send({ type: 'job', name, ask, object: this.object.state });
      });
    } finally {
      clearInterval(timer);
      this.#pending = undefined;
    }
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'read':
        void this.#read(message);
        return;
      case 'rows':
        this.#pending?.onRows(message.message);
        // Others of this thread come first.
        setImmediate(() => this.#send({ type: 'taken' }));
        return;
      case 'answer':
        this.#pending?.resolve(message.answer);
        return;
      case 'failed': {
        const { kind, message: text, detail } = message.error;
        this.#pending?.reject(new AppError(kind, text, detail));
      }
    }
  }

  async #read({ id, start, end }: Extract<FromWorker, { type: 'read' }>): Promise<void> {
    this.#waitingFor++;
    try {
      const bytes = await this.object.range(start, end, this.signal);
      this.#send({ type: 'bytes', id, bytes });
    } catch (error) {
      const { kind, message, detail } = toAppError(error);
      this.#send({ type: 'noBytes', id, error: { kind, message, detail } });
    } finally {
      this.#waitingFor--;
    }
  }

  #send(message: ToWorker): void {
    if (!this.#ended) this.worker.postMessage(message);
  }

  #end(error: AppError): void {
    if (this.#ended) return;
    this.#ended = error;
    void this.worker.terminate();
    this.#pending?.reject(error);
  }
}

function endOf(error: unknown): AppError {
  const isFull = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isFull ? tooBig() : stopped(error);
}

function tooSlow(): AppError {
  return ended(t('Reading the object was ended: it takes too much computing time.'));
}

function tooBig(): AppError {
  return ended(t('Reading the object was ended: it takes too much memory.'));
}

function ended(message: string): AppError {
  return new AppError('tooLarge', message, { cure: t('Download it to see it with a program for that.') });
}

function stopped(cause?: unknown): AppError {
  return new AppError('unexpected', t('Reading the object has ended unexpectedly.'), {}, cause);
}
