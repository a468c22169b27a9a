import { createHash } from 'node:crypto';
import { unzipSync, zipSync, type Zippable } from 'fflate';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extensionManifest, PROJECT } from '../../test/vscode/install';
import { PlainError } from '../../test/vscode/plainError';
import { run } from '../../test/vscode/processes';
import type { PackageCheck } from '../packageChecks';

/** A regular file that its owner may write, in a zip's "external attributes" of a Unix (APPNOTE 4.4.15). */
const PLAIN_FILE = 0o100644 << 16;
const UNIX = 3;

/**
 * Seconds since the epoch that stand for the package's contents: `SOURCE_DATE_EPOCH` (reproducible-builds.org), else
 * the time of the commit.
 */
export async function sourceDate(): Promise<number> {
  const given = Number(process.env['SOURCE_DATE_EPOCH']);
  if (Number.isSafeInteger(given) && given > 0) return given;
  const { code, output } = await run('git', ['log', '-1', '--format=%ct'], { cwd: PROJECT });
  if (code !== 0) throw new PlainError('Set SOURCE_DATE_EPOCH to the time of the sources, or pack in a Git checkout.');
  return Number(output.trim());
}

/**
 * Writes a package anew so that its bytes follow from its contents alone: not from the time, time zone, language, umask
 * and zlib of the machine.
 * @param date seconds since the epoch; its day counts
 */
export async function makeReproducible(vsix: string, date: number): Promise<void> {
  const day = new Date(date * 1000);
  // A zip holds local times. Noon of one day is the same wherever it is written; no clock is put forward then.
  const mtime = new Date(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), 12);
  const contents = Object.entries(unzipSync(await readFile(vsix))).sort(([a], [b]) => (a < b ? -1 : 1));
  const files: Zippable = Object.fromEntries(
    contents.map(([name, content]) => [name, [content, { level: 9, mtime, os: UNIX, attrs: PLAIN_FILE }]]),
  );
  await writeFile(vsix, zipSync(files));
}

/** Packs a copy of the project elsewhere, as another person with other settings would, and compares the bytes. */
export async function checkSamePackage(vsix: string): Promise<PackageCheck> {
  const directory = await mkdtemp(path.join(tmpdir(), 'assume-role-package-'));
  try {
    await copyProject(directory);
    const env = {
      ...process.env,
      SOURCE_DATE_EPOCH: String(await sourceDate()),
      ASSUME_ROLE_TALLY: path.join(directory, 'tally'),
      TZ: 'Pacific/Kiritimati',
      LC_ALL: 'tr_TR.UTF-8',
    };
    const { code, output } = await run('node', ['--import', 'tsx', 'scripts/package.ts', '--only'], {
      cwd: directory,
      env,
    });
    if (code !== 0) throw new PlainError(`A copy of the project does not pack:\n${output.trimEnd()}`);
    const { name, version } = await extensionManifest();
    const [here, there] = await Promise.all([digest(vsix), digest(path.join(directory, `${name}-${version}.vsix`))]);
    return {
      promise: 'the same bytes when packed elsewhere',
      measured: here === there ? here.slice(0, 16) : `${here.slice(0, 16)} and ${there.slice(0, 16)}`,
      kept: here === there,
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** All files that Git knows or would take up, readable by their owner alone; `node_modules` as a link. */
async function copyProject(to: string): Promise<void> {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const { code, output } = await run('git', list, { cwd: PROJECT });
  if (code !== 0) throw new PlainError('Whether a package can be made again is checked in a Git checkout only.');
  for (const name of output.split('\0').filter((file) => file !== '')) {
    const copy = path.join(to, name);
    await mkdir(path.dirname(copy), { recursive: true });
    await copyFile(path.join(PROJECT, name), copy).catch((error: unknown) => {
      // Deleted, and not yet so in Git.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    });
    await chmod(copy, 0o600).catch(() => undefined);
  }
  await symlink(path.join(PROJECT, 'node_modules'), path.join(to, 'node_modules'));
}

async function digest(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
