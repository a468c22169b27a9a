/**
 * A local AWS in a process of its own, with a bucket of numbered keys, for measuring the search: client and server in
 * one process would measure both. Answers to messages with what lists it was asked for.
 */
import { startLocalAws } from '../localaws/server';
import { bucketOf, worldOf } from './reader';
import { SEARCH_BUCKET, searchKey } from './searchWays';

/** What the server is asked: how long it waits before each answer from now on, milliseconds. Counts begin anew. */
export interface SearchServerRequest {
  readonly latency: number;
}

/** What it answers, the first time by itself. */
export interface SearchServerReport {
  readonly endpoint: string;
  /** Lists asked for since the message before. */
  readonly lists: number;
  /** Most of them under way at once. */
  readonly most: number;
}

async function main(count: number): Promise<void> {
  const bucket = bucketOf(SEARCH_BUCKET, {
    generated: { count, keyAt: searchKey, contentAt: () => ({ body: '{}' }) },
  });
  const aws = await startLocalAws(worldOf([bucket]));
  const { log, faults } = aws;
  let [underWay, most] = [0, 0];
  const [begin, end] = [log.begin.bind(log), log.end.bind(log)];
  log.begin = (entry) => {
    most = Math.max(most, ++underWay);
    begin(entry);
  };
  log.end = (entry) => {
    underWay--;
    end(entry);
  };
  const report = (): void => {
    const answer: SearchServerReport = {
      endpoint: aws.endpoint,
      lists: log.count({ operation: 'ListObjectsV2' }),
      most,
    };
    process.send?.(answer);
    log.clear();
    most = 0;
  };
  process.on('message', ({ latency }: SearchServerRequest) => {
    faults.clear();
    if (latency > 0) faults.add({ operation: 'ListObjectsV2', action: { type: 'delay', milliseconds: latency } });
    report();
  });
  process.on('disconnect', () => process.exit());
  report();
}

await main(Number(process.argv[2]));
