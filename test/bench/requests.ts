import type { ClientRequest } from 'node:http';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Node's announcement of every HTTP request of this process. */
const CHANNEL = 'http.client.request.start';

/** HTTP requests sent by this process, repeated ones too. */
export interface Requests {
  /** `ListObjectsV2` calls. */
  readonly lists: number;
  readonly others: number;
}

/** Counts what `work` sends, whatever answers it: as Node itself sees it, below the SDK. */
export async function requestsOf<T>(work: () => Promise<T>): Promise<Requests & { readonly result: T }> {
  let [lists, others] = [0, 0];
  const count = (message: unknown): void => {
    const { path } = (message as { request: ClientRequest }).request;
    if (/[?&]list-type=2/.test(path)) lists++;
    else others++;
  };
  subscribe(CHANNEL, count);
  try {
    const result = await work();
    return { lists, others, result };
  } finally {
    unsubscribe(CHANNEL, count);
  }
}
