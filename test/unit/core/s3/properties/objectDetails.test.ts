import assert from 'node:assert/strict';
import { forwardingStore, type ObjectStore } from '../../../../../src/core/s3/objectStore';
import { cancelled } from '../../../../../src/core/support/errors';
import { facts, never, press, PropertiesBed, save, section, values } from './bed';

const PLAIN = { bucket: 'plain', key: 'docs/a.csv' };

describe('Properties of an object', () => {
  let bed: PropertiesBed;
  beforeEach(async () => {
    bed = await PropertiesBed.start();
  });
  afterEach(() => bed.close());

  it('are read with one HeadObject and one GetObjectTagging', async () => {
    const page = await bed.open(PLAIN);
    assert.equal(bed.aws.log.count({ operation: 'HeadObject' }), 1);
    assert.equal(bed.aws.log.count({ operation: 'GetObjectTagging' }), 1);
    assert.equal(bed.aws.log.count({}), 2, 'and nothing else');
    const general = facts(page, 'general');
    assert.equal(general['ARN'], 'arn:aws:s3:::plain/docs/a.csv');
    assert.equal(general['Size'], '4 bytes');
    assert.deepEqual(facts(page, 'metadata'), {
      'Content-Type': 'text/csv',
      'Cache-Control': 'no-cache',
      'x-amz-meta-owner': 'alice',
    });
    assert.deepEqual(facts(page, 'tags'), { team: 'sales' });
    assert.equal(page.view().busy, false);
  });

  it('are busy until S3 has answered', async () => {
    const page = await bed.open(PLAIN);
    const reading = page.refresh();
    assert.deepEqual([page.view().busy, page.view().status], [true, 'Reading…']);
    assert.deepEqual(facts(page, 'tags'), { team: 'sales' }, 'what is known stays meanwhile');
    await reading;
    assert.equal(page.view().busy, false);
  });

  it('say in the place of the tags which permission is missing, and show the rest', async () => {
    const page = await bed.open(PLAIN, { user: 'reader' });
    assert.match(section(page, 'tags').problem?.text ?? '', /s3:GetObjectTagging on arn:aws:s3:::plain\/docs\/a\.csv/);
    assert.equal(section(page, 'tags').form, undefined);
    assert.equal(facts(page, 'metadata')['Content-Type'], 'text/csv');
  });

  it('say which permission is missing to change them, and keep the form open', async () => {
    const page = await bed.open(PLAIN, { user: 'viewer' });
    await save(page, 'storageClass', { storageClass: 'STANDARD_IA' });
    assert.match(page.view().notice?.text ?? '', /s3:PutObject on arn:aws:s3:::plain\/docs\/a\.csv/);
    assert.equal(page.view().editing, 'storageClass');
  });

  it('change with metadata, and leave everything else as it was', async () => {
    const page = await bed.open(PLAIN);
    await save(page, 'metadata', {
      cacheControl: '',
      contentLanguage: 'de',
      metadata: [
        ['owner', 'bob'],
        ['Checked', 'ja, geprüft'],
      ],
    });
    assert.deepEqual([page.view().editing, page.view().status], [undefined, 'Saved.']);
    assert.deepEqual(facts(page, 'metadata'), {
      'Content-Type': 'text/csv',
      'Content-Language': 'de',
      'x-amz-meta-owner': 'bob',
      'x-amz-meta-checked': 'ja, geprüft',
    });
    assert.deepEqual(facts(page, 'tags'), { team: 'sales' });
    const { bytes } = await bed.store().read(PLAIN, 100, never);
    assert.equal(Buffer.from(bytes).toString(), 'a,b\n');
  });

  it('change with the storage class and the encryption', async () => {
    const page = await bed.open(PLAIN);
    await save(page, 'storageClass', { storageClass: 'GLACIER_IR' });
    assert.equal(facts(page, 'storageClass')['Storage class'], 'S3 Glacier Instant Retrieval (GLACIER_IR)');
    const keyId = 'arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    await save(page, 'encryption', { type: 'aws:kms', keyId });
    assert.equal(facts(page, 'encryption')['KMS key'], keyId);
    assert.equal(facts(page, 'storageClass')['Storage class'], 'S3 Glacier Instant Retrieval (GLACIER_IR)');
    assert.equal(facts(page, 'metadata')['x-amz-meta-owner'], 'alice');
  });

  it('of a production profile change for good only when the person agrees', async () => {
    const page = await bed.open(PLAIN, { production: true });
    bed.agrees = () => Promise.reject(cancelled());
    for (const [id, changes] of [
      ['metadata', { cacheControl: 'max-age=60' }],
      ['storageClass', { storageClass: 'GLACIER_IR' }],
      ['encryption', { type: 'aws:kms' }],
    ] as const) {
      bed.asked.length = 0;
      await save(page, id, changes);
      assert.deepEqual([bed.asked, page.view().editing], [['replace'], id], 'the form stays with what was typed');
    }
    assert.equal(bed.aws.log.count({ operation: 'CopyObject' }), 0);
    bed.agrees = () => Promise.resolve();
    await save(page, 'metadata', { cacheControl: 'max-age=60' });
    assert.equal(facts(page, 'metadata')['Cache-Control'], 'max-age=60');
  });

  it('of a production profile change without a question where nothing is lost', async () => {
    const kept = await bed.open({ bucket: 'kept', key: 'a' }, { production: true });
    await save(kept, 'metadata', { cacheControl: 'max-age=60' });
    const tags = await bed.open(PLAIN, { production: true });
    await save(tags, 'tags', { tags: [['team', 'finance']] });
    assert.deepEqual(bed.asked, []);
    assert.deepEqual([kept.view().status, tags.view().status], ['Saved.', 'Saved.']);
  });

  it('of a production profile are lost where versioning is suspended, not where it is on again', async () => {
    const target = { bucket: 'paused', key: 'a' };
    const page = await bed.open(target, { production: true });
    await save(page, 'metadata', { cacheControl: 'max-age=60' });
    assert.deepEqual(bed.asked, ['replace']);
    const versioning: ObjectStore['versioning'] = () => Promise.resolve('Enabled');
    const on = await bed.open(target, {
      production: true,
      store: { ...forwardingStore((call) => call(bed.store())), versioning },
    });
    await save(on, 'metadata', { cacheControl: 'max-age=30' });
    assert.deepEqual(bed.asked, ['replace'], 'not once more');
  });

  it('change with tags, without a copy of the object', async () => {
    const page = await bed.open(PLAIN);
    await save(page, 'tags', {
      tags: [
        ['team', 'finance'],
        ['cost center', '47'],
      ],
    });
    assert.deepEqual(facts(page, 'tags'), { team: 'finance', 'cost center': '47' });
    assert.equal(bed.aws.log.count({ operation: 'CopyObject' }), 0);
  });

  it('are saved without a request when nothing was changed', async () => {
    const page = await bed.open(PLAIN);
    bed.aws.log.clear();
    for (const id of ['metadata', 'storageClass', 'encryption']) await save(page, id, {});
    assert.equal(bed.aws.log.count({}), 0);
    assert.equal(page.view().editing, undefined);
  });

  it('say at the field what S3 would refuse, before it is asked', async () => {
    const page = await bed.open(PLAIN);
    bed.aws.log.clear();
    await save(page, 'tags', { tags: [['aws:x', 'y']] });
    assert.deepEqual(section(page, 'tags').form?.errors, {
      'tags.0.name': 'Keys that begin with "aws:" are reserved for AWS.',
    });
    assert.equal(page.view().editing, 'tags');
    assert.equal(bed.aws.log.count({}), 0);
  });

  it('are not saved over what somebody else wrote, even where the ETag is the same', async () => {
    const page = await bed.open(PLAIN);
    bed.aws.clock.offset += 5000;
    await bed.store().copy(PLAIN, PLAIN, { settings: { cacheControl: 'max-age=60' } }, never);
    await save(page, 'metadata', { contentLanguage: 'de' });
    const { notice, editing } = page.view();
    assert.match(notice?.text ?? '', /Somebody changed the object/);
    assert.equal(editing, 'metadata', 'the form stays with what was typed');
    assert.equal((await bed.store().head(PLAIN, never)).settings.contentLanguage, undefined);
    await press(page, notice?.actions?.[0]?.id ?? '');
    assert.equal(values(page, 'metadata')['cacheControl'], 'max-age=60', 'reloaded below the form');
    await page.handle({
      type: 'save',
      section: 'metadata',
      values: { ...values(page, 'metadata'), contentLanguage: 'de' },
    });
    assert.deepEqual(
      [facts(page, 'metadata')['Cache-Control'], facts(page, 'metadata')['Content-Language']],
      ['max-age=60', 'de'],
    );
  });

  it('are not saved over content that was written after they were compared', async () => {
    const real = bed.store();
    let saving = false;
    const head: ObjectStore['head'] = async (address, signal) => {
      const answer = await real.head(address, signal);
      if (saving) await real.write(PLAIN, Buffer.from('theirs'), {}, {}, signal);
      return answer;
    };
    const page = await bed.open(PLAIN, { store: { ...forwardingStore((call) => call(real)), head } });
    saving = true;
    await save(page, 'metadata', { contentLanguage: 'de' });
    assert.match(page.view().notice?.text ?? '', /Somebody changed the object/);
    assert.equal((await real.head(PLAIN, never)).settings.contentLanguage, undefined);
  });

  it('do not lose a tag that somebody else set meanwhile', async () => {
    const page = await bed.open(PLAIN);
    await bed.store().setTags(PLAIN, { team: 'sales', added: 'meanwhile' }, never);
    await save(page, 'tags', { tags: [['team', 'finance']] });
    assert.match(page.view().notice?.text ?? '', /Somebody changed the object/);
    assert.deepEqual(await bed.store().tags(PLAIN, never), { team: 'sales', added: 'meanwhile' });
  });

  it('follow what this window changes through any profile, but not while they are edited', async () => {
    const page = await bed.open(PLAIN);
    const window = bed.changes.watch(bed.store(), 'another profile of the same account');
    const shows = (team: string): Promise<void> =>
      new Promise((resolve) => {
        const subscription = page.onDidChange(() => {
          if (facts(page, 'tags')['team'] !== team) return;
          subscription.dispose();
          resolve();
        });
      });
    const refreshed = shows('ops');
    await window.setTags(PLAIN, { team: 'ops' }, never);
    await refreshed;
    await page.handle({ type: 'edit', section: 'metadata' });
    await window.setTags(PLAIN, { team: 'hr' }, never);
    assert.equal(page.view().busy, false, 'it does not read anew');
    assert.equal(page.view().editing, 'metadata');
  });

  it('cannot be edited through a profile for reading only, and say so', async () => {
    const page = await bed.open({ bucket: 'kept', key: 'a' }, { readOnly: true });
    for (const id of ['metadata', 'tags', 'storageClass', 'encryption']) {
      assert.equal(section(page, id).form, undefined, id);
      assert.ok(section(page, id).notes?.includes('The profile is for reading only.'), id);
    }
    const actions = section(page, 'versions').table?.rows.flatMap((row) => row.actions?.map((action) => action.id));
    assert.ok(!actions?.includes('version.delete') && !actions?.includes('version.makeCurrent'));
  });

  it('of an archived object say what it needs first', async () => {
    const page = await bed.open({ bucket: 'plain', key: 'cold' });
    assert.match(facts(page, 'restore')['State'] ?? '', /^Archived/);
    assert.equal(section(page, 'metadata').form, undefined);
    assert.ok(section(page, 'tags').form, 'tags can be set all the same');
    await press(page, 'restore');
    assert.deepEqual(bed.asked, ['restore GLACIER']);
    await bed.store().restore({ bucket: 'plain', key: 'cold' }, 3, 'Standard', never);
    await page.refresh();
    assert.match(facts(page, 'restore')['State'] ?? '', /^(Being restored|Restored)/);
  });

  it('say in which tier of S3 Intelligent-Tiering an object is archived', async () => {
    const page = await bed.open({ bucket: 'plain', key: 'asleep' });
    assert.match(facts(page, 'restore')['State'] ?? '', /^Archived/);
    assert.equal(facts(page, 'restore')['Tier'], 'S3 Intelligent-Tiering Archive Access (ARCHIVE_ACCESS)');
    assert.equal(section(page, 'metadata').form, undefined);
    await press(page, 'restore');
    assert.deepEqual(bed.asked, ['restore ARCHIVE_ACCESS']);
  });

  it('cannot be edited where an edit would remove metadata that cannot be read', async () => {
    const page = await bed.open({ bucket: 'plain', key: 'soap' });
    for (const id of ['metadata', 'storageClass', 'encryption']) {
      assert.equal(section(page, id).form, undefined, id);
      assert.deepEqual(section(page, id).notes, [
        '2 entries of its metadata cannot be read, and a change here would remove them.',
      ]);
    }
    assert.ok(section(page, 'tags').form);
  });

  it('copies the exact text, not what is shown of it', async () => {
    const page = await bed.open({ bucket: 'plain', key: 'docs/a.csv' });
    await page.handle({ type: 'copy', section: 'general', fact: 'S3 URI' });
    assert.deepEqual(bed.asked, ['copy s3://plain/docs/a.csv']);
  });
});

