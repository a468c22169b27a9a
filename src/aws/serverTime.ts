import type { MiddlewareStack } from '@smithy/types';

/** Differences up to this count as latency, milliseconds; AWS tells whole seconds. */
const NOISE = 60_000;

/**
 * How far AWS's clock is from this machine's, learnt from the `Date` header of every answer. A wrong local clock then
 * neither gets requests refused nor makes sessions look longer or shorter than they are.
 */
export class ServerTime {
  #aws: { readonly minusMachine: number; readonly minusClock: number } = { minusMachine: 0, minusClock: 0 };

  /** @param now the clock that expirations are compared with, milliseconds since the epoch */
  constructor(private readonly now: () => number) {}

  /** What an SDK client adds to the machine's time when it signs, milliseconds. */
  get systemClockOffset(): number {
    return this.#aws.minusMachine;
  }

  /** A time told by AWS, as the clock of this machine will show it then. */
  toLocal(time: number): number {
    return time - this.#aws.minusClock;
  }

  /** Learns from an answer's `Date` header. */
  note(date: string | undefined): void {
    const server = date === undefined ? Number.NaN : Date.parse(date);
    if (Number.isNaN(server)) return;
    this.#aws = { minusMachine: significant(server - Date.now()), minusClock: significant(server - this.now()) };
  }

  /** Lets a client's answers tell the time. */
  watch<Input extends object, Output extends object>(client: {
    readonly middlewareStack: Pick<MiddlewareStack<Input, Output>, 'add'>;
  }): void {
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        this.note(dateOf(result.response));
        return result;
      },
      // Nearest to the wire, so that refusals tell the time too.
      { step: 'deserialize', priority: 'low', name: 'serverTime' },
    );
  }
}

function significant(difference: number): number {
  return Math.abs(difference) > NOISE ? difference : 0;
}

function dateOf(response: unknown): string | undefined {
  const headers = (response as { readonly headers?: Readonly<Record<string, string>> } | undefined)?.headers;
  return headers?.['date'];
}
