import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureChromium, ensureVSCode } from '../../vscode/install';
import { startServer } from '../../vscode/server';
import type { VSCodeRelease } from '../../vscode/versions';
import { launchBrowser, runExtensionTests } from '../../vscode/window';
import type { HostTestEvent } from '../index';

/** Milliseconds for all host tests together. */
const TIMEOUT = 300_000;

export interface HostTestOptions {
  readonly release: VSCodeRelease;
  /** The package under test, installed as a person would. */
  readonly vsix: string;
  /** Directory of the bundled tests, which is an extension of its own. */
  readonly tests: string;
  /** The folder to open. */
  readonly workspace: string;
  /** Machine settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Environment of the extension host. */
  readonly env: Readonly<Record<string, string>>;
}

/** Runs the bundled host tests in the extension host of a VS Code server. @returns what they reported. */
export async function runHostTests(options: HostTestOptions): Promise<readonly HostTestEvent[]> {
  const vscode = await ensureVSCode(options.release);
  const browser = await launchBrowser(await ensureChromium());
  try {
    return await collectResults(async (resultsFile) => {
      const directory = await mkdtemp(path.join(tmpdir(), 'assume-role-host-'));
      const server = await startServer({
        vscode,
        directory,
        vsix: [options.vsix],
        settings: options.settings,
        env: {
          ...options.env,
          ASSUME_ROLE_TEST_RESULTS: resultsFile,
          ASSUME_ROLE_TEST_DATA: path.join(directory, 'data'),
        },
        automation: true,
      });
      try {
        const run = await runExtensionTests(browser, {
          server,
          folder: options.workspace,
          extensionDevelopmentPath: options.tests,
          extensionTestsPath: path.join(options.tests, 'index.cjs'),
          timeout: TIMEOUT,
        });
        return run.console;
      } finally {
        await server.stop();
        await rm(directory, { recursive: true, force: true, maxRetries: 5 });
      }
    });
  } finally {
    await browser.close();
  }
}

/**
 * Runs host tests that write their events to a file, and reads it. Tests that did not come to their end add a failure:
 * the extension host crashed, hung, or could not load them.
 * @param runTests gets the file's path and gives the extension host's console
 */
export async function collectResults(runTests: (file: string) => Promise<string>): Promise<readonly HostTestEvent[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'assume-role-results-'));
  const file = path.join(directory, 'results.jsonl');
  try {
    const console = await runTests(file).catch((error: unknown) => String(error));
    const text = await readFile(file, 'utf8').catch(() => '');
    const events = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as HostTestEvent);
    if (events.at(-1)?.type === 'end') return events;
    return [...events, { type: 'failed', title: 'The tests did not come to their end', error: console }];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
