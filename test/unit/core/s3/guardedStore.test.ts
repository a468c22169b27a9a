import assert from 'node:assert/strict';
import type { Profile } from '../../../../src/core/roles/profile';
import {
  guardedStore,
  writeGuard,
  WRITING_OPERATIONS,
  type StoreWrite,
  type WritingOperation,
} from '../../../../src/core/s3/guardedStore';
import { forwardingStore, type ObjectReader, type ObjectStore } from '../../../../src/core/s3/objectStore';
import { WriteConsent } from '../../../../src/core/s3/writeConsent';
import { writeQuestion, type WriteQuestion } from '../../../../src/core/s3/writeQuestion';
import { AppError, isAppError } from '../../../../src/core/support/errors';
import { ManualClock, settle } from '../../support/manualClock';
import { profileOf } from '../../support/memoryWorld';

const never = new AbortController().signal;
const address = { bucket: 'lake', key: 'a.txt' };
const bytes = Buffer.from('new');

/** A call of every operation that changes S3, or lets others: the compiler asks for each. */
const WRITES: Readonly<Record<WritingOperation, (store: ObjectStore) => Promise<unknown>>> = {
  write: (store) => store.write(address, bytes, {}, {}, never),
  copy: (store) => store.copy({ bucket: 'other', key: 'b' }, address, {}, never),
  delete: (store) => store.delete(address, never),
  deleteMany: (store) => store.deleteMany('lake', [{ key: 'a.txt' }, { key: 'b.txt' }], never),
  setTags: (store) => store.setTags(address, {}, never),
  restore: (store) => store.restore(address, 1, 'Standard', never),
  abortUpload: (store) => store.abortUpload(address, 'id', never),
  createBucket: (store) => store.createBucket('lake', 'us-east-1', never),
  deleteBucket: (store) => store.deleteBucket('lake', never),
  presign: (store) => store.presign('PUT', address, 60, never),
  assertPresignable: (store) => store.assertPresignable('PUT', address, never),
};

/** A call of every operation that changes nothing. */
const READS: Readonly<Record<keyof ObjectReader, (store: ObjectStore) => Promise<unknown>>> = {
  listBuckets: (store) => store.listBuckets(undefined, never),
  list: (store) => store.list({ bucket: 'lake', prefix: '' }, never),
  listVersions: (store) => store.listVersions({ bucket: 'lake', prefix: '' }, never),
  listUploads: (store) => store.listUploads('lake', '', undefined, never),
  head: (store) => store.head(address, never),
  read: (store) => store.read(address, 10, never),
  tags: (store) => store.tags(address, never),
  versioning: (store) => store.versioning('lake', never),
  bucketRegion: (store) => store.bucketRegion('lake', never),
  assertPresignable: (store) => store.assertPresignable('GET', address, never),
  presign: (store) => store.presign('GET', address, 60, never),
};

