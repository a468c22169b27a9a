import assert from 'node:assert/strict';
import { forwardingStore, type ObjectStore } from '../../../../../src/core/s3/objectStore';
import { cancelled } from '../../../../../src/core/support/errors';
import { facts, never, PLAIN, press, PropertiesBed, save, section, values } from './bed';

describe('Properties of an object, when they are saved', () => {
  let bed: PropertiesBed;
  beforeEach(async () => {
    bed = await PropertiesBed.start();
  });
  afterEach(() => bed.close());

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
});
