import assert from 'node:assert/strict';
import { S3ObjectStore } from '../../../../src/aws/s3/store';
import type { StoreTarget } from '../../../../src/core/s3/stores';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { isAppError, type ErrorKind } from '../../../../src/core/support/errors';
import type { ObjectSeed } from '../../../localaws/s3/seed';
import { startLocalAws, type LocalAws } from '../../../localaws/server';
import { allow, policy, type World } from '../../../localaws/world';

const ACCOUNT = '111111111111';
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

  private constructor(readonly aws: LocalAws) {}

  /** Starts the local AWS with {@link world}. */
  static async start(): Promise<StoreBed> {
    return new StoreBed(await startLocalAws(world));
  }

  /** A store of `user`, closed with the bed. */
  storeOf(user: keyof typeof KEYS, options: Partial<StoreTarget> = {}): S3ObjectStore {
    const credentials = new Credentials(KEYS[user]);
    const store = new S3ObjectStore({
      ...{
        region: 'us-east-1',
        endpoint: this.aws.endpoint,
        pathStyle: true,
        fips: false,
        dualStack: false,
        requesterPays: false,
        customerKey: () => Promise.resolve(undefined),
        credentials: () => Promise.resolve(credentials),
      },
      ...options,
    });
    this.#stores.push(store);
    return store;
  }

  async close(): Promise<void> {
    for (const store of this.#stores) store.dispose();
    await this.aws.close();
  }
}
