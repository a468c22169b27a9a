import type { LogEntry } from '../../localaws/kernel/types';

/** Base URL of the local AWS of this run. */
export function localAwsEndpoint(): string {
  const endpoint = process.env['ASSUME_ROLE_LOCALAWS'];
  if (endpoint === undefined) throw new Error('ASSUME_ROLE_LOCALAWS must name the local AWS.');
  return endpoint;
}

/** Everything the local AWS has been asked, in the order of arrival. */
export async function requests(): Promise<readonly LogEntry[]> {
  const response = await fetch(`${localAwsEndpoint()}/_localaws/log`);
  return (await response.json()) as LogEntry[];
}

/** What the local AWS is asked while `body` runs. */
export async function requestsDuring(body: () => Promise<unknown>): Promise<readonly LogEntry[]> {
  const before = (await requests()).length;
  await body();
  return (await requests()).slice(before);
}

/** The operations of a service in requests, such as `AssumeRole`, in their order. */
export function operations(entries: readonly LogEntry[], service: 'sts' | 's3'): string[] {
  return entries.filter((entry) => entry.service === service).map(({ operation }) => operation);
}