describe('Versions of an object', () => {
  let bed: PropertiesBed;
  beforeEach(async () => {
    bed = await PropertiesBed.start();
  });
  afterEach(() => bed.close());

  const rowsOf = (page: Awaited<ReturnType<PropertiesBed['open']>>) => section(page, 'versions').table?.rows ?? [];
  const contentOf = async (key: string): Promise<string> =>
    Buffer.from((await bed.store().read({ bucket: 'kept', key }, 100, never)).bytes).toString();

  it('are listed with one call, the newest first and none of another key', async () => {
    const page = await bed.open({ bucket: 'kept', key: 'a' });
    assert.equal(bed.aws.log.count({ operation: 'ListObjectVersions' }), 1);
    assert.deepEqual(
      rowsOf(page).map(({ cells, marks }) => [cells[1], marks]),
      [
        ['6 bytes', ['current']],
        ['3 bytes', []],
        ['3 bytes', []],
      ],
    );
    assert.deepEqual(section(page, 'versions').actions, []);
  });

  it('wait to be asked for where the bucket is not versioned', async () => {
    const page = await bed.open(PLAIN);
    assert.equal(bed.aws.log.count({ operation: 'ListObjectVersions' }), 0);
    await press(page, 'showVersions');
    assert.equal(rowsOf(page).length, 1);
  });

  it('come page by page', async () => {
    const page = await bed.open({ bucket: 'kept', key: 'many' });
    assert.equal(rowsOf(page).length, 100);
    await press(page, 'moreVersions');
    assert.equal(rowsOf(page).length, 130);
    assert.deepEqual(section(page, 'versions').actions, []);
  });

  it('are made current by a copy, which keeps all of them', async () => {
    const page = await bed.open({ bucket: 'kept', key: 'a' });
    await press(page, 'version.makeCurrent', rowsOf(page)[2]?.id ?? '');
    assert.equal(await contentOf('a'), 'one');
    assert.equal(rowsOf(page).length, 4);
    assert.deepEqual(rowsOf(page)[0]?.marks, ['current']);
  });

  it('are deleted for good only when the person agrees', async () => {
    const page = await bed.open({ bucket: 'kept', key: 'a' });
    bed.agrees = () => Promise.reject(cancelled());
    await press(page, 'version.delete', rowsOf(page)[1]?.id ?? '');
    assert.equal(rowsOf(page).length, 3);
    assert.equal(page.view().notice, undefined, 'whoever gives up is told nothing');
    bed.agrees = () => Promise.resolve();
    await press(page, 'version.delete', rowsOf(page)[1]?.id ?? '');
    assert.equal(rowsOf(page).length, 2);
    assert.equal(await contentOf('a'), 'three!');
  });

  it('are there again after Undelete, however many delete markers hide them', async () => {
    const page = await bed.open({ bucket: 'kept', key: 'gone' });
    const { notice } = page.view();
    assert.match(notice?.text ?? '', /deleted/);
    await press(page, notice?.actions?.[0]?.id ?? '');
    assert.equal(await contentOf('gone'), 'was here');
    assert.equal(page.view().notice, undefined);
    assert.equal(facts(page, 'general')['Size'], '8 bytes');
  });

  it('make a new one when properties are saved', async () => {
    const page = await bed.open({ bucket: 'kept', key: 'a' });
    assert.match(section(page, 'metadata').form?.note ?? '', /new version/);
    await save(page, 'metadata', { contentType: 'text/plain' });
    assert.equal(rowsOf(page).length, 4);
    assert.equal(await contentOf('a'), 'three!');
  });

  it('have pages of their own, on which only tags are edited', async () => {
    const list = await bed.open({ bucket: 'kept', key: 'a' });
    const versionId = rowsOf(list)[2]?.id ?? '';
    const page = await bed.open({ bucket: 'kept', key: 'a', versionId });
    assert.equal(facts(page, 'general')['Size'], '3 bytes');
    assert.equal(section(page, 'metadata').form, undefined);
    await save(page, 'tags', { tags: [['reviewed', 'yes']] });
    assert.deepEqual(await bed.store().tags({ bucket: 'kept', key: 'a', versionId }, never), { reviewed: 'yes' });
    assert.deepEqual(await bed.store().tags({ bucket: 'kept', key: 'a' }, never), {});
  });

  it('say which permission is missing, in their place', async () => {
    const page = await bed.open(PLAIN, { user: 'reader' });
    await press(page, 'showVersions');
    assert.match(section(page, 'versions').problem?.text ?? '', /s3:ListBucketVersions on arn:aws:s3:::plain/);
    assert.ok(section(page, 'general').facts);
  });
});
