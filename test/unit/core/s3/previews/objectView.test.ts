import assert from 'node:assert/strict';
import { contentKind, sniffCompression } from '../../../../../src/core/s3/previews/contentKind';
import { EDITOR_LIMIT, LARGE, textViewOf, viewOf } from '../../../../../src/core/s3/previews/objectView';

describe('what a click on an object opens', () => {
  const view = (key: string, facts: Partial<Parameters<typeof viewOf>[0]> = {}) => viewOf({ key, size: 100, ...facts });

  it('is the editor for ordinary objects, images and what has no extension', () => {
    for (const key of ['a/notes.md', 'logo.PNG', '_SUCCESS', 'archive.zip', 'a.csv', 'b.jsonl', 'odd.', '.gitignore']) {
      assert.deepEqual(view(key), { type: 'editor' }, key);
    }
  });

  it('is a table for Parquet, by name or by type', () => {
    const table = { type: 'table', format: 'parquet' };
    assert.deepEqual(view('t/part-0.snappy.parquet'), table);
    assert.deepEqual(view('t/part-0', { contentType: 'application/vnd.apache.parquet' }), table);
    assert.deepEqual(view('t/huge.parquet', { size: 5e11 }), table);
  });

  it('is the text of what is compressed, by name or by encoding, whatever its size', () => {
    for (const facts of [{}, { size: 5e11 }]) {
      assert.deepEqual(view('app.log.gz', facts), { type: 'text' });
      assert.deepEqual(view('app.log.ZST', facts), { type: 'text' });
      assert.deepEqual(view('page.html', { contentEncoding: 'gzip', ...facts }), { type: 'text' });
      assert.deepEqual(view('page.html', { contentEncoding: 'gzip, aws-chunked', ...facts }), { type: 'text' });
    }
    assert.deepEqual(view('page.html', { contentEncoding: 'aws-chunked' }), { type: 'editor' });
  });

  it('is a choice for what is large, without the editor beyond its limit', () => {
    assert.deepEqual(view('a.txt', { size: LARGE }), { type: 'editor' });
    assert.deepEqual(view('a.txt', { size: LARGE + 1 }), { type: 'choice', choices: ['head', 'open'] });
    assert.deepEqual(view('a.txt', { size: EDITOR_LIMIT }), { type: 'choice', choices: ['head', 'open'] });
    assert.deepEqual(view('a.txt', { size: EDITOR_LIMIT + 1 }), { type: 'choice', choices: ['head'] });
    assert.deepEqual(view('a.csv', { size: EDITOR_LIMIT + 1 }), { type: 'choice', choices: ['table', 'head'] });
    assert.deepEqual(view('a.jpg', { size: EDITOR_LIMIT }), { type: 'editor' });
    assert.deepEqual(view('a.jpg', { size: EDITOR_LIMIT + 1 }), { type: 'choice', choices: [] });
  });

  it('is the archive, until the object is restored', () => {
    const archived = (restoring: boolean) => ({ type: 'archived', restoring });
    assert.deepEqual(view('a.csv', { storageClass: 'GLACIER' }), archived(false));
    assert.deepEqual(view('a.parquet', { storageClass: 'DEEP_ARCHIVE', restore: { type: 'ongoing' } }), archived(true));
    assert.deepEqual(textViewOf({ key: 'a.gz', size: 9e9, storageClass: 'GLACIER' }), archived(false));
    assert.deepEqual(view('a.md', { storageClass: 'GLACIER', restore: { type: 'restored', until: 1 } }), {
      type: 'editor',
    });
    assert.deepEqual(view('a.md', { storageClass: 'GLACIER_IR' }), { type: 'editor' });
    const tiered = { storageClass: 'INTELLIGENT_TIERING' };
    assert.deepEqual(view('a.md', { ...tiered, archiveStatus: 'ARCHIVE_ACCESS' }), archived(false));
    assert.deepEqual(view('a.md', tiered), { type: 'editor' });
  });

  it('is text on demand, also for what has a view of its own', () => {
    assert.deepEqual(textViewOf({ key: 'a.parquet', size: 5 }), { type: 'editor' });
    assert.deepEqual(textViewOf({ key: 'a.csv', size: EDITOR_LIMIT + 1 }), { type: 'choice', choices: ['head'] });
  });
});

describe('what an object is taken for', () => {
  it('is told by the name inside the compression, else by the headers', () => {
    assert.deepEqual(contentKind({ key: 'in/orders.csv.gz' }), {
      innerName: 'orders.csv',
      compression: 'gzip',
      table: 'csv',
      isImage: false,
    });
    assert.equal(contentKind({ key: 'part-0', contentType: 'text/csv; charset=utf-8' }).table, 'csv');
    assert.equal(contentKind({ key: 'part-0.txt', contentType: 'Application/X-NDJSON' }).table, 'jsonLines');
    assert.equal(contentKind({ key: 'a.csv/readme' }).table, undefined);
    assert.equal(contentKind({ key: 'folder/' }).innerName, '');
  });

  it('is compressed when its first bytes say so', () => {
    assert.equal(sniffCompression(Uint8Array.of(0x1f, 0x8b, 8, 0)), 'gzip');
    assert.equal(sniffCompression(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd)), 'zstd');
    assert.equal(sniffCompression(Uint8Array.of(0x5a, 0x2a, 0x4d, 0x18)), 'zstd', 'a frame to skip');
    assert.equal(sniffCompression(Uint8Array.of(0x1f)), undefined);
    assert.equal(sniffCompression(new Uint8Array()), undefined);
  });
});
