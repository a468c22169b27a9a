import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { S3ObjectStore } from '../../src/aws/s3/store';
import { parsePattern } from '../../src/core/s3/search/keyPattern';
import { ObjectSearch } from '../../src/core/s3/search/objectSearch';
import { Credentials } from '../../src/core/sessions/credentials';
import { systemClock } from '../../src/vscode/support/systemClock';
import { ms, ratio, timed, type Row, type Section } from './report';
import { SEARCH_KEYS, searchKey, type SearchServerReport, type SearchServerRequest } from './searchServer';

const COUNT = 1_000_000;
/** What an answer takes besides the server's own work, milliseconds: S3's own lists of 1,000 keys take longer. */
const LATENCIES = [40, 0];

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
        'a list costs nothing but the work of both sides, which share the processors. Each way once, with the same SDK.',
      columns: ['', 'keys looked at', 'list calls', 'most at once', 's', 'keys/s', 'beside the SDK'],
      rows,
    };
  } finally {
    server.disconnect();
  }
}

async function measure(server: ChildProcess, endpoint: string, latency: number): Promise<Row[]> {
  const name = latency === 0 ? 'no wait' : `${latency} ms a list`;
  await ask(server, latency);
  const sequence = await withSdk(endpoint);
  const asked = await ask(server, latency);
  const parallel = await withSearch(endpoint);
  const searched = await ask(server, latency);
  const row = (title: string, { looked, time }: Measured, { lists, most }: SearchServerReport): Row => [
    `${title}, ${name}`,
    looked.toLocaleString('en'),
    lists.toLocaleString('en'),
    String(most),
    ms(time / 1000),
    Math.round((looked / time) * 1000).toLocaleString('en'),
    ratio(sequence.time, time),
  ];
  return [row('ours', parallel, searched), row('SDK paginator', sequence, asked)];
}

interface Measured {
  readonly looked: number;
  /** Milliseconds. */
  readonly time: number;
}

async function withSdk(endpoint: string): Promise<Measured> {
  const client = new S3Client({ endpoint, region: 'us-east-1', credentials: SEARCH_KEYS, forcePathStyle: true });
  let looked = 0;
  const time = await timed(async () => {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: 'lake' })) {
      looked += Contents.filter(({ Key }) => Key?.includes('999999') !== undefined).length;
    }
  });
  client.destroy();
  return { looked, time };
}

async function withSearch(endpoint: string): Promise<Measured> {
  const store = new S3ObjectStore({
    ...{ region: 'us-east-1', endpoint, pathStyle: true, fips: false, dualStack: false, requesterPays: false },
    customerKey: () => Promise.resolve(undefined),
    credentials: () => Promise.resolve(new Credentials(SEARCH_KEYS)),
  });
  const pattern = parsePattern('999999');
  if (!pattern) throw new Error('There is a pattern.');
  const search = new ObjectSearch(
    { store, clock: systemClock },
    { profile: 'bench', bucket: 'lake', prefix: '' },
    pattern,
  );
  const time = await timed(() => search.run());
  store.dispose();
  const { looked, found, status } = search.state;
  const expected = Array.from({ length: COUNT }, (_, index) => searchKey(index)).filter(pattern.matches).length;
  if (status !== 'complete' || found !== expected)
    throw new Error(`The search found ${found} of ${expected}: ${status}.`);
  return { looked, time };
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
