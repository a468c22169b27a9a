import assert from 'node:assert/strict';
import { S3ObjectStore } from '../../../../src/aws/s3/store';
import { toUriParts } from '../../../../src/core/s3/address';
import { deletionOf } from '../../../../src/core/s3/deletion';
import { runDeletion } from '../../../../src/core/s3/deletionRun';
import { filePathOf, objectAt } from '../../../../src/core/s3/files/filePath';
import type { S3Node } from '../../../../src/core/s3/nodes';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { isAppError, type AppError } from '../../../../src/core/support/errors';
import type { Statement } from '../../../localaws/iam/policyDocument';
import { startLocalAws, type LocalAws } from '../../../localaws/server';
import { allow, policy } from '../../../localaws/world';
import { storeTarget } from '../../../support/storeTarget';
import { never } from './deletionBed';
import { filesOf } from './files/filesBed';

const ACCOUNT = '111111111111';
const BUCKET = 'arn:aws:s3:::box';

/** One combination of permissions. */
interface Rights {
  readonly buckets: boolean;
  /** `scoped` is below `mine/` only. */
  readonly list: 'all' | 'scoped' | 'none';
  readonly get: boolean;
  readonly put: boolean;
  readonly delete: boolean;
}

/** Every combination. */
const COMBINATIONS: readonly Rights[] = [true, false].flatMap((buckets) =>
  (['all', 'scoped', 'none'] as const).flatMap((list) =>
    [true, false].flatMap((get) =>
      [true, false].flatMap((put) =>
        [true, false].map((remove) => ({ ...{ buckets, list, get, put }, delete: remove })),
      ),
    ),
  ),
);

function statementsOf(rights: Rights): Statement[] {
  const scope = { StringLike: { 's3:prefix': 'mine/*' } };
  return [
    ...(rights.buckets ? [allow('s3:ListAllMyBuckets')] : []),
    ...(rights.list === 'all' ? [allow('s3:ListBucket', BUCKET)] : []),
    ...(rights.list === 'scoped' ? [allow('s3:ListBucket', BUCKET, scope)] : []),
    ...(rights.get ? [allow('s3:GetObject', `${BUCKET}/*`)] : []),
    ...(rights.put ? [allow('s3:PutObject', `${BUCKET}/*`)] : []),
    ...(rights.delete ? [allow('s3:DeleteObject', `${BUCKET}/*`)] : []),
    // No user has no policy at all.
    allow('s3:GetBucketVersioning', 'arn:aws:s3:::another'),
  ];
}

function titleOf(rights: Rights): string {
  const may = [
    ...(rights.buckets ? ['list buckets'] : []),
    ...(rights.list === 'all' ? ['list objects'] : rights.list === 'scoped' ? ['list objects below mine/'] : []),
    ...(rights.get ? ['get'] : []),
    ...(rights.put ? ['put'] : []),
    ...(rights.delete ? ['delete'] : []),
  ];
  return may.length === 0 ? 'nothing at all' : may.join(', ');
}

const keysOf = (index: number) => ({
  accessKeyId: `AKIATESTUSER${String(index).padStart(8, '0')}`,
  secretAccessKey: `test-secret-of-a-user-${String(index).padStart(18, '0')}`,
});

/** What something needs: a permission on a resource, and whether a combination has it. */
interface Need {
  readonly permission: string;
  readonly isGranted: (rights: Rights) => boolean;
}

const LIST_BUCKETS: Need = { permission: 's3:ListAllMyBuckets on *', isGranted: ({ buckets }) => buckets };
const listBelow = (prefix: string): Need => ({
  permission: `s3:ListBucket on ${BUCKET}`,
  isGranted: ({ list }) => list === 'all' || (list === 'scoped' && prefix.startsWith('mine/')),
});
const onObject =
  (right: 'get' | 'put' | 'delete', action: string) =>
  (key: string): Need => ({
    permission: `s3:${action} on ${BUCKET}/${key}`,
    isGranted: (rights) => rights[right],
  });
const get = onObject('get', 'GetObject');
const put = onObject('put', 'PutObject');
const remove = onObject('delete', 'DeleteObject');

