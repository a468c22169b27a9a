import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROJECT } from '../../test/vscode/install';
import { spawnGroup } from '../../test/vscode/processes';
import { single, type Outcome } from './outcome';

/** Runs a program of `node_modules` with its output shown. @returns its exit code. */
export async function runTool(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const program = path.join(PROJECT, 'node_modules/.bin', name);
  const group = spawnGroup(program, args, {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(group.process, 'exit')) as [number | null];
  await group.stop();
  return code ?? 1;
}

/**
 * Runs mocha in a process of its own. A run that crashed, or in which no test ran, counts as a failure.
 * @param args files and options
 */
export async function runMocha(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const output = path.join(tmpdir(), `assume-role-mocha-${randomUUID()}.json`);
  const reporter = path.join(PROJECT, 'scripts/testing/mochaReporter.ts');
  const code = await runTool('mocha', ['--reporter', reporter, '--reporter-option', `output=${output}`, ...args], env);
  try {
    const outcome = JSON.parse(await readFile(output, 'utf8')) as Outcome;
    if (outcome.passed + outcome.failed === 0) console.log('  No test ran.');
    const unexplained = outcome.failed === 0 && (code !== 0 || outcome.passed === 0);
    return unexplained ? { ...outcome, failed: 1 } : outcome;
  } catch {
    console.log(`  Mocha ended with exit code ${code} before it had a result.`);
    return single(false);
  } finally {
    await rm(output, { force: true });
  }
}

/**
 * Runs the tests of a folder, which start programs and so take longer than mocha's configuration allows.
 * @param timeout for one test, in milliseconds
 */
export async function runSlowTests(
  folder: string,
  options: { readonly subfolders: boolean; readonly timeout: number; readonly env?: Readonly<Record<string, string>> },
): Promise<Outcome> {
  const absolute = path.join(PROJECT, folder);
  const names = existsSync(absolute) ? await readdir(absolute, { recursive: options.subfolders }) : [];
  const files = names.filter((name) => name.endsWith('.test.ts')).sort();
  if (files.length === 0) {
    console.log(`  There is no test in ${folder}.`);
    return single(false);
  }
  const paths = files.map((name) => path.join(folder, name));
  return runWithTimeout(paths, options.timeout, options.env);
}

/**
 * Runs tests that take longer than mocha's configuration allows, or are none of its.
 * @param files their paths, or patterns
 * @param timeout for one test, in milliseconds
 */
export async function runWithTimeout(
  files: readonly string[],
  timeout: number,
  env?: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const options = ['--no-config', '--node-option', 'import=tsx', '--forbid-only', '--timeout', String(timeout)];
  return runMocha([...options, ...files], env);
}
