import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { bucketOf, withRgw, written } from './reader';
import type { Row, Section } from './report';
import type { SearchServerReport, SearchServerRequest } from './searchServer';
import { SEARCH_BUCKET, SEARCH_COLUMNS, searchKey, searchRow, withSdk, withSearch } from './searchWays';

const COUNT = 1_000_000;
/** What an answer takes besides the server's own work, milliseconds: S3's own lists of 1,000 keys take longer. */
const LATENCIES = [40, 0];
/** What a gateway on one machine takes in a minute. */
const RGW_COUNT = 20_000;

/** The search of a million keys beside the SDK's paginator over the same keys. */
export async function search(): Promise<Section> {
  const server = fork(fileURLToPath(new URL('searchServer.ts', import.meta.url)), [String(COUNT)], {
    execArgv: ['--import', 'tsx'],
  });
  try {
    const { endpoint } = await answer(server);
    const rows: Row[] = [];
    for (const latency of LATENCIES) rows.push(...(await measure(server, endpoint, latency)));
    return {
      title: `Search in ${COUNT.toLocaleString('en')} keys`,
      method:
        'The local AWS in a process of its own; it waits before each answer where the row says so, because on loopback ' +
        'a list costs nothing but the work of both sides, which share the processors. Each way once, with the same SDK; ' +
        'list calls are counted by the server.',
      columns: SEARCH_COLUMNS,
      rows,
    };
  } finally {
    server.disconnect();
  }
}

async function measure(server: ChildProcess, endpoint: string, latency: number): Promise<Row[]> {
  const name = latency === 0 ? 'no wait' : `${latency} ms a list`;
  await ask(server, latency);
  const sdk = await withSdk(endpoint);
  const { lists, most } = await ask(server, latency);
  const ours = await withSearch(endpoint, COUNT);
  const counted = await ask(server, latency);
  return [
    searchRow(`ours, ${name}`, { ...ours, lists: counted.lists, most: counted.most }, sdk),
    searchRow(`SDK paginator, ${name}`, { ...sdk, lists, most }, sdk),
  ];
}

/** The same in Ceph RGW with as many keys as it takes in a while. */
export async function searchInRgw(): Promise<Section> {
  const bucket = bucketOf(SEARCH_BUCKET, written({ count: RGW_COUNT, keyAt: searchKey }));
  return withRgw([bucket], async (endpoint) => {
    const sdk = await withSdk(endpoint);
    const ours = await withSearch(endpoint, RGW_COUNT);
    return {
      title: `Search in ${RGW_COUNT.toLocaleString('en')} keys of Ceph RGW`,
      method:
        'A gateway on this machine, objects in memory. Each way once, with the same SDK; calls counted by the client.',
      columns: SEARCH_COLUMNS,
      rows: [searchRow('ours', ours, sdk), searchRow('SDK paginator', sdk, sdk)],
    };
  });
}

/** Sets the wait before answers. @returns what was asked for since the time before */
async function ask(server: ChildProcess, latency: number): Promise<SearchServerReport> {
  const request: SearchServerRequest = { latency };
  const answered = answer(server);
  server.send(request);
  return answered;
}

async function answer(server: ChildProcess): Promise<SearchServerReport> {
  const [report] = (await once(server, 'message')) as [SearchServerReport];
  return report;
}