/** A file is told of by the object or by the folder around it. */
const getOrList = (key: string): Need => ({
  ...get(key),
  isGranted: (rights) => get(key).isGranted(rights) || listBelow(key).isGranted(rights),
});

/** Something a person does, and what it needs in the order in which S3 is asked. */
interface Deed {
  readonly name: string;
  readonly needs: (own: string) => readonly Need[];
  /** @param own a name that only this combination uses */
  readonly run: (store: S3ObjectStore, own: string) => Promise<unknown>;
}

const bytes = Buffer.from('new');
const bucket = 'box';
const folder = (prefix: string): S3Node => {
  return { type: 'folder', bucket, prefix, profile: 'me', id: prefix, label: prefix, parent: undefined };
};
const deps = (store: S3ObjectStore) => ({
  storeOf: () => store,
  partitionOf: () => 'aws',
  clock: { now: Date.now, after: () => ({ dispose: () => undefined }) },
});

const files = (store: S3ObjectStore) => filesOf(store, { profile: 'me', bucket }, true);
const file = (key: string) => filePathOf(toUriParts({ profile: 'me', bucket, key }));
const contract = { create: true, overwrite: true };
const move = { overwrite: false, onProgress: () => undefined };
const noFolder = (): Promise<void> => Promise.resolve();

const DEEDS: readonly Deed[] = [
  { name: 'list the buckets', needs: () => [LIST_BUCKETS], run: (store) => store.listBuckets(undefined, never) },
  {
    name: 'open the bucket',
    needs: () => [listBelow('')],
    run: (store) => store.list({ bucket, prefix: '', delimiter: '/' }, never),
  },
  {
    name: 'open a folder',
    needs: () => [listBelow('mine/')],
    run: (store) => store.list({ bucket, prefix: 'mine/', delimiter: '/' }, never),
  },
  {
    name: 'open a folder beside it',
    needs: () => [listBelow('theirs/')],
    run: (store) => store.list({ bucket, prefix: 'theirs/', delimiter: '/' }, never),
  },
  {
    name: 'see what an object is',
    needs: () => [get('mine/a')],
    run: (store) => store.head({ bucket, key: 'mine/a' }, never),
  },
  {
    name: 'read an object',
    needs: () => [get('mine/a')],
    run: (store) => store.read({ bucket, key: 'mine/a' }, 1000, never),
  },
  {
    name: 'make an object',
    needs: (own) => [put(`mine/${own}-new`)],
    run: (store, own) => store.write({ bucket, key: `mine/${own}-new` }, bytes, {}, { ifAbsent: true }, never),
  },
  {
    name: 'copy an object',
    needs: (own) => [get('mine/a'), put(`mine/${own}-copy`)],
    run: (store, own) => store.copy({ bucket, key: 'mine/a' }, { bucket, key: `mine/${own}-copy` }, {}, never),
  },
  {
    name: 'delete an object',
    needs: (own) => [remove(`mine/${own}`)],
    run: (store, own) => store.delete({ bucket, key: `mine/${own}` }, never),
  },
  {
    name: 'delete a folder',
    needs: (own) => [listBelow(`mine/${own}/`), remove(`mine/${own}/1`)],
    run: async (store, own) => {
      const outcome = await runDeletion(deletionOf([folder(`mine/${own}/`)]), deps(store), never, () => undefined);
      const [failure] = outcome.failures;
      if (failure) throw failure.error;
      assert.equal(outcome.deleted, 2);
    },
  },
  {
    name: 'see what a file is',
    needs: () => [getOrList('mine/a')],
    run: (store) => files(store).lookup.find(file('mine/a'), never),
  },
  {
    name: 'list a folder of files',
    needs: () => [listBelow('mine/')],
    run: (store) => files(store).lookup.entries(file('mine'), never),
  },
  {
    name: 'read a file',
    needs: () => [get('mine/a')],
    run: (store) => files(store).operations.read(file('mine/a'), never),
  },
  {
    name: 'make a file',
    needs: (own) => [put(`mine/${own}-made`)],
    run: (store, own) =>
      files(store).saving.write(objectAt(file(`mine/${own}-made`)), bytes, contract, noFolder, never),
  },
  {
    name: 'write over a file',
    // Who may not see what is there may make what is not.
    needs: (own) => [put(`mine/${own}-file`), get(`mine/${own}-file`)],
    run: (store, own) =>
      files(store).saving.write(objectAt(file(`mine/${own}-file`)), bytes, contract, noFolder, never),
  },
  {
    name: 'rename a file',
    needs: (own) => [
      get(`mine/${own}-file`),
      // A store behind an endpoint of its own is asked first, as not all know conditions; who may not list is not told.
      { ...get(`mine/${own}-moved`), isGranted: ({ list }) => list === 'all' },
      put(`mine/${own}-moved`),
      remove(`mine/${own}-file`),
    ],
    run: (store, own) =>
      files(store).operations.rename(file(`mine/${own}-file`), file(`mine/${own}-moved`), move, never),
  },
];

