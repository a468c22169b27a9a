import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import type { ObjectReader } from '../../src/core/s3/objectStore';
import { parsePattern } from '../../src/core/s3/search/keyPattern';
import { ObjectSearch } from '../../src/core/s3/search/objectSearch';
import { systemClock } from '../../src/vscode/support/systemClock';
import { sdkAt, storeAt } from './reader';
import { ms, ratio, timed, type Row } from './report';

/** The bucket that is searched. */
export const SEARCH_BUCKET = 'lake';
/** Key number `index` of the bucket. */
export const searchKey = (index: number): string => `event-${String(index).padStart(7, '0')}.json`;

/** What is searched for. */
const TEXT = '9999';

/** Looking at every key of the bucket in one way. */
export interface Measured {
  readonly looked: number;
  /** Milliseconds. */
  readonly time: number;
  /** Lists sent, and the most of them under way at once. */
  readonly lists: number;
  readonly most: number;
}

/** Columns of {@link searchRow}. */
export const SEARCH_COLUMNS = [
  '',
  'keys looked at',
  'list calls',
  'most at once',
  's',
  'keys/s',
  'times the SDK’s speed',
];

/** One way as a row beside the SDK's. */
export function searchRow(name: string, { looked, time, lists, most }: Measured, sdk: Measured): Row {
  const number = (value: number): string => Math.round(value).toLocaleString('en');
  const cells = [number(looked), number(lists), String(most), ms(time / 1000), number((looked / time) * 1000)];
  return [name, ...cells, ratio(sdk.time, time)];
}

/** The SDK's paginator over all keys, each compared with the text. */
export async function withSdk(endpoint: string): Promise<Measured> {
  const client = sdkAt(endpoint);
  let [looked, lists] = [0, 0];
  const found: string[] = [];
  const time = await timed(async () => {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: SEARCH_BUCKET })) {
      lists++;
      looked += Contents.length;
      found.push(...Contents.flatMap(({ Key = '' }) => (Key.includes(TEXT) ? [Key] : [])));
    }
  });
  client.destroy();
  return { looked, time, lists, most: 1 };
}

/**
 * The search of the extension over the same keys.
 * @throws Error unless it finds what it must among `count` keys
 */
export async function withSearch(endpoint: string, count: number): Promise<Measured> {
  const s3 = storeAt(endpoint);
  const pattern = parsePattern(TEXT);
  if (!pattern) throw new Error('There is a pattern.');
  let [lists, underWay, most] = [0, 0, 0];
  const store: Pick<ObjectReader, 'list'> = {
    list: async (request, signal) => {
      lists++;
      most = Math.max(most, ++underWay);
      return s3.list(request, signal).finally(() => underWay--);
    },
  };
  const place = { profile: 'bench', bucket: SEARCH_BUCKET, prefix: '' };
  const search = new ObjectSearch({ store, clock: systemClock }, place, pattern);
  const time = await timed(() => search.run());
  s3.dispose();
  const { looked, found, status } = search.state;
  const expected = Array.from({ length: count }, (_, index) => searchKey(index)).filter(pattern.matches).length;
  if (status !== 'complete' || found !== expected || looked !== count) {
    throw new Error(`The search (${status}) looked at ${looked} of ${count} keys and found ${found} of ${expected}.`);
  }
  return { looked, time, lists, most };
}
