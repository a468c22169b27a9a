import type { BucketSeed } from '../s3/seed';
import { csv, json, markdown, text } from './demoObjects';

/** Buckets of the hub account in us-east-1, one for each thing storage can do to an object. */
const HUB = { accountId: '111111111111', region: 'us-east-1', created: '2025-06-01T08:00:00Z' } as const;

/** The key of AWS KMS that the demo's objects are encrypted with. */
export const KMS_KEY = 'arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const MEBIBYTE = 1024 ** 2;

/** Small texts that people edit; every save leaves a version. */
const drafts: BucketSeed = {
  ...HUB,
  name: 'acme-drafts',
  versioning: 'Enabled',
  objects: [
    markdown('welcome.md', '# Drafts\n\nEdit what you like here: every save leaves a version.\n'),
    json('settings.json', { theme: 'light', limit: 25, notify: ['alice', 'bob'] }),
    text('todo.txt', 'Write the summary\nAsk Bob for the figures\n'),
    csv('figures.csv', [
      ['quarter', 'revenue'],
      ['Q1', 1200],
      ['Q2', 1350],
    ]),
    markdown(
      'team/README.md',
      '# Of the team\n\nThe role of the profile `team-only` sees `team/` and nothing beside it.\n',
    ),
    markdown('team/plans/2026.md', '# 2026\n\n- one\n- two\n'),
    text('team/notes.txt', 'Notes of the team.\n'),
    text('managers/salaries.txt', 'Not for the team.\n'),
  ],
};

/** Objects in every storage class, archived ones in every state. */
const archive: BucketSeed = {
  ...HUB,
  name: 'acme-archive',
  objects: [
    markdown('README.md', '# Archive\n\nArchived objects are read after a restore.\n'),
    {
      ...csv('2019/ledger.csv', [
        ['year', 'total'],
        [2019, 1],
      ]),
      storageClass: 'GLACIER',
    },
    {
      ...csv('2020/ledger.csv', [
        ['year', 'total'],
        [2020, 2],
      ]),
      storageClass: 'DEEP_ARCHIVE',
    },
    {
      ...csv('2021/ledger.csv', [
        ['year', 'total'],
        [2021, 3],
      ]),
      storageClass: 'GLACIER',
      restored: { ready: '2025-07-01T00:00:00Z', expires: '2099-01-01T00:00:00Z' },
    },
    {
      ...csv('2022/ledger.csv', [
        ['year', 'total'],
        [2022, 4],
      ]),
      storageClass: 'DEEP_ARCHIVE',
      restored: { ready: '2098-01-01T00:00:00Z', expires: '2099-01-01T00:00:00Z' },
    },
    {
      ...csv('2023/ledger.csv', [
        ['year', 'total'],
        [2023, 5],
      ]),
      storageClass: 'GLACIER_IR',
    },
    {
      ...csv('2024/ledger.csv', [
        ['year', 'total'],
        [2024, 6],
      ]),
      storageClass: 'STANDARD_IA',
    },
    {
      ...csv('2025/ledger.csv', [
        ['year', 'total'],
        [2025, 7],
      ]),
      storageClass: 'INTELLIGENT_TIERING',
    },
    {
      ...csv('2026/ledger.csv', [
        ['year', 'total'],
        [2026, 8],
      ]),
      storageClass: 'INTELLIGENT_TIERING',
      archiveStatus: 'ARCHIVE_ACCESS',
    },
  ],
};

/** Objects with everything that can be set on them, and some that cannot be deleted. */
const records: BucketSeed = {
  ...HUB,
  name: 'acme-records',
  versioning: 'Enabled',
  objects: [
    {
      ...csv('customers.csv', [
        ['customer', 'country'],
        ['C0001', 'DE'],
        ['C0002', 'IN'],
      ]),
      headers: {
        'cache-control': 'no-cache',
        'content-disposition': 'attachment; filename="customers.csv"',
        'content-language': 'en',
      },
      metadata: { owner: 'alice', source: 'crm', 'schema-version': '3' },
      tags: { team: 'sales', classification: 'personal data', 'cost-center': '4711' },
      storageClass: 'STANDARD_IA',
      encryption: { type: 'aws:kms', keyId: KMS_KEY, bucketKey: true },
    },
    {
      ...json('contracts/2026-001.json', { customer: 'C0001', signed: '2026-01-15' }),
      metadata: { signed: 'yes' },
      encryption: { type: 'aws:kms', keyId: KMS_KEY },
      retention: { mode: 'COMPLIANCE', until: '2036-01-15T00:00:00Z' },
    },
    {
      ...json('contracts/2026-002.json', { customer: 'C0002', signed: '2026-02-03' }),
      legalHold: true,
      tags: { case: '2026-17' },
    },
    text('plain.txt', 'Nothing is set on this object.\n'),
  ],
};

/** Uploads that nobody completed; their parts cost storage. */
const uploads: BucketSeed = {
  ...HUB,
  name: 'acme-uploads',
  objects: [
    markdown('README.md', '# Uploads\n\nThree uploads into this bucket were begun and left.\n'),
    text('videos/README.txt', 'Large files.\n'),
  ],
  uploads: [
    {
      key: 'videos/keynote.mp4',
      initiated: '2025-06-02T10:00:00Z',
      parts: [
        { size: 8 * MEBIBYTE, pattern: 'frame ' },
        { size: 8 * MEBIBYTE, pattern: 'frame ' },
      ],
    },
    {
      key: 'videos/keynote.mp4',
      initiated: '2025-06-03T16:30:00Z',
      parts: [{ size: 8 * MEBIBYTE, pattern: 'frame ' }],
    },
    { key: 'backups/db.dump', initiated: '2025-11-20T23:00:00Z', storageClass: 'STANDARD_IA', parts: [] },
  ],
};

const SENSORS = 10_000;
const READINGS = 10_000;
const digits = (value: number): string => String(value).padStart(5, '0');

/** A hundred million keys in ten thousand folders, none of them in memory. */
const hundredMillion: BucketSeed = {
  ...HUB,
  name: 'acme-hundred-million-keys',
  generated: {
    count: SENSORS * READINGS,
    keyAt: (index) => `sensor-${digits(Math.floor(index / READINGS))}/reading-${digits(index % READINGS)}.json`,
    contentAt: (index) => ({
      body: `${JSON.stringify({ sensor: Math.floor(index / READINGS), reading: index % READINGS, value: (index * 31) % 1000 })}\n`,
      contentType: 'application/json',
    }),
  },
};

/** What the large one is compared with. */
const tenKeys: BucketSeed = {
  ...HUB,
  name: 'acme-ten-keys',
  objects: Array.from({ length: 10 }, (_, index) =>
    json(`sensor-${digits(index)}/reading-00000.json`, { sensor: index, reading: 0, value: 0 }),
  ),
};

/** Buckets of the hub account for storage classes, versions, uploads and many keys. */
export const storageBuckets: readonly BucketSeed[] = [drafts, archive, records, uploads, hundredMillion, tenKeys];
