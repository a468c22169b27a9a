import assert from 'node:assert/strict';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { gzipSync } from 'node:zlib';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { goToFolder, openExplorer } from './support/explorer';
import { pictureOnFailure } from './support/pictureOnFailure';
import { somebodyElse } from './support/somebodyElse';
import { stepsInOrder } from './support/stepsInOrder';
import { TablePage } from './support/tablePage';
import type { Tree } from './support/tree';
import type { Workbench } from './support/workbench';

const MEBIBYTE = 1024 ** 2;
const LONG_NAME = `large-${'x'.repeat(200)}.txt`;

describe('a person looks into objects', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;
  let tree: Tree;

  before(async () => {
    windows = await startDemoWindows();
    window = await windows.open();
    tree = window.tree('S3');
    await openExplorer(window, 'analyst');
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  /** How many bytes were asked for, all as ranges. */
  const bytesAsked = (): number => {
    const reads = windows.demo.localAws.log.filter({ operation: 'GetObject' });
    return reads.reduce((sum, { range, url }) => {
      const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
      assert.ok(start !== undefined && end !== undefined, `${url} was read as a whole`);
      return sum + Number(end) - Number(start) + 1;
    }, 0);
  };

  it('leaves the focus in the tree at a click, and takes it with Enter or a double click, like files', async () => {
    await goToFolder(window, 's3://acme-analytics/reports/2026/', 'regions.csv');
    const { log } = windows.demo.localAws;
    log.clear();
    const tooltip = window.page.locator('.workbench-hover').filter({ hasText: 's3://acme-analytics/reports/2026/' });
    // VS Code shows none for a row that is drawn anew under a pointer at rest.
    do {
      await window.page.mouse.move(0, 0);
      await tree.row('regions.csv').hover();
    } while (
      !(await tooltip.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      ))
    );
    await window.screenshot('tooltip');
    assert.equal(log.count({ service: 's3' }), 0, 'pointing at a row costs nothing');
    await tree.click('regions.csv');
    await window.waitForEditorText('north,120400');
    await window.previewTab(/^regions\.csv/).waitFor();
    await tree.focused().waitFor();
    await window.screenshot('opened-by-click');
    await window.page.keyboard.press('Enter');
    await window.focusedEditor().waitFor();
    await tree.doubleClick('summary.md');
    await window.focusedEditor().waitFor();
    await window.editorTab(/^summary\.md/).waitFor();
    assert.equal(await window.previewTab(/^(summary\.md|regions\.csv)/).count(), 0, 'both stay');
  });

  it('asks before a large object, and reads no more than its head', async () => {
    await goToFolder(window, 's3://acme-analytics/exports/', 'orders-full.csv');
    const { log } = windows.demo.localAws;
    log.clear();
    await tree.click('orders-full.csv');
    await window.dialog('"orders-full.csv" is 4 GB large.').waitFor();
    await window.screenshot('large-object');
    assert.equal(log.count({ operation: 'GetObject' }), 0);
    await window.answerDialog('"orders-full.csv"', 'Preview Head');
    await window.editorTab(/^Preview of orders-full\.csv/).waitFor();
    await window.waitForEditorText('1001,2026-01-01,C0007,19.50');
    await window.page.getByText('The first 1 MB of 4 GB').waitFor();
    assert.equal(bytesAsked(), MEBIBYTE);
    await window.screenshot('preview-head');
    await window.editorAction('Load More of the Object').waitFor();
    await window.editorAction('Show the End of the Object').waitFor();
  });

  it('reads on, and reads the end', async () => {
    await window.page.getByRole('button', { name: 'Load More', exact: true }).click();
    await window.page.getByText('The first 2 MB of 4 GB').waitFor();
    assert.equal(bytesAsked(), 2 * MEBIBYTE);
    await window.runCommand('AWS: Show the End of the Object');
    await window.editorTab(/^End of orders-full\.csv/).waitFor();
    await window.waitForEditorText('1001,2026-01-01,C0007,19.50');
    assert.equal(bytesAsked(), 3 * MEBIBYTE);
  });

  it('sees the large object as a table from there', async () => {
    await window.editorTab(/^Preview of orders-full\.csv/).click();
    await window.page.locator('.editor-actions').getByRole('button', { name: 'Preview', exact: true }).click();
    const table = new TablePage(window.page, 'orders-full.csv');
    await table.waitForStatus('The first 1,000 rows, read from 256 kB of 4 GB');
    assert.deepEqual(await table.row(1), ['1001', '2026-01-01', 'C0007', '19.50']);
    assert.deepEqual(await table.columns(), ['Column 1 integer', 'Column 2 date', 'Column 3 text', 'Column 4 decimal']);
  });

  it('finds the samples', async () => {
    await goToFolder(window, 's3://acme-analytics/samples/', 'trips.parquet');
  });

  it('sees Parquet as rows and as a schema', async () => {
    const { log } = windows.demo.localAws;
    log.clear();
    await tree.click('trips.parquet');
    const table = new TablePage(window.page, 'trips.parquet');
    await table.waitForStatus('The first 1,000 of 20,000 rows, 310.9 kB');
    await tree.focused().waitFor();
    assert.deepEqual((await table.row(3)).slice(0, 5), [
      '9007199254740995',
      '19.92',
      '2026-03-01 00:02:00Z',
      '2026-03-01',
      'München',
    ]);
    assert.ok(bytesAsked() < 250_000, String(bytesAsked()));
    await window.screenshot('preview-parquet');
    await table.button('Schema').click();
    assert.deepEqual((await table.schema())[1], ['fare', 'decimal(12, 2)', 'yes']);
    await window.screenshot('preview-parquet-schema');
    await table.button('Rows').click();
    await table.button('Load More Rows').click();
    await table.waitForStatus('The first 2,000 of 20,000 rows');
  });

  it('moves through the rows by keys and copies cells', async () => {
    await tree.contextMenu('sensors.csv', 'Preview');
    const table = new TablePage(window.page, 'sensors.csv');
    await table.waitForStatus('The first 1,000 rows');
    await table.grid().getByRole('gridcell', { name: 'S-0' }).first().click();
    assert.equal(await table.position(), '2,2', 'under the names and beside the number');
    await table.press('Control+ArrowDown');
    assert.equal(await table.position(), '1001,2');
    await table.press('Home');
    await table.press('Control+Home');
    await table.press('PageDown');
    await table.press('Control+Home');
    for (let times = 0; times < 7; times++) await table.press('ArrowDown');
    await table.press('End');
    assert.equal(await table.position(), '9,6');
    await window.screenshot('preview-csv');
    await table.press('Enter');
    await table.value().filter({ hasText: 'of that day' }).waitFor();
    await window.screenshot('preview-value');
    await table.press('Escape');
    await table.press('Shift+ArrowLeft');
    await table.press('Control+c');
    await window.runCommand('File: New Untitled Text File');
    await window.page.keyboard.press('Control+v');
    await window.waitForEditorText('true\t"replaced, see ""log""'.replaceAll('\t', ' ').slice(0, 4));
    await window.waitForEditorText('replaced, see ""log""');
  });

  it('sees compressed text, and a table in it', async () => {
    await tree.click('nightly.log.zst');
    await window.waitForEditorText('INFO nightly step=0');
    await window.page.getByText('All of it, 7.1 kB').waitFor();
    await tree.focused().waitFor();
    await window.editorAction('Preview').waitFor();
    await window.editorAction('Load More of the Object').waitFor({ state: 'detached' });
    await window.editorAction('Show the End of the Object').waitFor({ state: 'detached' });
    await window.screenshot('preview-whole');
    await tree.click('orders.csv.gz');
    await window.waitForEditorText('order_id,day,amount');
    await window.screenshot('preview-gzip');
    await window.page.getByText('Show as Table', { exact: true }).click();
    await new TablePage(window.page, 'orders.csv.gz').waitForStatus('The first 1,000 rows');
  });

  it('sees JSON Lines as a table, and bytes of what is no text', async () => {
    await tree.contextMenu('events.jsonl', 'Preview');
    const table = new TablePage(window.page, 'events.jsonl');
    await table.waitForStatus('The first 1,000 rows');
    await window.screenshot('preview-jsonl');
    await tree.contextMenu('firmware.bin', 'Preview');
    await window.waitForEditorText('00000010');
    await window.page.getByText('No text, shown as bytes.').waitFor();
    await window.screenshot('preview-bytes');
    await tree.click('windows.txt');
    await window.waitForEditorText('Zeile 1: schöne Grüße');
    await tree.click('firmware.bin');
    await window.page
      .getByRole('link', { name: 'Open Anyway' })
      .or(window.page.getByRole('button', { name: 'Open Anyway' }))
      .click();
    await window.screenshot('binary-anyway');
  });

  it('opens a large object anyway where the editor can', async () => {
    const { localAws } = windows.demo;
    const s3 = await somebodyElse(windows.demo);
    const place = { Bucket: 'acme-drafts', Key: `large/${LONG_NAME}` };
    await s3.send(new PutObjectCommand({ ...place, Body: 'one line of eleven MiB\n'.repeat(501_000) }));
    s3.destroy();
    await goToFolder(window, 's3://acme-drafts/large/', LONG_NAME);
    await tree.click(LONG_NAME);
    await window.dialog(/is 11 MB large\./).waitFor();
    await window.screenshot('large-object-anyway');
    await window.answerDialog('large.', 'Preview Head');
    await window.editorTab(/^Preview of large-x+…x+\.txt/).waitFor();
    await window.screenshot('long-title');
    await tree.click(LONG_NAME);
    localAws.log.clear();
    await window.answerDialog('large.', 'Open Anyway');
    await window.editorTab(/^large-x+\.txt/).waitFor();
    await window.waitForEditorText('one line of eleven MiB');
    assert.equal(localAws.log.count({ operation: 'GetObject' }), 1);
  });

  it('is told of objects made to exhaust the extension host, which goes on working', async () => {
    const s3 = await somebodyElse(windows.demo);
    const deep = `{"a":${'['.repeat(MEBIBYTE)}`;
    const endless = gzipSync(Buffer.concat([Buffer.from('a,b\n1,"'), Buffer.alloc(200 * MEBIBYTE, 'x')]));
    const wide = gzipSync(`${','.repeat(MEBIBYTE)}\n`.repeat(30));
    for (const [name, Body] of [
      ['deep.jsonl', deep],
      ['endless.csv.gz', endless],
      ['wide.csv.gz', wide],
    ] as const) {
      await s3.send(new PutObjectCommand({ Bucket: 'acme-drafts', Key: `hostile/${name}`, Body }));
    }
    s3.destroy();
    await goToFolder(window, 's3://acme-drafts/hostile/', 'deep.jsonl');
    await tree.contextMenu('deep.jsonl', 'Preview');
    await new TablePage(window.page, 'deep.jsonl').waitForStatus('more than 1000 levels');
    await window.screenshot('preview-deep');
    await tree.contextMenu('wide.csv.gz', 'Preview');
    const wideTable = new TablePage(window.page, 'wide.csv.gz');
    await wideTable.waitForStatus('Only the first 2,000 columns are shown.');
    await window.screenshot('preview-wide');
    await tree.click('endless.csv.gz');
    await window.page.getByText('Show as Table', { exact: true }).click();
    await new TablePage(window.page, 'endless.csv.gz').waitForStatus('a quote may be missing');
    await window.screenshot('preview-endless');
    await goToFolder(window, 's3://acme-analytics/samples/', 'trips.parquet');
    await tree.contextMenu('orders.csv.gz', 'Preview');
    await new TablePage(window.page, 'orders.csv.gz').waitForStatus('The first 1,000 rows');
  });

  it('is told that an object has changed while rows are loaded', async () => {
    await tree.contextMenu('sensors.csv', 'Preview');
    const table = new TablePage(window.page, 'sensors.csv');
    await table.waitForStatus('The first 1,000 rows');
    const { faults } = windows.demo.localAws;
    const changed = faults.add({
      service: 's3',
      operation: 'GetObject',
      action: { type: 'error', status: 412, code: 'PreconditionFailed' },
    });
    // What was read before is shown before.
    while (!(await table.button('Reload').isVisible())) await table.loadMore('Reload');
    await table.waitForStatus('The object has changed since these rows were read.');
    await window.screenshot('preview-changed');
    changed.dispose();
    await table.button('Reload').click();
    await table.waitForStatus('The first 1,000 rows');
  });

  it('is offered to restore what is archived', async () => {
    await goToFolder(window, 's3://acme-analytics/archive/', '2019-ledger.csv');
    await tree.click('2019-ledger.csv');
    const text = '"2019-ledger.csv" is archived (GLACIER)';
    await window.notification(text).getByRole('button', { name: 'Restore from Archive…' }).waitFor();
    await window.screenshot('archived');
  });

  it('can use the table in dark and high contrast themes', async () => {
    await goToFolder(window, 's3://acme-analytics/samples/', 'trips.parquet');
    await tree.click('trips.parquet');
    const table = new TablePage(window.page, 'trips.parquet');
    // The palette closes when the tree takes the focus, as it does at the end of going there.
    await table.grid().getByRole('gridcell').first().waitFor();
    for (const theme of ['Dark Modern', 'Dark High Contrast', 'Light High Contrast']) {
      await window.runCommand('Preferences: Color Theme');
      await window.quickInput.type(theme);
      await window.quickInput.accept();
      await table.grid().getByRole('gridcell').first().click();
      await window.screenshot(`preview-${theme.toLowerCase().replaceAll(' ', '-')}`);
    }
  });
});
