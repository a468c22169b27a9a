import assert from 'node:assert/strict';
import { cancelled } from '../../../../../src/core/support/errors';
import { facts, never, PLAIN, press, PropertiesBed, save, section } from './bed';

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
