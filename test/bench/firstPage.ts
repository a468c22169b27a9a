import { ListObjectsV2Command, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { S3ObjectStore } from '../../src/aws/s3/store';
import { Credentials } from '../../src/core/sessions/credentials';
import type { BucketSeed, GeneratedObjects } from '../localaws/s3/seed';
import { startLocalAws, type LocalAws } from '../localaws/server';
import { allow, policy, type World } from '../localaws/world';
import { median, ms, range, ratio, sideBySide, timed, type Row, type Section } from './report';

const ROUNDS = 15;
const MILLION = 1_000_000;
/** Listing a whole bucket is given up after this long, milliseconds. */
const WHOLE_LIMIT = 60_000;

const KEYS = {
  accessKeyId: 'AKIABENCHREADER00001',
  secretAccessKey: 'bench-secret-000000000000000000000000000',
} as const;
const ACCOUNT = '111111111111';

const generated = (count: number): GeneratedObjects => ({
  count,
  keyAt: (index) => `event-${String(index).padStart(7, '0')}.json`,
  contentAt: () => ({ body: '{}' }),
});

const bucket = (name: string, count: number): BucketSeed => ({
  name,
  accountId: ACCOUNT,
  region: 'us-east-1',
  created: '2026-01-01T00:00:00Z',
  generated: generated(count),
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
  s3: { buckets: [bucket('ten', 10), bucket('million', MILLION)] },
};

/** Opening a bucket: the explorer's first page, beside the SDK's one call, and beside listing everything. */
export async function firstPage(): Promise<Section> {
  const aws = await startLocalAws(world);
  const sdk = new S3Client({ endpoint: aws.endpoint, region: 'us-east-1', credentials: KEYS, forcePathStyle: true });
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
  try {
    const never = new AbortController().signal;
    const work = {
      ten: () => store.list({ bucket: 'ten', prefix: '', delimiter: '/' }, never),
      million: () => store.list({ bucket: 'million', prefix: '', delimiter: '/' }, never),
      sdk: () => sdk.send(new ListObjectsV2Command({ Bucket: 'million', Delimiter: '/' })),
    };
    const calls = {
      ten: await callsOf(aws, work.ten),
      million: await callsOf(aws, work.million),
      sdk: await callsOf(aws, work.sdk),
    };
    const times = await sideBySide(ROUNDS, work);
    const whole = await listAll(sdk, aws);
    const base = median(times.sdk);
    const row = (name: string, of: keyof typeof work): Row => [
      name,
      String(calls[of]),
      `${ms(median(times[of]))} (${range(times[of])})`,
      ratio(median(times[of]), base),
    ];
    return {
      title: 'First page of a bucket',
      method:
        `The local AWS in the same process; medians of ${ROUNDS} rounds in turn, in brackets the range. ` +
        'The whole listing was done once.',
      columns: ['', 'list calls', 'ms', 'beside one SDK call'],
      rows: [
        row('ours, bucket of 10 keys', 'ten'),
        row('ours, bucket of 1,000,000 keys (page of 1,000)', 'million'),
        row('SDK, one ListObjectsV2 of the 1,000,000 (page of 1,000)', 'sdk'),
        [
          `SDK paginator, ${whole.keys.toLocaleString('en')} of 1,000,000 keys`,
          String(whole.calls),
          ms(whole.ms),
          ratio(whole.ms, base),
        ],
      ],
    };
  } finally {
    store.dispose();
    sdk.destroy();
    await aws.close();
  }
}

async function callsOf(aws: LocalAws, work: () => Promise<unknown>): Promise<number> {
  aws.log.clear();
  await work();
  return aws.log.count({ service: 's3' });
}

async function listAll(client: S3Client, aws: LocalAws): Promise<{ keys: number; calls: number; ms: number }> {
  aws.log.clear();
  let keys = 0;
  const elapsed = await timed(async () => {
    const end = performance.now() + WHOLE_LIMIT;
    for await (const { KeyCount = 0 } of paginateListObjectsV2({ client }, { Bucket: 'million' })) {
      keys += KeyCount;
      if (performance.now() > end) break;
    }
  });
  return { keys, calls: aws.log.count({ service: 's3' }), ms: elapsed };
}
