import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Place } from '../../src/core/s3/sessionRoots';
import type { LocalAws } from '../localaws/server';
import { withExplorer, type Explorer } from './explorer';
import { bucketOf, withLocalAws } from './reader';
import { ratio, type Row, type Section } from './report';

/** Rows held at once, and what they may cost. */
const NODES = 100_000;
const BUDGET = 60;
const MEGABYTE = 1_000_000;

const FLAT: Place = { bucket: 'flat', prefix: '' };
const keyAt = (index: number): string => `part-${String(index).padStart(9, '0')}-c000.snappy.parquet`;
const flat = bucketOf(FLAT.bucket, {
  generated: { count: NODES, keyAt, contentAt: (index) => ({ body: String(index) }) },
});

/** What a hundred thousand loaded rows cost in memory. */
export async function explorerMemory(): Promise<Section> {
  return withLocalAws([flat], (aws) => withExplorer(aws.endpoint, (explorer) => measure(aws, explorer)));
}

async function measure(aws: LocalAws, explorer: Explorer): Promise<Section> {
  // The first page brings what is loaded once, such as the SDK's code for listing.
  await explorer.open(FLAT, 1);
  explorer.forget();
  const before = heap(aws);
  const count = await loadAll(explorer);
  const held = heap(aws);
  explorer.forget();
  const after = heap(aws);
  const row = (name: string, bytes: number): Row => [
    name,
    (bytes / MEGABYTE).toFixed(1),
    String(BUDGET),
    ratio(bytes / MEGABYTE, BUDGET),
  ];
  return {
    title: 'Memory of the S3 explorer',
    method:
      `A folder of ${count.toLocaleString('en')} objects, loaded page by page from the local AWS in the same process; ` +
      'the heap in use, without garbage.',
    columns: ['', 'MB', 'budget, MB', 'ratio'],
    rows: [
      row('what loading them adds to the heap', held - before),
      row('what is free again when they are forgotten', held - after),
    ],
  };
}

/** @returns how many rows; in a function of its own, whose variables hold none of them later */
async function loadAll(explorer: Explorer): Promise<number> {
  return (await explorer.open(FLAT)).length;
}

/** Bytes of the heap that are in use, without garbage and without the server's log. */
function heap(aws: LocalAws): number {
  aws.log.clear();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round += 1) collect();
  return process.memoryUsage().heapUsed;
}
