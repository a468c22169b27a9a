import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchFiles } from '../../../../src/vscode/support/watchFiles';

describe('files that are watched', () => {
  let folder: string;
  let watched: { dispose(): void } | undefined;
  /** Settled at the next change. */
  let change: () => Promise<void>;

  function watch(...paths: string[]): void {
    let tell: (() => void) | undefined;
    watched = watchFiles(paths, () => tell?.());
    change = () => new Promise((resolve) => (tell = resolve));
  }
  /** Waits for the change that `work` makes. */
  async function told(work: () => Promise<unknown>): Promise<void> {
    const next = change();
    await work();
    await next;
  }

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'assume-role-watch-')));
  });
  afterEach(async () => {
    watched?.dispose();
    await rm(folder, { recursive: true });
  });

  it('tell of being written, removed and made again', async () => {
    const path = join(folder, 'config');
    await writeFile(path, 'a');
    watch(path);
    await told(() => writeFile(path, 'b'));
    await told(() => rm(path));
    await told(() => writeFile(path, 'c'));
  });

  it('tell of being replaced whole, as editors do, more than once', async () => {
    const path = join(folder, 'config');
    await writeFile(path, 'a');
    watch(path);
    for (const text of ['b', 'c', 'd']) {
      await told(async () => {
        await writeFile(join(folder, 'config.tmp'), text);
        await rename(join(folder, 'config.tmp'), path);
      });
    }
  });

  it('tell of appearing in a folder that was not there', async () => {
    const path = join(folder, 'home', '.aws', 'config');
    watch(path);
    await told(() => mkdir(join(folder, 'home', '.aws'), { recursive: true }));
    await told(() => writeFile(path, 'a'));
    await told(() => rm(join(folder, 'home'), { recursive: true }));
    await told(async () => {
      await mkdir(join(folder, 'home', '.aws'), { recursive: true });
      await writeFile(path, 'b');
    });
  });

  it('tell of their folder being moved away and made again', async () => {
    const aws = join(folder, '.aws');
    await mkdir(aws);
    watch(join(aws, 'config'));
    await told(() => rename(aws, join(folder, 'old')));
    await told(() => mkdir(aws));
    await told(() => writeFile(join(aws, 'config'), 'a'));
  });

  it('tell of changes behind a link, as people keep their dotfiles', async () => {
    const target = join(folder, 'dotfiles', 'config');
    await mkdir(join(folder, 'dotfiles'));
    await mkdir(join(folder, '.aws'));
    await writeFile(target, 'a');
    await symlink(target, join(folder, '.aws', 'config'));
    watch(join(folder, '.aws', 'config'));
    await told(() => writeFile(target, 'b'));
  });
});
