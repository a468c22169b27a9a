/**
 * Builds `assume-role-<version>.vsix` and checks what is in it.
 *
 *   tsx scripts/package.ts [--only]   with `--only` it is built and not checked
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { extensionManifest, PROJECT } from '../test/vscode/install';
import { PlainError } from '../test/vscode/plainError';
import { run } from '../test/vscode/processes';
import { buildExtension } from './build';
import { checkPackage } from './packageChecks';
import { bundledPackages, noticesText } from './packaging/notices';
import { checkSamePackage, makeReproducible, sourceDate } from './packaging/samePackage';
import { conclude, single, sum, type Outcome } from './testing/outcome';

/** Builds for production and packs. @returns the path of the package. */
export async function createPackage(): Promise<string> {
  await buildExtension(true);
  await writeFile(path.join(PROJECT, 'ThirdPartyNotices.txt'), noticesText(await bundledPackages()));
  const { name, version } = await extensionManifest();
  const vsix = path.join(PROJECT, `${name}-${version}.vsix`);
  const vsce = path.join(PROJECT, 'node_modules/.bin/vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix];
  const { code, output } = await run(vsce, ['package', ...options], { cwd: PROJECT });
  if (code !== 0) throw new PlainError(`"vsce package" failed:\n${output.trimEnd()}`);
  await makeReproducible(vsix, await sourceDate());
  return vsix;
}

/** Checks a package and prints a line per promise. */
export async function reportPackage(vsix: string): Promise<Outcome> {
  const checks = [...(await checkPackage(vsix)), await checkSamePackage(vsix)];
  const width = Math.max(...checks.map(({ promise }) => promise.length));
  for (const { promise, measured, kept } of checks) {
    console.log(`  ${kept ? 'ok    ' : 'BROKEN'} ${promise.padEnd(width)}  ${measured}`);
  }
  return sum(checks.map(({ kept }) => single(kept)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const vsix = await createPackage();
  console.log(path.relative(PROJECT, vsix));
  if (!process.argv.includes('--only')) conclude(await reportPackage(vsix));
}
