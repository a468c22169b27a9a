import assert from 'node:assert/strict';
import { facts, never, PLAIN, press, PropertiesBed, section } from './bed';

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
    const page = await bed.open(PLAIN);
    await page.handle({ type: 'copy', section: 'general', fact: 'S3 URI' });
    assert.deepEqual(bed.asked, ['copy s3://plain/docs/a.csv']);
  });
});
