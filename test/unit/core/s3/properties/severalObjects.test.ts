import assert from 'node:assert/strict';
import type { S3Node } from '../../../../../src/core/s3/nodes';
import { runForAll } from '../../../../../src/core/s3/properties/runForAll';
import { selectedObjects } from '../../../../../src/core/s3/properties/selection';
import { SelectionDetails } from '../../../../../src/core/s3/properties/selectionDetails';
import { UploadsDetails } from '../../../../../src/core/s3/properties/uploadsDetails';
import { AppError, cancelled } from '../../../../../src/core/support/errors';
import { facts, never, PLAIN, press, PropertiesBed, save, section } from './bed';

describe('Properties of several objects', () => {
  let bed: PropertiesBed;
  before(async () => {
    bed = await PropertiesBed.start();
  });
  after(() => bed.close());

  const nodes = (...keys: string[]): S3Node[] =>
    keys.map((key) => {
      const object = { key, size: 1500, modified: Date.UTC(2026, 0, 2), storageClass: 'STANDARD' };
      return { type: 'object', id: key, parent: undefined, profile: 'owner', label: key, bucket: 'plain', object };
    });
  const open = (keys: readonly string[], confirmCopies = () => Promise.resolve()): SelectionDetails =>
    new SelectionDetails({
      objects: selectedObjects(nodes(...keys)),
      marks: [],
      readOnly: false,
      locale: 'en',
      storeOf: () => bed.store(),
      confirmCopies,
    });

  it('are totals, for which S3 is not asked', () => {
    bed.aws.log.clear();
    const page = open(['docs/a.csv', 'docs/b.csv']);
    const { Objects, 'Size together': size } = facts(page, 'totals');
    assert.deepEqual([Objects, size], ['2', '2.9 kB (3,000 bytes)']);
    assert.equal(bed.aws.log.count({}), 0);
  });

  it('get one tag, which leaves their others, and name those that cannot have it', async () => {
    const page = open(['docs/a.csv', 'docs/b.csv', 'full']);
    await save(page, 'tag', { key: 'reviewed', value: 'yes' });
    assert.deepEqual(await bed.store().tags(PLAIN, never), {
      team: 'sales',
      reviewed: 'yes',
    });
    assert.deepEqual(await bed.store().tags({ bucket: 'plain', key: 'docs/b.csv' }, never), { reviewed: 'yes' });
    assert.equal(page.view().status, 'Saved 2 of 3.');
    const failed = section(page, 'failures').table?.rows;
    assert.deepEqual(
      failed?.map(({ cells }) => cells),
      [['s3://plain/full', 'It has 10 tags already, which is the most S3 keeps.']],
    );
  });

  it('get one content type, and keep the rest', async () => {
    const page = open(['docs/a.csv', 'docs/b.csv']);
    await save(page, 'contentType', { contentType: 'text/plain' });
    const { settings } = await bed.store().head(PLAIN, never);
    assert.deepEqual([settings.contentType, settings.cacheControl], ['text/plain', 'no-cache']);
    assert.equal(page.view().editing, undefined);
  });

  it('can be changed again, with totals that say what they are now', async () => {
    const page = open(['docs/a.csv', 'docs/b.csv']);
    for (const storageClass of ['ONEZONE_IA', 'GLACIER_IR']) {
      await save(page, 'storageClass', { storageClass });
      assert.equal(page.view().status, 'Saved 2 of 2.');
    }
    assert.equal(facts(page, 'totals')['S3 Glacier Instant Retrieval (GLACIER_IR)'], '2');
  });

  it('are not copied when the person does not agree', async () => {
    const page = open(['docs/a.csv'], () => Promise.reject(cancelled()));
    bed.aws.log.clear();
    await save(page, 'storageClass', { storageClass: 'ONEZONE_IA' });
    assert.equal(bed.aws.log.count({}), 0);
    assert.equal(page.view().editing, 'storageClass', 'the form stays');
  });

  it('are left alone once the session has ended, and the page says how many', async () => {
    const keys = Array.from({ length: 40 }, (_, n) => `many/${n}`);
    const page = open(keys);
    const action = { type: 'error', status: 400, code: 'ExpiredToken' } as const;
    const fault = bed.aws.faults.add({ service: 's3', operation: 'GetObjectTagging', action });
    await save(page, 'tag', { key: 'reviewed', value: 'yes' });
    fault.dispose();
    const failed = section(page, 'failures').table?.rows.length ?? 0;
    assert.ok(failed >= 1 && failed <= 8, `${failed} failed`);
    assert.equal(page.view().status, `Saved 0 of 40; stopped with ${40 - failed} left.`);
  });

  it('are not touched any more after Cancel', async () => {
    const page = open(['docs/a.csv', 'docs/b.csv'], () => press(page, 'cancel'));
    bed.aws.log.clear();
    await save(page, 'storageClass', { storageClass: 'ONEZONE_IA' });
    assert.equal(bed.aws.log.count({ operation: 'CopyObject' }), 0);
    assert.match(page.view().status, /^Saved 0 of 2; stopped/);
  });
});

