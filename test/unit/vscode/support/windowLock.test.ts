import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, watch, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { isAppError } from '../../../../src/core/support/errors';
import { FileWindowLock } from '../../../../src/vscode/support/windowLock';

const never = new AbortController().signal;
const HOLDER = join(__dirname, 'lockHolder.ts');

/** Waits until a file is touched later than it was made by so many milliseconds. */
async function touchedFor(file: string, milliseconds: number): Promise<void> {
  const { birthtimeMs } = await stat(file);
  for await (const { eventType } of watch(file)) {
    if (eventType === 'rename' || (await stat(file)).mtimeMs > birthtimeMs + milliseconds) return;
  }
}

describe('the lock between windows', function () {
  this.timeout(30_000);
  let directory: string;
  let log: string;
  const children: ChildProcessByStdio<null, Readable, null>[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'assume-role-lock-'));
    log = join(directory, 'log.txt');
  });

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(directory, { recursive: true });
  });

  /** Another window's process. */
  function holder(rounds: number): ChildProcessByStdio<null, Readable, null> {
    const child = spawn(process.execPath, ['--import', 'tsx', HOLDER, join(directory, 'locks'), log, String(rounds)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    return child;
  }

  function lock(times = { touchEvery: 200, staleAfter: 60_000 }): FileWindowLock {
    return new FileWindowLock(join(directory, 'locks'), times);
  }

  const lockFiles = async (): Promise<string[]> => readdir(join(directory, 'locks'));

  it('two processes never work at the same time', async () => {
    const both = [holder(30), holder(30)];
    const codes = await Promise.all(both.map((child) => once(child, 'exit')));
    assert.deepEqual(
      codes.map(([code]) => code as unknown),
      [0, 0],
    );
    const lines = (await readFile(log, 'utf8')).trim().split('\n');
    assert.equal(lines.length, 120);
    for (let line = 0; line < lines.length; line += 2) {
      const [begin = '', end = ''] = lines.slice(line, line + 2);
      assert.ok(begin.startsWith('begin'), begin);
      assert.equal(end, begin.replace('begin', 'end'));
    }
    assert.deepEqual(await lockFiles(), [], 'nothing is left behind');
  });

  it('what a process held that died is free', async () => {
    const child = holder(0);
    await once(child.stdout, 'data');
    let took = false;
    const mine = lock().run('key', never, () => {
      took = true;
      return Promise.resolve();
    });
    // Another key is not held.
    await lock().run('other', never, () => Promise.resolve());
    assert.equal(took, false);
    child.kill('SIGKILL');
    await mine;
    assert.ok(took);
  });

  it('what nobody has touched for long is free, also from another machine', async () => {
    await lock().run('key', never, () => Promise.resolve());
    const held = lock().run('key', never, async () => {
      const [file = ''] = await lockFiles();
      const path = join(directory, 'locks', file);
      await writeFile(path, JSON.stringify({ host: 'elsewhere', pid: 1, token: 'x' }));
      const longAgo = new Date(Date.now() - 120_000);
      await utimes(path, longAgo, longAgo);
      await lock().run('key', never, () => Promise.resolve());
    });
    await held;
    assert.deepEqual(await lockFiles(), []);
  });

  it('one that is touched is held, however long the work takes', async () => {
    const times = { touchEvery: 50, staleAfter: 1500 };
    const order: string[] = [];
    let second: Promise<unknown> = Promise.resolve();
    await lock(times).run('key', never, async () => {
      second = lock(times).run('key', never, () => Promise.resolve(order.push('second')));
      const [file = ''] = await lockFiles();
      await touchedFor(join(directory, 'locks', file), 1.2 * times.staleAfter);
      order.push('first');
    });
    await second;
    assert.deepEqual(order, ['first', 'second']);
  });

  it('whoever gives up waiting leaves, and the holder goes on', async () => {
    const controller = new AbortController();
    await lock().run('key', never, async () => {
      const waiting = lock().run('key', controller.signal, () => Promise.reject(new Error('not this one')));
      controller.abort();
      await assert.rejects(waiting, (error) => isAppError(error, 'cancelled'));
    });
  });

  it('work that fails frees it; file names tell nothing of the key', async () => {
    const key = 'arn:aws:iam::111111111111:role/Hub';
    await assert.rejects(
      lock().run(key, never, async () => {
        const [file = ''] = await lockFiles();
        assert.match(file, /^[0-9a-f]{64}\.lock$/);
        const text = await readFile(join(directory, 'locks', file), 'utf8');
        assert.ok(text.includes(hostname()) && !text.includes('role'));
        throw new Error('failed');
      }),
      /failed/,
    );
    assert.equal(await lock().run(key, never, () => Promise.resolve(7)), 7);
  });

  it('its folder is this person’s alone, also one that was open to others', async () => {
    await mkdir(join(directory, 'locks'), { mode: 0o755 });
    await lock().run('key', never, async () => {
      assert.equal((await stat(join(directory, 'locks'))).mode & 0o777, 0o700);
      const [file = ''] = await lockFiles();
      assert.equal((await stat(join(directory, 'locks', file))).mode & 0o777, 0o600);
    });
  });

  it('a link in its place that leads nowhere keeps nobody', async () => {
    await lock().run('key', never, async () => {
      const [file = ''] = await lockFiles();
      await rm(join(directory, 'locks', file));
      await symlink(join(directory, 'nowhere'), join(directory, 'locks', file));
      assert.equal(await lock().run('key', never, () => Promise.resolve(7)), 7);
    });
  });
});
