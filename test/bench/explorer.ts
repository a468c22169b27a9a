import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { S3ObjectStore } from '../../src/aws/s3/store';
import type { Profile } from '../../src/core/roles/profile';
import { isContainer, type ContainerNode, type S3Node } from '../../src/core/s3/nodes';
import { ObjectBrowser } from '../../src/core/s3/objectBrowser';
import { Credentials } from '../../src/core/sessions/credentials';
import type { BucketSeed } from '../localaws/s3/seed';
import { startLocalAws, type LocalAws } from '../localaws/server';
import { allow, policy, type World } from '../localaws/world';
import { systemClock } from '../../src/vscode/support/systemClock';
import { median, ms, range, ratio, sideBySide, type Row, type Section } from './report';

const ROUNDS = 15;
/** Rows held at once, and what they may cost. */
const NODES = 100_000;
const MEMORY_BUDGET = 60;
const HUNDRED_MILLION = 100_000_000;
const MEGABYTE = 1_000_000;

const KEYS = {
  accessKeyId: 'AKIABENCHEXPLORER001',
  secretAccessKey: 'bench-secret-111111111111111111111111111',
} as const;
const ACCOUNT = '111111111111';

const never = new AbortController().signal;

/** @param perFolder how many keys are in a folder; 0 for keys without folders */
const bucket = (name: string, count: number, perFolder = 0): BucketSeed => ({
  name,
  accountId: ACCOUNT,
  region: 'us-east-1',
  created: '2026-01-01T00:00:00Z',
  generated: {
    count,
    keyAt: (index) => {
      const file = `part-${String(index).padStart(9, '0')}-c000.snappy.parquet`;
      return perFolder === 0 ? file : `run=${String(Math.floor(index / perFolder)).padStart(5, '0')}/${file}`;
    },
    contentAt: (index) => ({ body: String(index) }),
  },
});

const world: World = {
  accounts: [
    {
      id: ACCOUNT,
      users: [
        {
          name: 'reader',
          accessKeys: [{ id: KEYS.accessKeyId, secret: KEYS.secretAccessKey }],
          policies: [policy(allow('s3:*'))],
        },
      ],
    },
  ],
  s3: {
    buckets: [
      bucket('flat', NODES),
      bucket('hundred-million', HUNDRED_MILLION, 100_000),
      bucket('ten', 10, 1),
      bucket('thousand', 1000, 1),
    ],
  },
};

/** What a hundred thousand loaded rows cost in memory. */
export async function explorerMemory(): Promise<Section> {
  return withExplorer(async (browser, aws) => {
    const flat = await bucketNode(browser, 'flat');
    const before = heap(aws);
    const count = await loadAll(browser, flat);
    const held = heap(aws);
    browser.refresh();
    const after = heap(aws);
    const row = (name: string, bytes: number): Row => [
      name,
      (bytes / MEGABYTE).toFixed(1),
      String(MEMORY_BUDGET),
      ratio(bytes / MEGABYTE, MEMORY_BUDGET),
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
  });
}

/** Opening folders: requests, and a huge bucket beside a small one. */
export async function explorerOpening(): Promise<Section> {
  return withExplorer(async (browser, aws) => {
    const open = (name: string) => async (): Promise<readonly S3Node[]> => {
      const node = await bucketNode(browser, name);
      browser.refresh(node);
      return browser.children(await bucketNode(browser, name), never);
    };
    const folder = async (): Promise<readonly S3Node[]> => {
      const [first] = (await browser.children(await bucketNode(browser, 'hundred-million'), never)).filter(isContainer);
      if (!first) throw new Error('The bucket holds no folder.');
      browser.refresh(first);
      return browser.children(first, never);
    };
    const work = { ten: open('ten'), thousand: open('thousand'), huge: open('hundred-million'), folder };
    // Buckets and levels above are read before anything is counted.
    await work.ten();
    await work.folder();
    const calls = {
      ten: await callsOf(aws, work.ten),
      thousand: await callsOf(aws, work.thousand),
      huge: await callsOf(aws, work.huge),
      folder: await callsOf(aws, work.folder),
    };
    const times = await sideBySide(ROUNDS, work);
    const base = median(times.ten);
    const row = (name: string, of: keyof typeof work): Row => [
      name,
      String(calls[of].rows),
      String(calls[of].lists),
      String(calls[of].others),
      `${ms(median(times[of]))} (${range(times[of])})`,
      ratio(median(times[of]), base),
      ratio(median(times[of]) / calls[of].rows, base / calls.ten.rows),
    ];
    return {
      title: 'Opening in the S3 explorer',
      method: `The local AWS in the same process; medians of ${ROUNDS} rounds in turn, in brackets the range.`,
      columns: ['', 'rows', 'list calls', 'other calls', 'ms', 'beside ten keys', 'for each row'],
      rows: [
        row('bucket of 10 keys', 'ten'),
        row('bucket of 1,000 keys', 'thousand'),
        row('bucket of 100,000,000 keys, first page', 'huge'),
        row('folder of 100,000 objects in it, first page', 'folder'),
      ],
    };
  });
}

async function withExplorer(measure: (browser: ObjectBrowser, aws: LocalAws) => Promise<Section>): Promise<Section> {
  const aws = await startLocalAws(world);
  const store = new S3ObjectStore({
    region: 'us-east-1',
    endpoint: aws.endpoint,
    pathStyle: true,
    fips: false,
    dualStack: false,
    requesterPays: false,
    customerKey: () => Promise.resolve(undefined),
    credentials: () => Promise.resolve(new Credentials(KEYS)),
  });
  const browser = new ObjectBrowser(() => store, systemClock);
  const identity = { arn: `arn:aws:iam::${ACCOUNT}:user/reader`, accountId: ACCOUNT };
  // The explorer looks at nothing else of a profile.
  const profile = { name: 'bench' } as Profile;
  browser.show([
    {
      profile: 'bench',
      session: { profile, identity, since: 0 },
      pinned: false,
      active: true,
      production: false,
      bookmarks: [],
      ownBookmarks: [],
    },
  ]);
  try {
    return await measure(browser, aws);
  } finally {
    browser.dispose();
    store.dispose();
    await aws.close();
  }
}

/** Loads every page of a level. @returns its rows; in a function of its own, whose variables hold none of them later */
async function loadAll(browser: ObjectBrowser, node: ContainerNode): Promise<number> {
  for (;;) {
    const rows = await browser.children(node, never);
    const last = rows.at(-1);
    if (last?.type !== 'loadMore') return rows.length;
    await browser.loadMore(last, never);
  }
}

async function bucketNode(browser: ObjectBrowser, name: string): Promise<ContainerNode> {
  const rows = await browser.children(browser.roots[0], never);
  const node = rows.filter(isContainer).find(({ label }) => label === name);
  if (!node) throw new Error(`There is no bucket ${name}.`);
  return node;
}

async function callsOf(
  aws: LocalAws,
  work: () => Promise<readonly S3Node[]>,
): Promise<{ rows: number; lists: number; others: number }> {
  aws.log.clear();
  const rows = await work();
  const lists = aws.log.count({ operation: 'ListObjectsV2' });
  return { rows: rows.length, lists, others: aws.log.count({ service: 's3' }) - lists };
}

/** Bytes of the heap that are in use, without garbage and without the server's log. */
function heap(aws: LocalAws): number {
  aws.log.clear();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round += 1) collect();
  return process.memoryUsage().heapUsed;
}
