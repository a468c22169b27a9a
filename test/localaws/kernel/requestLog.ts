import type { LogEntry } from './types';

/** Selects log entries: every given field must be equal. */
export type LogFilter = Partial<Omit<LogEntry, 'time'>>;

interface Waiter {
  readonly filter: LogFilter;
  readonly resolve: (entry: LogEntry) => void;
}

function matches(entry: LogEntry, filter: LogFilter): boolean {
  return Object.entries(filter).every(([field, value]) => entry[field as keyof LogEntry] === value);
}

/** Resolves the waiters that `entry` matches; returns the others. */
function wake(waiters: readonly Waiter[], entry: LogEntry): Waiter[] {
  for (const waiter of waiters) if (matches(entry, waiter.filter)) waiter.resolve(entry);
  return waiters.filter((waiter) => !matches(entry, waiter.filter));
}

/** What a local AWS was asked and answered, in the order of arrival. Holds no secret. */
export class RequestLog {
  readonly #entries: LogEntry[] = [];
  readonly #answered = new WeakSet<LogEntry>();
  #waiters: Waiter[] = [];
  #arrivalWaiters: Waiter[] = [];

  /** All entries so far, unanswered ones included. */
  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  /** The entries that match. */
  filter(filter: LogFilter): LogEntry[] {
    return this.#entries.filter((entry) => matches(entry, filter));
  }

  /** How many entries match. */
  count(filter: LogFilter = {}): number {
    return this.filter(filter).length;
  }

  /** Forgets everything logged so far. */
  clear(): void {
    this.#entries.length = 0;
  }

  /** The first matching entry that is answered: one already in the log, or else the next to come. */
  waitFor(filter: LogFilter): Promise<LogEntry> {
    const known = this.#entries.find((entry) => this.#answered.has(entry) && matches(entry, filter));
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => this.#waiters.push({ filter, resolve }));
  }

  /** The first matching entry that has arrived, answered or not: one already in the log, or else the next to come. */
  waitForArrival(filter: LogFilter): Promise<LogEntry> {
    const known = this.#entries.find((entry) => matches(entry, filter));
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => this.#arrivalWaiters.push({ filter, resolve }));
  }

  /** Adds an entry for a request that has arrived, and wakes those who wait for its arrival. */
  begin(entry: LogEntry): void {
    this.#entries.push(entry);
    this.#arrivalWaiters = wake(this.#arrivalWaiters, entry);
  }

  /** Marks an entry as answered, or cut when its status is 0, and wakes those who wait for it. */
  end(entry: LogEntry): void {
    this.#answered.add(entry);
    this.#waiters = wake(this.#waiters, entry);
  }
}

/** Query parameters that authenticate or are secret; their values never reach the log. */
const SECRET_PARAMETERS = new Set([
  'x-amz-security-token',
  'x-amz-signature',
  'externalid',
  'tokencode',
  'webidentitytoken',
  'samlassertion',
]);

/** @returns the path and query as sent, with the values of secret parameters replaced */
export function redactUrl(url: string): string {
  const start = url.indexOf('?');
  if (start < 0) return url;
  const parameters = url
    .slice(start + 1)
    .split('&')
    .map((parameter) => {
      const name = parameter.split('=', 1)[0] ?? '';
      return SECRET_PARAMETERS.has(name.toLowerCase()) ? `${name}=REDACTED` : parameter;
    });
  return `${url.slice(0, start)}?${parameters.join('&')}`;
}
