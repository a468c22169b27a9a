import assert from 'node:assert/strict';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { isKind, KEYS, never, sharedBed, writableWorld } from './storeBed';

const DAY = 24 * 3600;

describe('S3 through the SDK, buckets and URLs', () => {
  const s3 = sharedBed();

  it('finds the region of a bucket, also of one that is closed to the session', async () => {
    assert.equal(await s3.store.bucketRegion('distant', never), 'eu-west-1');
    assert.equal(await s3.bed.storeOf('guest').bucketRegion('distant', never), 'eu-west-1');
    await assert.rejects(s3.store.bucketRegion('no-such-bucket', never), isKind('notFound', /no-such-bucket/));
    await s3.store.list({ bucket: 'distant', prefix: '' }, never);
    assert.equal(s3.aws.log.entries.at(-1)?.region, 'eu-west-1');
  });

  it('creates buckets in any region, and deletes them when they are empty', async () => {
    for (const region of ['us-east-1', 'eu-west-1']) {
      const bucket = `made-${region}`;
      await s3.store.createBucket(bucket, region, never);
      assert.equal(await s3.bed.storeOf('owner').bucketRegion(bucket, never), region);
      await assert.rejects(s3.store.createBucket(bucket, region, never), isKind('exists', /made-/));
      await s3.store.write({ bucket, key: 'a' }, Buffer.from('x'), {}, {}, never);
      await assert.rejects(s3.store.deleteBucket(bucket, never), isKind('notEmpty', /made-/));
      await s3.store.delete({ bucket, key: 'a' }, never);
      await s3.store.deleteBucket(bucket, never);
      await assert.rejects(s3.bed.storeOf('owner').list({ bucket, prefix: '' }, never), isKind('notFound'));
    }
    await assert.rejects(s3.store.createBucket('toll', 'us-east-1', never), isKind('exists', /toll/));
    await assert.rejects(s3.store.createBucket('toll', 'eu-west-1', never), isKind('exists', /toll/));
  });

  it('tells whether a bucket keeps versions', async () => {
    assert.equal(await s3.store.versioning('history', never), 'Enabled');
    assert.equal(await s3.store.versioning('work', never), 'Off');
  });

  it('lists a version and a delete marker of the same second in their order', async () => {
    const address = { bucket: 'history', key: 'same second' };
    for (let round = 0; round < 3; round++) {
      await s3.store.write(address, Buffer.from('x'), {}, {}, never);
      await s3.store.delete(address, never);
    }
    const { versions } = await s3.store.listVersions({ bucket: 'history', prefix: address.key }, never);
    assert.deepEqual(
      versions.map(
        ({ isDeleteMarker, isLatest }) => `${isDeleteMarker ? 'marker' : 'version'}${isLatest ? ' latest' : ''}`,
      ),
      ['marker latest', 'version', 'marker', 'version', 'marker', 'version'],
    );
    const [marker] = versions;
    const missing = s3.store.read({ ...address, versionId: marker?.versionId }, 10, never);
    await assert.rejects(missing, isKind('notFound', /delete marker/));
  });

  it('signs URLs for the region of the bucket', async () => {
    await s3.store.write({ bucket: 'distant', key: 'a b' }, Buffer.from('far'), {}, {}, never);
    const { url } = await s3.bed.storeOf('owner').presign('GET', { bucket: 'distant', key: 'a b' }, 60, never);
    assert.equal(await (await fetch(url)).text(), 'far');
  });

  it('looks for the region of a bucket before its first URL only, and not where a request has met the bucket', async () => {
    const heads = () => s3.aws.log.count({ operation: 'HeadBucket' });
    const fresh = s3.bed.storeOf('owner');
    for (const bucket of ['distant', 'work']) {
      await fresh.list({ bucket, prefix: '' }, never);
      await fresh.presign('GET', { bucket, key: 'a' }, 60, never);
    }
    assert.equal(heads(), 0);
    // As S3-compatible stores answer, which tell no region.
    const silent = await s3.bed.answering('<ListBucketResult/>');
    await silent.presign('GET', { bucket: 'work', key: 'a' }, 60, never);
    await silent.presign('PUT', { bucket: 'work', key: 'b' }, 60, never);
    assert.equal(s3.bed.answered, 1);
  });

  it('signs URLs for 7 days at most, and no longer than the session lasts', async () => {
    const address = { bucket: 'work', key: 'a' };
    const week = await s3.store.presign('GET', address, 30 * DAY, never);
    assert.equal(new URL(week.url).searchParams.get('X-Amz-Expires'), String(7 * DAY));
    assert.ok(Math.abs(week.expires - Date.now() - 7 * DAY * 1000) < 10_000);
    const until = (seconds: number) => {
      const credentials = new Credentials(KEYS.owner, Date.now() + seconds * 1000);
      return s3.bed.storeOf('owner', { credentials: () => Promise.resolve(credentials) });
    };
    const soon = await until(100).presign('GET', address, DAY, never);
    assert.ok(soon.expires - Date.now() <= 100_000 && soon.expires - Date.now() > 95_000);
    await assert.rejects(until(0).presign('GET', address, DAY, never), isKind('expired'));
  });

  it('signs an upload without anything the uploader does not know of', async () => {
    const { url } = await s3.store.presign('PUT', { bucket: 'work', key: 'upload' }, 60, never);
    assert.equal(new URL(url).searchParams.get('X-Amz-SignedHeaders'), 'host');
    assert.equal((await fetch(url, { method: 'PUT', body: 'up' })).status, 200);
    const version = { bucket: 'history', key: 'a', versionId: 'v' };
    await assert.rejects(s3.store.presign('PUT', version, 60, never), isKind('invalidRequest', /version/));
  });

  it('lets the session pay for whoever has the URL', async () => {
    const payer = s3.bed.storeOf('owner', { requesterPays: true });
    const { url } = await payer.presign('GET', { bucket: 'toll', key: 'road' }, 60, never);
    assert.equal(await (await fetch(url)).text(), 'gravel');
  });
});

describe('S3 through the SDK, in an account of 2,500 buckets', () => {
  const names = Array.from({ length: 2500 }, (_, index) => `team-${String(index).padStart(4, '0')}`);
  const created = '2025-01-01T00:00:00Z';
  const buckets = names.map((name, index) => {
    const region = index % 2 === 0 ? 'us-east-1' : 'eu-west-1';
    return { name, accountId: '111111111111', region, created };
  });
  const s3 = sharedBed({ ...writableWorld, s3: { buckets } });

  it('lists them page by page with their regions, each once', async () => {
    const pages: number[] = [];
    const listed: string[] = [];
    let next: string | undefined;
    do {
      const page = await s3.store.listBuckets(next, never);
      pages.push(page.buckets.length);
      listed.push(...page.buckets.map(({ name, region }) => `${name} ${region}`));
      next = page.next;
    } while (next !== undefined);
    assert.deepEqual(pages, [1000, 1000, 500]);
    assert.deepEqual(
      listed,
      buckets.map(({ name, region }) => `${name} ${region}`),
    );
  });
});
