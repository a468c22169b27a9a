/** Builds `assume-role-<version>.vsix` and checks what is in it. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { extensionManifest, PROJECT } from '../test/vscode/install';
import { PlainError } from '../test/vscode/plainError';
import { run } from '../test/vscode/processes';
import { buildExtension } from './build';
import { checkPackage } from './packageChecks';
import { conclude, single, sum, type Outcome } from './testing/outcome';

/** Builds for production and packs. @returns the path of the package. */
export async function createPackage(): Promise<string> {
  await buildExtension(true);
  const { name, version } = await extensionManifest();
  const vsix = path.join(PROJECT, `${name}-${version}.vsix`);
  const vsce = path.join(PROJECT, 'node_modules/.bin/vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix];
  const { code, output } = await run(vsce, ['package', ...options], { cwd: PROJECT });
  if (code !== 0) throw new PlainError(`"vsce package" failed:\n${output.trimEnd()}`);
  return vsix;
}

/** Checks a package and prints a line per promise. */
export async function reportPackage(vsix: string): Promise<Outcome> {
  const checks = await checkPackage(vsix);
  const width = Math.max(...checks.map(({ promise }) => promise.length));
  for (const { promise, measured, kept } of checks) {
    console.log(`  ${kept ? 'ok    ' : 'BROKEN'} ${promise.padEnd(width)}  ${measured}`);
  }
  return sum(checks.map(({ kept }) => single(kept)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const vsix = await createPackage();
  console.log(path.relative(PROJECT, vsix));
  conclude(await reportPackage(vsix));
}
