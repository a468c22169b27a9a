import type { BucketSeed, ObjectSeed } from '../localaws/s3/seed';
import { allow, policy, trust, type World } from '../localaws/world';

/** Where the users are, and two accounts their chain goes through. */
export const ACCOUNTS = { home: '111111111111', lake: '222222222222', partner: '333333333333' } as const;

/** Long-term access keys; they open nothing but the world of these cases. */
export const KEYS = {
  /** May assume every role that trusts her. */
  alice: { accessKeyId: 'AKIACONFORMALICE0001', secretAccessKey: 'conformance-secret-of-alice-000000000001' },
  bob: { accessKeyId: 'AKIACONFORMBOB000001', secretAccessKey: 'conformance-secret-of-bob-00000000000001' },
  /** Has no permission at all. */
  carol: { accessKeyId: 'AKIACONFORMCAROL0001', secretAccessKey: 'conformance-secret-of-carol-000000000001' },
} as const;

const user = (name: string): string => `arn:aws:iam::${ACCOUNTS.home}:user/${name}`;
const role = (accountId: string, name: string): string => `arn:aws:iam::${accountId}:role/${name}`;

export const ROLES = {
  /** Trusts everyone at home. First of the chain of three. */
  hub: role(ACCOUNTS.home, 'Hub'),
  /** Trusts Hub. Second of the chain. */
  lake: role(ACCOUNTS.lake, 'Lake'),
  /** Trusts Lake. Last of the chain; lists and reads the partner's data, `secret/` excepted. */
  vault: role(ACCOUNTS.partner, 'Vault'),
  /** Trusts Lake; lists without reading. */
  lister: role(ACCOUNTS.partner, 'Lister'),
  /** Trusts Lake; lists `team/` and reads what is in it. */
  team: role(ACCOUNTS.partner, 'Team'),
  /** Trusts Lake; may do everything with the partner's buckets. */
  keeper: role(ACCOUNTS.partner, 'Keeper'),
  trustsBob: role(ACCOUNTS.home, 'TrustsBob'),
  /** Trusts alice and bob, and denies bob. */
  deniesBob: role(ACCOUNTS.home, 'DeniesBob'),
  needsExternalId: role(ACCOUNTS.home, 'NeedsExternalId'),
  needsMfa: role(ACCOUNTS.home, 'NeedsMfa'),
  /** Gives up to 12 hours; trusts everyone at home, sessions of Hub included. */
  twelveHours: role(ACCOUNTS.home, 'TwelveHours'),
  missing: role(ACCOUNTS.home, 'Missing'),
} as const;

export const EXTERNAL_ID = 'conformance/7c41';

/** Alice's virtual MFA device. */
export const MFA = {
  serial: `arn:aws:iam::${ACCOUNTS.home}:mfa/alice`,
  seed: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXC',
} as const;

export const BUCKETS = {
  /** A few objects in folders, and every odd key. */
  data: 'conformance-data',
  /** {@link MANY} objects. */
  many: 'conformance-many',
  /** Empty, to write to; each case below a prefix of its own. */
  work: 'conformance-work',
  /** Empty and versioned. */
  history: 'conformance-history',
} as const;

/** Legal keys that file systems, URLs or XML would change. */
export const ODD_KEYS: readonly string[] = [
  '🚀 launch.txt',
  'naïve café.txt',
  '日本語.txt',
  'double//slash.txt',
  '/leading slash.txt',
  'up/../up.txt',
  ' leading space',
  'trailing space ',
  'plus+and&ampersand;=,:@$',
  '100%.txt',
  'already%20encoded%2Fslash.txt',
  'question?mark#hash.txt',
  'back\\slash.txt',
  'quote"apostrophe\'and<angle>.txt',
  'tilde~bang!star*parens().txt',
  'bell\u0007.txt',
  'line\nbreak\ttab.txt',
  'delete\u007f.txt',
  'same',
  'same/inside.txt',
  'folder marker/',
  'k'.repeat(1024 - 'odd/'.length),
].map((key) => (key.startsWith('/') ? key : `odd/${key}`));

/** More objects than a page holds, in folders and beside them. */
export const MANY = { objects: 1_150, folders: 30, perFolder: 2 } as const;

/** The object a person's role may list but not read. */
export const SECRET_KEY = 'secret/plan.txt';

/** @returns what an object of these cases holds */
export function bodyOf(key: string): string {
  return `This is ${JSON.stringify(key)}.\n`;
}

