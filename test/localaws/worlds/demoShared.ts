import { allow } from '../world';
import type { BucketSeed } from '../s3/seed';
import { csv, markdown } from './demoObjects';

/** Account of somebody who offers data to everybody. */
const MARKET = '444444444444';
const HUB = '111111111111';

/** Bucket whose readers pay for their requests. */
export const REQUESTER_PAYS_BUCKET = 'market-data';

/** Alias of the access point that leads to `market-shared`; the bucket itself is closed to other accounts. */
export const ACCESS_POINT_ALIAS = 'acme-analysts-7f3kq2m9xw4c8b1zt6vh5ny0jp3sause1a-s3alias';

/** ARN of that access point. */
export const ACCESS_POINT_ARN = `arn:aws:s3:us-east-1:${MARKET}:accesspoint/acme-analysts`;

const marketData: BucketSeed = {
  name: REQUESTER_PAYS_BUCKET,
  accountId: MARKET,
  region: 'us-east-1',
  created: '2024-01-01T00:00:00Z',
  requesterPays: true,
  policy: {
    Version: '2012-10-17',
    Statement: [
      {
        ...allow(
          ['s3:ListBucket', 's3:GetObject', 's3:GetObjectTagging', 's3:GetBucketLocation'],
          [`arn:aws:s3:::${REQUESTER_PAYS_BUCKET}`, `arn:aws:s3:::${REQUESTER_PAYS_BUCKET}/*`],
        ),
        Principal: { AWS: HUB },
      },
    ],
  },
  objects: [
    markdown('README.md', '# Market data\n\nWho reads this pays for the request.\n'),
    csv('prices/2026-01-02.csv', [
      ['symbol', 'close'],
      ['ACME', 101.5],
      ['GLBX', 88.25],
    ]),
  ],
};

const shared: BucketSeed = {
  name: 'market-shared',
  accountId: MARKET,
  region: 'us-east-1',
  created: '2024-01-01T00:00:00Z',
  // As AWS recommends: the bucket leaves the decision to its access points.
  policy: {
    Version: '2012-10-17',
    Statement: [
      {
        ...allow('*', ['arn:aws:s3:::market-shared', 'arn:aws:s3:::market-shared/*'], {
          StringEquals: { 's3:DataAccessPointAccount': MARKET },
        }),
        Principal: '*',
      },
    ],
  },
  accessPoints: [
    {
      name: 'acme-analysts',
      alias: ACCESS_POINT_ALIAS,
      policy: {
        Version: '2012-10-17',
        Statement: [
          {
            ...allow(
              ['s3:ListBucket', 's3:GetObject', 's3:PutObject'],
              [ACCESS_POINT_ARN, `${ACCESS_POINT_ARN}/object/*`],
            ),
            Principal: { AWS: HUB },
          },
        ],
      },
    },
  ],
  objects: [
    markdown('README.md', '# Shared\n\nThis bucket is reached through its access point alone.\n'),
    csv('forecasts/2026.csv', [
      ['month', 'index'],
      [1, 104],
      [2, 106],
    ]),
  ],
};

/** Buckets of another account that the hub account may use in its own way each. */
export const sharedBuckets: readonly BucketSeed[] = [marketData, shared];
