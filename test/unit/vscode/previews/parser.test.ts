import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError, isAppError } from '../../../../src/core/support/errors';
import { ObjectBytes } from '../../../../src/core/s3/previews/objectBytes';
import { Parsers } from '../../../../src/vscode/previews/parsing/parsers';
import { never, RangedObject } from './rangedObject';

/** Scripts of workers that behave as none of ours should. */
const SCRIPTS = {
  busy: 'for (;;);',
  greedy: 'const all = []; for (;;) all.push({});',
  buffers: 'const all = []; for (;;) all.push(Buffer.alloc(16 * 1024 ** 2, 1));',
  gone: 'process.exit(3);',
  broken: 'throw new Error("secret");',
  silent: 'require("node:worker_threads").parentPort.on("message", () => {});',
  waiting: `const { parentPort: port } = require('node:worker_threads');
    port.on('message', ({ type }) => {
      if (type === 'job') port.postMessage({ type: 'read', id: 1, start: 0, end: 4 });
      else port.postMessage({ type: 'answer', answer: type });
    });`,
};

describe('the worker that reads an object', function () {
  this.timeout(120_000);

  let folder: string;
  const all: Parsers[] = [];
  before(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'assume-role-worker-'))));
  after(async () => {
    for (const parsers of all) parsers.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  async function parsersOf(name: keyof typeof SCRIPTS, timeLimit?: number): Promise<Parsers> {
    const script = path.join(folder, `${name}.cjs`);
    await writeFile(script, SCRIPTS[name]);
    const parsers = new Parsers(script, undefined, timeLimit);
    all.push(parsers);
    return parsers;
  }
  const object = new RangedObject(Buffer.from('abcd'));

  it('is ended when it computes for too long', async () => {
    const parser = (await parsersOf('busy', 500)).open(object.open(), never);
    await assert.rejects(parser.ask('end', {}), { kind: 'tooLarge', message: /too much computing time/ });
    await assert.rejects(parser.ask('end', {}), { kind: 'tooLarge' }, 'and stays so');
  });

  it('is ended when it takes too much memory, with nothing else of the process', async () => {
    for (const name of ['greedy', 'buffers'] as const) {
      const parser = (await parsersOf(name, 100_000)).open(object.open(), never);
      await assert.rejects(parser.ask('end', {}), { kind: 'tooLarge', message: /too much memory/ }, name);
    }
  });

  it('may end by itself', async () => {
    for (const name of ['gone', 'broken'] as const) {
      const parser = (await parsersOf(name)).open(object.open(), never);
      await assert.rejects(parser.ask('end', {}), (error) => {
        return isAppError(error, 'unexpected') && !error.message.includes('secret');
      });
    }
  });

  it('is given up at once', async () => {
    const reading = new AbortController();
    const parser = (await parsersOf('silent')).open(object.open(), reading.signal);
    const asked = parser.ask('end', {});
    reading.abort();
    await assert.rejects(asked, { kind: 'cancelled' });
    await assert.rejects(parser.ask('end', {}), { kind: 'cancelled' });
  });

  it('may wait for the network for longer than it may compute, and hears of what fails there', async () => {
    const parsers = await parsersOf('waiting', 250);
    let answer = (_bytes: Uint8Array): void => undefined;
    const slow = new ObjectBytes(
      { read: () => new Promise((resolve) => (answer = (bytes) => resolve({ bytes, size: 4 }))) },
      { profile: 'p', bucket: 'b', key: 'k' },
      { size: 4 },
    );
    const asked = parsers.open(slow, never).ask('end', {});
    setTimeout(() => answer(Buffer.from('abcd')), 1500);
    assert.equal(await asked, 'bytes');
    const denied = new ObjectBytes(
      { read: () => Promise.reject(new AppError('accessDenied', 'No.')) },
      { profile: 'p', bucket: 'b', key: 'k' },
      { size: 4 },
    );
    assert.equal(await parsers.open(denied, never).ask('end', {}), 'noBytes');
  });
});
