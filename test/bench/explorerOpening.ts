import type { Place } from '../../src/core/s3/sessionRoots';
import type { GeneratedObjects } from '../localaws/s3/seed';
import { withExplorer, type Explorer } from './explorer';
import { bucketOf, withLocalAws, withRgw, written } from './reader';
import { median, ms, range, ratio, sideBySide, type Row, type Section } from './report';
import { requestsOf } from './requests';

const ROUNDS = 41;
const HUNDRED_MILLION = 100_000_000;
/** What Ceph RGW takes in about a minute. */
const RGW_KEYS = 20_000;

/** Something to open. */
interface Subject {
  readonly title: string;
  readonly place: Place;
  readonly pages: number;
  /** The small bucket that shows as many rows of the same kind. */
  readonly small?: Place;
}

/** Keys that are counted and computed. */
type Keys = Pick<GeneratedObjects, 'count' | 'keyAt'>;

const fileAt = (index: number): string => `part-${String(index).padStart(9, '0')}-c000.snappy.parquet`;
const inNoFolder = (count: number): Keys => ({ count, keyAt: fileAt });
const inFolders = (count: number, perFolder: number): Keys => ({
  count,
  keyAt: (index) => `run=${String(Math.floor(index / perFolder)).padStart(5, '0')}/${fileAt(index)}`,
});
const computed = (keys: Keys) => ({
  generated: { ...keys, contentAt: () => ({ body: '{}' }) },
});
const placeOf = (bucket: string, prefix = ''): Place => ({ bucket, prefix });

const TEN = placeOf('ten');
const THOUSAND = placeOf('thousand');
const FLAT = placeOf('flat');

const METHOD =
  `medians of ${ROUNDS} rounds in turn, in brackets the range; requests are counted by Node's HTTP client. ` +
  'The SDK alone sends the same ListObjectsV2 calls; the small bucket is that with as many rows of the same kind.';

/** Opening buckets and folders in the local AWS: requests, huge beside small, and both beside the SDK alone. */
export async function explorerOpening(): Promise<Section> {
  const buckets = [
    bucketOf(TEN.bucket, computed(inFolders(10, 1))),
    bucketOf(THOUSAND.bucket, computed(inFolders(1000, 1))),
    bucketOf(FLAT.bucket, computed(inNoFolder(1000))),
    bucketOf('ten-folders', computed(inFolders(HUNDRED_MILLION, HUNDRED_MILLION / 10))),
    bucketOf('thousand-folders', computed(inFolders(HUNDRED_MILLION, HUNDRED_MILLION / 1000))),
  ];
  const folder = placeOf('ten-folders', 'run=00003/');
  const subjects: readonly Subject[] = [
    { title: 'bucket of 10 keys in 10 folders', place: TEN, pages: 1, small: TEN },
    { title: 'bucket of 100,000,000 keys in 10 folders', place: placeOf('ten-folders'), pages: 1, small: TEN },
    { title: 'bucket of 1,000 keys in 1,000 folders', place: THOUSAND, pages: 1, small: THOUSAND },
    {
      title: 'bucket of 100,000,000 keys in 1,000 folders',
      place: placeOf('thousand-folders'),
      pages: 1,
      small: THOUSAND,
    },
    { title: 'bucket of 1,000 keys, no folders', place: FLAT, pages: 1, small: FLAT },
    { title: 'folder of 10,000,000 objects', place: folder, pages: 1, small: FLAT },
    { title: 'the same and Load More twice', place: folder, pages: 3 },
  ];
  return withLocalAws(buckets, ({ endpoint }) =>
    withExplorer(endpoint, async (explorer) => ({
      title: 'Opening in the S3 explorer',
      method: `The local AWS in the same process, which takes longer to find 1,000 folders among more keys; ${METHOD}`,
      ...(await measure(explorer, subjects)),
    })),
  );
}

/** The same in Ceph RGW, with as many keys as it takes in a while. */
export async function explorerOpeningInRgw(): Promise<Section> {
  const buckets = [
    bucketOf(TEN.bucket, written(inFolders(10, 1))),
    bucketOf(FLAT.bucket, written(inNoFolder(1000))),
    bucketOf('ten-folders', written(inFolders(RGW_KEYS, RGW_KEYS / 10))),
  ];
  const folder = placeOf('ten-folders', 'run=00003/');
  const count = RGW_KEYS.toLocaleString('en');
  const inFolder = (RGW_KEYS / 10).toLocaleString('en');
  const subjects: readonly Subject[] = [
    { title: 'bucket of 10 keys in 10 folders', place: TEN, pages: 1, small: TEN },
    { title: `bucket of ${count} keys in 10 folders`, place: placeOf('ten-folders'), pages: 1, small: TEN },
    { title: 'bucket of 1,000 keys, no folders', place: FLAT, pages: 1, small: FLAT },
    { title: `folder of ${inFolder} objects`, place: folder, pages: 1, small: FLAT },
    { title: 'the same and Load More', place: folder, pages: 2 },
  ];
  return withRgw(buckets, (endpoint) =>
    withExplorer(endpoint, async (explorer) => ({
      title: 'Opening in the S3 explorer, Ceph RGW',
      method: `A gateway on this machine, objects in memory; ${METHOD}`,
      ...(await measure(explorer, subjects)),
    })),
  );
}

async function measure(explorer: Explorer, subjects: readonly Subject[]): Promise<Pick<Section, 'columns' | 'rows'>> {
  const calls = new Map<Subject, Awaited<ReturnType<typeof callsOf>>>();
  for (const subject of subjects) calls.set(subject, await callsOf(explorer, subject));
  const work: Record<string, () => Promise<unknown>> = {};
  for (const { title, place, pages } of subjects) {
    work[title] = () => explorer.open(place, pages);
    work[withSdk(title)] = () => explorer.openWithSdk(place, pages);
  }
  const times = await sideBySide(ROUNDS, work);
  const middle = (name: string): number => median(times[name] ?? []);
  const shown = (name: string): string => `${ms(middle(name))} (${range(times[name] ?? [])})`;
  const rows = [...calls].map(([{ title, small, pages }, { shownRows, lists, others }]): Row => {
    const base = subjects.find(({ place }) => place === small)?.title;
    return [
      title,
      ...[shownRows, pages, lists, others].map(String),
      shown(title),
      shown(withSdk(title)),
      ratio(middle(title), middle(withSdk(title))),
      base === undefined ? '' : ratio(middle(title), middle(base)),
    ];
  });
  const columns = ['', 'rows', 'pages', 'list calls', 'other calls', 'ms', 'SDK alone, ms', 'beside the SDK'];
  return { columns: [...columns, 'beside the small bucket'], rows };
}

const withSdk = (title: string): string => `SDK: ${title}`;

async function callsOf(explorer: Explorer, { place, pages }: Subject) {
  const { result, lists, others } = await requestsOf(() => explorer.open(place, pages));
  return { shownRows: result.filter(({ type }) => type !== 'loadMore').length, lists, others };
}