describe('Work on several things', () => {
  it('has at most eight under way, goes on after a failure and counts both', async () => {
    let [now, most] = [0, 0];
    const reports: number[] = [];
    const { failures, left } = await runForAll(
      Array.from({ length: 50 }, (_, n) => n),
      () => 'owner',
      async (n) => {
        most = Math.max(most, ++now);
        await new Promise(setImmediate);
        now--;
        if (n === 3) throw new Error('three');
      },
      ({ finished }) => reports.push(finished),
      never,
    );
    assert.equal(most, 8);
    assert.deepEqual([failures.map(({ item }) => item), left, reports.length], [[3], 0, 50]);
  });

  it('begins nothing after it is cancelled, and says how much is left', async () => {
    const controller = new AbortController();
    let begun = 0;
    const { failures, left } = await runForAll(
      Array.from({ length: 50 }, (_, n) => n),
      () => 'owner',
      () => {
        begun++;
        controller.abort();
        return Promise.reject(cancelled());
      },
      () => undefined,
      controller.signal,
    );
    assert.deepEqual([begun, failures.length, left], [1, 0, 50]);
  });

  it('ends for a session that has ended, and goes on for the others', async () => {
    const profiles = Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? 'ended' : 'open'));
    const begun: string[] = [];
    const { failures, left } = await runForAll(
      profiles,
      (profile) => profile,
      async (profile) => {
        begun.push(profile);
        await new Promise(setImmediate);
        if (profile === 'ended') throw new AppError('expired', 'The session has ended.');
      },
      () => undefined,
      never,
    );
    const ended = begun.filter((profile) => profile === 'ended').length;
    assert.ok(ended <= 8, `${ended} were begun`);
    assert.deepEqual([begun.length - ended, failures.length, left], [25, ended, 25 - ended]);
  });
});

describe('Incomplete uploads', () => {
  let bed: PropertiesBed;
  beforeEach(async () => {
    bed = await PropertiesBed.start();
  });
  afterEach(() => bed.close());

  const open = async (prefix: string, user: 'owner' | 'reader' = 'owner', agrees = true): Promise<UploadsDetails> => {
    const page = new UploadsDetails({
      bucket: 'plain',
      prefix,
      marks: [],
      readOnly: false,
      locale: 'en',
      store: () => bed.store(user),
      confirm: () => (agrees ? Promise.resolve() : Promise.reject(cancelled())),
    });
    await page.refresh();
    return page;
  };
  const keys = (page: UploadsDetails) => section(page, 'uploads').table?.rows.map(({ cells }) => cells[0]);

  it('are those below the prefix', async () => {
    assert.deepEqual(keys(await open('videos/')), ['videos/a.mp4', 'videos/b.mp4']);
    assert.equal(keys(await open(''))?.length, 3);
  });

  it('are said to be none where there are none', async () => {
    const page = await open('nothing/');
    assert.match(section(page, 'uploads').table?.empty ?? '', /^None/);
  });

  it('say which permission is missing', async () => {
    const page = await open('', 'reader');
    assert.match(section(page, 'uploads').problem?.text ?? '', /s3:ListBucketMultipartUploads on arn:aws:s3:::plain/);
  });

  it('are aborted when they are ticked and the person agrees', async () => {
    const page = await open('videos/');
    await press(page, 'abort', section(page, 'uploads').table?.rows[0]?.id ?? '');
    assert.deepEqual(keys(page), ['videos/b.mp4']);
    assert.equal(page.view().status, 'Aborted 1.');
    await page.refresh();
    assert.deepEqual(keys(page), ['videos/b.mp4']);
  });

  it('that somebody aborted meanwhile are gone, as was wanted', async () => {
    const page = await open('videos/');
    const rows = section(page, 'uploads').table?.rows.map(({ id }) => id) ?? [];
    const { uploads } = await bed.store().listUploads('plain', 'videos/a', undefined, never);
    for (const { key, uploadId } of uploads) await bed.store().abortUpload({ bucket: 'plain', key }, uploadId, never);
    await press(page, 'abort', ...rows);
    assert.deepEqual(keys(page), []);
    assert.deepEqual([page.view().status, page.view().notice], ['Aborted 2.', undefined]);
  });

  it('stay when the person does not agree', async () => {
    const page = await open('videos/', 'owner', false);
    await press(page, 'abort', section(page, 'uploads').table?.rows[0]?.id ?? '');
    assert.equal(bed.aws.log.count({ operation: 'AbortMultipartUpload' }), 0);
    assert.equal(page.view().busy, false);
  });
});