describe('the guard before every write', () => {
  let profile: Profile;
  /** The settings as they are now; empty once the profile is taken out of them. */
  let settings: Map<string, Profile>;
  let asked: WriteQuestion[];
  let answer: boolean | Promise<boolean>;
  let sent: number;
  let clock: ManualClock;
  let account: string;
  let recipient: string;
  let consent: WriteConsent;
  let store: ObjectStore;

  const set = (fields: Partial<Profile>): void => {
    profile = { ...profileOf('prod-admin', ['Admin']), ...fields };
    settings.set(profile.name, profile);
  };

  beforeEach(() => {
    settings = new Map();
    set({});
    asked = [];
    answer = true;
    sent = 0;
    account = '111111111111';
    recipient = 'mine';
    clock = new ManualClock();
    consent = new WriteConsent({
      clock,
      accountOf: () => account,
      granteeOf: () => recipient,
      ask: async (...about) => {
        asked.push(writeQuestion(...about));
        return await answer;
      },
    });
    const inner = forwardingStore(() => {
      sent += 1;
      return Promise.resolve();
    });
    const getProfile = (name: string): Profile => {
      const found = settings.get(name);
      if (!found) throw new AppError('profileNotFound', 'None.');
      return found;
    };
    store = guardedStore(
      inner,
      writeGuard(profile, getProfile, (...args) => consent.require(...args)),
    );
  });

  it('knows every operation', () => {
    assert.deepEqual([...WRITING_OPERATIONS].sort(), Object.keys(WRITES).sort());
  });

  for (const [operation, write] of Object.entries(WRITES)) {
    it(`refuses ${operation} through a profile that has become read-only, before AWS is asked`, async () => {
      await write(store);
      assert.equal(sent, 1);
      set({ readOnly: true });
      await assert.rejects(write(store), (error) => isAppError(error, 'accessDenied'));
      assert.equal(sent, 1);
    });
  }

  for (const [operation, write] of Object.entries(WRITES).filter(([name]) => name !== 'assertPresignable')) {
    it(`asks before ${operation} through a production profile, naming profile, account and place`, async () => {
      set({ production: true });
      await write(store);
      assert.equal(sent, 1);
      assert.equal(asked.length, 1);
      assert.match(asked[0]?.question ?? '', /"prod-admin"/);
      assert.match(asked[0]?.detail ?? '', /Account: 111111111111/);
      assert.match(asked[0]?.detail ?? '', /s3:\/\/lake\//);
    });

    it(`sends nothing of ${operation} when the person says no`, async () => {
      set({ production: true });
      answer = false;
      await assert.rejects(
        write(store),
        (error) => isAppError(error, 'cancelled') && error.message.includes('prod-admin'),
      );
      assert.equal(sent, 0);
    });
  }

  for (const [operation, read] of Object.entries(READS)) {
    it(`lets ${operation} pass, which changes nothing`, async () => {
      set({ production: true, readOnly: true });
      await read(store);
      assert.equal(sent, 1);
      assert.deepEqual(asked, []);
    });
  }

  it('asks once for a profile in a window, and again where the profile leads to another account', async () => {
    set({ production: true });
    for (const write of Object.values(WRITES)) await write(store);
    assert.equal(asked.length, 1);
    account = '222222222222';
    await WRITES.write(store);
    assert.equal(asked.length, 2);
  });

  it('asks again where the name means another profile of the same account', async () => {
    set({ production: true });
    await WRITES.write(store);
    recipient = 'another';
    await WRITES.write(store);
    assert.equal(asked.length, 2);
  });

  it('keeps its guard rails where the name means another profile without any', async () => {
    const guard = writeGuard(
      { ...profile, origin: 'adHoc', readOnly: true },
      () => ({ ...profile, origin: 'workspace' }),
      () => Promise.resolve(),
    );
    const inner = forwardingStore(() => assert.fail('sent'));
    const { signal } = new AbortController();
    await assert.rejects(guardedStore(inner, guard).delete({ bucket: 'b', key: 'k' }, signal), (error) =>
      isAppError(error, 'accessDenied'),
    );
  });

  it('asks one question for all that wait for it', async () => {
    set({ production: true });
    let agree: (agreed: boolean) => void = () => undefined;
    answer = new Promise((resolve) => (agree = resolve));
    const writes = [WRITES.write(store), WRITES.copy(store), WRITES.delete(store)];
    await settle();
    assert.deepEqual([asked.length, sent], [1, 0]);
    agree(true);
    await Promise.all(writes);
    assert.equal(sent, 3);
  });

  it('does not wait for the answer once the work is stopped', async () => {
    set({ production: true });
    answer = new Promise(() => undefined);
    const stop = new AbortController();
    const write = store.write(address, bytes, {}, {}, stop.signal);
    await settle();
    stop.abort();
    await assert.rejects(write, (error) => isAppError(error, 'cancelled'));
    assert.equal(sent, 0);
  });

  it('asks again after a refusal, but not for the rest of what was refused', async () => {
    set({ production: true });
    answer = false;
    await assert.rejects(WRITES.copy(store));
    await assert.rejects(WRITES.delete(store));
    assert.equal(asked.length, 1);
    await clock.advance(2000);
    answer = true;
    await WRITES.write(store);
    assert.deepEqual([asked.length, sent], [2, 1]);
  });

  it('keeps auto save from asking again after a refusal, until the person has agreed', async () => {
    set({ production: true });
    consent.assertMayAsk(profile, 'auto');
    answer = false;
    await assert.rejects(WRITES.write(store));
    await clock.advance(24 * 3_600_000);
    assert.throws(() => consent.assertMayAsk(profile, 'auto'), /prod-admin/);
    consent.assertMayAsk(profile, 'unknown');
    consent.assertMayAsk(profile, 'person');
    answer = true;
    await WRITES.write(store);
    consent.assertMayAsk(profile, 'auto');
  });

  it('leaves a while for those of whom VS Code does not say who they are', async () => {
    set({ production: true });
    answer = false;
    await assert.rejects(WRITES.write(store));
    await clock.advance(10_000);
    assert.throws(() => consent.assertMayAsk(profile, 'unknown'), /prod-admin/);
    consent.assertMayAsk({ ...profile, production: false }, 'auto');
  });

  it('does not ask what was agreed to by typing', async () => {
    set({ production: true });
    consent.give('prod-admin');
    await WRITES.deleteMany(store);
    assert.deepEqual([asked.length, sent], [0, 1]);
  });

  it('goes by the profile of the session where it is in no settings any more', async () => {
    const assumed = { ...profileOf('gone', ['Admin']), readOnly: true };
    const guard = writeGuard(
      assumed,
      () => {
        throw new AppError('profileNotFound', 'None.');
      },
      () => Promise.resolve(),
    );
    const write: StoreWrite = { operation: 'write', bucket: 'lake', key: 'a', objects: 1 };
    await assert.rejects(guard(write, never), (error) => isAppError(error, 'accessDenied'));
  });
});
