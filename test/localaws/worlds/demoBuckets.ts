import type { BucketSeed, ContentSeed, ObjectSeed } from '../s3/seed';
import { csv, json, markdown, text } from './demoObjects';
import { previewObjects } from './demoPreviews';
import { storageBuckets } from './demoStorage';
import { sharedBuckets } from './demoShared';
import { barChartPng, barChartSvg } from './demoImages';

const GIBIBYTE = 1024 ** 3;

/** Bars of the demo charts. */
const SALES = [0.35, 0.42, 0.4, 0.55, 0.61, 0.58, 0.72, 0.8, 0.77, 0.9, 0.86, 0.97];

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

function ordersOf(month: number): ObjectSeed {
  const rows = Array.from({ length: 200 }, (_, index) => {
    const order = month * 1000 + index;
    return [
      order,
      `2026-${pad(month, 2)}-${pad((index % 28) + 1, 2)}`,
      `C${pad((order * 7) % 500, 4)}`,
      (order % 97) + 0.5,
    ];
  });
  return csv(`orders/year=2026/month=${pad(month, 2)}/part-0000.csv`, [
    ['order_id', 'day', 'customer', 'amount'],
    ...rows,
  ]);
}

/** Every kind of key that file systems, URLs or XML would change. */
const ODD_NAMES = [
  '🚀 launch plan.txt',
  'naïve café.txt',
  '日本語.txt',
  'double//slash.txt',
  '.',
  '..',
  'up/../up.txt',
  ' leading space.txt',
  'trailing space ',
  'plus+and&ampersand.txt',
  '100%.txt',
  'already%20encoded.txt',
  'question?mark#hash.txt',
  'back\\slash.txt',
  'quote"and<angle>.txt',
  'bell\u0007.txt',
  'line\nbreak.txt',
  'same',
  'same/inside.txt',
];

const oddObjects: readonly ObjectSeed[] = [
  ...ODD_NAMES.map((name) =>
    text(`odd keys/${name}`, `The key of this object is ${JSON.stringify(`odd keys/${name}`)}.\n`),
  ),
  text('/leading-slash.txt', 'This key begins with a slash.\n'),
  text('README', 'An object beside a folder of the same name.\n'),
  text('README/inside.txt', 'Inside the folder.\n'),
  text(`odd keys/${'k'.repeat(1024 - 'odd keys/'.length)}`, 'This key has 1,024 bytes.\n'),
];

const analytics: BucketSeed = {
  name: 'acme-analytics',
  accountId: '111111111111',
  region: 'us-east-1',
  created: '2024-03-04T09:15:00Z',
  objects: [
    markdown(
      'README.md',
      '# Analytics\n\nMonthly figures of Acme.\n\n- `reports/` for people\n- `raw/` for machines\n',
    ),
    csv('reports/2026/sales.csv', [['month', 'index'], ...SALES.map((value, index) => [index + 1, value])]),
    csv('reports/2026/regions.csv', [
      ['region', 'revenue'],
      ['north', 120_400],
      ['south', 98_750],
      ['east', 143_010],
      ['west', 131_220],
    ]),
    markdown('reports/2026/summary.md', '# 2026\n\nSales nearly tripled over the year.\n'),
    json('config/pipeline.json', { name: 'nightly', schedule: '0 3 * * *', steps: ['extract', 'clean', 'load'] }),
    text('config/settings.yaml', 'retention_days: 365\nalerts:\n  - team@example.com\n', 'application/yaml'),
    text('queries/top_customers.sql', 'select customer, sum(amount) from orders group by customer order by 2 desc;\n'),
    text(
      'raw/clicks.jsonl',
      Array.from({ length: 50 }, (_, n) => `{"n":${n},"page":"/p/${n % 7}"}\n`).join(''),
      'application/x-ndjson',
    ),
    { key: 'images/sales.png', body: barChartPng(SALES, [38, 120, 178], [245, 247, 250]), contentType: 'image/png' },
    { key: 'images/sales.svg', body: barChartSvg(SALES, '#2678b2'), contentType: 'image/svg+xml' },
    {
      key: 'images/thumbnails/sales.png',
      body: barChartPng(SALES.slice(0, 4), [200, 90, 60], [255, 255, 255]),
      contentType: 'image/png',
    },
    { key: 'archive/2019-ledger.csv', body: 'year,total\n2019,1\n', contentType: 'text/csv', storageClass: 'GLACIER' },
    {
      key: 'exports/orders-full.csv',
      body: { size: 4 * GIBIBYTE, pattern: '1001,2026-01-01,C0007,19.50\n' },
      contentType: 'text/csv',
    },
    { key: 'empty-folder/', body: '', contentType: 'application/x-directory' },
    ...previewObjects,
    {
      key: 'reports/2026/board.txt',
      body: 'For the board.\n',
      contentType: 'text/plain',
      metadata: { author: 'alice', reviewed: 'yes' },
      tags: { team: 'finance', confidential: 'true' },
    },
    ...oddObjects,
  ],
};

const reportsEurope: BucketSeed = {
  name: 'acme-reports-eu',
  accountId: '111111111111',
  region: 'eu-west-1',
  created: '2024-06-11T12:00:00Z',
  objects: [
    markdown('README.md', '# Reports from Europe\n\nThis bucket is in eu-west-1.\n'),
    csv('2026/de.csv', [
      ['city', 'orders'],
      ['Berlin', 812],
      ['Hamburg', 634],
    ]),
    csv('2026/fr.csv', [
      ['city', 'orders'],
      ['Paris', 1203],
      ['Lyon', 411],
    ]),
  ],
};

