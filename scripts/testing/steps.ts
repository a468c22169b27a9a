import { ensureDebianPackages } from '../../test/vscode/debian';
import { ensureChromium, ensureVSCode } from '../../test/vscode/install';
import { hasProgram } from '../../test/vscode/processes';
import { NEWEST, OLDEST } from '../../test/vscode/versions';
import { checkTexts } from '../l10n';
import { createPackage, reportPackage } from '../package';
import { desktopHost, serverHost } from './hostSteps';
import { single } from './outcome';
import { runMocha, runSlowTests, runTool, runWithTimeout } from './programs';
import type { Step } from './step';

/** The result of the first call, for every call. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** A tool whose success counts as one. */
function toolStep(name: string, program: string, args: readonly string[]): Step {
  return { name, run: async () => single((await runTool(program, args)) === 0) };
}

const texts: Step = {
  name: 'Texts that can be translated',
  async run() {
    const problems = await checkTexts();
    for (const problem of problems) console.log(`  ${problem}`);
    return single(problems.length === 0);
  },
};

const unit: Step = { name: 'Unit tests and those of the local AWS', run: () => runMocha([]) };

const alone: Step = {
  // What is collected of the memory of thousands of tests before takes as long as what they measure.
  name: 'Unit tests that measure, in a process of their own',
  run: () => runWithTimeout(['test/unit/**/*.alone.test.ts'], 120_000),
};

const conformance: Step = {
  name: 'Conformance of the local AWS, with the AWS CLI too',
  async run() {
    if (!hasProgram('aws')) await ensureDebianPackages(['awscli'], 'running the AWS CLI against the local AWS');
    return runSlowTests('test/conformance', { subfolders: false, timeout: 60_000 });
  },
};

const rgw: Step = {
  name: 'Conformance of Ceph RGW',
  run: () => runSlowTests('test/conformance/rgw', { subfolders: true, timeout: 120_000 }),
};

/** Built at its first use, for all steps of a run. */
const builtPackage = once(createPackage);

const packageContent: Step = { name: 'Package', run: async () => reportPackage(await builtPackage()) };

const hosts = [serverHost(NEWEST, builtPackage), serverHost(OLDEST, builtPackage)];

const ui: Step = {
  name: `A person's way through VS Code ${NEWEST.version}`,
  async run() {
    await ensureVSCode(NEWEST);
    await ensureChromium();
    const env = { ASSUME_ROLE_VSIX: await builtPackage() };
    return runSlowTests('test/ui', { subfolders: true, timeout: 180_000, env });
  },
};

/** What `npm test` runs, in this order. */
export const EVERYTHING: readonly Step[] = [
  toolStep('Types', 'tsc', ['--noEmit']),
  toolStep('Types of web pages', 'tsc', ['--noEmit', '-p', 'src/vscode/sessions/chainView/page']),
  toolStep('Lint', 'eslint', ['.', '--max-warnings', '0']),
  toolStep('Format', 'prettier', ['--check', '--log-level', 'warn', '.']),
  texts,
  unit,
  alone,
  conformance,
  packageContent,
  ...hosts,
  ui,
];

/** The steps that can be run by name. */
export const NAMED: Readonly<Record<string, readonly Step[]>> = {
  unit: [unit, alone],
  conformance: [conformance],
  host: hosts,
  ui: [ui],
  electron: [desktopHost],
  rgw: [rgw],
};
