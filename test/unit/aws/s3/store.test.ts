import assert from 'node:assert/strict';
import { S3ObjectStore } from '../../../../src/aws/s3/store';
import type { StoreTarget } from '../../../../src/core/s3/stores';
import type { ObjectStore } from '../../../../src/core/s3/objectStore';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { AppError, isAppError, type ErrorKind } from '../../../../src/core/support/errors';
import type { ObjectSeed } from '../../../localaws/s3/seed';
import { type LocalAws, startLocalAws } from '../../../localaws/server';
import { allow, policy, type World } from '../../../localaws/world';

const ACCOUNT = '111111111111';
const KEYS = {
  owner: { accessKeyId: 'AKIATESTOWNER0000001', secretAccessKey: 'test-secret-of-owner-0000000000000000001' },
  guest: { accessKeyId: 'AKIATESTGUEST0000001', secretAccessKey: 'test-secret-of-guest-0000000000000000001' },
} as const;

/** Legal keys that clients are known to get wrong. */
const ODD_KEYS = [
  ...['a', 'a/', 'a/b', 'a//b', '/a', '//', 'a/../b', './x', '.', '..', '~', 'a\\b', 'c:', ' ', ' a', 'a ', 'a /b '],
  ...[
    'a+b',
    'a b',
    'a%20b',
    'a%2Fb',
    '%',
    '100%',
    '?x=1',
    'x#y',
    '&lt;',
    '<&>"\'',
    'key=value&',
    '1e3',
    '0x10',
    'true',
  ],
  ...['nul\0', 'tab\t', 'line\nbreak', '\r\n', 'esc\u001b', 'del\u007f', '\u0085', '\u2028', '\uFEFF', '\uFFFE'],
  ...['é', 'e\u0301', 'Ω', '日本語', '😀', '👨‍👩‍👧', `${'long/'.repeat(204)}long`, '€'.repeat(341)],
];

const MILLION = 1_000_000;
const keyPair = (name: keyof typeof KEYS) => [{ id: KEYS[name].accessKeyId, secret: KEYS[name].secretAccessKey }];
const bucket = (name: string, region = 'us-east-1', objects: readonly ObjectSeed[] = []) => ({
  ...{ name, region, objects, accountId: ACCOUNT, created: '2026-01-02T03:04:05Z' },
});

const world: World = {
  accounts: [
    {
      id: ACCOUNT,
      users: [
        { name: 'owner', accessKeys: keyPair('owner'), policies: [policy(allow('s3:*'))] },
        { name: 'guest', accessKeys: keyPair('guest') },
      ],
    },
  ],
  s3: {
    buckets: [
      bucket(
        'odd',
        'us-east-1',
        ODD_KEYS.map((key) => ({ key, body: `content of ${key}` })),
      ),
      bucket('far', 'eu-west-1', [{ key: 'there', body: 'far away', lastModified: '2026-02-03T04:05:06Z' }]),
      bucket('cold', 'us-east-1', [
        { key: 'frozen', body: 'ice', storageClass: 'GLACIER' },
        { key: 'large', body: { size: 3 * 1024 ** 2, pattern: 'x' } },
      ]),
      {
        ...bucket('million'),
        generated: {
          count: MILLION,
          keyAt: (index) => `event-${String(index).padStart(9, '0')}`,
          contentAt: (index) => ({ body: `event ${index}` }),
        },
      },
    ],
  },
};

const never = new AbortController().signal;

function isKind(kind: ErrorKind, words = /./): (error: unknown) => boolean {
  return (error) => {
    assert.ok(isAppError(error), String(error));
    assert.equal(error.kind, kind, error.message);
    assert.match(error.message, words);
    return true;
  };
}

/** Aborts as soon as `condition` holds; call the result to stop looking. */
function abortWhen(condition: () => boolean, controller: AbortController): () => void {
  const timer = setInterval(() => {
    if (condition()) controller.abort();
  }, 5);
  return () => clearInterval(timer);
}