const versions: BucketSeed = {
  name: 'acme-versions',
  accountId: '111111111111',
  region: 'us-east-1',
  created: '2025-01-20T08:00:00Z',
  versioning: 'Enabled',
  objects: [
    {
      key: 'contract.md',
      versions: [
        { body: '# Contract\n\nDraft.\n', contentType: 'text/markdown', lastModified: '2025-02-01T10:00:00Z' },
        { body: '# Contract\n\nReviewed.\n', contentType: 'text/markdown', lastModified: '2025-02-08T10:00:00Z' },
        { body: '# Contract\n\nSigned.\n', contentType: 'text/markdown', lastModified: '2025-02-15T10:00:00Z' },
      ],
    },
    {
      key: 'retired-plan.txt',
      versions: [
        { body: 'The plan.\n', contentType: 'text/plain', lastModified: '2025-03-01T10:00:00Z' },
        { deleteMarker: true, lastModified: '2025-04-01T10:00:00Z' },
      ],
    },
    {
      key: 'minutes/2025-03.md',
      versions: [
        { body: '# March\n\nPresent: alice.\n', contentType: 'text/markdown', lastModified: '2025-03-05T09:00:00Z' },
        { deleteMarker: true, lastModified: '2025-03-06T09:00:00Z' },
        {
          body: '# March\n\nPresent: alice, bob.\n',
          contentType: 'text/markdown',
          lastModified: '2025-03-07T09:00:00Z',
        },
      ],
    },
    {
      key: 'minutes/2025-02.md',
      versions: [
        { body: '# February\n', contentType: 'text/markdown', lastModified: '2025-02-05T09:00:00Z' },
        { deleteMarker: true, lastModified: '2025-05-01T09:00:00Z' },
        { deleteMarker: true, lastModified: '2025-05-02T09:00:00Z' },
      ],
    },
    text('notes.txt', 'Only one version.\n'),
  ],
};

const EVENT_TYPES = ['page_view', 'add_to_cart', 'purchase', 'search', 'sign_in'];
const FIRST_EVENT = Date.parse('2026-01-01T00:00:00Z');

/** One event every 20 seconds. */
function event(index: number): ContentSeed {
  const at = new Date(FIRST_EVENT + index * 20_000).toISOString();
  const body = {
    id: index + 1,
    type: EVENT_TYPES[index % EVENT_TYPES.length],
    at,
    user: `u-${(index * 7919) % 10_007}`,
  };
  return { body: `${JSON.stringify(body)}\n`, contentType: 'application/json', lastModified: at };
}

/** A million keys at the root, none of them in memory. */
const events: BucketSeed = {
  name: 'lake-events',
  accountId: '222222222222',
  region: 'us-west-2',
  created: '2025-12-01T00:00:00Z',
  generated: { count: 1_000_000, keyAt: (index) => `event-${pad(index + 1, 7)}.json`, contentAt: event },
  objects: [
    markdown('_schema/README.md', '# Events\n\nOne JSON object in each file.\n'),
    json('_schema/event.schema.json', { type: 'object', required: ['id', 'type', 'at', 'user'] }),
  ],
};

const curated: BucketSeed = {
  name: 'lake-curated',
  accountId: '222222222222',
  region: 'us-west-2',
  created: '2025-12-01T00:00:00Z',
  objects: [
    ...[1, 2, 3, 4, 5, 6].map(ordersOf),
    csv('customers/part-0000.csv', [
      ['customer', 'country'],
      ...Array.from({ length: 500 }, (_, n) => [`C${pad(n, 4)}`, ['DE', 'FR', 'IN', 'US'][n % 4] ?? '']),
    ]),
    json('_catalog/orders.json', { table: 'orders', partitions: ['year', 'month'], format: 'csv' }),
    text('_SUCCESS', ''),
  ],
};

const exchange: BucketSeed = {
  name: 'partner-exchange',
  accountId: '333333333333',
  region: 'us-east-1',
  created: '2025-05-05T05:05:05Z',
  objects: [
    csv('acme/inbox/2026-01-prices.csv', [
      ['sku', 'price'],
      ['A-1', 9.9],
      ['B-2', 24],
    ]),
    markdown('acme/README.md', '# For Acme\n\nPut files into `outbox/`, take them from `inbox/`.\n'),
    text('acme/outbox/order-0001.txt', 'Ten of A-1, please.\n'),
    markdown('shared/README.md', '# For all partners\n'),
    csv('shared/holidays.csv', [
      ['day', 'name'],
      ['2026-01-01', 'New Year'],
      ['2026-12-25', 'Christmas'],
    ]),
    text('globex/confidential.txt', 'Not for Acme.\n'),
  ],
};

const vault: BucketSeed = {
  name: 'partner-vault',
  accountId: '333333333333',
  region: 'us-east-1',
  created: '2025-05-05T05:05:05Z',
  objects: [
    markdown('README.md', '# The vault\n\nWhoever reads this came through a chain of three roles.\n'),
    json('keys/inventory.json', { items: 3, checked: '2026-02-01' }),
    text('ledgers/2026.txt', 'Balance: 42\n'),
  ],
};

/** The buckets of the demo world. */
export const demoBuckets: readonly BucketSeed[] = [
  analytics,
  reportsEurope,
  versions,
  events,
  curated,
  exchange,
  vault,
  ...storageBuckets,
  ...sharedBuckets,
];
