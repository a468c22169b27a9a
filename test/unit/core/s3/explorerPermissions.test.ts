import assert from 'node:assert/strict';
import { S3ObjectStore } from '../../../../src/aws/s3/store';
import { goTo } from '../../../../src/core/s3/goTo';
import { nodeText } from '../../../../src/core/s3/nodeText';
import type { ObjectBrowser } from '../../../../src/core/s3/objectBrowser';
import { Credentials } from '../../../../src/core/sessions/credentials';
import type { Statement } from '../../../localaws/iam/policyDocument';
import { startLocalAws, type LocalAws } from '../../../localaws/server';
import { allow, policy } from '../../../localaws/world';
import { storeTarget } from '../../../support/storeTarget';
import { browse, never, rootOf, rowsAt, seen } from './explorerBed';

const ACCOUNT = '111111111111';
const BOX = 'arn:aws:s3:::box';

interface Rights {
  readonly buckets: boolean;
  /** `scoped` is below `mine/` only. */
  readonly list: 'all' | 'scoped' | 'none';
  readonly get: boolean;
  readonly put: boolean;
  readonly remove: boolean;
}

const BOTH = [true, false];
const COMBINATIONS: readonly Rights[] = BOTH.flatMap((buckets) =>
  (['all', 'scoped', 'none'] as const).flatMap((list) =>
    BOTH.flatMap((get) => BOTH.flatMap((put) => BOTH.map((remove) => ({ buckets, list, get, put, remove })))),
  ),
);

function statementsOf({ buckets, list, get, put, remove }: Rights): Statement[] {
  return [
    ...(buckets ? [allow('s3:ListAllMyBuckets')] : []),
    ...(list === 'all' ? [allow('s3:ListBucket', BOX)] : []),
    ...(list === 'scoped' ? [allow('s3:ListBucket', BOX, { StringLike: { 's3:prefix': 'mine/*' } })] : []),
    ...(get ? [allow('s3:GetObject', `${BOX}/*`)] : []),
    ...(put ? [allow('s3:PutObject', `${BOX}/*`)] : []),
    ...(remove ? [allow('s3:DeleteObject', `${BOX}/*`)] : []),
    // No user has no policy at all.
    allow('s3:GetBucketVersioning', 'arn:aws:s3:::another'),
  ];
}

const keysOf = (index: number) => ({
  accessKeyId: `AKIAEXPLORER${String(index).padStart(8, '0')}`,
  secretAccessKey: `explorer-secret-${String(index).padStart(24, '0')}`,
});

function titleOf(rights: Rights): string {
  return Object.entries(rights)
    .map(([right, value]) => (typeof value === 'string' ? `list ${value}` : value ? right : `no ${right}`))
    .join(', ');
}

describe('the S3 explorer of a role with', () => {
  let aws: LocalAws;

  before(async () => {
    aws = await startLocalAws({
      accounts: [
        {
          id: ACCOUNT,
          users: COMBINATIONS.map((rights, index) => {
            const { accessKeyId: id, secretAccessKey: secret } = keysOf(index);
            return { name: `u${index}`, accessKeys: [{ id, secret }], policies: [policy(...statementsOf(rights))] };
          }),
        },
      ],
      s3: {
        buckets: [
          {
            name: 'box',
            accountId: ACCOUNT,
            region: 'us-east-1',
            created: '2026-01-01T00:00:00Z',
            objects: ['mine/a', 'theirs/b'].map((key) => ({ key, body: key })),
          },
        ],
      },
    });
  });
  after(() => aws.close());

  /** What a screen reader says of the only row of a place. */
  const told = async (browser: ObjectBrowser, label: string): Promise<string> => {
    const [row, ...others] = await rowsAt({ browser }, label);
    assert.ok(row && others.length === 0);
    return nodeText(row, 'en').accessibleLabel;
  };

  COMBINATIONS.forEach((rights, index) => {
    it(`${titleOf(rights)}: shows what may be seen, and names what is missing`, async () => {
      const store = new S3ObjectStore(storeTarget(aws.endpoint, new Credentials(keysOf(index))));
      const { browser, changes } = browse(store, [
        rootOf('etl', { home: 's3://box/mine/', bookmarks: ['s3://box/theirs/'] }),
      ]);
      // The places do not wait for the buckets on a clock that stands still.
      await browser.children(browser.roots[0], never);
      const session = await rowsAt({ browser });
      assert.deepEqual(seen(session).slice(0, 2), ['place box/mine', 'place box/theirs']);
      const last = session.at(-1);
      assert.ok(last);
      if (rights.buckets) assert.deepEqual(seen([last]), ['bucket box']);
      else {
        assert.ok(last.type === 'message' && last.severity === 'info' && last.action === 'goTo');
        assert.match(nodeText(last, 'en').accessibleLabel, /s3:ListAllMyBuckets on \*/);
      }

      const denied = /s3:ListBucket on arn:aws:s3:::box\b/;
      if (rights.list === 'none') assert.match(await told(browser, 'box/mine'), denied);
      else assert.deepEqual(seen(await rowsAt({ browser }, 'box/mine')), ['object a']);
      if (rights.list === 'all') assert.deepEqual(seen(await rowsAt({ browser }, 'box/theirs')), ['object b']);
      else assert.match(await told(browser, 'box/theirs'), denied);

      const arrival = await goTo(browser, store, 'etl', { bucket: 'box', key: 'theirs/b' }, never);
      assert.equal(arrival?.open !== undefined, rights.list === 'all' || rights.get, 'opened where it may be');
      assert.ok(changes.includes('etl'), 'and shown as a place in any case');
      store.dispose();
    });
  });
});