/** Every key below `prefix`, found folder by folder and page by page. */
async function walk(store: ObjectStore, name: string, prefix = ''): Promise<string[]> {
  const keys: string[] = [];
  let next: string | undefined;
  do {
    const page = await store.list(name, prefix, next, never);
    keys.push(...page.objects.map((object) => object.key));
    for (const folder of page.prefixes) keys.push(...(await walk(store, name, folder)));
    next = page.next;
  } while (next !== undefined);
  return keys;
}

describe('S3 through the SDK', () => {
  let aws: LocalAws;
  const stores: S3ObjectStore[] = [];

  /** A store of `user`, closed after the tests. */
  function storeOf(user: keyof typeof KEYS, options: Partial<StoreTarget> = {}): S3ObjectStore {
    const credentials = new Credentials(KEYS[user]);
    const store = new S3ObjectStore({
      ...{
        region: 'us-east-1',
        endpoint: aws.endpoint,
        pathStyle: true,
        credentials: () => Promise.resolve(credentials),
      },
      ...options,
    });
    stores.push(store);
    return store;
  }

  before(async () => {
    aws = await startLocalAws(world);
  });

  beforeEach(() => {
    aws.log.clear();
  });

  after(async () => {
    for (const store of stores) store.dispose();
    await aws.close();
  });

  it('lists buckets with their regions in one request', async () => {
    const { buckets, next } = await storeOf('owner').listBuckets(undefined, never);
    assert.deepEqual(
      buckets.map(({ name, region }) => [name, region]),
      [
        ['cold', 'us-east-1'],
        ['far', 'eu-west-1'],
        ['million', 'us-east-1'],
        ['odd', 'us-east-1'],
      ],
    );
    assert.equal(buckets[0]?.created, Date.UTC(2026, 0, 2, 3, 4, 5));
    assert.equal(next, undefined);
    assert.equal(aws.log.count(), 1);
  });

  it('lists every legal key exactly', async () => {
    const found = await walk(storeOf('owner'), 'odd');
    assert.deepEqual(found.sort(), [...ODD_KEYS].sort());
  });

  it('heads and reads every legal key exactly', async () => {
    const store = storeOf('owner');
    for (const key of ODD_KEYS) {
      const content = Buffer.from(`content of ${key}`);
      assert.equal((await store.head({ bucket: 'odd', key }, never)).size, content.length, key);
      assert.deepEqual(Buffer.from(await store.read({ bucket: 'odd', key }, 4096, never)), content, key);
    }
  });

  it('reads a page of a million keys with one request, and the next with another', async () => {
    const store = storeOf('owner');
    const first = await store.list('million', '', undefined, never);
    assert.equal(first.objects.length, 1000);
    assert.equal(aws.log.count(), 1);
    const second = await store.list('million', '', first.next, never);
    assert.equal(second.objects[0]?.key, 'event-000001000');
    assert.equal(aws.log.count(), 2);
  });

  it('follows a bucket to its region and remembers it', async () => {
    const store = storeOf('owner');
    assert.deepEqual(
      (await store.list('far', '', undefined, never)).objects.map(({ key }) => key),
      ['there'],
    );
    const info = await store.head({ bucket: 'far', key: 'there' }, never);
    assert.equal(info.modified, Date.UTC(2026, 1, 3, 4, 5, 6));
    assert.match(info.etag ?? '', /^[0-9a-f]{32}$/);
    const sent = aws.log.entries.map(({ region, status }) => `${String(region)} ${status < 300 ? 'ok' : 'elsewhere'}`);
    assert.deepEqual(sent, ['us-east-1 elsewhere', 'eu-west-1 ok', 'eu-west-1 ok']);
  });

  it('follows a HEAD request, whose answer has no body', async () => {
    const store = storeOf('owner');
    assert.equal((await store.head({ bucket: 'far', key: 'there' }, never)).size, 8);
    assert.equal(aws.log.count(), 2);
  });

  it('goes straight to the region the list of buckets told', async () => {
    const store = storeOf('owner');
    await store.listBuckets(undefined, never);
    await store.list('far', '', undefined, never);
    assert.deepEqual(
      aws.log.entries.map((entry) => entry.status),
      [200, 200],
    );
  });

  it('follows redirects of parallel requests', async () => {
    const store = storeOf('owner');
    const names = ['far', 'odd', 'far', 'million'];
    const pages = await Promise.all(names.map((name) => store.list(name, '', undefined, never)));
    assert.ok(pages.every((page) => page.objects.length > 0));
  });

  it('names the permission and the resource that are missing', async () => {
    const guest = storeOf('guest');
    const denials: (readonly [() => Promise<unknown>, RegExp])[] = [
      [() => guest.listBuckets(undefined, never), /s3:ListAllMyBuckets on \*/],
      [() => guest.list('odd', '', undefined, never), /s3:ListBucket on arn:aws:s3:::odd\b/],
      [() => guest.read({ bucket: 'odd', key: 'a' }, 10, never), /s3:GetObject on arn:aws:s3:::odd\/a\b/],
      [() => guest.head({ bucket: 'odd', key: 'a' }, never), /s3:GetObject on arn:aws:s3:::odd\/a\b/],
    ];
    for (const [request, words] of denials) {
      await assert.rejects(request(), (error) => {
        assert.ok(isAppError(error, 'accessDenied'));
        assert.match(error.message, words);
        assert.match(error.detail.cure ?? '', words);
        return true;
      });
    }
  });

  it('tells missing buckets from missing objects', async () => {
    const store = storeOf('owner');
    const missing = { bucket: 'odd', key: 'missing' };
    await assert.rejects(
      store.list('no-such-bucket', '', undefined, never),
      isKind('notFound', /bucket no-such-bucket/),
    );
    await assert.rejects(store.head(missing, never), isKind('notFound', /object missing/));
    await assert.rejects(store.read(missing, 10, never), isKind('notFound', /object missing/));
  });

  it('does not read archived or too large objects', async () => {
    const store = storeOf('owner');
    assert.equal((await store.head({ bucket: 'cold', key: 'frozen' }, never)).storageClass, 'GLACIER');
    await assert.rejects(store.read({ bucket: 'cold', key: 'frozen' }, 10, never), isKind('archived'));
    await assert.rejects(store.read({ bucket: 'cold', key: 'large' }, 1024 ** 2, never), isKind('tooLarge'));
    // Told by the headers: of this body, nothing but the beginning comes.
    aws.faults.add({ service: 's3', operation: 'GetObject', times: 1, action: { type: 'truncate', bytes: 10 } });
    await assert.rejects(store.read({ bucket: 'cold', key: 'large' }, 1024 ** 2, never), isKind('tooLarge'));
    assert.equal((await store.read({ bucket: 'cold', key: 'large' }, 3 * 1024 ** 2, never)).length, 3 * 1024 ** 2);
  });

  it('tells rejected, expired and foreign answers apart', async () => {
    const wrong = new Credentials({ ...KEYS.owner, secretAccessKey: 'wrong-secret-of-owner-000000000000000001' });
    await assert.rejects(
      storeOf('owner', { credentials: () => Promise.resolve(wrong) }).listBuckets(undefined, never),
      isKind('credentialsRejected'),
    );
    const answers: (readonly [status: number, code: string, ErrorKind])[] = [
      [400, 'ExpiredToken', 'expired'],
      [403, 'RequestTimeTooSkewed', 'clockSkew'],
      [501, 'NotImplemented', 'serviceFault'],
    ];
    for (const [status, code, kind] of answers) {
      const fault = aws.faults.add({ service: 's3', action: { type: 'error', status, code } });
      await assert.rejects(storeOf('owner').list('odd', '', undefined, never), isKind(kind));
      fault.dispose();
    }
  });

  it('says what may be wrong when S3 refuses without a word, as it does a HEAD request', async () => {
    aws.faults.add({
      service: 's3',
      operation: 'HeadObject',
      times: 1,
      action: { type: 'error', status: 400, code: '' },
    });
    await assert.rejects(
      storeOf('owner').head({ bucket: 'odd', key: 'a' }, never),
      isKind('invalidRequest', /S3 refused the request for a without saying why/),
    );
  });

  it('survives one SlowDown and one reset', async () => {
    aws.faults.add({ service: 's3', times: 1, action: { type: 'error', status: 503, code: 'SlowDown' } });
    assert.equal((await storeOf('owner').list('million', '', undefined, never)).objects.length, 1000);
    aws.faults.add({ service: 's3', times: 1, action: { type: 'reset' } });
    assert.equal((await storeOf('owner').list('million', '', undefined, never)).objects.length, 1000);
  });

  it('says that the network is down, and that a download broke off', async () => {
    const closed = await startLocalAws(world);
    await closed.close();
    const store = storeOf('owner', { endpoint: closed.endpoint });
    const host = new RegExp(new URL(closed.endpoint).host);
    await assert.rejects(store.listBuckets(undefined, never), isKind('network', host));
    aws.faults.add({ service: 's3', operation: 'GetObject', times: 1, action: { type: 'truncate', bytes: 1000 } });
    await assert.rejects(storeOf('owner').read({ bucket: 'cold', key: 'large' }, 1024 ** 3, never), isKind('network'));
  });

  it('stops at once when cancelled: before, while waiting for credentials, and while waiting for S3', async () => {
    const stopped = AbortSignal.abort();
    await assert.rejects(storeOf('owner').listBuckets(undefined, stopped), isKind('cancelled'));

    const waiting = new AbortController();
    const withoutCredentials = storeOf('owner', { credentials: () => new Promise(() => undefined) });
    const listing = withoutCredentials.listBuckets(undefined, waiting.signal);
    waiting.abort();
    await assert.rejects(listing, isKind('cancelled'));
    assert.equal(aws.log.count(), 0);

    const fault = aws.faults.add({ service: 's3', action: { type: 'delay', milliseconds: 60_000 } });
    const answering = new AbortController();
    const slow = storeOf('owner').listBuckets(undefined, answering.signal);
    const stop = abortWhen(() => aws.log.count() > 0, answering);
    await assert.rejects(slow, isKind('cancelled'));
    stop();
    fault.dispose();
  });

  it('passes on why there are no credentials', async () => {
    const failure = new AppError('accessDenied', 'Hop 2 was denied.', { hop: 1 });
    const store = storeOf('owner', { credentials: () => Promise.reject(failure) });
    await assert.rejects(store.list('odd', '', undefined, never), (error) => {
      return isAppError(error) && error.message === 'Hop 2 was denied.' && error.detail.hop === 1;
    });
  });

  it('asks for credentials again when they are about to expire, and not before', async () => {
    const asked: Date[] = [];
    const lasting = (seconds: number) => (): Promise<Credentials> => {
      asked.push(new Date());
      return Promise.resolve(new Credentials(KEYS.owner, Date.now() + seconds * 1000));
    };
    const askedDuring = async (request: Promise<unknown>): Promise<number> => {
      const before = asked.length;
      await request;
      return asked.length - before;
    };
    const long = storeOf('owner', { credentials: lasting(3600) });
    await long.list('odd', '', undefined, never);
    assert.equal(await askedDuring(long.list('odd', '', undefined, never)), 0);
    const short = storeOf('owner', { credentials: lasting(60) });
    await short.list('odd', '', undefined, never);
    assert.notEqual(await askedDuring(short.list('odd', '', undefined, never)), 0);
  });
});
