import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import type { HostTestEvent } from '../../test/host/index';
import { collectResults, runHostTests } from '../../test/host/support/runHostTests';
import { ensureDebianPackages } from '../../test/vscode/debian';
import { startDemo } from '../../test/vscode/demo';
import { ensureChromium, ensureVSCode, PROJECT } from '../../test/vscode/install';
import { hasProgram, spawnGroup } from '../../test/vscode/processes';
import type { VSCodeRelease } from '../../test/vscode/versions';
import { NEWEST } from '../../test/vscode/versions';
import { buildHostTests, HOST_TESTS } from '../build';
import { checkTexts } from '../l10n';
import { createPackage, reportPackage } from '../package';
import { single, type Outcome } from './outcome';

/** A part of the test run with a heading of its own. It prints its failures; what it throws is one more failure. */
export interface Step {
  readonly name: string;
  run(): Promise<Outcome>;
}

/** Runs a program of `node_modules` with its output shown. @returns its exit code. */
async function tool(
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

/** A tool whose success counts as one. */
function toolStep(name: string, program: string, args: readonly string[]): Step {
  return { name, run: async () => single((await tool(program, args)) === 0) };
}

/** Runs mocha in a process of its own. A run without any test counts as a failure. */
async function mocha(
  files: readonly string[],
  options: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
) {
  const output = path.join(tmpdir(), `assume-role-mocha-${randomUUID()}.json`);
  const reporter = [
    '--reporter',
    path.join(PROJECT, 'scripts/testing/mochaReporter.ts'),
    '--reporter-option',
    `output=${output}`,
  ];
  const code = await tool('mocha', [...reporter, ...options, ...files], env);
  try {
    const outcome = JSON.parse(await readFile(output, 'utf8')) as Outcome;
    if (outcome.passed + outcome.failed === 0) console.log('  No test ran.');
    // A crash after the last test, or no test at all, must not look like a success.
    const unexplained = outcome.failed === 0 && (code !== 0 || outcome.passed === 0);
    return unexplained ? { ...outcome, failed: 1 } : outcome;
  } catch {
    console.log(`  Mocha ended with exit code ${code} before it had a result.`);
    return single(false);
  } finally {
    await rm(output, { force: true });
  }
}

/** The test files of a folder, relative to the project; its subfolders come with `deep`. */
async function testFiles(folder: string, deep: boolean): Promise<string[]> {
  const absolute = path.join(PROJECT, folder);
  if (!existsSync(absolute)) return [];
  const names = await readdir(absolute, { recursive: deep });
  return names.filter((name) => name.endsWith('.test.ts')).map((name) => path.join(folder, name));
}

/** Mocha's own settings for tests that start programs. */
const SLOW = ['--no-config', '--import', 'tsx', '--forbid-only', '--timeout'];

export const types = toolStep('Types', 'tsc', ['--noEmit']);
export const lint = toolStep('Lint', 'eslint', ['.', '--max-warnings', '0']);
export const format = toolStep('Format', 'prettier', ['--check', '--log-level', 'warn', '.']);

export const texts: Step = {
  name: 'Texts that can be translated',
  async run() {
    const problems = await checkTexts();
    for (const problem of problems) console.log(`  ${problem}`);
    return single(problems.length === 0);
  },
};

export const unit: Step = { name: 'Unit tests and those of the local AWS', run: () => mocha([]) };

export const conformance: Step = {
  name: 'Conformance of the local AWS, with the AWS CLI too',
  async run() {
    if (!hasProgram('aws')) await ensureDebianPackages(['awscli'], 'running the AWS CLI against the local AWS');
    return mocha(await testFiles('test/conformance', false), [...SLOW, '60000']);
  },
};

export const rgw: Step = {
  name: 'Conformance against Ceph RGW',
  run: async () => mocha(await testFiles('test/conformance/rgw', true), [...SLOW, '120000']),
};

export const packageContent: Step = { name: 'Package', run: async () => reportPackage(await createPackage()) };

export const ui: Step = {
  name: `A person's way through VS Code ${NEWEST.version}`,
  async run() {
    await ensureVSCode(NEWEST);
    await ensureChromium();
    const vsix = await createPackage();
    return mocha(await testFiles('test/ui', true), [...SLOW, '180000'], { ASSUME_ROLE_VSIX: vsix });
  },
};

/** The host tests in a VS Code server. */
export function host(release: VSCodeRelease): Step {
  return {
    name: `Extension host of VS Code ${release.version}`,
    run: () =>
      withDemo(async ({ vsix, demo, env }) =>
        reportHostTests(
          await runHostTests({
            release,
            vsix,
            tests: HOST_TESTS,
            workspace: demo.workspace,
            settings: demo.settings,
            env,
          }),
        ),
      ),
  };
}

export const electron: Step = {
  name: 'Extension host of a desktop VS Code',
  run: () =>
    withDemo(async ({ demo, env }) => {
      const { runTests } = await import('@vscode/test-electron');
      const userData = path.join(PROJECT, '.vscode-test/electron-user');
      await mkdir(path.join(userData, 'User'), { recursive: true });
      const { writeFile } = await import('node:fs/promises');
      await writeFile(path.join(userData, 'User/settings.json'), JSON.stringify(demo.settings));
      const events = await collectResults(async (results) => {
        await runTests({
          extensionDevelopmentPath: [PROJECT, HOST_TESTS],
          extensionTestsPath: path.join(HOST_TESTS, 'index.cjs'),
          extensionTestsEnv: { ...env, ASSUME_ROLE_TEST_RESULTS: results },
          launchArgs: [
            demo.workspace,
            '--user-data-dir',
            userData,
            '--disable-workspace-trust',
            '--disable-extensions',
          ],
        });
        return '';
      });
      return reportHostTests(events);
    }),
};

/** Builds what host tests need and starts the local AWS for them. */
async function withDemo(
  body: (given: {
    vsix: string;
    demo: Awaited<ReturnType<typeof startDemo>>;
    env: Readonly<Record<string, string>>;
  }) => Promise<Outcome>,
): Promise<Outcome> {
  const vsix = await createPackage();
  await buildHostTests();
  const demo = await startDemo(path.join(PROJECT, 'out/host-demo'));
  try {
    return await body({ vsix, demo, env: { ...demo.env, ASSUME_ROLE_LOCALAWS: demo.localAws.endpoint } });
  } finally {
    await demo.stop();
  }
}

/** Prints the failures and what is pending. */
function reportHostTests(events: readonly HostTestEvent[]): Outcome {
  for (const event of events) {
    if (event.type === 'failed') console.log(`  FAILED ${event.title}\n${event.error.replaceAll(/^/gm, '    ')}\n`);
    if (event.type === 'pending') console.log(`  pending: ${event.title}`);
  }
  const passed = events.filter(({ type }) => type === 'passed').length;
  const failed = events.filter(({ type }) => type === 'failed').length;
  if (passed + failed > 0) return { passed, failed };
  console.log('  No test ran.');
  return single(false);
}
