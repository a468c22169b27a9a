import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Transport } from '../../../../src/aws/clients';
import type { CopyLimits } from '../../../../src/aws/s3/copying';
import { S3ObjectStore } from '../../../../src/aws/s3/store';
import type { ObjectStore } from '../../../../src/core/s3/objectStore';
import type { StoreTarget } from '../../../../src/core/s3/stores';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { isAppError, type ErrorKind } from '../../../../src/core/support/errors';
import type { ObjectSeed } from '../../../localaws/s3/seed';
import { startLocalAws, type LocalAws } from '../../../localaws/server';
import { allow, policy, type World } from '../../../localaws/world';
import { storeTarget } from '../../../support/storeTarget';

const ACCOUNT = '111111111111';
const PARTNER = '222222222222';
/** Access keys of the users. */
export const KEYS = {
  owner: { accessKeyId: 'AKIATESTOWNER0000001', secretAccessKey: 'test-secret-of-owner-0000000000000000001' },
  guest: { accessKeyId: 'AKIATESTGUEST0000001', secretAccessKey: 'test-secret-of-guest-0000000000000000001' },
} as const;

/** Legal keys that clients are known to get wrong. */
export const ODD_KEYS = [
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

/** Keys of the bucket of that name. */
export const MILLION = 1_000_000;
const keyPair = (name: keyof typeof KEYS) => [{ id: KEYS[name].accessKeyId, secret: KEYS[name].secretAccessKey }];
const bucket = (name: string, region = 'us-east-1', objects: readonly ObjectSeed[] = []) => ({
  ...{ name, region, objects, accountId: ACCOUNT, created: '2026-01-02T03:04:05Z' },
});

/** An owner, a guest without rights, and buckets: odd keys, another region, cold and large objects, a million keys. */
export const world: World = {
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

/** What objects of the bucket `distant` are encrypted with by default. */
export const DISTANT_KEY = 'arn:aws:kms:eu-west-1:111111111111:key/distant';

/** Buckets to write to: `work`, `tiers` with an archived object of S3 Intelligent-Tiering, `soap` with metadata that HTTP cannot show, `history` with versions, `distant` in another region, encrypted with its {@link DISTANT_KEY}, and `toll` of another account that lets its readers pay. */
export const writableWorld: World = {
  accounts: [...world.accounts, { id: PARTNER, users: [] }],
  s3: {
    buckets: [
      bucket('work'),
      bucket('soap', 'us-east-1', [{ key: 'old', body: 'x', headers: { 'x-amz-missing-meta': '2' } }]),
      bucket('tiers', 'us-east-1', [
        { key: 'asleep', body: 'zzz', storageClass: 'INTELLIGENT_TIERING', archiveStatus: 'DEEP_ARCHIVE_ACCESS' },
      ]),
      { ...bucket('history'), versioning: 'Enabled' },
      { ...bucket('distant', 'eu-west-1'), encryption: { type: 'aws:kms', keyId: DISTANT_KEY } },
      {
        ...bucket('toll', 'us-east-1', [{ key: 'road', body: 'gravel' }]),
        accountId: PARTNER,
        requesterPays: true,
        policy: policy({
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:*',
          Resource: ['arn:aws:s3:::toll', 'arn:aws:s3:::toll/*'],
        }),
      },
    ],
  },
};

/** A signal that never aborts. */
export const never = new AbortController().signal;

/** For `assert.rejects`: an AppError of that kind with these words. */
export function isKind(kind: ErrorKind, words = /./): (error: unknown) => boolean {
  return (error) => {
    assert.ok(isAppError(error), String(error));
    assert.equal(error.kind, kind, error.message);
    assert.match(error.message, words);
    return true;
  };
}

/** A local AWS and the stores of a suite's tests. */
export class StoreBed {
  readonly #stores: S3ObjectStore[] = [];
  readonly #servers: Server[] = [];
  /** Requests to the stores of {@link answering}. */
  answered = 0;

  private constructor(readonly aws: LocalAws) {}

  /** Starts a local AWS with {@link KEYS} for its users. */
  static async start(beginning: World = world): Promise<StoreBed> {
    return new StoreBed(await startLocalAws(beginning));
  }

  /**
   * A store of `user`, closed with the bed.
   * @param copyLimits S3's own when not given
   */
  storeOf(
    user: keyof typeof KEYS,
    options: Partial<StoreTarget> = {},
    copyLimits?: CopyLimits,
    transport?: Transport,
  ): S3ObjectStore {
    const target = storeTarget(this.aws.endpoint, new Credentials(KEYS[user]));
    const store = new S3ObjectStore({ ...target, ...options }, transport, copyLimits);
    this.#stores.push(store);
    return store;
  }

  /** A store whose S3 answers everything with this XML, closed with the bed. */
  async answering(xml: string): Promise<S3ObjectStore> {
    const server = createServer((request, response) => {
      this.answered += 1;
      request.resume().on('end', () => response.end(xml));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    this.#servers.push(server);
    return this.storeOf('owner', { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  }

  async close(): Promise<void> {
    for (const store of this.#stores) store.dispose();
    for (const server of this.#servers) server.close();
    await this.aws.close();
  }
}

/** What the tests of a suite share, from the first on. */
export interface SharedBed {
  bed: StoreBed;
  aws: LocalAws;
  /** Of the owner, with the profile's settings at their defaults. */
  store: ObjectStore;
}

/** A bed for the suite that calls it: the log is empty before each test, and all is closed after the last. */
export function sharedBed(beginning: World = writableWorld): SharedBed {
  const shared = {} as SharedBed;
  before(async () => {
    const bed = await StoreBed.start(beginning);
    Object.assign(shared, { bed, aws: bed.aws, store: bed.storeOf('owner') } satisfies SharedBed);
  });
  beforeEach(() => shared.aws.log.clear());
  after(() => shared.bed.close());
  return shared;
}