const object = (key: string): ObjectSeed => ({ key, body: bodyOf(key), contentType: 'text/plain' });
const pad = (value: number): string => String(value).padStart(4, '0');

export const DATA_KEYS: readonly string[] = [
  'README.md',
  SECRET_KEY,
  'team/plan.txt',
  'team/2026/january.csv',
  'other/plan.txt',
  // U+FFFD stands after U+1F680 in JavaScript's order and before it in S3's.
  'order/\uFFFD',
  'order/\u{1F680}',
  'order/Z',
  'order/a',
  ...ODD_KEYS,
];

export const MANY_KEYS: readonly string[] = [
  ...Array.from({ length: MANY.objects }, (_, index) => `object-${pad(index)}`),
  ...Array.from(
    { length: MANY.folders * MANY.perFolder },
    (_, index) => `folder-${pad(index % MANY.folders)}/${pad(index)}`,
  ),
];

function bucket(name: string, keys: readonly string[]): BucketSeed {
  return {
    name,
    accountId: ACCOUNTS.partner,
    region: 'us-east-1',
    created: '2026-01-01T00:00:00Z',
    objects: keys.map(object),
  };
}

const assumeAnyRole = policy(allow('sts:AssumeRole'));

/** What every target holds when the cases run. */
export const conformanceWorld: World = {
  accounts: [
    {
      id: ACCOUNTS.home,
      users: [
        {
          name: 'alice',
          accessKeys: [{ id: KEYS.alice.accessKeyId, secret: KEYS.alice.secretAccessKey }],
          mfaDevices: [{ name: 'alice', seed: MFA.seed }],
          policies: [assumeAnyRole],
        },
        {
          name: 'bob',
          accessKeys: [{ id: KEYS.bob.accessKeyId, secret: KEYS.bob.secretAccessKey }],
          policies: [assumeAnyRole],
        },
        { name: 'carol', accessKeys: [{ id: KEYS.carol.accessKeyId, secret: KEYS.carol.secretAccessKey }] },
      ],
      roles: [
        { name: 'Hub', trustPolicy: trust(ACCOUNTS.home), policies: [assumeAnyRole] },
        { name: 'TrustsBob', trustPolicy: trust(user('bob')) },
        {
          name: 'DeniesBob',
          trustPolicy: policy(
            { Effect: 'Allow', Principal: { AWS: [user('alice'), user('bob')] }, Action: 'sts:AssumeRole' },
            { Effect: 'Deny', Principal: { AWS: user('bob') }, Action: 'sts:AssumeRole' },
          ),
        },
        {
          name: 'NeedsExternalId',
          trustPolicy: trust(ACCOUNTS.home, { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } }),
        },
        {
          name: 'NeedsMfa',
          trustPolicy: trust(ACCOUNTS.home, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
        },
        { name: 'TwelveHours', trustPolicy: trust(ACCOUNTS.home), maxSessionDuration: 43_200 },
      ],
    },
    {
      id: ACCOUNTS.lake,
      roles: [{ name: 'Lake', trustPolicy: trust(ROLES.hub), policies: [assumeAnyRole] }],
    },
    {
      id: ACCOUNTS.partner,
      roles: [
        {
          name: 'Vault',
          trustPolicy: trust(ROLES.lake),
          policies: [
            policy(allow(['s3:List*', 's3:Get*']), {
              Effect: 'Deny',
              Action: 's3:GetObject',
              Resource: `arn:aws:s3:::${BUCKETS.data}/secret/*`,
            }),
          ],
        },
        { name: 'Keeper', trustPolicy: trust(ROLES.lake), policies: [policy(allow('s3:*'))] },
        { name: 'Lister', trustPolicy: trust(ROLES.lake), policies: [policy(allow(['s3:ListBucket']))] },
        {
          name: 'Team',
          trustPolicy: trust(ROLES.lake),
          policies: [
            policy(
              allow('s3:ListBucket', `arn:aws:s3:::${BUCKETS.data}`, { StringLike: { 's3:prefix': 'team/*' } }),
              allow('s3:GetObject', `arn:aws:s3:::${BUCKETS.data}/team/*`),
            ),
          ],
        },
      ],
    },
  ],
  s3: {
    buckets: [
      bucket(BUCKETS.data, DATA_KEYS),
      bucket(BUCKETS.many, MANY_KEYS),
      bucket(BUCKETS.work, []),
      { ...bucket(BUCKETS.history, []), versioning: 'Enabled' },
    ],
  },
};
