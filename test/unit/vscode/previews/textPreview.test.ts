import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { contentKind } from '../../../../src/core/s3/previews/contentKind';
import { endText, TextPreview } from '../../../../src/vscode/previews/textPreview';
import { never, RangedObject } from './rangedObject';

const MEBIBYTE = 1024 ** 2;

/** A frame of Zstandard whose blocks are the repetition of a byte: three bytes become 128 KiB (RFC 8878). */
function zstdBomb(blocks: number): Buffer {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]);
  const block = (last: boolean): Buffer => {
    const bits = (131_072 << 3) | (1 << 1) | (last ? 1 : 0);
    return Buffer.from([bits & 255, (bits >> 8) & 255, (bits >> 16) & 255, 0x61]);
  };
  return Buffer.concat([header, ...Array.from({ length: blocks }, (_, index) => block(index === blocks - 1))]);
}

describe('the preview of an object’s text', () => {
  const preview = (object: RangedObject, key: string): TextPreview =>
    new TextPreview(object.open(), contentKind({ key }), never);

  it('reads the head of a large object only, and reads on from there', async () => {
    const line = 'one line of sixteen\n';
    const object = new RangedObject(Buffer.from(line.repeat(200_000)), 4 * 1024 ** 3);
    const text = preview(object, 'a.txt');
    await text.load();
    assert.deepEqual(object.ranges, [[0, MEBIBYTE]]);
    assert.equal(text.text, line.repeat(Math.floor(MEBIBYTE / line.length)));
    assert.equal(text.progress('en'), 'The first 1 MB of 4 GB');
    assert.ok(text.hasMore);
    await text.load();
    assert.deepEqual(object.ranges, [
      [0, MEBIBYTE],
      [MEBIBYTE, 2 * MEBIBYTE],
    ]);
    assert.equal(text.text, line.repeat(Math.floor((2 * MEBIBYTE) / line.length)));
  });

  it('shows all of a small object', async () => {
    const text = preview(new RangedObject(Buffer.from('no line feed')), 'a.txt');
    await text.load();
    assert.equal(text.text, 'no line feed');
    assert.ok(!text.hasMore);
    assert.equal(text.progress('en'), 'All of it, 12 bytes');
  });

  it('asks nothing of an empty object', async () => {
    const object = new RangedObject(new Uint8Array());
    const text = preview(object, 'a.txt');
    await text.load();
    assert.equal(text.text, '');
    assert.ok(!text.hasMore);
    assert.deepEqual(object.ranges, []);
  });

  it('decompresses gzip, several members too, by its bytes and not by its name', async () => {
    const packed = Buffer.concat([gzipSync('first\n'), gzipSync('second\n')]);
    for (const key of ['a.log.gz', 'a.log']) {
      const text = preview(new RangedObject(packed), key);
      await text.load();
      assert.equal(text.text, 'first\nsecond\n', key);
    }
    const plain = preview(new RangedObject(Buffer.from('not packed\n')), 'a.log.gz');
    await plain.load();
    assert.equal(plain.text, 'not packed\n');
  });

  it('decompresses Zstandard of several frames', async () => {
    const packed = readFileSync(new URL('../../../localaws/worlds/samples/nightly.log.zst', import.meta.url));
    const text = preview(new RangedObject(packed), 'nightly.log.zst');
    await text.load();
    const lines = text.text.split('\n');
    assert.equal(lines.length, 1201);
    assert.equal(lines[0], '2026-03-01T00:00:00Z INFO nightly step=0 rows=0 ms=0');
    assert.match(lines[1199] ?? '', /step=2 rows=587 ms=263$/);
  });

  it('shows what there is of compressed data that is cut short', async () => {
    const lines = Array.from({ length: 5000 }, (_, n) => `${n} ${(n * 7919) % 10_007}\n`).join('');
    const gzip = gzipSync(lines);
    const text = preview(new RangedObject(gzip.subarray(0, gzip.length / 2)), 'a.gz');
    await text.load();
    assert.ok(text.text.startsWith('0 0\n1 7919\n'));
    const zstd = readFileSync(new URL('../../../localaws/worlds/samples/nightly.log.zst', import.meta.url));
    const cut = preview(new RangedObject(zstd.subarray(0, zstd.length - 500)), 'a.zst');
    await cut.load();
    assert.ok(cut.text.startsWith('2026-03-01T00:00:00Z INFO'));
  });

  it('says that data is damaged, with what came before it', async () => {
    const packed = Buffer.from(gzipSync(Buffer.from('good line\n'.repeat(300_000)), { level: 0 }));
    packed.fill(0xff, Math.floor(packed.length / 2));
    const text = preview(new RangedObject(packed), 'a.gz');
    await text.load();
    await text.load();
    await text.load();
    assert.ok(text.text.startsWith('good line\n'));
    assert.equal(text.progress('en'), 'The gzip data of the object is damaged.');
    assert.ok(!text.hasMore);
  });

  it('never makes a flood of a drop', async () => {
    for (const bomb of [gzipSync(Buffer.alloc(200 * MEBIBYTE, 'a')), zstdBomb(4000)]) {
      const text = preview(new RangedObject(bomb), 'bomb.gz');
      await text.load();
      assert.ok(text.text.length >= MEBIBYTE && text.text.length < 2 * MEBIBYTE, String(text.text.length));
      assert.ok(text.hasMore);
    }
  });

  it('shows what is no text as bytes', async () => {
    const text = preview(new RangedObject(Buffer.from([0, 1, 2, 0, 0xff])), 'a.bin');
    await text.load();
    assert.match(text.text, /^00000000 {2}00 01 02 00 ff/);
    assert.equal(text.progress('en'), 'No text, shown as bytes. All of it, 5 bytes');
    const large = preview(new RangedObject(Buffer.alloc(2 * MEBIBYTE)), 'a.bin');
    await large.load();
    assert.equal(large.progress('en'), 'No text, shown as bytes. The first 64 kB of 2 MB');
    assert.ok(!large.isWhole);
  });

  it('fails when the object is another than before', async () => {
    const object = new RangedObject(Buffer.alloc(3 * MEBIBYTE, 'line\n'));
    const text = preview(object, 'a.txt');
    await text.load();
    object.change();
    await assert.rejects(text.load(), { kind: 'changed' });
    assert.ok(text.text.startsWith('line\n'), 'what was read stays');
  });

  it('reads the last lines of a large object with one request', async () => {
    const content = Buffer.alloc(3 * MEBIBYTE, 'abcdefgh\n');
    const object = new RangedObject(content);
    const end = await endText(object.open(), never);
    assert.deepEqual(object.ranges, [[2 * MEBIBYTE, 3 * MEBIBYTE]]);
    assert.ok(end.startsWith('abcdefgh\n'));
  });
});
