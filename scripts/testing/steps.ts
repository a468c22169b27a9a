import { ensureDebianPackages } from '../../test/vscode/debian';
import { ensureChromium, ensureVSCode } from '../../test/vscode/install';
import { hasProgram } from '../../test/vscode/processes';
import { NEWEST, OLDEST } from '../../test/vscode/versions';
import { checkTexts } from '../l10n';
import { createPackage, reportPackage } from '../package';
import { desktopHost, serverHost } from './hostSteps';
import { single } from './outcome';
import { runMocha, runSlowTests, runTool } from './programs';
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

const ui = (vsix: () => Promise<string>): Step => ({
  name: `A person's way through VS Code ${NEWEST.version}`,
  async run() {
    await ensureVSCode(NEWEST);
    await ensureChromium();
    return runSlowTests('test/ui', { subfolders: true, timeout: 180_000, env: { ASSUME_ROLE_VSIX: await vsix() } });
  },
});

/** What `npm test` runs, in this order. */
export function everything(): readonly Step[] {
  const vsix = once(createPackage);
  return [
    toolStep('Types', 'tsc', ['--noEmit']),
    toolStep('Lint', 'eslint', ['.', '--max-warnings', '0']),
    toolStep('Format', 'prettier', ['--check', '--log-level', 'warn', '.']),
    texts,
    unit,
    conformance,
    { name: 'Package', run: async () => reportPackage(await vsix()) },
    serverHost(NEWEST, vsix),
    serverHost(OLDEST, vsix),
    ui(vsix),
  ];
}

/** The steps that can be run by name. */
export const NAMED: Readonly<Record<string, readonly Step[]>> = {
  unit: [unit],
  conformance: [conformance],
  host: [serverHost(NEWEST, createPackage), serverHost(OLDEST, createPackage)],
  ui: [ui(createPackage)],
  electron: [desktopHost],
  rgw: [rgw],
};