/** The permissions an error's message names, each with its resource. */
function permissionsIn(text: string): string[] {
  return [...text.matchAll(/s3:\w+ on (?:arn:\S+[\w/*-]|\*)/g)].map(([permission]) => permission);
}

describe('Permissions', () => {
  let aws: LocalAws;
  before(async () => {
    const own = COMBINATIONS.flatMap((_, index) => [`u${index}`, `u${index}/1`, `u${index}/2`, `u${index}-file`]);
    const objects = ['mine/a', 'theirs/a', ...own.map((name) => `mine/${name}`)].map((key) => ({ key, body: key }));
    aws = await startLocalAws({
      accounts: [
        {
          id: ACCOUNT,
          users: COMBINATIONS.map((rights, index) => ({
            name: `u${index}`,
            accessKeys: [{ id: keysOf(index).accessKeyId, secret: keysOf(index).secretAccessKey }],
            policies: [policy(...statementsOf(rights))],
          })),
        },
      ],
      s3: {
        buckets: [{ name: bucket, accountId: ACCOUNT, region: 'us-east-1', created: '2026-01-01T00:00:00Z', objects }],
      },
    });
  });
  after(() => aws.close());

  const storeFor = (index: number): S3ObjectStore =>
    new S3ObjectStore(storeTarget(aws.endpoint, new Credentials(keysOf(index))));

  /** The refusal of a deed, or undefined when it was done. */
  const refusalOf = async (work: Promise<unknown>): Promise<AppError | undefined> => {
    try {
      await work;
      return undefined;
    } catch (error) {
      assert.ok(isAppError(error), String(error));
      return error;
    }
  };

  COMBINATIONS.forEach((rights, index) => {
    it(`to ${titleOf(rights)}: that works, and what does not says what is missing`, async () => {
      const store = storeFor(index);
      try {
        for (const { name, needs, run } of DEEDS) {
          const refusal = await refusalOf(run(store, `u${index}`));
          const missing = needs(`u${index}`).find(({ isGranted }) => !isGranted(rights));
          if (!missing) {
            assert.equal(refusal?.message, undefined, `${name} works`);
            continue;
          }
          assert.ok(refusal, `${name} is refused`);
          assert.equal(refusal.kind, 'accessDenied', name);
          assert.deepEqual(permissionsIn(refusal.message), [missing.permission], name);
          const cure = refusal.detail.cure ?? '';
          assert.ok(cure.includes(missing.permission), `${name}: the cure names ${missing.permission}: ${cure}`);
        }
      } finally {
        store.dispose();
      }
    });
  });

  it('to read, but not to list: a missing object is not told from a forbidden one, and the message says so', async () => {
    const index = COMBINATIONS.findIndex(({ list, get: mayGet }) => list === 'none' && mayGet);
    const store = storeFor(index);
    const refusal = await refusalOf(store.head({ bucket, key: 'mine/none' }, never));
    store.dispose();
    assert.equal(refusal?.kind, 'accessDenied');
    assert.match(refusal.detail.cure ?? '', /may also be missing: without s3:ListBucket on arn:aws:s3:::box\b/);
  });

  it('to list, but not below another prefix: the bucket says where to go instead', async () => {
    const index = COMBINATIONS.findIndex(({ list }) => list === 'scoped');
    const store = storeFor(index);
    const refusal = await refusalOf(store.list({ bucket, prefix: '', delimiter: '/' }, never));
    store.dispose();
    assert.match(refusal?.detail.cure ?? '', /open that prefix with "Go to S3 Location"/);
  });
});
