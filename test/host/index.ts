import { appendFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** One line of the file that `ASSUME_ROLE_TEST_RESULTS` names. */
export type HostTestEvent =
  | { readonly type: 'passed'; readonly title: string }
  | { readonly type: 'pending'; readonly title: string }
  | { readonly type: 'failed'; readonly title: string; readonly error: string }
  | { readonly type: 'end' };

/** Milliseconds a single test may take. */
const TIMEOUT = 30_000;

/**
 * Entry point inside the extension host: runs every test beside this file and reports to the file that
 * `ASSUME_ROLE_TEST_RESULTS` names, one JSON line per event.
 * @throws when a test failed, which VS Code turns into its exit code.
 */
export async function run(): Promise<void> {
  const results = process.env['ASSUME_ROLE_TEST_RESULTS'];
  if (results === undefined) throw new Error('ASSUME_ROLE_TEST_RESULTS must name the file for the results.');
  const report = (event: HostTestEvent) => appendFileSync(results, `${JSON.stringify(event)}\n`);

  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', timeout: TIMEOUT, forbidOnly: true, reporter: 'min' });
  const names = await readdir(__dirname, { recursive: true });
  for (const name of names.filter((name) => name.endsWith('.test.cjs')).sort())
    mocha.addFile(path.join(__dirname, name));
  await mocha.loadFilesAsync();

  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => report({ type: 'passed', title: test.fullTitle() }))
      .on('pending', (test) => report({ type: 'pending', title: test.fullTitle() }))
      .on('fail', (test, error: Error) =>
        report({ type: 'failed', title: test.fullTitle(), error: error.stack ?? error.message }),
      );
  });
  report({ type: 'end' });
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
