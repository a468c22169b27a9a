import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { PlainError } from './plainError';
import { run } from './processes';

/** Those of the Debian packages that are not installed. */
function missingPackages(packages: readonly string[]): string[] {
  return packages.filter((name) => {
    const { status, stdout } = spawnSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8' });
    return status !== 0 || !stdout.endsWith(' installed');
  });
}

/** Whether this is Debian or a descendant of it. */
export function isDebian(): boolean {
  return existsSync('/etc/debian_version');
}

/**
 * Installs Debian packages that are missing, without recommended ones.
 * @param purpose completes "… is needed for"
 * @throws PlainError where that takes more rights than this process has, or another system.
 */
export async function ensureDebianPackages(packages: readonly string[], purpose: string): Promise<void> {
  if (!isDebian())
    throw new PlainError(`Please install ${packages.join(', ')} (names of Debian packages), needed for ${purpose}.`);
  const missing = missingPackages(packages);
  if (missing.length === 0) return;
  const install = ['install', '--yes', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0) {
    throw new PlainError(
      `Please run "sudo apt-get update && sudo apt-get ${install.join(' ')}", needed for ${purpose}.`,
    );
  }
  console.log(`Installing ${missing.join(', ')} from Debian, needed for ${purpose}…`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], install]) {
    const { code, output } = await run('apt-get', args, { env });
    if (code !== 0) throw new PlainError(`apt-get ${args.join(' ')} failed:\n${output.trimEnd()}`);
  }
}
