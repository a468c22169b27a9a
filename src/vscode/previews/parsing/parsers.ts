import type { l10nJsonFormat } from '@vscode/l10n';
import { Worker } from 'node:worker_threads';
import type { ObjectBytes } from '../../../core/s3/previews/objectBytes';
import type { Disposable } from '../../../core/support/disposable';
import { Parser } from './parser';
import type { WorkerStart } from './protocol';

/** What a worker may use. Memory of buffers is not among V8's limits: what makes buffers bounds them. */
const MEMORY = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };
/** Milliseconds a worker may compute for one answer. */
const TIME_LIMIT = 20_000;

/** The workers in which contents of objects are read: one for each preview, and one that waits for the next. */
export class Parsers implements Disposable {
  readonly #all = new Set<Worker>();
  #spare: Worker | undefined;
  #isDisposed = false;

  /**
   * @param script path of the workers' bundle
   * @param timeLimit milliseconds a worker may compute for one answer
   */
  constructor(
    private readonly script: string,
    private readonly translations: l10nJsonFormat | undefined,
    private readonly timeLimit = TIME_LIMIT,
  ) {}

  /** A reader of that object until `signal` aborts; the first one starts the first worker. */
  open(object: ObjectBytes, signal: AbortSignal): Parser {
    const worker = this.#spare ?? this.#start();
    this.#spare = undefined;
    const parser = new Parser(worker, object, this.timeLimit, signal);
    // When this one has begun, so that it does not wait for the next one's start.
    worker.once('message', () => (this.#spare ??= this.#isDisposed ? undefined : this.#start()));
    return parser;
  }

  /** Ends all workers. */
  dispose(): void {
    this.#isDisposed = true;
    for (const worker of this.#all) void worker.terminate();
  }

  #start(): Worker {
    const workerData: WorkerStart = { translations: this.translations };
    // Nothing of the environment is for it.
    const worker = new Worker(this.script, { workerData, resourceLimits: MEMORY, env: {}, execArgv: [] });
    worker.unref();
    this.#all.add(worker);
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      this.#all.delete(worker);
      if (this.#spare === worker) this.#spare = undefined;
    });
    return worker;
  }
}
