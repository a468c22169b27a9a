import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HostTestEvent } from '../../test/host/index';
import { collectResults, runHostTests } from '../../test/host/support/runHostTests';
import { startDemo, type Demo } from '../../test/vscode/demo';
import { PROJECT } from '../../test/vscode/install';
import { PlainError } from '../../test/vscode/plainError';
import type { VSCodeRelease } from '../../test/vscode/versions';
import { buildExtension, buildHostTests, HOST_TESTS } from '../build';
import { single, type Outcome } from './outcome';
import type { Step } from './step';

/**
 * The host tests in a VS Code server, with the package installed as a person would.
 * @param createPackage gives the path of the package
 */
export function serverHost(release: VSCodeRelease, createPackage: () => Promise<string>): Step {
  return {
    name: `Extension host of VS Code ${release.version}`,
    async run() {
      const vsix = await createPackage();
      return withDemo(async (demo, env) =>
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
      );
    },
  };
}

/** The host tests in a desktop VS Code that `@vscode/test-electron` downloads. */
export const desktopHost: Step = {
  name: 'Extension host of a desktop VS Code',
  async run() {
    const { downloadAndUnzipVSCode, runTests } = await import('@vscode/test-electron');
    const vscodeExecutablePath = await downloadAndUnzipVSCode().catch((error: unknown) => {
      throw new PlainError(
        `VS Code for the desktop cannot be downloaded here (${String(error)}). ` +
          'The same tests run in a VS Code server with "npm run test:host".',
      );
    });
    await buildExtension(true);
    return withDemo(async (demo, env) => {
      const userData = path.join(PROJECT, 'out/electron-user');
      await mkdir(path.join(userData, 'User'), { recursive: true });
      await writeFile(path.join(userData, 'User/settings.json'), JSON.stringify(demo.settings));
      const events = await collectResults(async (results) => {
        await runTests({
          vscodeExecutablePath,
          extensionDevelopmentPath: [PROJECT, HOST_TESTS],
          extensionTestsPath: path.join(HOST_TESTS, 'index.cjs'),
          extensionTestsEnv: { ...env, ASSUME_ROLE_TEST_RESULTS: results, ASSUME_ROLE_TEST_DATA: userData },
          launchArgs: [
            demo.workspace,
            ...['--user-data-dir', userData, '--disable-workspace-trust', '--disable-extensions'],
            // Root has no sandbox, and a container no GPU.
            ...['--no-sandbox', '--disable-gpu'],
          ],
        });
        return '';
      });
      return reportHostTests(events);
    });
  },
};

/** Builds the host tests and starts the local AWS for them. */
async function withDemo(
  body: (demo: Demo, env: Readonly<Record<string, string>>) => Promise<Outcome>,
): Promise<Outcome> {
  await buildHostTests();
  const demo = await startDemo(path.join(PROJECT, 'out/host-demo'));
  try {
    return await body(demo, { ...demo.env, ASSUME_ROLE_LOCALAWS: demo.localAws.endpoint });
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
