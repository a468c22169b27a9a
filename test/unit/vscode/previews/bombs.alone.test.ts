import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPreviewWorker } from '../../../../scripts/build';
import { contentKind } from '../../../../src/core/s3/previews/contentKind';
import { MAX_COLUMNS } from '../../../../src/core/s3/previews/limits';
import { isAppError, type ErrorKind } from '../../../../src/core/support/errors';
import { Parsers } from '../../../../src/vscode/previews/parsing/parsers';
import type { RowsMessage } from '../../../../src/vscode/previews/parsing/protocol';
import { PARQUET_BOMBS } from './bombs/parquetBombs';
import { measured } from './bombs/probe';
import { TEXT_BOMBS } from './bombs/textBombs';
import { RangedObject } from './rangedObject';

/** Milliseconds that the extension host may be blocked, and bytes that a preview may add to its memory. */
const MAX_BLOCK = 50;
const MAX_MEMORY = 700 * 1024 ** 2;
/** Characters of a message, as JSON. */
const MAX_MESSAGE = 8 * 1024 ** 2;

describe('an object made to exhaust the extension host', function () {
  this.timeout(120_000);

  let folder: string;
  let parsers: Parsers;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'assume-role-worker-'));
    parsers = new Parsers(await buildPreviewWorker(folder), undefined);
  });
  after(async () => {
    parsers.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** Reads the first rows, or the text of what is no table, as the editors do. */
  async function preview(object: RangedObject, key: string): Promise<readonly RowsMessage[]> {
    const kind = contentKind({ key });
    const reading = new AbortController();
    const parser = parsers.open(object.open(), reading.signal);
    const messages: RowsMessage[] = [];
    try {
      if (kind.table) {
        await parser.ask('openTable', { format: kind.table, count: 1000 });
        const read = await parser.ask('rows', { count: 1000 }, (message) => messages.push(message));
        assert.ok(read.hasMoreColumns || messages.every(({ columns }) => (columns?.length ?? 0) < MAX_COLUMNS + 1));
        if (read.hasMoreColumns) messages.push({ rows: [['cut']] });
      } else {
        const { added, progress } = await parser.ask('text', { kind, locale: 'en' });
        assert.ok(added.length < 2 * 1024 ** 2 && progress !== '', `${added.length} characters`);
      }
    } finally {
      reading.abort();
    }
    return messages;
  }

  /** How a preview ended: with messages or with the kind of an error. */
  async function end(object: RangedObject, key: string): Promise<readonly RowsMessage[] | ErrorKind> {
    try {
      return await preview(object, key);
    } catch (error) {
      assert.ok(isAppError(error), String(error));
      assert.doesNotMatch(error.message, /RangeError|call stack|Invalid|undefined|\[object/);
      return error.kind;
    }
  }

  function assertBounded(messages: readonly RowsMessage[], cut: boolean): void {
    for (const { columns, rows } of messages) {
      assert.ok((columns?.length ?? 0) <= MAX_COLUMNS);
      assert.ok(rows.every((row) => row.length <= MAX_COLUMNS));
    }
    assert.equal(messages.at(-1)?.rows[0]?.[0] === 'cut', cut, 'whether it says that it is cut');
    assert.ok(messages.every((message) => JSON.stringify(message).length < MAX_MESSAGE));
  }

  it('is not what a small table is', async () => {
    const small = new RangedObject(Buffer.from('a,b\n1,2\n'));
    await preview(small, 'a.csv');
    const { blocked } = await measured(async () => {
      await preview(small, 'a.csv');
    });
    assert.ok(blocked < MAX_BLOCK, `${blocked} ms`);
  });

  for (const bomb of [...TEXT_BOMBS, ...PARQUET_BOMBS]) {
    it(`does not: ${bomb.name}`, async () => {
      const object = new RangedObject(Buffer.from(bomb.make()));
      let ended: readonly RowsMessage[] | ErrorKind = [];
      const { blocked, memory } = await measured(async () => {
        ended = await end(object, bomb.key);
      });
      if (bomb.error !== undefined) assert.equal(ended, bomb.error);
      else assertBounded(ended, bomb.cut === true);
      assert.ok(blocked < MAX_BLOCK, `blocked for ${blocked} ms`);
      assert.ok(memory < MAX_MEMORY, `${memory / 1024 ** 2} MB`);
    });
  }
});
